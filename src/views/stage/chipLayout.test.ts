import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHIP_HEIGHT, type ChipRequest, layoutChips } from './chipLayout.ts';
import { objectAt } from './hitTest.ts';

const viewport = { width: 600, height: 400 };

const request = (id: string, x: number, y: number, more: Partial<ChipRequest> = {}): ChipRequest => ({
  id,
  box: [x, y, x + 80, y + 60],
  width: 70,
  priority: 1,
  forced: false,
  ...more,
});

describe('layoutChips', () => {
  it('puts a lone chip on the top edge of its box', () => {
    expect(layoutChips([request('o1', 100, 100)], viewport)).toEqual([
      { id: 'o1', x: 99, y: 100 - CHIP_HEIGHT - 1, width: 70 },
    ]);
  });

  it('never lets two chips overlap, and keeps them in the viewport', () => {
    const requests = fc.array(
      fc.record({ x: fc.integer({ min: -50, max: 640 }), y: fc.integer({ min: -50, max: 440 }) }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(requests, (spots) => {
        const placed = layoutChips(
          spots.map((spot, index) => request(`o${index}`, spot.x, spot.y, { priority: index })),
          viewport,
        );
        for (const [index, a] of placed.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.y).toBeGreaterThanOrEqual(0);
          expect(a.x + a.width).toBeLessThanOrEqual(viewport.width);
          expect(a.y + CHIP_HEIGHT).toBeLessThanOrEqual(viewport.height);
          for (const b of placed.slice(index + 1)) {
            const apart =
              a.x + a.width <= b.x ||
              b.x + b.width <= a.x ||
              a.y + CHIP_HEIGHT <= b.y ||
              b.y + CHIP_HEIGHT <= a.y;
            expect(apart, `${a.id} and ${b.id}`).toBe(true);
          }
        }
      }),
    );
  });

  it('drops the less important where there is no room, but never the forced', () => {
    const crowd = Array.from({ length: 12 }, (_, index) =>
      request(`o${index}`, 200, 200, { priority: index }),
    );
    const placed = layoutChips(
      [...crowd, request('last', 200, 200, { priority: -1, forced: true })],
      viewport,
    );
    expect(placed.map((chip) => chip.id)).toContain('o11');
    expect(placed.map((chip) => chip.id)).not.toContain('o0');
    expect(placed.map((chip) => chip.id)).toContain('last');
  });
});

describe('objectAt', () => {
  const state = (box: [number, number, number, number]) => ({
    frame: 0,
    timeUs: 0,
    box,
    by: 0,
    center: [0, 0] as [number, number],
  });
  const twin = {
    type: 'twin' as const,
    version: 1 as const,
    source: {
      kind: 'image' as const,
      name: 'a',
      width: 100,
      height: 100,
      frameCount: 1,
      durationUs: 0,
      sha256: '',
    },
    camera: { verticalFovDeg: 50, estimated: true },
    objects: [
      { id: 'o1', label: 'table', score: 1, attributes: {}, states: [state([0, 0, 100, 100])] },
      { id: 'o2', label: 'cup', score: 1, attributes: {}, states: [state([40, 40, 50, 50])] },
    ],
    log: [],
  };

  it('takes the smallest box under the point', () => {
    expect(objectAt(twin, [45, 45])?.id).toBe('o2');
    expect(objectAt(twin, [10, 10])?.id).toBe('o1');
    expect(objectAt(twin, [200, 10])).toBeUndefined();
  });

  it('treats box ends as exclusive, but for the slack', () => {
    expect(objectAt(twin, [50, 50])?.id).toBe('o1');
    expect(objectAt(twin, [50, 50], 2)?.id).toBe('o2');
  });
});
