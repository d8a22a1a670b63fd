import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { walkingDog } from '../../../test/support/videoTwin.ts';
import { timeAt, xOf } from './drawTimeline.ts';
import { buildTimeline, rulerTicks } from './timelineModel.ts';

describe('the lanes of a timeline', () => {
  it('are the tracks by first appearance, with when they are seen and where that was bridged', () => {
    const { lanes, looksUs, endUs } = buildTimeline(walkingDog());
    expect(lanes.map(({ id }) => id)).toEqual(['o1', 'o2']);
    expect(lanes[0]?.seen).toEqual([{ startUs: 0, endUs: 2_000_000 }]);
    expect(lanes[0]?.bridged).toEqual([{ startUs: 1_000_000, endUs: 1_500_000 }]);
    expect(lanes[1]?.seen).toEqual([{ startUs: 1_500_000, endUs: 3_000_000 }]);
    expect(looksUs).toHaveLength(6);
    expect(endUs).toBe(3_000_000);
  });

  it('carry the events of their tracks in words', () => {
    const { lanes } = buildTimeline(walkingDog());
    const person = lanes.find(({ id }) => id === 'o2');
    expect(person?.events).toContainEqual(
      expect.objectContaining({ kind: 'entered', startUs: 1_500_000, text: expect.stringContaining('o2') }),
    );
  });
});

describe('the axis of a timeline', () => {
  it('places times and reads them back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600_000_000 }),
        fc.nat(1000),
        fc.integer({ min: 50, max: 3000 }),
        (endUs, part, width) => {
          const timeUs = (part / 1000) * endUs;
          expect(timeAt(xOf(timeUs, { width, endUs }), width, endUs)).toBeCloseTo(timeUs, 2);
        },
      ),
    );
  });

  it('has round ticks that leave room for their labels', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 600_000_000 }),
        fc.integer({ min: 100, max: 3000 }),
        (endUs, width) => {
          const ticks = rulerTicks(endUs, width, 60);
          expect(ticks[0]).toBe(0);
          expect(ticks.at(-1)).toBeLessThanOrEqual(endUs);
          for (const [index, tick] of ticks.entries()) {
            const before = ticks[index - 1];
            if (before !== undefined) expect(((tick - before) / endUs) * width).toBeGreaterThanOrEqual(59.9);
          }
        },
      ),
    );
  });
});
