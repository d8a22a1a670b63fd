import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { walkingDog } from '../../../test/support/videoTwin.ts';
import { TwinsightError } from '../../core/errors.ts';
import { MediaRegistry } from '../../store/mediaRegistry.ts';
import { createAppStore } from '../../store/store.ts';
import { type DecodedFrame, Player } from './player.ts';

/** Timestamps as a variable frame rate has them. */
const FRAMES_US = [0, 40_000, 70_000, 150_000, 200_000];
const DURATION_US = 240_000;

function setUp(frameAt?: (timeUs: number) => Promise<DecodedFrame>) {
  const store = createAppStore();
  const media = new MediaRegistry();
  const failures: unknown[] = [];
  let time = 0;
  let display: (() => void) | undefined;
  let alive = 0;
  const release = (): void => {
    alive -= 1;
  };
  const decode = async (timeUs: number): Promise<DecodedFrame> => {
    alive += 1;
    return { timeUs, bitmap: { width: 8, height: 6, close: () => release() } };
  };
  const player = new Player({
    store,
    media,
    now: () => time,
    onDisplayFrame: (callback) => {
      display = callback;
      return () => {
        display = undefined;
      };
    },
    onFailure: (thrown) => failures.push(thrown),
  });
  player.load({
    mediaId: 'clip-1',
    framesUs: FRAMES_US,
    durationUs: DURATION_US,
    frameAt: frameAt ?? decode,
  });
  return {
    store,
    media,
    player,
    failures,
    playback: () => store.getState().playback,
    alive: () => alive,
    /** Lets the display refresh after so many milliseconds, and pending frames arrive. */
    refresh: async (ms: number) => {
      time += ms;
      const callback = display;
      display = undefined;
      callback?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('playing a clip', () => {
  it('shows the frame of the moment with the timestamp of the decoder', async () => {
    const { player, playback, refresh } = setUp();
    player.play();
    const shown: number[] = [];
    for (let at = 0; at < 12; at++) {
      await refresh(20);
      shown.push(playback().timeUs);
    }
    expect(shown).toEqual([
      0, 40_000, 40_000, 70_000, 70_000, 70_000, 70_000, 150_000, 150_000, 200_000, 200_000, 200_000,
    ]);
    expect(playback().playing).toBe(false);
  });

  it('takes the time from the frame that came, not from the clock', async () => {
    const { player, playback, refresh } = setUp(async () => ({
      timeUs: 70_000,
      bitmap: { width: 8, height: 6, close: () => undefined },
    }));
    player.play();
    await refresh(45);
    expect(playback().timeUs).toBe(70_000);
  });

  it('plays at the chosen pace, changed on the way as well', async () => {
    const { player, playback, refresh } = setUp();
    player.setRate(0.5);
    player.play();
    await refresh(100);
    expect(playback().timeUs).toBe(40_000);
    player.setRate(2);
    await refresh(50);
    expect(playback().timeUs).toBe(150_000);
  });

  it('goes on with the next frame after the page was hidden', async () => {
    const { player, playback, refresh } = setUp();
    player.play();
    await refresh(45);
    await refresh(60_000);
    expect(playback()).toMatchObject({ timeUs: 70_000, playing: true });
  });

  it('gets to the end however late the display is', async () => {
    const { player, playback, refresh } = setUp();
    player.play();
    for (let at = 0; at < FRAMES_US.length; at++) await refresh(2000);
    expect(playback()).toMatchObject({ timeUs: 200_000, playing: false });
  });

  it('pauses when it is toggled while it plays, whatever the one who toggles has seen of it', async () => {
    const { player, playback, refresh } = setUp();
    player.toggle();
    player.toggle();
    expect(playback().playing).toBe(false);
    player.toggle();
    await refresh(45);
    player.toggle();
    await refresh(45);
    expect(playback()).toMatchObject({ timeUs: 40_000, restUs: 40_000, playing: false });
  });

  it('begins anew when it is at the end', async () => {
    const { player, playback, refresh } = setUp();
    player.seek(200_000);
    await vi.advanceTimersByTimeAsync(200);
    player.play();
    await refresh(0);
    expect(playback()).toMatchObject({ timeUs: 0, playing: true });
  });

  it('drops frames and asks for one at a time where decoding is slow', async () => {
    let deliver = (): void => undefined;
    const asked: number[] = [];
    const { player, playback, refresh } = setUp((timeUs) => {
      asked.push(timeUs);
      return new Promise((resolve) => {
        deliver = () => resolve({ timeUs, bitmap: { width: 8, height: 6, close: () => undefined } });
      });
    });
    player.play();
    await refresh(45);
    await refresh(30);
    await refresh(80);
    expect(asked).toEqual([40_000]);
    deliver();
    await refresh(0);
    expect(playback().timeUs).toBe(40_000);
    expect(asked).toEqual([40_000, 150_000]);
  });

  it('stops and says why when a frame can’t be decoded', async () => {
    const corrupt = new TwinsightError({ code: 'internal', message: 'no frame', remedy: '' });
    const { player, playback, failures, refresh } = setUp(() => Promise.reject(corrupt));
    player.play();
    await refresh(45);
    expect(failures).toEqual([corrupt]);
    expect(playback().playing).toBe(false);
  });

  it('keeps one frame alive, and closes what comes for a clip that was replaced', async () => {
    const { player, alive, refresh } = setUp();
    player.play();
    for (let at = 0; at < 5; at++) await refresh(40);
    expect(alive()).toBe(1);
    player.seek(0);
    player.load(undefined);
    await vi.advanceTimersByTimeAsync(200);
    expect(alive()).toBe(1);
  });
});

describe('stepping and scrubbing', () => {
  it('steps by frames, however long they last, and stops playing', async () => {
    const { player, playback } = setUp();
    player.play();
    player.step(2);
    await vi.advanceTimersByTimeAsync(0);
    expect(playback()).toMatchObject({ timeUs: 70_000, playing: false });
    player.step(-1);
    player.step(-5);
    await vi.advanceTimersByTimeAsync(0);
    expect(playback().timeUs).toBe(0);
  });

  it('steps to frames that were measured', async () => {
    const { store, player, playback } = setUp();
    const twin = walkingDog();
    const frames = [0, 70_000, 200_000].map((timeUs, frame) => ({ frame, timeUs }));
    store.setState(({ scene }) => ({
      scene: { ...scene, twin: { ...twin, source: { ...twin.source, frames } } },
    }));
    const times: number[] = [];
    player.seek(150_000);
    for (const by of [-1, 1, 1, -1] as const) {
      await vi.advanceTimersByTimeAsync(0);
      player.stepMeasured(by);
      await vi.advanceTimersByTimeAsync(0);
      times.push(playback().timeUs);
    }
    expect(times).toEqual([70_000, 200_000, 200_000, 70_000]);
  });

  it('shows the last of many wishes, and tells React once all is at rest', async () => {
    const { store, player, playback } = setUp();
    let rests = 0;
    store.subscribe(
      (state) => state.playback.restUs,
      () => {
        rests += 1;
      },
    );
    for (const time of [10_000, 50_000, 90_000, 160_000, 210_000]) player.seek(time);
    await vi.advanceTimersByTimeAsync(1000);
    expect(playback()).toMatchObject({ timeUs: 200_000, restUs: 200_000 });
    expect(rests).toBe(1);
  });

  it('tells React nothing while a clip plays', async () => {
    const { player, playback, refresh } = setUp();
    player.play();
    await refresh(45);
    await vi.advanceTimersByTimeAsync(1000);
    expect(playback()).toMatchObject({ timeUs: 40_000, restUs: 0 });
    player.pause();
    expect(playback().restUs).toBe(40_000);
  });

  it('plays the times of a twin that was opened without its clip', async () => {
    const { player, playback, media } = setUp();
    player.load({ mediaId: '', framesUs: FRAMES_US, durationUs: DURATION_US });
    player.seek(155_000);
    await vi.advanceTimersByTimeAsync(0);
    expect(playback().timeUs).toBe(150_000);
    expect(media.get('')).toBeUndefined();
  });
});
