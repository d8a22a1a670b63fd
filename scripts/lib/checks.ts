import { ensureBuilt } from './build.ts';
import { type ExecResult, execPackage } from './exec.ts';
import { checkImports } from './imports.ts';
import { ROOT } from './project.ts';

export interface CheckOutcome {
  readonly name: string;
  readonly passed: boolean;
  /** What the tool said; worth showing only on failure. */
  readonly output: string;
  readonly ms: number;
}

interface Check {
  readonly name: string;
  run(): Promise<Pick<ExecResult, 'code' | 'output'>>;
}

const types = (part: string): Check => ({
  name: `types: ${part}`,
  run: () => execPackage('typescript/bin/tsc', ['-p', `tsconfig.${part}.json`]),
});

async function imports(): Promise<Pick<ExecResult, 'code' | 'output'>> {
  const { violations, modules, dependencies } = await checkImports(ROOT);
  const summary = `${modules} modules, ${dependencies} imports`;
  // A checker that sees no imports would pass for ever.
  const blind = dependencies < modules / 2 ? [`only ${summary}: the parser does not see the imports`] : [];
  const lines = [...violations, ...blind];
  return { code: lines.length === 0 ? 0 : 1, output: [...lines, summary].join('\n') };
}

async function size(): Promise<Pick<ExecResult, 'code' | 'output'>> {
  await ensureBuilt();
  return execPackage('size-limit/bin.js', []);
}

const CHECKS: readonly Check[] = [
  types('pure'),
  types('worker'),
  types('app'),
  types('node'),
  {
    name: 'lint and format',
    run: () => execPackage('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  },
  { name: 'import rules', run: imports },
  { name: 'unused code', run: () => execPackage('knip/bin/knip.js', ['--no-progress']) },
  { name: 'size of the entry', run: size },
];

/** Runs the static checks one after the other and prints a line for each, with the tool's output where it fails. */
export async function runChecks(): Promise<CheckOutcome[]> {
  const outcomes: CheckOutcome[] = [];
  for (const check of CHECKS) {
    const started = performance.now();
    const { code, output } = await check.run();
    const outcome = { name: check.name, passed: code === 0, output, ms: performance.now() - started };
    outcomes.push(outcome);
    const seconds = (outcome.ms / 1000).toFixed(1);
    process.stdout.write(`${outcome.passed ? 'ok    ' : 'FAILED'} ${check.name} (${seconds} s)\n`);
    if (!outcome.passed) process.stdout.write(`${output.trimEnd()}\n`);
  }
  return outcomes;
}
