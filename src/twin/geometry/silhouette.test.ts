import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Rle } from '../schema/rle.ts';
import { contactPoints, masksTouch, supportedShare } from './contact.ts';
import { occlusionOf } from './occlusion.ts';
import { encodeRle, rleArea, rleIntersection } from './rle.ts';
import { commonLength, convexHull, silhouetteOf, spansAt } from './silhouette.ts';

/** A mask drawn with characters: anything but a dot is inside. */
function drawn(...rows: readonly string[]): Rle {
  const width = rows[0]?.length ?? 0;
  return encodeRle(
    Uint8Array.from(rows.join(''), (character) => (character === '.' ? 0 : 1)),
    width,
    rows.length,
  );
}

/** The mask of one character in a picture of several. */
const part = (character: string, ...rows: readonly string[]): Rle =>
  drawn(...rows.map((row) => row.replaceAll(new RegExp(`[^${character}]`, 'g'), '.')));

const anyMask: fc.Arbitrary<Rle> = fc
  .uint8Array({ minLength: 108, maxLength: 108, max: 1 })
  .map((bitmap) => encodeRle(bitmap, 12, 9));

describe('silhouettes', () => {
  it('hold the spans of each column, also of runs that go on in the next column', () => {
    const { left, columns, area } = silhouetteOf({ size: [4, 4], counts: [6, 4, 1, 1, 4] });
    expect([left, area]).toEqual([1, 5]);
    expect(columns).toEqual([
      [[2, 4]],
      [
        [0, 2],
        [3, 4],
      ],
    ]);
  });

  it('of an empty mask are empty', () => {
    expect(silhouetteOf({ size: [2, 2], counts: [4] })).toEqual({ left: 0, columns: [], area: 0 });
  });

  it('share as many pixels column by column as their masks intersect', () => {
    fc.assert(
      fc.property(anyMask, anyMask, (a, b) => {
        const [first, second] = [silhouetteOf(a), silhouetteOf(b)];
        let common = 0;
        for (let x = 0; x < 12; x++) common += commonLength(spansAt(first, x), spansAt(second, x));
        expect(common).toBe(rleArea(rleIntersection(a, b)));
        expect(first.area).toBe(rleArea(a));
      }),
    );
  });

  it('lie inside of their hulls, which bend outwards only', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const silhouette = silhouetteOf(mask);
        const hull = convexHull(silhouette);
        expect(hull.length).toBe(silhouette.columns.length);
        silhouette.columns.forEach((spans, x) => {
          for (const [top, bottom] of spans) {
            expect(hull[x]?.[0]).toBeLessThanOrEqual(top + 1e-9);
            expect(hull[x]?.[1]).toBeGreaterThanOrEqual(bottom - 1e-9);
          }
        });
        for (let x = 1; x + 1 < hull.length; x++) {
          const [before, here, after] = [hull[x - 1], hull[x], hull[x + 1]];
          expect(2 * (here?.[0] ?? 0)).toBeLessThanOrEqual((before?.[0] ?? 0) + (after?.[0] ?? 0) + 1e-9);
          expect(2 * (here?.[1] ?? 0)).toBeGreaterThanOrEqual((before?.[1] ?? 0) + (after?.[1] ?? 0) - 1e-9);
        }
      }),
    );
  });
});

describe('occlusion', () => {
  const scene = ['aaaaaaaa', 'aaaaaaaa', 'aabbbbaa', 'aabbbbaa', '..bbbb..', '..bbbb..'];
  const back = silhouetteOf(part('a', ...scene));
  const front = silhouetteOf(part('b', ...scene));

  it('is told by who fills the bay of the other', () => {
    const { filledByA, filledByB, pixelsOfA, pixelsOfB } = occlusionOf(front, back);
    expect(pixelsOfA).toBe(8);
    expect(filledByA).toBe(1);
    expect([filledByB, pixelsOfB]).toEqual([0, 0]);
  });

  it('is the same read from the other side', () => {
    fc.assert(
      fc.property(anyMask, anyMask, (a, b) => {
        const forward = occlusionOf(silhouetteOf(a), silhouetteOf(b));
        const backward = occlusionOf(silhouetteOf(b), silhouetteOf(a));
        expect([forward.filledByA, forward.pixelsOfA]).toEqual([backward.filledByB, backward.pixelsOfB]);
        expect(forward.filledByA).toBeGreaterThanOrEqual(0);
        expect(forward.filledByA).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is not told by what is seen through a frame, which it fills but little', () => {
    const chair = ['c......c', 'c..bb..c', 'c..bb..c', 'c......c', 'cccccccc'];
    const { filledByA } = occlusionOf(silhouetteOf(part('b', ...chair)), silhouetteOf(part('c', ...chair)));
    expect(filledByA).toBeCloseTo(4 / 24, 9);
  });

  it('is unknown where the things are apart', () => {
    const apart = ['aa....bb', 'aa....bb'];
    expect(occlusionOf(silhouetteOf(part('a', ...apart)), silhouetteOf(part('b', ...apart)))).toEqual({
      filledByA: 0,
      filledByB: 0,
      pixelsOfA: 0,
      pixelsOfB: 0,
    });
  });
});

describe('contact', () => {
  it('with the ground is where the lowest pixels are: four legs, four points', () => {
    const table = drawn('xxxxxxxxx', 'xxxxxxxxx', 'x..x.x..x', 'x..x.x..x', 'x..x.x..x', 'x..x.x...');
    expect(contactPoints(silhouetteOf(table))).toEqual([
      { x0: 0, x1: 1, row: 6 },
      { x0: 3, x1: 4, row: 6 },
      { x0: 5, x1: 6, row: 6 },
      { x0: 8, x1: 9, row: 5 },
    ]);
    expect(contactPoints(silhouetteOf(drawn('....', '....')))).toEqual([]);
  });

  it('has its lowest row at the bottom of the mask, for any mask that is not empty', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const silhouette = silhouetteOf(mask);
        fc.pre(silhouette.area > 0);
        const bottom = Math.max(...silhouette.columns.map((spans) => spans.at(-1)?.[1] ?? 0));
        expect(Math.max(...contactPoints(silhouette).map(({ row }) => row))).toBe(bottom);
      }),
    );
  });

  const onTable = ['..c.....', '..c...d.', '..c...d.', 'tttttt..', 'tttttt..'];
  const [cup, other, top] = ['c', 'd', 't'].map((name) => silhouetteOf(part(name, ...onTable)));

  it('holds where a thing ends on another one, and not beside it', () => {
    if (!cup || !other || !top) throw new Error('the picture has three things');
    expect(supportedShare(cup, top, 1)).toBe(1);
    expect(supportedShare(other, top, 1)).toBe(0);
    expect(supportedShare(silhouetteOf(drawn('....')), top, 1)).toBe(0);
  });

  it('is touching from any side within reach', () => {
    if (!cup || !other || !top) throw new Error('the picture has three things');
    expect(masksTouch(cup, top, 1)).toBe(true);
    expect(masksTouch(other, cup, 3)).toBe(false);
    expect(masksTouch(other, cup, 4)).toBe(true);
  });

  it('is symmetric', () => {
    fc.assert(
      fc.property(anyMask, anyMask, fc.integer({ min: 1, max: 4 }), (a, b, reach) => {
        const [first, second] = [silhouetteOf(a), silhouetteOf(b)];
        expect(masksTouch(first, second, reach)).toBe(masksTouch(second, first, reach));
      }),
    );
  });
});
