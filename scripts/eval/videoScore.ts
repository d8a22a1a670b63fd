import { boxIou } from '../../src/twin/geometry/box.ts';
import { decodeRle, rleBox } from '../../src/twin/geometry/rle.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import type { TwinObject } from '../../src/twin/schema/twin.ts';
import { contourAccuracy, regionSimilarity } from './videoMetrics.ts';

/** A track is on the object in a frame where their boxes overlap this much. */
const ON_OBJECT_IOU = 0.5;

export interface SequenceScore {
  /** The object that fits best, by mean J: its id and label; undefined where there is none. */
  readonly object: string | undefined;
  readonly label: string | undefined;
  readonly j: number;
  readonly f: number;
  readonly jf: number;
  /** Share of the annotated frames in which that object's box is on the annotated one. */
  readonly coverage: number;
  /** Objects that were nearest to the annotated one in some frame: 1 is a track that never changed its id. */
  readonly tracks: number;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

interface Compared {
  readonly object: TwinObject;
  readonly masks: readonly Rle[];
  readonly j: readonly number[];
  /** Overlap of the boxes, by frame. */
  readonly overlaps: readonly number[];
}

const emptyLike = ({ size: [height, width] }: Rle): Rle => ({
  size: [height, width],
  counts: [height * width],
});

function compare(object: TwinObject, truth: readonly Rle[], boxes: ReturnType<typeof rleBox>[]): Compared {
  const states = new Map(object.states.map((state) => [state.frame, state]));
  const masks = truth.map((wanted, frame) => states.get(frame)?.mask ?? emptyLike(wanted));
  return {
    object,
    masks,
    j: masks.map((mask, frame) => regionSimilarity(mask, truth[frame] ?? mask)),
    overlaps: boxes.map((box, frame) => {
      const own = states.get(frame)?.box;
      return box && own ? boxIou(own, box) : 0;
    }),
  };
}

/**
 * Scores the objects of a twin against one annotated object; mask i of `truth` is that of frame i. J and F are means over all
 * frames, those without a mask count as empty ones.
 */
export function scoreSequence(objects: readonly TwinObject[], truth: readonly Rle[]): SequenceScore {
  const boxes = truth.map(rleBox);
  const compared = objects.map((object) => compare(object, truth, boxes));
  const best = compared.toSorted((a, b) => mean(b.j) - mean(a.j))[0];
  if (!best) return { object: undefined, label: undefined, j: 0, f: 0, jf: 0, coverage: 0, tracks: 0 };
  const j = mean(best.j);
  const f = mean(
    best.masks.map((mask, frame) => contourAccuracy(bitmapOf(mask), bitmapOf(truth[frame] ?? mask))),
  );
  const nearest = new Set<string>();
  for (const frame of boxes.keys()) {
    const there = compared.filter(({ overlaps }) => (overlaps[frame] ?? 0) >= ON_OBJECT_IOU);
    const [first] = there.toSorted((a, b) => (b.overlaps[frame] ?? 0) - (a.overlaps[frame] ?? 0));
    if (first) nearest.add(first.object.id);
  }
  const annotated = boxes.filter((box) => box !== undefined).length;
  const covered = best.overlaps.filter((overlap) => overlap >= ON_OBJECT_IOU).length;
  const { id: object, label } = best.object;
  return {
    object,
    label,
    j,
    f,
    jf: (j + f) / 2,
    coverage: covered / Math.max(1, annotated),
    tracks: nearest.size,
  };
}

const bitmapOf = (mask: Rle) => ({ width: mask.size[1], height: mask.size[0], data: decodeRle(mask) });
