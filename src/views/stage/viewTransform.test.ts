import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxToScreen,
  fitView,
  frameBox,
  keepInSight,
  mixViews,
  toImage,
  toScreen,
  unionBox,
  type View,
  zoomAt,
} from './viewTransform.ts';

const size = fc.record({
  width: fc.integer({ min: 16, max: 4000 }),
  height: fc.integer({ min: 16, max: 4000 }),
});
const view: fc.Arbitrary<View> = fc.record({
  scale: fc.integer({ min: 1, max: 400 }).map((value) => value / 20),
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
});
const point = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 }));

describe('view transform', () => {
  it('maps there and back', () => {
    fc.assert(
      fc.property(view, point, (v, p) => {
        const back = toImage(v, toScreen(v, p));
        expect(back[0]).toBeCloseTo(p[0], 6);
        expect(back[1]).toBeCloseTo(p[1], 6);
      }),
    );
  });

  it('fits the whole image into the viewport', () => {
    fc.assert(
      fc.property(size, size, (image, viewport) => {
        fc.pre(viewport.width > 64 && viewport.height > 64);
        const box = boxToScreen(fitView(image, viewport), [0, 0, image.width, image.height]);
        expect(box[0]).toBeGreaterThanOrEqual(15.9);
        expect(box[1]).toBeGreaterThanOrEqual(15.9);
        expect(box[2]).toBeLessThanOrEqual(viewport.width - 15.9);
        expect(box[3]).toBeLessThanOrEqual(viewport.height - 15.9);
      }),
    );
  });

  it('keeps the point under the pointer while zooming', () => {
    fc.assert(
      fc.property(view, point, fc.constantFrom(0.5, 0.8, 1.1, 1.25, 2), (v, at, factor) => {
        const before = toImage(v, at);
        const after = toImage(zoomAt(v, at, factor, { min: 0.01 }), at);
        expect(after[0]).toBeCloseTo(before[0], 4);
        expect(after[1]).toBeCloseTo(before[1], 4);
      }),
    );
  });

  it('stops at the limits of zoom', () => {
    const start: View = { scale: 1, x: 0, y: 0 };
    expect(zoomAt(start, [0, 0], 1e6, { min: 0.5 }).scale).toBe(40);
    expect(zoomAt(start, [0, 0], 1e-6, { min: 0.5 }).scale).toBe(0.5);
  });

  it('never loses the image while panning', () => {
    fc.assert(
      fc.property(view, size, size, (v, image, viewport) => {
        fc.pre(viewport.width > 100 && viewport.height > 100);
        const kept = keepInSight(v, image, viewport);
        expect(kept.x).toBeLessThanOrEqual(viewport.width - 48);
        expect(kept.x + image.width * v.scale).toBeGreaterThanOrEqual(Math.min(47.9, image.width * v.scale));
      }),
    );
  });

  it('centres a framed box', () => {
    const viewport = { width: 800, height: 600 };
    const box = boxToScreen(
      frameBox([100, 100, 300, 200], { width: 1000, height: 800 }, viewport),
      [100, 100, 300, 200],
    );
    expect((box[0] + box[2]) / 2).toBeCloseTo(400);
    expect((box[1] + box[3]) / 2).toBeCloseTo(300);
  });

  it('mixes from one view to the other', () => {
    const viewport = { width: 800, height: 600 };
    const from: View = { scale: 1, x: 0, y: 0 };
    const to: View = { scale: 4, x: -900, y: -300 };
    expect(mixViews(from, to, 0, viewport)).toEqual(from);
    const end = mixViews(from, to, 1, viewport);
    expect(end.scale).toBeCloseTo(4);
    expect(end.x).toBeCloseTo(-900);
    expect(mixViews(from, to, 0.5, viewport).scale).toBeCloseTo(2);
  });

  it('unites boxes', () => {
    expect(unionBox([])).toBeUndefined();
    expect(
      unionBox([
        [0, 5, 10, 10],
        [5, 0, 20, 8],
      ]),
    ).toEqual([0, 0, 20, 10]);
  });
});
