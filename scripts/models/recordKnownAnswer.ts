/**
 * Records the expected values of the detector's known-answer test from a run of the built model. Run it after a change of
 * the model or of the test card, when the parity tests pass: `tsx scripts/models/recordKnownAnswer.ts`.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CLASS_COUNT, detector, GRID_SIZE } from '../../src/perception/tasks/detect/detector.ts';
import { knownAnswerInput } from '../../src/perception/tasks/detect/knownAnswer.ts';
import type { ExpectedCell } from '../../src/perception/tasks/detect/knownAnswerExpected.ts';
import { findPeaks } from '../../src/perception/tasks/detect/peaks.ts';
import { runOnnx } from './ortNode.ts';

const ROOT = new URL('../../', import.meta.url);
const TARGET = fileURLToPath(new URL('src/perception/tasks/detect/knownAnswerExpected.ts', ROOT));
const PEAK_SCORE = 0.2;
/** Box distances are recorded on every cell of a grid of this spacing. */
const GRID_SPACING = 16;

function recordCells(heatmap: Float32Array, distances: Float32Array): ExpectedCell[] {
  const valueAt = (data: Float32Array, channel: number, row: number, column: number): number =>
    data[(channel * GRID_SIZE + row) * GRID_SIZE + column] ?? Number.NaN;
  const cells: ExpectedCell[] = [];
  const record = (output: ExpectedCell['output'], channel: number, row: number, column: number): void => {
    const value = valueAt(output === 'heatmap' ? heatmap : distances, channel, row, column);
    cells.push({ output, channel, row, column, value: Number(value.toPrecision(7)) });
  };
  const recordBox = (row: number, column: number): void => {
    for (let side = 0; side < 4; side++) record('distances', side, row, column);
  };
  for (const { channel, row, column } of findPeaks(heatmap, CLASS_COUNT, GRID_SIZE, PEAK_SCORE, 100)) {
    record('heatmap', channel, row, column);
    recordBox(row, column);
  }
  for (let channel = 0; channel < CLASS_COUNT; channel++) {
    const plane = heatmap.subarray(channel * GRID_SIZE ** 2, (channel + 1) * GRID_SIZE ** 2);
    const best = plane.indexOf(Math.max(...plane));
    record('heatmap', channel, Math.floor(best / GRID_SIZE), best % GRID_SIZE);
  }
  for (let row = GRID_SPACING / 2; row < GRID_SIZE; row += GRID_SPACING) {
    for (let column = GRID_SPACING / 2; column < GRID_SIZE; column += GRID_SPACING) recordBox(row, column);
  }
  return cells;
}

const model = readFileSync(new URL(`public/models/${detector.modelId}.onnx`, ROOT));
const { input, outputs } = detector;
const result = await runOnnx(model, { [input.name]: { data: knownAnswerInput(), dims: input.dims } });
const heatmap = result[outputs.heatmap.name]?.data;
const distances = result[outputs.distances.name]?.data;
if (!heatmap || !distances) throw new Error('The model lacks an output of the detector.');

const rows = recordCells(heatmap, distances).map(
  ({ output, channel, row, column, value }) => `  ['${output}', ${channel}, ${row}, ${column}, ${value}],`,
);
writeFileSync(
  TARGET,
  `/** One recorded value: an output, a cell of it, and what a trusted run gave. */
export interface ExpectedCell {
  readonly output: 'heatmap' | 'distances';
  readonly channel: number;
  readonly row: number;
  readonly column: number;
  readonly value: number;
}

type Row = readonly [output: ExpectedCell['output'], channel: number, row: number, column: number, value: number];

/** Written by scripts/models/recordKnownAnswer.ts. */
const ROWS: readonly Row[] = [
${rows.join('\n')}
];

export const EXPECTED_CELLS: readonly ExpectedCell[] = ROWS.map(([output, channel, row, column, value]) => ({
  output,
  channel,
  row,
  column,
  value,
}));
`,
);
execFileSync('npx', ['biome', 'check', '--write', TARGET], { stdio: 'ignore' });
console.log(`${TARGET}: ${rows.length} values`);
