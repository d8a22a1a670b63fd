import { describe, expect, it } from 'vitest';
import { boxAt, parkVideo, scriptedVideo } from '../../../test/support/videos.ts';
import type { Box, CameraMotion, Twin } from '../schema/twin.ts';
import { eventsOf } from './events.ts';
import { directionsOf, movementOf } from './movement.ts';
import { stateAt } from './stateAt.ts';
import { tellEvent } from './words.ts';

const named = (twin: Twin): readonly string[] =>
  eventsOf(twin).map(
    ({ kind, ids, startUs, endUs }) => `${ids.join(' ')} ${kind} ${startUs / 1e6}–${endUs / 1e6}`,
  );
const first = (twin: Twin) => {
  const [object] = twin.objects;
  if (!object) throw new Error('the video shows nothing');
  return object;
};
const one = (boxes: readonly (Box | undefined)[], motions?: readonly CameraMotion[]): Twin =>
  scriptedVideo([{ label: 'dog', boxes }], { ...(motions && { motions }) });

describe('events', () => {
  it('tell of coming, going, moving, approaching, in order and each with its numbers', () => {
    const events = eventsOf(parkVideo());
    const starts = events.map(({ startUs }) => startUs);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(named(parkVideo())).toEqual(
      expect.arrayContaining([
        'o1 entered 1–1.5',
        'o3 left 1–1.5',
        'o4 left 3–3.5',
        'o1 o2 approached 2.5–3.5',
      ]),
    );
    for (const { because } of events) expect(Object.keys(because).length).toBeGreaterThan(0);
  });

  it('tell from where something comes in, and where nothing tells', () => {
    const entered = (box: Box) =>
      eventsOf(one([undefined, box])).find(({ kind }) => kind === 'entered')?.because.side;
    expect(entered(boxAt(2))).toBe('left');
    expect(entered(boxAt(358))).toBe('right');
    expect(entered([100, 160, 140, 198])).toBe('bottom');
    expect(entered(boxAt(180, 80))).toBe('none');
  });

  it('know a turn from going on', () => {
    const xs = [0, 50, 100, 150, 200, 150, 100, 50, 0];
    expect(named(one(xs.map((x) => boxAt(x)))).some((event) => event.includes('turned'))).toBe(true);
    expect(
      named(one(xs.map((_, index) => boxAt(30 * index)))).some((event) => event.includes('turned')),
    ).toBe(false);
  });

  it('take trembling for no motion', () => {
    const tremble = [0, 2, -1, 1, -2, 2, 0, 1].map((shift) => boxAt(100 + shift));
    expect(named(one(tremble))).toEqual([]);
  });

  it('leave out what the camera does', () => {
    const pan = Array.from({ length: 8 }, () => ({ a: 1, b: 0, dx: -30, dy: 0 }));
    const standing = Array.from({ length: 8 }, (_, index) => boxAt(300 - 30 * index));
    expect(named(one(standing, pan))).toEqual([]);
    expect(movementOf(one(standing), first(one(standing))).moving).toEqual([[0, 8]]);
    const followed = one(
      Array.from({ length: 8 }, () => boxAt(100)),
      pan,
    );
    expect(directionsOf(movementOf(followed, first(followed)).path)).toEqual(['right']);
  });

  it('see what comes closer though it stays in its place', () => {
    const growing = one(
      Array.from({ length: 6 }, (_, i) => [180 - 8 * i, 80 - 8 * i, 220 + 8 * i, 120 + 8 * i]),
    );
    expect(directionsOf(movementOf(growing, first(growing)).path)).toEqual(['closer']);
  });

  it('tell two overlaps with a short break as one', () => {
    const still = Array.from({ length: 8 }, () => boxAt(100));
    const visitor = [300, 110, 110, 300, 110, 300, 300, 300].map((x) => boxAt(x));
    const twin = scriptedVideo([
      { label: 'dog', boxes: still },
      { label: 'cat', boxes: visitor },
    ]);
    expect(named(twin).filter((event) => event.includes('overlapped'))).toEqual(['o1 o2 overlapped 0.5–2.5']);
  });

  it('are told in sentences', () => {
    const told = eventsOf(parkVideo()).map((event) => tellEvent(event, (id) => `the ${id}`));
    expect(told).toContain('The o1 enters from the left at 1 s.');
    expect(told.every((sentence) => /^The .*\.$/.test(sentence))).toBe(true);
  });

  it('are none in a picture', () => {
    const twin = parkVideo();
    expect(eventsOf({ ...twin, source: { ...twin.source, kind: 'image' } })).toEqual([]);
  });
});

describe('the state at a time', () => {
  const twin = one([boxAt(0), boxAt(40), undefined, boxAt(200)]);

  it('is the measured one in a frame that was looked at, and moves between two', () => {
    expect(stateAt(first(twin), twin, 0)).toBe(first(twin).states[0]);
    expect(stateAt(first(twin), twin, 250_000)).toMatchObject({
      box: boxAt(20),
      interpolated: true,
      timeUs: 250_000,
    });
  });

  it('is none where the frame looked at last did not show it', () => {
    expect(stateAt(first(twin), twin, 700_000)?.box).toEqual(boxAt(40));
    expect(stateAt(first(twin), twin, 1_000_000)).toBeUndefined();
    expect(stateAt(first(twin), twin, 1_600_000)?.box).toEqual(boxAt(200));
  });
});
