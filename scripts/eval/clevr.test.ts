import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput } from '../lib/badInput.ts';
import { DATA } from '../lib/project.ts';
import { clevr } from './clevr.ts';

const FOLDER = join(DATA, 'clevr');
const options = {
  data: FOLDER,
  limit: undefined,
  device: 'wasm',
  twin: 'oracle',
  policy: 'program',
  construct: 'app',
  constrained: true,
  report: () => undefined,
} as const;

describe('the clevr suite', () => {
  it('refuses a folder without scenes', async () => {
    await expect(clevr({ ...options, data: import.meta.dirname })).rejects.toThrow(BadInput);
  });
});

describe.skipIf(!existsSync(FOLDER))(`questions about CLEVR scenes (skipped: no ${FOLDER})`, () => {
  it('are answered by their programs, every node with the value that the generator computed', async () => {
    const { n, metrics } = await clevr(options);
    expect(n).toBeGreaterThan(1000);
    expect(metrics).toMatchObject({ accuracy: 1, nodes: { accuracy: 1 } });
  });
});
