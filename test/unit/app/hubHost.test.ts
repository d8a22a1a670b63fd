import { afterEach, describe, expect, it } from 'vitest';
import { createFingerprints } from '../../../src/app/fingerprints.ts';
import { createHubHost, type HubHost } from '../../../src/app/hubHost.ts';
import type { HubImage } from '../../../src/app/hubRole.ts';
import { type ErrorCode, TwinsightError } from '../../../src/core/errors.ts';
import { HUB_CATALOGUE } from '../../../src/perception/hub/catalogue.ts';
import type { HubDtype } from '../../../src/perception/hub/types.ts';
import type { Twin } from '../../../src/twin/schema/twin.ts';
import type { CapabilityReport } from '../../../workers/contracts/capability.ts';
import { type HubContract, hubContract } from '../../../workers/contracts/hub.ts';
import { type Handlers, serve } from '../../../workers/rpc/server.ts';
import { InThreadWorker } from '../../fixtures/inThreadWorker.ts';

const facts: CapabilityReport = {
  secureContext: true,
  crossOriginIsolated: true,
  hardwareConcurrency: 2,
  threads: 2,
  simd: true,
  webgpu: 'available',
  webgpuDetail: 'An adapter.',
  adapter: {
    vendor: 'v',
    architecture: 'a',
    description: 'GPU',
    isFallback: false,
    shaderF16: true,
    features: [],
    limits: {},
  },
  storage: { available: true, persisted: false, detail: '' },
};

const twin: Twin = {
  type: 'twin',
  version: 1,
  source: { kind: 'image', name: '', width: 1, height: 1, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: [],
  log: [],
};

const hubModel = (wanted: string) => HUB_CATALOGUE.find(({ id }) => id === wanted);
const depth = hubModel('depth-anything-v2-small');
if (!depth) throw new Error('the catalogue has lost its depth model');

const photo: HubImage = { imageId: 'photo', file: new Blob(['photo']), name: 'photo.jpg' };
const fail = (code: ErrorCode): never => {
  throw new TwinsightError({ code, message: `failed with ${code}`, remedy: 'none' });
};

interface Script {
  readonly stored?: readonly HubDtype[];
  /** Throws where loading is to fail; `way` is "device dtype". */
  readonly load?: (way: string, worker: number) => void;
  readonly run?: (way: string, worker: number) => unknown;
  readonly fingerprint?: readonly number[];
}

const hosts: HubHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.dispose();
});

function scripted({ stored = ['fp16', 'q8', 'fp32'], load, run, fingerprint = [1, 2, 3] }: Script) {
  const log: string[] = [];
  const notices: string[] = [];
  const remembered: (readonly number[] | undefined)[] = [];
  let workers = 0;
  const unasked = () => fail('internal');
  const spawn = () => {
    const worker = ++workers;
    let way = '';
    const handlers: Handlers<HubContract> = {
      load: (request) => {
        way = `${request.device} ${request.dtype}`;
        log.push(`${worker} load ${way}`);
        remembered.push(request.remembered);
        load?.(way, worker);
        const selfTest = {
          kind: 'repeated' as const,
          distance: 0,
          tolerance: 1,
          fingerprint: [...fingerprint],
        };
        return { device: request.device, dtype: request.dtype, threads: 1, bytes: 1, loadMs: 1, selfTest };
      },
      open: () => {
        log.push(`${worker} open`);
        return { imageId: 'photo' };
      },
      depth: async (args) => {
        log.push(`${worker} depth`);
        await run?.(way, worker);
        return { twin: args.twin };
      },
      detect: unasked,
      find: unasked,
      masks: unasked,
      segment: unasked,
      describe: unasked,
      write: unasked,
    };
    return new InThreadWorker((endpoint) => serve(hubContract, handlers, endpoint));
  };
  const host = createHubHost({
    spawn,
    facts: async () => facts,
    preference: () => 'auto',
    isStored: async (_, { dtype }) => stored.includes(dtype),
    fingerprints: createFingerprints(() => undefined, 'test'),
    onNotice: (message) => notices.push(message),
    deadlines: { depth: { totalMs: 1000, silenceMs: 1000 } },
  });
  hosts.push(host);
  return { host, log, notices, remembered };
}

describe('a model of the hub', () => {
  it('is loaded once and given the photo once', async () => {
    const { host, log } = scripted({});
    await host.depth(depth, photo, twin);
    await host.depth(depth, photo, twin);
    expect(log).toEqual(['1 load webgpu fp16', '1 open', '1 depth', '1 depth']);
    expect(host.atWork('depth')).toMatchObject({ device: 'webgpu', dtype: 'fp16' });
  });

  it('runs in the best variant that is downloaded', async () => {
    const { host, log } = scripted({ stored: ['q8'] });
    await host.load(depth);
    expect(log).toEqual(['1 load wasm q8']);
  });

  it('says which variant is missing where none is downloaded', async () => {
    const { host } = scripted({ stored: [] });
    await expect(host.load(depth)).rejects.toMatchObject({
      code: 'model-missing',
      message: 'Depth Anything V2 small (fp16) is not downloaded.',
    });
  });

  it('gets a new worker after a failed run, and photo and model with it', async () => {
    const { host, log, notices } = scripted({
      run: (_, worker) => (worker === 1 ? fail('inference-failed') : undefined),
    });
    await host.depth(depth, photo, twin);
    expect(log).toEqual([
      '1 load webgpu fp16',
      '1 open',
      '1 depth',
      '2 load webgpu fp16',
      '2 open',
      '2 depth',
    ]);
    expect(notices).toEqual([]);
  });

  it('steps down to the next variant and device when one fails for good, and tells why once', async () => {
    const { host, notices } = scripted({
      load: (way) => (way.startsWith('webgpu') ? fail('model-wrong-answer') : undefined),
    });
    expect(await host.load(depth)).toMatchObject({ device: 'wasm', dtype: 'q8' });
    expect(notices).toEqual([
      'Depth Anything V2 small now runs on WASM with q8 weights, because: failed with model-wrong-answer',
    ]);
    await host.depth(depth, photo, twin);
    expect(notices).toHaveLength(1);
  });

  it('ends with the last reason when nothing is left, and does not start over', async () => {
    const { host, log } = scripted({ stored: ['q8'], load: () => fail('model-load-failed') });
    await expect(host.load(depth)).rejects.toMatchObject({ message: 'failed with model-load-failed' });
    await expect(host.load(depth)).rejects.toMatchObject({
      code: 'model-load-failed',
      message: expect.stringContaining('failed on every device'),
    });
    expect(log).toHaveLength(1);
  });

  it('that hangs is ended, and the next job runs on the next device', async () => {
    const { host, log } = scripted({
      stored: ['fp16', 'q8'],
      run: (way) => (way.startsWith('webgpu') ? new Promise(() => undefined) : undefined),
    });
    await expect(host.depth(depth, photo, twin)).rejects.toMatchObject({ code: 'timed-out' });
    await host.depth(depth, photo, twin);
    expect(log.at(-1)).toBe('2 depth');
    expect(host.atWork('depth')).toMatchObject({ device: 'wasm' });
  });

  it('must answer at later loads as it did at the first', async () => {
    const { host, remembered } = scripted({ fingerprint: [4, 5] });
    await host.load(depth);
    host.unload('depth');
    await host.load(depth);
    expect(remembered).toEqual([undefined, [4, 5]]);
  });

  it('gives its memory back with its worker', async () => {
    const { host, log } = scripted({});
    await host.load(depth);
    host.unload('depth');
    expect(host.atWork('depth')).toBeUndefined();
    await host.load(depth);
    expect(log).toEqual(['1 load webgpu fp16', '2 load webgpu fp16']);
  });
});
