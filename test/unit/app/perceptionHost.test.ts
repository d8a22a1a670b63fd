import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDeviceVerdicts } from '../../../src/app/deviceVerdicts.ts';
import { createPerceptionHost, type PerceptionHost } from '../../../src/app/perceptionHost.ts';
import { type ErrorCode, TwinsightError } from '../../../src/core/errors.ts';
import type { Twin } from '../../../src/twin/schema/twin.ts';
import type { CapabilityReport } from '../../../workers/contracts/capability.ts';
import { type PerceptionContract, perceptionContract } from '../../../workers/contracts/perception.ts';
import { type Handlers, serve } from '../../../workers/rpc/server.ts';
import { InThreadWorker } from '../../fixtures/inThreadWorker.ts';

class FakeBitmap {
  closed = false;
  close(): void {
    this.closed = true;
  }
}

beforeAll(() => {
  vi.stubGlobal('ImageBitmap', FakeBitmap);
});

const capability = (fallback: boolean | undefined): CapabilityReport => ({
  secureContext: true,
  crossOriginIsolated: true,
  hardwareConcurrency: 2,
  threads: 2,
  simd: true,
  webgpu: fallback === undefined ? 'no-adapter' : 'available',
  webgpuDetail: fallback === undefined ? 'No adapter.' : 'An adapter.',
  ...(fallback === undefined
    ? {}
    : {
        adapter: {
          vendor: 'v',
          architecture: 'a',
          description: 'GPU',
          isFallback: fallback,
          shaderF16: false,
          features: [],
          limits: {},
        },
      }),
  storage: { available: true, persisted: false, detail: '' },
});

const fail = (code: ErrorCode): never => {
  throw new TwinsightError({ code, message: `failed with ${code}`, remedy: 'none' });
};

const emptyTwin: Twin = {
  type: 'twin',
  version: 1,
  source: { kind: 'image', name: '', width: 1, height: 1, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: [],
  log: [],
};

interface Script {
  /** `isFallback` of the adapter; undefined for no adapter. */
  readonly fallback?: boolean;
  readonly load?: (rung: string, worker: number) => void;
  readonly analyse?: (rung: string, worker: number) => unknown;
  readonly warmMs?: Readonly<Record<string, number>>;
}

const log: string[] = [];
const hosts: PerceptionHost[] = [];

/** A host whose workers run in this thread and follow a script; every call lands in `log` as "worker:method". */
function createScripted(
  script: Script,
  deadline = 2000,
): { host: PerceptionHost; workers: readonly InThreadWorker[] } {
  const workers: InThreadWorker[] = [];
  const spawn = () => {
    const worker = workers.length + 1;
    let rung = '';
    let image = '';
    const handlers: Handlers<PerceptionContract> = {
      probe: () => capability(script.fallback),
      load(args) {
        log.push(`${worker}:load ${args.rung}`);
        script.load?.(args.rung, worker);
        rung = args.rung;
        const warmMs = args.measure ? { warmMs: script.warmMs?.[rung] ?? 100 } : {};
        return {
          model: 'm',
          revision: '1',
          bytes: 1,
          device: rung === 'webgpu' ? 'webgpu' : 'wasm',
          threads: 1,
          dtype: 'fp16',
          selfTest: { maxAbsDifference: 0, tolerance: 1 },
          loadMs: 1,
          ...warmMs,
        };
      },
      open({ bytes, name }) {
        log.push(`${worker}:open`);
        image = `id${bytes.byteLength}`;
        const preview: ImageBitmap = Object.assign(new FakeBitmap(), { width: 1, height: 1 });
        return {
          imageId: image,
          name,
          format: 'png',
          width: 1,
          height: 1,
          sha256: '',
          preview,
          notices: [],
          ms: 1,
        };
      },
      async analyse({ imageId }) {
        log.push(`${worker}:analyse`);
        if (rung === '' || imageId !== image) fail('bad-request');
        await script.analyse?.(rung, worker);
        return {
          twin: emptyTwin,
          timings: { total: 1 },
        };
      },
      async refine({ imageId, twin }) {
        log.push(`${worker}:refine`);
        if (rung === '' || imageId !== image) fail('bad-request');
        await script.analyse?.(rung, worker);
        return { twin, timings: { total: 1 } };
      },
      async segment({ imageId }) {
        log.push(`${worker}:segment`);
        if (rung === '' || imageId !== image) fail('bad-request');
        await script.analyse?.(rung, worker);
        const run = {
          tool: 'segment',
          model: 'm',
          revision: '1',
          device: 'wasm',
          dtype: 'fp16',
          args: {},
          ms: 1,
        };
        return { mask: { size: [1, 1], counts: [0, 1] }, box: [0, 0, 1, 1], area: 1, score: 1, run };
      },
      describe: ({ twin }) => ({ twin }),
      readText: () => ({ lines: [] }),
      async analyseVideo({ plan }) {
        log.push(`${worker}:analyseVideo`);
        if (rung === '') fail('bad-request');
        await script.analyse?.(rung, worker);
        const planned = plan.frames.length;
        return {
          twin: emptyTwin,
          timings: { total: 1 },
          frames: { planned, detected: planned, outlined: planned, mostAlive: 1 },
          notices: [],
          partial: false,
        };
      },
      stopVideo: () => ({ running: false }),
      timeDetector: () => ({ ms: [1] }),
    };
    const spawned = new InThreadWorker((endpoint) => serve(perceptionContract, handlers, endpoint));
    workers.push(spawned);
    return spawned;
  };
  const limits = { totalMs: deadline, silenceMs: deadline };
  const host = createPerceptionHost({
    spawn,
    verdicts: createDeviceVerdicts(() => undefined, 'test'),
    deadlines: { analyse: limits },
  });
  hosts.push(host);
  return { host, workers };
}

afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
  log.length = 0;
});

const photo = new Blob(['photo']);
const steps = (host: PerceptionHost) =>
  host.detector?.ladder.map(({ rung, outcome }) => `${rung} ${outcome}`);

describe('choosing a device', () => {
  it('takes the GPU where there is a real one', async () => {
    const { host, workers } = createScripted({ fallback: false });
    expect(await host.load('auto')).toMatchObject({ device: 'webgpu' });
    expect(steps(host)).toEqual(['webgpu chosen']);
    expect(workers).toHaveLength(1);
  });

  it('gives a GPU that answers wrongly one new worker, then takes WASM and keeps the reason', async () => {
    const { host, workers } = createScripted({
      fallback: false,
      load: (rung) => rung === 'webgpu' && fail('model-wrong-answer'),
    });
    expect(await host.load('auto')).toMatchObject({ device: 'wasm' });
    expect(log).toEqual(['1:load webgpu', '2:load webgpu', '3:load wasm-threads']);
    expect(steps(host)).toEqual(['webgpu failed', 'wasm-threads chosen']);
    expect(host.detector?.ladder[0]?.reason).toContain('model-wrong-answer');
    expect(workers).toHaveLength(3);
  });

  it('takes one WASM thread where several do not start', async () => {
    const { host } = createScripted({ load: (rung) => rung === 'wasm-threads' && fail('model-load-failed') });
    await host.load('auto');
    expect(steps(host)).toEqual(['webgpu unavailable', 'wasm-threads failed', 'wasm chosen']);
  });

  it('rejects with the last reason where every rung fails, and can be asked again', async () => {
    let broken = true;
    const { host } = createScripted({ load: () => broken && fail('model-missing') });
    await expect(host.load('auto')).rejects.toMatchObject({ code: 'model-missing' });
    broken = false;
    expect(await host.load('auto')).toMatchObject({ device: 'wasm' });
  });

  it.each([
    ['slower', 900, 'wasm', ['webgpu slower', 'wasm-threads chosen']],
    ['faster', 50, 'webgpu', ['webgpu chosen', 'wasm-threads slower']],
  ])('races a software adapter that is %s, and keeps both numbers', async (_, ms, device, ladder) => {
    const { host } = createScripted({ fallback: true, warmMs: { webgpu: ms, 'wasm-threads': 100 } });
    expect(await host.load('auto')).toMatchObject({ device });
    expect(steps(host)).toEqual(ladder);
    expect(host.detector?.ladder.map((step) => step.ms)).toEqual([ms, 100]);
    const { imageId } = await host.open(photo, 'a');
    await host.analyse(imageId);
  });

  it('does not load again for the same preference, and uses a new worker for another', async () => {
    const { host } = createScripted({ fallback: false });
    await host.load('auto');
    await host.load('auto');
    expect(log).toEqual(['1:load webgpu']);
    expect(await host.load('wasm')).toMatchObject({ device: 'wasm' });
    expect(log).toEqual(['1:load webgpu', '2:load wasm-threads']);
  });
});

describe('recovering', () => {
  it('loads detector and image again in a new worker after one failed run', async () => {
    const { host } = createScripted({
      fallback: false,
      analyse: (_, worker) => {
        if (worker === 1) fail('inference-failed');
      },
    });
    const { imageId } = await host.open(photo, 'a');
    await expect(host.analyse(imageId)).resolves.toHaveProperty('twin');
    expect(log).toEqual(['1:open', '1:load webgpu', '1:analyse', '2:load webgpu', '2:open', '2:analyse']);
  });

  it('refines and segments in a new worker, with detector and image, after one failed run', async () => {
    const { host } = createScripted({
      analyse: (_, worker) => {
        if (worker === 1) fail('inference-failed');
      },
    });
    const { imageId } = await host.open(photo, 'a');
    const refined = await host.refine(imageId, emptyTwin, { kind: 'mask', ids: [] });
    expect(refined.twin).toEqual(emptyTwin);
    expect(log.slice(-3)).toEqual(['2:load wasm-threads', '2:open', '2:refine']);
    const segmented = await host.segment(imageId, { points: [{ x: 0, y: 0, positive: true }] });
    expect(segmented).toMatchObject({ area: 1, run: { tool: 'segment' } });
  });

  it('analyses a video anew, without any image, after one failed run', async () => {
    let failures = 1;
    const { host } = createScripted({
      fallback: false,
      analyse: () => (failures-- > 0 ? fail('inference-failed') : undefined),
    });
    const plan = { rate: 2, frames: [0], timesUs: [0], startUs: 0, endUs: 1, why: '', estimateMs: 1 };
    const { frames } = await host.analyseVideo({ file: photo, name: 'a.mp4', sha256: '', plan });
    expect(frames.detected).toBe(1);
    expect(log.filter((step) => step.includes('analyseVideo'))).toEqual(['1:analyseVideo', '2:analyseVideo']);
    expect(await host.stopVideo()).toBe(false);
  });

  it('refuses a prompt that points at nothing before a worker works on it', async () => {
    const { host } = createScripted({});
    const { imageId } = await host.open(photo, 'a');
    const beside = { points: [{ x: 0, y: 0, positive: false }] };
    await expect(host.segment(imageId, beside)).rejects.toMatchObject({ code: 'bad-request' });
    expect(log).not.toContain('1:segment');
  });

  it('moves to WASM when the GPU fails twice, stays there, and says why', async () => {
    const { host } = createScripted({
      fallback: false,
      analyse: (rung) => {
        if (rung === 'webgpu') fail('inference-failed');
      },
    });
    const { imageId } = await host.open(photo, 'a');
    await host.analyse(imageId);
    expect(host.detector?.device).toBe('wasm');
    expect(steps(host)).toEqual(['webgpu failed', 'wasm-threads chosen']);
    log.length = 0;
    await host.analyse(imageId);
    expect(log).toEqual(['3:analyse']);
  });

  it('moves to WASM when the GPU is gone after a failed run', async () => {
    const { host } = createScripted({
      fallback: false,
      load: (rung, worker) => rung === 'webgpu' && worker > 1 && fail('model-load-failed'),
      analyse: (rung) => rung === 'webgpu' && fail('inference-failed'),
    });
    const { imageId } = await host.open(photo, 'a');
    await expect(host.analyse(imageId)).resolves.toHaveProperty('twin');
    expect(steps(host)).toEqual(['webgpu failed', 'wasm-threads chosen']);
    expect(host.detector?.ladder[0]?.reason).toContain('model-load-failed');
  });

  it('gives up after two failed runs on WASM, and works again afterwards', async () => {
    let broken = true;
    const { host } = createScripted({
      analyse: () => {
        if (broken) fail('inference-failed');
      },
    });
    const { imageId } = await host.open(photo, 'a');
    await expect(host.analyse(imageId)).rejects.toMatchObject({ code: 'inference-failed' });
    broken = false;
    await expect(host.analyse(imageId)).resolves.toHaveProperty('twin');
  });

  it('stops a hanging GPU once, and runs the next job on WASM', async () => {
    const { host } = createScripted(
      {
        fallback: false,
        analyse: (rung) => (rung === 'webgpu' ? new Promise<never>(() => undefined) : undefined),
      },
      500,
    );
    const { imageId } = await host.open(photo, 'a');
    await expect(host.analyse(imageId)).rejects.toMatchObject({ code: 'timed-out' });
    await expect(host.analyse(imageId)).resolves.toHaveProperty('twin');
    expect(host.detector?.device).toBe('wasm');
  });

  it('decodes a file again whose worker died of something else meanwhile', async () => {
    const { host, workers } = createScripted({});
    const opening = host.open(photo, 'a');
    await vi.waitFor(() => expect(workers).toHaveLength(1));
    workers[0]?.crash('Out of memory');
    const { imageId } = await opening;
    await expect(host.analyse(imageId)).resolves.toHaveProperty('twin');
  });

  it('keeps the open image when another file is refused', async () => {
    const { host } = createScripted({});
    const { imageId } = await host.open(photo, 'a');
    await expect(host.open(new Blob([]), 'empty.png')).rejects.toMatchObject({ code: 'file-empty' });
    await expect(host.analyse(imageId)).resolves.toHaveProperty('twin');
  });

  it('refuses an image that is not the latest', async () => {
    const { host } = createScripted({});
    const { imageId } = await host.open(photo, 'a');
    await host.open(new Blob(['another']), 'b');
    await expect(host.analyse(imageId)).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('cancels a job that does not end, and runs the next', async () => {
    let hang = true;
    const { host } = createScripted({
      analyse: () => (hang ? new Promise<never>(() => undefined) : undefined),
    });
    const { imageId } = await host.open(photo, 'a');
    const controller = new AbortController();
    const job = host.analyse(imageId, { signal: controller.signal });
    await vi.waitFor(() => expect(log).toContain('1:analyse'));
    controller.abort();
    await expect(job).rejects.toMatchObject({ code: 'cancelled' });
    hang = false;
    await expect(host.analyse(imageId)).resolves.toHaveProperty('twin');
  });
});
