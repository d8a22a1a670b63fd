import type { GroundTruthObject, ScoredDetection } from './detectMetrics.ts';

/** How well classes are counted, over all pairs of a photo and a class that is annotated or found there. */
export interface CountMetrics {
  /** Pairs with annotated objects. */
  readonly annotated: number;
  /** Of these, pairs with exactly the annotated number of objects. */
  readonly exact: number;
  /** Of these, pairs of which nothing was found. */
  readonly missed: number;
  /** Pairs of which something was found but nothing is annotated. */
  readonly invented: number;
}

/** Compares the number of objects of each class in each photo. Classes with a crowd region in a photo have no number and are left out. */
export function countMetrics(
  truths: readonly GroundTruthObject[],
  detections: readonly ScoredDetection[],
): CountMetrics {
  const key = ({ imageId, label }: { readonly imageId: string | number; readonly label: string }): string =>
    `${imageId} ${label}`;
  const count = (items: readonly { readonly imageId: string | number; readonly label: string }[]) => {
    const numbers = new Map<string, number>();
    for (const item of items) numbers.set(key(item), (numbers.get(key(item)) ?? 0) + 1);
    return numbers;
  };
  const crowds = new Set(truths.filter(({ crowd }) => crowd).map(key));
  const annotated = count(truths.filter((truth) => !crowds.has(key(truth))));
  const found = count(detections.filter((detection) => !crowds.has(key(detection))));
  const pairs = [...annotated];
  return {
    annotated: pairs.length,
    exact: pairs.filter(([pair, number]) => found.get(pair) === number).length,
    missed: pairs.filter(([pair]) => !found.has(pair)).length,
    invented: [...found.keys()].filter((pair) => !annotated.has(pair)).length,
  };
}
