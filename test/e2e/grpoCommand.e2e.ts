import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Correction } from '../../src/io/corrections/schema.ts';
import { writeCorrections } from '../../src/io/corrections/writeCorrections.ts';
import { runCommand } from '../support/runCommand.ts';
import { soundTwin } from '../support/twins.ts';
import { expect, test } from './support/test.ts';

test.setTimeout(180_000);

const corrected = (question: string, value: number): Correction => ({
  question,
  task: 'value',
  target: { kind: 'value', value },
  was: '2',
  policy: 'grammar',
  madeAt: '',
  twin: soundTwin(),
});

const grpo = (...options: readonly string[]) => runCommand('grpo', '--world', 'clevr', ...options);

test('a small run trains on corrected answers at the command line, and measures those held out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'corrections-'));
  try {
    const [good, bad] = [join(folder, 'corrections.json'), join(folder, 'broken.json')];
    writeFileSync(
      good,
      writeCorrections([
        corrected('How many cups are there?', 3),
        corrected('How many cats are there?', 1),
        corrected('How many dogs are there?', 2),
      ]),
    );
    writeFileSync(bad, '{"type":"corrections"');
    const small = ['questionsPerStep=4', 'numGenerations=2', 'scenes=2', 'anchorRows=2', 'replayRows=2'];
    const { code, stdout, stderr } = await grpo(
      ...['--steps', '2', '--held-out', '4', '--corrections', good, '--corrections-train', '0.5', '--json'],
      ...small.flatMap((option) => ['--set', option]),
    );
    expect(stderr).toBe('');
    const result = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(result).toMatchObject({
      world: 'clevr',
      steps: 2,
      reward: [expect.any(Number), expect.any(Number)],
    });
    expect(Object.keys(result.sets)).toContain('corrections');
    expect(stdout).toMatch(/step {4}2 /);
    expect(code).toBe(0);

    const broken = await grpo('--steps', '1', '--held-out', '0', '--corrections', bad);
    expect(broken.stderr).toContain('corrections');
    expect(broken.code).toBe(2);
    const missing = await grpo('--corrections', join(folder, 'none.json'));
    expect(missing.stderr).toContain('none.json can’t be read');
    expect(missing.code).toBe(2);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
