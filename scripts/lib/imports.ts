import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { ROOT } from './project.ts';

export interface ImportReport {
  /** "rule: from → to", one for each broken rule. */
  readonly violations: readonly string[];
  readonly modules: number;
  readonly dependencies: number;
}

/**
 * Checks the imports of a source tree against `.dependency-cruiser.mjs`.
 * @param base absolute path of the folder that holds `src`, `workers`, …
 */
export async function checkImports(base: string): Promise<ImportReport> {
  const options = await extractOptions(join(ROOT, '.dependency-cruiser.mjs'));
  const folders = ['src', 'workers', 'scripts', 'bench'].filter((folder) => existsSync(join(base, folder)));
  const report = await cruise(
    folders,
    { ...options, baseDir: base, validate: true },
    options.enhancedResolveOptions,
  );
  if (typeof report.output === 'string') throw new Error(`dependency-cruiser: ${report.output}`);
  const { violations, totalCruised, totalDependenciesCruised } = report.output.summary;
  return {
    violations: violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`),
    modules: totalCruised,
    dependencies: totalDependenciesCruised ?? 0,
  };
}
