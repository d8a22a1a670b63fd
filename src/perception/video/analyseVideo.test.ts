import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import { GRID_SIDE } from '../tasks/segment/maskModels.ts';
import { analyseVideo } from './analyseVideo.ts';
import type { AnalyseVideoInput, FrameLooker, FrameSource } from './types.ts';

const [WIDTH, HEIGHT] = [320, 180];
const FRAME_US = 40_000;
const model = { model: 'm', revision: '1', device: 'cpu', dtype: 'fp32' };
const gray = { width: 16, height: 9, data: new Float32Array(16 * 9) };

/** A dog that walks from left to right, four pixels a frame, and is not seen in the given frames. */
const dogAt = (frame: number) => [10 + (frame % 50) * 4, 60, 70 + (frame % 50) * 4, 120] as const;

function setUp(count: number, over: Partial<AnalyseVideoInput<number>> = {}, unseen: readonly number[] = []) {
  const tally = { alive: 0, most: 0, read: 0 };
  const frames: FrameSource<number> = {
    async read(frame) {
      tally.alive += 1;
      tally.most = Math.max(tally.most, tally.alive);
      tally.read += 1;
      return { frame, timeUs: frame * FRAME_US, image: frame, close: () => (tally.alive -= 1) };
    },
    mostAlive: 1,
  };
  const looker: FrameLooker<number> = {
    look: async (frame) => ({
      detections: unseen.includes(frame) ? [] : [{ label: 'dog', score: 0.8, box: dogAt(frame) }],
      masks: [],
      gray,
      colours: () => [{ name: 'colour', value: 'brown', score: 1 }],
    }),
    outline: async (_, boxes) =>
      boxes.map((window) => ({ window, logits: new Float32Array(GRID_SIDE * GRID_SIDE).fill(2) })),
  };
  const reports: number[] = [];
  const input: AnalyseVideoInput<number> = {
    frames,
    looker,
    models: { decoder: model, detector: model, fast: model, fine: model },
    plan: Array.from({ length: count }, (_, frame) => frame),
    source: {
      kind: 'video',
      name: 'dog.mp4',
      width: WIDTH,
      height: HEIGHT,
      frameCount: count,
      durationUs: count * FRAME_US,
      sha256: '',
    },
    masks: 'fine',
    stopped: () => false,
    now: () => 0,
    signal: new AbortController().signal,
    progress: ({ frames: done }) => void (done && reports.push(done.done)),
    ...over,
  };
  return { input, tally, reports };
}

describe('the twin of a video', () => {
  it('holds a track for the thing that moves, gaps bridged and marked, with masks and a sound structure', async () => {
    const { input, reports } = setUp(40, {}, [20, 21]);
    const { twin, frames, partial, notices } = await analyseVideo(input);
    expect(twin.objects.map(({ label, states }) => [label, states.length])).toEqual([['dog', 40]]);
    const states = twin.objects[0]?.states ?? [];
    expect(states.filter(({ interpolated }) => interpolated).map(({ frame }) => frame)).toEqual([20, 21]);
    expect(states.every(({ mask }) => mask !== undefined)).toBe(true);
    expect(twin.objects[0]?.attributes.colour?.value).toBe('brown');
    expect(twin.source.frames).toHaveLength(40);
    expect(checkIntegrity(twin).filter(({ passed }) => !passed)).toEqual([]);
    expect([partial, notices, frames]).toEqual([
      false,
      [],
      { planned: 40, detected: 40, outlined: 40, mostAlive: 1 },
    ]);
    expect(reports.at(-1)).toBe(40);
  });

  it('moves with the thing: speed to the right in metres a second, steady over time', async () => {
    const { twin } = await analyseVideo(setUp(40).input);
    const speeds = (twin.objects[0]?.states ?? []).flatMap(({ velocity }) => velocity?.[0] ?? []);
    expect(speeds.length).toBeGreaterThan(30);
    expect(Math.min(...speeds)).toBeGreaterThan(0);
  });

  it('keeps what was measured where a person stops it, and says how much that is', async () => {
    let looked = 0;
    const { input } = setUp(60);
    const { look } = input.looker;
    const looker: FrameLooker<number> = {
      ...input.looker,
      look: (image, job) => {
        looked += 1;
        return look(image, job);
      },
    };
    const stopped = await analyseVideo({ ...input, looker, stopped: () => looked >= 41 });
    expect(stopped.frames).toMatchObject({ planned: 60, detected: 41 });
    expect(stopped.notices).toEqual(['Stopped: 41 of 60 frames were looked at.']);
    expect(stopped.partial).toBe(true);
    expect(stopped.twin.objects[0]?.states).toHaveLength(41);
  });

  it('says where frames could not be decoded, and gives the twin of the others', async () => {
    const { input } = setUp(20);
    const { read } = input.frames;
    const damaged: FrameSource<number> = {
      read: async (frame, signal) => (frame === 5 ? undefined : read(frame, signal)),
      mostAlive: 1,
    };
    const { notices, frames } = await analyseVideo({ ...input, frames: damaged });
    expect(notices).toEqual(['1 of 20 frames could not be decoded and are left out.']);
    expect(frames.detected).toBe(19);
  });

  it('drops everything where it is cancelled, in each pass, and closes the frame at hand', async () => {
    for (const after of [3, 25]) {
      const controller = new AbortController();
      const { input, tally } = setUp(20, { signal: controller.signal });
      const { read } = input.frames;
      const counted: FrameSource<number> = {
        read: (frame, signal) => {
          if (tally.read === after) controller.abort();
          return read(frame, signal);
        },
        mostAlive: 1,
      };
      await expect(analyseVideo({ ...input, frames: counted })).rejects.toMatchObject({ code: 'cancelled' });
      expect(tally.alive).toBe(0);
    }
  });

  it('gives signs of life while one frame takes long, to decode or to look at, with what was said last', async () => {
    let time = 0;
    const said: unknown[] = [];
    const { input } = setUp(2, { now: () => time, progress: (report) => void said.push(report) });
    const slowly = (alive: () => void): void => {
      for (let step = 0; step < 10; step++) {
        time += 1000;
        alive();
      }
    };
    const { read } = input.frames;
    const { look, outline } = input.looker;
    const slow: AnalyseVideoInput<number> = {
      ...input,
      frames: {
        read: (frame, signal, alive = () => undefined) => {
          slowly(alive);
          return read(frame, signal);
        },
        mostAlive: 1,
      },
      looker: {
        look,
        outline: (image, boxes, job) => {
          slowly(() => job.progress({ phase: 'segmenting', fraction: 0.5 }));
          return outline(image, boxes, job);
        },
      },
    };
    await analyseVideo(slow);
    // Ten for each of the frames in either pass, ten for each closer look.
    expect(said.length).toBeGreaterThanOrEqual(60);
    const phases = said.map((report) =>
      report instanceof Object && 'frames' in report ? 'counted' : 'bare',
    );
    expect(phases.filter((phase) => phase === 'bare')).toHaveLength(2);
  });

  it('has one frame at hand, however long the clip is', async () => {
    for (const count of [50, 500]) {
      const { input, tally } = setUp(count);
      await analyseVideo(input);
      expect([tally.most, tally.alive]).toEqual([1, 0]);
    }
  });
});
