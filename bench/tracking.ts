import { median } from '../scripts/lib/statistics.ts';
import { createRandom } from '../src/core/random.ts';
import { APPEARANCE_LENGTH } from '../src/perception/tasks/track/appearance.ts';
import { trackDetections } from '../src/perception/tasks/track/tracker.ts';
import type { FrameDetections } from '../src/perception/tasks/track/types.ts';
import { type BenchResult, rowOf } from './rows.ts';

const OBJECTS = 30;
const FRAMES = 200;
const FRAME_US = 40_000;
/** Time for the compiler to settle on the hot loops. */
const WARM_UP_ROUNDS = 3;
/** What it shall do on two cores. */
const WANTED_FRAMES_PER_SECOND = 500;

/**
 * How fast detections become tracks: 200 frames of 30 things that wander through a picture of 1280×720, meet, and are missed in
 * one frame of ten, all with an appearance. In this process, without a browser: the code is pure.
 */
export function benchTracking(rounds: number): BenchResult {
  const clip = wanderingThings();
  const timed: number[] = [];
  for (let round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
    const start = performance.now();
    trackDetections(clip);
    if (round >= WARM_UP_ROUNDS) timed.push(performance.now() - start);
  }
  const tracks = trackDetections(clip);
  const perFrame = timed.map((ms) => ms / FRAMES);
  const framesPerSecond = 1000 / (median(perFrame) ?? Number.NaN);
  const longest = tracks.map(({ states }) => states.length).toSorted((a, b) => b - a)[OBJECTS - 1] ?? 0;
  return {
    rows: [rowOf(`tracking, a frame of ${OBJECTS}`, perFrame)],
    ratio: framesPerSecond / WANTED_FRAMES_PER_SECOND,
    notes: [
      `${Math.round(framesPerSecond)} frames/s with ${OBJECTS} objects a frame; the ratio is that over ${WANTED_FRAMES_PER_SECOND}`,
      `${tracks.length} tracks of ${OBJECTS} things; ${OBJECTS} of them have at least ${longest} of ${FRAMES} frames`,
    ],
    device: 'cpu',
  };
}

function wanderingThings(): FrameDetections[] {
  const random = createRandom(7);
  const things = Array.from({ length: OBJECTS }, (_, index) => ({
    x: random.range(50, 1230),
    y: random.range(50, 670),
    dx: random.range(-3, 3),
    dy: random.range(-2, 2),
    width: random.range(30, 90),
    height: random.range(40, 140),
    label: index % 3 === 0 ? 'person' : 'car',
    appearance: histogram(() => random.next()),
  }));
  return Array.from({ length: FRAMES }, (_, frame) => ({
    frame,
    timeUs: frame * FRAME_US,
    detections: things.flatMap((thing) => {
      // Off the edges like a ball.
      if (thing.x + thing.dx < 0 || thing.x + thing.dx > 1280) thing.dx = -thing.dx;
      if (thing.y + thing.dy < 0 || thing.y + thing.dy > 720) thing.dy = -thing.dy;
      thing.x += thing.dx;
      thing.y += thing.dy;
      if (random.next() < 0.1) return [];
      const [x, y] = [thing.x + random.range(-1, 1), thing.y + random.range(-1, 1)];
      const { width, height, label, appearance } = thing;
      const box = [x - width / 2, y - height / 2, x + width / 2, y + height / 2] as const;
      return [{ label, score: random.range(0.2, 1), box, appearance }];
    }),
  }));
}

function histogram(next: () => number): Float32Array {
  const values = Float32Array.from({ length: APPEARANCE_LENGTH }, () => next() ** 4);
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
