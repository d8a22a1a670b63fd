import { describe, expect, it } from 'vitest';
import { scriptedVideo } from '../../../test/support/videos.ts';
import { boxIou } from '../../twin/geometry/box.ts';
import { decodeRle, rleArea, rleProblem } from '../../twin/geometry/rle.ts';
import type { Answer } from '../../twin/query/types.ts';
import type { Box, Twin } from '../../twin/schema/twin.ts';
import { ellipseMask } from './photo/ellipse.ts';
import { shownBoxes, shownMasks } from './shown.ts';

const BOXES: readonly Box[] = [
  [0, 0, 400, 200],
  [10, 20, 50, 60],
  [300, 150, 400, 200],
];

/** A clip of three frames of 400×200 with one thing, outlined by ellipses. */
function clip(): Twin {
  const twin = scriptedVideo([{ label: 'dog', boxes: BOXES }]);
  return {
    ...twin,
    objects: twin.objects.map((object) => ({
      ...object,
      states: object.states.map((state) => ({ ...state, mask: ellipseMask(state.box, 400, 200) })),
    })),
  };
}

const during = (...spans: readonly (readonly [number, number])[]): Answer => ({
  type: 'mask',
  ids: ['o1'],
  text: '',
  intervals: spans.map(([start, end]) => ({ startUs: start * 1e6, endUs: end * 1e6, ids: ['o1'] })),
});

const areas = (...frames: readonly number[]): number =>
  frames.reduce((sum, frame) => sum + rleArea(ellipseMask(BOXES[frame] ?? [0, 0, 1, 1], 400, 200)), 0);

describe('what an answer shows of a clip', () => {
  it('is each frame in its own place of one wide picture', () => {
    const [mask] = shownMasks(clip(), during([0, 1.5]));
    if (!mask) throw new Error('nothing is shown');
    expect(rleProblem(mask)).toBeUndefined();
    expect(mask.size).toEqual([200, 1200]);
    expect(rleArea(mask)).toBe(areas(0, 1, 2));
    const pixels = decodeRle(mask);
    // The middles of the thing, and a corner of the second frame.
    expect([pixels[100 * 1200 + 200], pixels[40 * 1200 + 430], pixels[175 * 1200 + 1150]]).toEqual([1, 1, 1]);
    expect(pixels[190 * 1200 + 410]).toBe(0);
  });

  it('is only the time for which the answer holds', () => {
    expect(shownMasks(clip(), during([0.5, 1])).map(rleArea)).toEqual([areas(1)]);
    expect(shownMasks(clip(), during([0, 0.5], [1, 1.5])).map(rleArea)).toEqual([areas(0, 2)]);
    expect(shownBoxes(clip(), during([0.5, 1.5]))).toEqual([
      [410, 20, 450, 60],
      [1100, 150, 1200, 200],
    ]);
  });

  it('has no overlap between frames, however alike their boxes are', () => {
    const twin = scriptedVideo([{ label: 'bench', boxes: [BOXES[1], BOXES[1]] }]);
    const [first, second] = shownBoxes(twin, during([0, 1]));
    expect(first && second && boxIou(first, second)).toBe(0);
  });
});
