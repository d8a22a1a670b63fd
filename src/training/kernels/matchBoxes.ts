import type { BoxPair, Matching, Matrix, RewardKernels } from './types.ts';

/** Boxes of a rollout matched with those wanted, so that their IoUs add up to the most. */
export interface BoxMatching {
  readonly ious: Matrix;
  readonly matching: Matching;
  /** The matched IoUs over the larger number of boxes, in [0, 1]: superfluous and missing boxes both cost. 1 where both are none. */
  readonly accuracy: number;
}

/** Matches the boxes of each pair with its targets. */
export async function matchBoxes(
  kernels: RewardKernels,
  pairs: readonly BoxPair[],
): Promise<readonly BoxMatching[]> {
  const ious = await kernels.boxIous(pairs);
  const matchings = await kernels.match(ious);
  return ious.flatMap((matrix, i) => {
    const matching = matchings[i];
    if (matching === undefined) return [];
    const most = Math.max(matrix.rows, matrix.columns);
    return [{ ious: matrix, matching, accuracy: most === 0 ? 1 : matching.total / most }];
  });
}
