import { GRID_SIZE, INPUT_SIZE, type NamedTensors } from './detector.ts';
import { EXPECTED_CELLS, type ExpectedCell } from './knownAnswerExpected.ts';
import { drawTestCard } from './testCard.ts';

export interface KnownAnswerResult {
  /**
   * The largest deviation from the expected values: of heatmap scores as they are, of box distances as a fraction of the
   * input's side. Infinite where an output is missing, too short or not a number.
   */
  readonly maxAbsDifference: number;
  readonly tolerance: number;
  readonly passed: boolean;
}

/**
 * Float32 kernels that sum in another order differ by about 1e-6 here; a wrong kernel, zeros from a failed allocation or
 * half-precision sums differ by more than this.
 */
export const KNOWN_ANSWER_TOLERANCE = 1e-3;

/** The input of the known-answer test: [1, 3, 512, 512] floats, the same bits on every engine. */
export const knownAnswerInput = (): Float32Array => drawTestCard(INPUT_SIZE);

/**
 * Compares the detector's outputs for `knownAnswerInput()` with values recorded from a trusted run: the cell with the best
 * score of each class, box distances on a grid, and the cells of the peaks. A device that does not pass must not be used.
 */
export function checkKnownAnswer(outputs: NamedTensors): KnownAnswerResult {
  let maxAbsDifference = 0;
  for (const cell of EXPECTED_CELLS) {
    const deviation = cellDeviation(outputs, cell);
    if (!(deviation <= maxAbsDifference)) maxAbsDifference = Number.isNaN(deviation) ? Infinity : deviation;
  }
  const passed = maxAbsDifference <= KNOWN_ANSWER_TOLERANCE;
  return { maxAbsDifference, tolerance: KNOWN_ANSWER_TOLERANCE, passed };
}

function cellDeviation(outputs: NamedTensors, { output, channel, row, column, value }: ExpectedCell): number {
  const actual = outputs[output]?.data[(channel * GRID_SIZE + row) * GRID_SIZE + column] ?? Number.NaN;
  return Math.abs(actual - value) / (output === 'distances' ? INPUT_SIZE : 1);
}
