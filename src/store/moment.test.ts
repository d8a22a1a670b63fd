import { describe, expect, it } from 'vitest';
import { soundTwin } from '../../test/support/twins.ts';
import { walkingDog } from '../../test/support/videoTwin.ts';
import { momentAt, presentMoment, restingTwin, sampledUs } from './moment.ts';
import { frameIndexAt } from './slices/playback.ts';
import { createAppStore } from './store.ts';

describe('the twin at a time', () => {
  it('has those objects that are there, each with one state of frame 0', () => {
    const twin = walkingDog();
    const at = (timeUs: number) => momentAt(twin, timeUs).twin.objects.map(({ id }) => id);
    expect(at(0)).toEqual(['o1']);
    expect(at(1_500_000)).toEqual(['o1', 'o2']);
    expect(at(2_500_000)).toEqual(['o2']);
    const [dog] = momentAt(twin, 500_000).twin.objects;
    expect(dog?.states).toMatchObject([{ frame: 0, timeUs: 500_000, box: [10, 40, 30, 60] }]);
  });

  it('moves objects between two looks, and says which box their mask was measured in', () => {
    const { twin, carried } = momentAt(walkingDog(), 250_000);
    expect(twin.objects[0]?.states[0]).toMatchObject({ box: [5, 40, 25, 60], interpolated: true });
    expect(carried.get('o1')).toEqual([0, 40, 20, 60]);
    expect(momentAt(walkingDog(), 500_000).carried.size).toBe(0);
  });

  it('is the twin itself for a picture, whatever the time', () => {
    const twin = soundTwin();
    expect(momentAt(twin, 7).twin).toBe(twin);
  });

  it('is one object for all who ask about the same time', () => {
    const twin = walkingDog();
    expect(momentAt(twin, 500_000)).toBe(momentAt(twin, 500_000));
  });

  it('stays the same for React while a clip plays, and follows where it rests', () => {
    const store = createAppStore();
    const twin = walkingDog();
    store.setState(({ scene }) => ({ scene: { ...scene, twin } }));
    const before = restingTwin(store.getState());
    store.setState(({ playback }) => ({ playback: { ...playback, timeUs: 1_500_000 } }));
    expect(restingTwin(store.getState())).toBe(before);
    expect(presentMoment(store.getState())?.twin.objects).toHaveLength(2);
    expect(restingTwin(store.getState())).toBe(before);
    store.setState(({ playback }) => ({ playback: { ...playback, restUs: 1_500_000 } }));
    expect(restingTwin(store.getState())?.objects).toHaveLength(2);
  });
});

describe('the frame of a time', () => {
  it('is the last one that does not begin later, and the first before all', () => {
    const times = sampledUs(walkingDog());
    expect([-1, 0, 499_999, 500_000, 9e9].map((time) => frameIndexAt(times, time))).toEqual([0, 0, 0, 1, 5]);
    expect(frameIndexAt([], 3)).toBe(-1);
  });
});
