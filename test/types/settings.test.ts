import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { execPackage } from '../../scripts/lib/exec.ts';
import { CACHE, ROOT } from '../../scripts/lib/project.ts';

/** Compiles one fixture with the settings of a part of the project; returns the compiler's complaints. */
async function complaints(settings: string, fixture: string): Promise<string[]> {
  // Inside the repository, so that the compiler finds node_modules.
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(join(CACHE, 'types-'));
  try {
    const project = join(folder, 'tsconfig.json');
    const file = join(ROOT, 'test', 'types', fixture);
    writeFileSync(project, JSON.stringify({ extends: join(ROOT, settings), include: [file], exclude: [] }));
    const { output } = await execPackage('typescript/bin/tsc', ['-p', project, '--pretty', 'false']);
    return output.split('\n').filter((line) => line.includes('error TS'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const linesOfCode = (fixture: string): number =>
  readFileSync(join(ROOT, 'test', 'types', fixture), 'utf8').match(/^export /gm)?.length ?? 0;

describe('compiler settings', () => {
  it('a worker file that touches document does not compile', async () => {
    const errors = await complaints('tsconfig.worker.json', 'worker.fixture.ts');
    expect(errors).toEqual([expect.stringContaining("Cannot find name 'document'")]);
  });

  it('the same file compiles as page code, so the refusal above is about the realm', async () => {
    expect(await complaints('tsconfig.app.json', 'worker.fixture.ts')).toEqual([]);
  });

  it('pure code compiles with nothing of a page, a worker or Node', async () => {
    const errors = await complaints('tsconfig.pure.json', 'pure.fixture.ts');
    expect(errors).toHaveLength(linesOfCode('pure.fixture.ts'));
    for (const error of errors) expect(error).toMatch(/TS2304|TS2584|TS2580|TS2591|TS2593|TS2867/);
  });
});
