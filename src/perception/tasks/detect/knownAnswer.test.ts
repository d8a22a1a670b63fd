import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { detector, GRID_SIZE } from './detector.ts';
import { checkKnownAnswer, KNOWN_ANSWER_TOLERANCE, knownAnswerInput } from './knownAnswer.ts';
import { EXPECTED_CELLS } from './knownAnswerExpected.ts';

const elements = (dims: readonly number[]): number => dims.reduce((product, dim) => product * dim, 1);

/** Outputs that hold exactly the expected values, and zeros elsewhere. */
function expectedOutputs() {
  const heatmap = new Float32Array(elements(detector.outputs.heatmap.dims));
  const distances = new Float32Array(elements(detector.outputs.distances.dims));
  for (const { output, channel, row, column, value } of EXPECTED_CELLS) {
    const data = output === 'heatmap' ? heatmap : distances;
    data[(channel * GRID_SIZE + row) * GRID_SIZE + column] = value;
  }
  return { heatmap: { data: heatmap }, distances: { data: distances } };
}

describe('checkKnownAnswer', () => {
  it('passes the expected values', () => {
    const result = checkKnownAnswer(expectedOutputs());
    expect(result).toMatchObject({ passed: true, tolerance: KNOWN_ANSWER_TOLERANCE });
    expect(result.maxAbsDifference).toBeLessThan(1e-6);
  });

  it('fails zeros', () => {
    const outputs = expectedOutputs();
    outputs.heatmap.data.fill(0);
    outputs.distances.data.fill(0);
    expect(checkKnownAnswer(outputs)).toMatchObject({ passed: false });
  });

  it.each(['heatmap', 'distances'] as const)('fails zeros in %s alone', (name) => {
    const outputs = expectedOutputs();
    outputs[name].data.fill(0);
    expect(checkKnownAnswer(outputs).passed).toBe(false);
  });

  it('fails not-a-number anywhere among the expected cells', () => {
    for (const index of [0, Math.floor(EXPECTED_CELLS.length / 2), EXPECTED_CELLS.length - 1]) {
      const outputs = expectedOutputs();
      const cell = EXPECTED_CELLS[index];
      if (!cell) throw new Error('There are no expected cells.');
      outputs[cell.output].data[(cell.channel * GRID_SIZE + cell.row) * GRID_SIZE + cell.column] = Number.NaN;
      expect(checkKnownAnswer(outputs)).toMatchObject({ passed: false, maxAbsDifference: Infinity });
    }
  });

  it('fails outputs that are missing or cut short', () => {
    const { heatmap } = expectedOutputs();
    expect(checkKnownAnswer({}).passed).toBe(false);
    expect(checkKnownAnswer({ heatmap }).passed).toBe(false);
    expect(checkKnownAnswer({ heatmap, distances: { data: new Float32Array(8) } }).passed).toBe(false);
  });

  it('fails outputs whose axes are in the wrong order', () => {
    const outputs = expectedOutputs();
    const plane = GRID_SIZE * GRID_SIZE;
    const source = outputs.heatmap.data.slice();
    for (let channel = 0; channel < 80; channel++) {
      for (let cell = 0; cell < plane; cell++) {
        outputs.heatmap.data[cell * 80 + channel] = source[channel * plane + cell] ?? 0;
      }
    }
    expect(checkKnownAnswer(outputs).passed).toBe(false);
  });

  it('expects clear peaks, so that it can tell answers apart', () => {
    const peaks = EXPECTED_CELLS.filter(({ output, value }) => output === 'heatmap' && value > 0.5);
    expect(new Set(peaks.map(({ channel }) => detector.labels[channel]))).toEqual(
      new Set(['stop sign', 'traffic light']),
    );
  });
});

describe('knownAnswerInput', () => {
  it('is the card that the expected values were recorded from', () => {
    const bytes = new Uint8Array(knownAnswerInput().buffer);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(
      'a792f7d2a7b3cf3665e149abcd265cfe687a9878e5df7795c38e5b941a65071a',
    );
  });
});
