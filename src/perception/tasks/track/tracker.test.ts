import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trackByOracle } from '../../../../test/support/trackOracle.ts';
import { createRandom } from '../../../core/random.ts';
import { createTracker, trackDetections } from './tracker.ts';
import type { FrameDetections, Track, TrackableDetection } from './types.ts';

const FRAME_US = 100_000;
type Box = readonly [number, number, number, number];

const detection = (box: Box, more: Partial<TrackableDetection> = {}): TrackableDetection => ({
  label: 'person',
  score: 0.9,
  box,
  ...more,
});
const frames = (...lists: (readonly TrackableDetection[])[]): FrameDetections[] =>
  lists.map((detections, frame) => ({ frame, timeUs: frame * FRAME_US, detections }));
const square = (x: number, y: number, side = 40): Box => [x, y, x + side, y + side];
const only = (tracks: readonly Track[]): Track => {
  const [track, ...others] = tracks;
  if (!track || others.length > 0) throw new Error(`${tracks.length} tracks instead of one`);
  return track;
};
const sightings = ({ id, label, states }: Track) => ({
  id,
  label,
  sightings: states.flatMap(({ frame, detection: index }) => (index === undefined ? [] : [[frame, index]])),
});

const RED = Float32Array.of(1, 0, 0);
const BLUE = Float32Array.of(0, 0, 1);

describe('tracks', () => {
  it('are those of a from-scratch tracker with matrices and exhaustive matching, on fuzzed detections', () => {
    const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const fuzzed: fc.Arbitrary<TrackableDetection> = fc
      .record({
        x: real(0, 160),
        y: real(0, 90),
        width: real(10, 60),
        height: real(10, 60),
        score: real(0, 1),
        label: fc.constantFrom('person', 'cat', 'dog', 'thing'),
        colour: fc.option(fc.array(real(0.01, 1), { minLength: 3, maxLength: 3 }), { nil: undefined }),
      })
      .map(({ x, y, width, height, score, label, colour }) => {
        const sum = colour?.reduce((total, value) => total + value, 0) ?? 1;
        const appearance = colour && Float32Array.from(colour, (value) => value / sum);
        return { label, score, box: [x, y, x + width, y + height] as const, appearance };
      });
    const clip = fc
      .array(
        fc.record({
          gapUs: fc.integer({ min: 20_000, max: 1_500_000 }),
          list: fc.array(fuzzed, { maxLength: 4 }),
        }),
        {
          maxLength: 8,
        },
      )
      .map((steps) => {
        let timeUs = 0;
        return steps.map(({ gapUs, list }, index): FrameDetections => {
          timeUs += gapUs;
          return { frame: 3 * index, timeUs, detections: list };
        });
      });
    fc.assert(
      fc.property(clip, (input) => {
        expect(trackDetections(input).map(sightings)).toEqual(trackByOracle(input));
      }),
      { numRuns: 120 },
    );
  });

  it('are those of a from-scratch tracker on moving objects that are missed, doubted and misnamed at times', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = wander(seed, 4, 25);
        expect(trackDetections(input).map(sightings)).toEqual(trackByOracle(input));
      }),
      { numRuns: 25 },
    );
  });

  it('are the same frame by frame as all at once, every time', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const input = wander(seed, 6, 20);
        const tracker = createTracker();
        const told = input.flatMap((frame) =>
          tracker.push(frame).map(({ track, detection: index }) => [track, frame.frame, index]),
        );
        const tracks = tracker.finish();
        expect(tracks).toEqual(trackDetections(input));
        const kept = new Set(tracks.map(({ id }) => id));
        const found = tracks.flatMap((track) =>
          sightings(track).sightings.map(([frame, index]) => [track.id, frame, index]),
        );
        const byPlace = (a: readonly unknown[], b: readonly unknown[]) => String(a).localeCompare(String(b));
        expect(told.filter(([id]) => id !== undefined && kept.has(id)).toSorted(byPlace)).toEqual(
          found.toSorted(byPlace),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('give no detection to two tracks and each sampled frame at most one state, in order', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const tracks = trackDetections(wander(seed, 8, 20));
        const given = tracks.flatMap((track) => sightings(track).sightings.map(String));
        expect(new Set(given).size).toBe(given.length);
        for (const { states } of tracks) {
          const order = states.map(({ frame }) => frame);
          expect(order).toEqual([...new Set(order)].toSorted((a, b) => a - b));
          expect(order).toHaveLength((order.at(-1) ?? 0) - (order[0] ?? 0) + 1);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('do not depend on where in the picture or how large it all is', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.5, 2, 4), (seed, scale) => {
        const input = wander(seed, 5, 15);
        const scaled = input.map((frame) => ({
          ...frame,
          detections: frame.detections.map((each) => {
            const [x0, y0, x1, y1] = each.box;
            return {
              ...each,
              box: [scale * x0 + 64, scale * y0 - 32, scale * x1 + 64, scale * y1 - 32] as const,
            };
          }),
        }));
        expect(trackDetections(scaled).map(sightings)).toEqual(trackDetections(input).map(sightings));
      }),
      { numRuns: 15 },
    );
  });

  it('keep their ids where two people of different colours cross', () => {
    const input = frames(
      ...Array.from({ length: 21 }, (_, i) => [
        detection(square(10 * i, 50), { appearance: RED }),
        detection(square(200 - 10 * i, 50), { appearance: BLUE }),
      ]),
    );
    const [first, second] = trackDetections(input);
    expect(first?.states.map((state) => state.detection)).toEqual(Array(21).fill(0));
    expect(second?.states.map((state) => state.detection)).toEqual(Array(21).fill(1));
  });

  it('go on through a gap, which is filled between its ends and marked', () => {
    const input = frames(
      [detection(square(0, 0))],
      [detection(square(10, 0))],
      [],
      [],
      [detection(square(40, 6), { score: 0.6 })],
    );
    const { states } = only(trackDetections(input));
    expect(states.map(({ interpolated }) => interpolated ?? false)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(states[2]?.box).toEqual([20, 2, 60, 42]);
    expect(states[3]?.score).toBeCloseTo(0.7, 9);
    expect(states[2]).not.toHaveProperty('detection');
  });

  it('fill gaps by time, not by the number of frames', () => {
    const times = [0, 100_000, 200_000, 500_000];
    const input = frames(
      [detection(square(0, 0))],
      [detection(square(0, 0))],
      [],
      [detection(square(40, 0))],
    ).map((frame, i) => ({ ...frame, timeUs: times[i] ?? 0 }));
    expect(only(trackDetections(input)).states[2]?.box[0]).toBeCloseTo(10, 9);
  });

  it('are prolonged by weak detections and not begun by them', () => {
    const weak = detection(square(2, 0), { score: 0.2 });
    expect(trackDetections(frames([weak], [weak], [weak]))).toEqual([]);
    const { states } = only(trackDetections(frames([detection(square(0, 0))], [weak], [weak])));
    expect(states.map(({ interpolated }) => interpolated)).toEqual([undefined, undefined, undefined]);
    const faint = detection(square(0, 0), { score: 0.05 });
    expect(only(trackDetections(frames([detection(square(0, 0))], [faint]))).states).toHaveLength(1);
  });

  it('need a second detection, unless the first is sure', () => {
    const fair = detection(square(0, 0), { score: 0.5 });
    expect(trackDetections(frames([fair], [], [fair], []))).toEqual([]);
    expect(trackDetections(frames([fair], [fair]))).toHaveLength(1);
    expect(trackDetections(frames([detection(square(0, 0), { score: 0.8 })], []))).toHaveLength(1);
  });

  it('need fewer detections the further apart the looks are, and a confident one alone is enough between sparse looks', () => {
    const options = {
      birthScore: 0.25,
      highScore: 0.25,
      sureScore: 0.5,
      sparseSureScore: 0.35,
      confirmAfter: 3,
    };
    const looks = (stepUs: number, ...lists: (readonly TrackableDetection[])[]) =>
      trackDetections(
        frames(...lists).map((frame, i) => ({ ...frame, timeUs: i * stepUs })),
        options,
      ).length;
    const fair = [detection(square(0, 0), { score: 0.3 })];
    const confident = [detection(square(0, 0), { score: 0.4 })];
    expect(looks(40_000, fair, fair, [], [])).toBe(0);
    expect(looks(40_000, fair, fair, fair, [])).toBe(1);
    expect(looks(200_000, fair, fair, [])).toBe(1);
    expect(looks(40_000, [], confident, [], [])).toBe(0);
    expect(looks(500_000, [], confident, [], [])).toBe(1);
    expect(looks(500_000, confident, [], [])).toBe(1);
    expect(looks(500_000, [], [], confident)).toBe(1);
    expect(looks(500_000, [], fair, [])).toBe(0);
    expect(looks(500_000, confident)).toBe(1);
    expect(looks(500_000, fair)).toBe(0);
  });

  it('end when nothing was seen for long, and another begins', () => {
    const one = [detection(square(0, 0))];
    const input = frames(one, one, ...Array.from({ length: 25 }, () => []), one, one);
    expect(trackDetections(input).map(({ states }) => states.length)).toEqual([2, 2]);
    expect(only(trackDetections(input, { maxGapSeconds: 4 })).states).toHaveLength(29);
  });

  it('outlast one missed frame however rarely the video is looked at', () => {
    const one = [detection(square(0, 0))];
    const slow = frames(one, one, [], one).map((frame, i) => ({ ...frame, timeUs: i * 10_000_000 }));
    expect(only(trackDetections(slow)).states).toHaveLength(4);
  });

  it('are called what most of their detections say, by score', () => {
    const named = (label: string, score: number) => [detection(square(0, 0), { label, score })];
    const track = only(
      trackDetections(frames(named('cat', 0.5), named('dog', 0.9), named('cat', 0.5), named('dog', 0.8))),
    );
    expect(track.label).toBe('dog');
    expect(track.score).toBeCloseTo(0.85, 9);
  });

  it('are not doubled by a second name for one thing', () => {
    const both = [detection(square(0, 0)), detection(square(1, 0), { label: 'dog', score: 0.5 })];
    expect(trackDetections(frames(both, both, both))).toHaveLength(1);
  });

  it('follow the camera where its motion is known', () => {
    const pan = 60;
    const input = frames(
      ...Array.from({ length: 6 }, (_, i) => [detection(square(400 - pan * i, 50, 20))]),
    ).map((frame) => ({ ...frame, ...(frame.frame > 0 ? { motion: { a: 1, b: 0, dx: -pan, dy: 0 } } : {}) }));
    expect(only(trackDetections(input)).states).toHaveLength(6);
    const blind = input.map(({ motion: _, ...frame }) => frame);
    expect(trackDetections(blind).length).toBeGreaterThan(1);
  });

  it('refuse frames that do not follow, and leave boxes that are none out', () => {
    const tracker = createTracker();
    tracker.push({ frame: 5, timeUs: 100, detections: [detection([3, 3, 3, 9])] });
    expect(() => tracker.push({ frame: 5, timeUs: 200, detections: [] })).toThrow(RangeError);
    expect(() => tracker.push({ frame: 6, timeUs: 100, detections: [] })).toThrow(/must increase/);
    expect(tracker.finish()).toEqual([]);
    expect(trackDetections([])).toEqual([]);
  });
});

/** Things that wander: each is missed, weak or misnamed at times. */
function wander(seed: number, count: number, length: number): FrameDetections[] {
  const random = createRandom(seed);
  const things = Array.from({ length: count }, () => ({
    x: random.range(0, 300),
    y: random.range(0, 200),
    dx: random.range(-8, 8),
    dy: random.range(-5, 5),
    width: random.range(15, 50),
    height: random.range(15, 50),
    label: random.next() < 0.5 ? 'cat' : 'person',
    appearance: random.next() < 0.5 ? RED : undefined,
  }));
  return frames(
    ...Array.from({ length }, (_, frame) =>
      things.flatMap(({ x, y, dx, dy, width, height, label, appearance }) => {
        const noise = () => random.range(-1, 1);
        const [left, top] = [x + dx * frame + noise(), y + dy * frame + noise()];
        const box: Box = [left, top, left + width + noise(), top + height + noise()];
        const fate = random.next();
        if (fate < 0.15) return [];
        const score = fate < 0.35 ? random.range(0.1, 0.4) : random.range(0.4, 1);
        const name = random.next() < 0.1 ? 'dog' : label;
        return [detection(box, { score, label: name, ...(appearance ? { appearance } : {}) })];
      }),
    ),
  );
}
