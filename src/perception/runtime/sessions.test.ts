import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../job.ts';
import type { ModelManifest } from './manifest.ts';
import { type GetOptions, SessionShelf } from './sessions.ts';

/** A runtime that opens anything and notes what it does, in order. */
const runtime = vi.hoisted(() => ({ log: [] as string[] }));

vi.mock('./ortRuntime.ts', async () => {
  const { SerialQueue } = await import('../../core/serialQueue.ts');
  return {
    OrtRuntime: {
      start: async ({ device, threads }: { device: string; threads: number }) => {
        runtime.log.push(`start ${device} ×${threads}`);
        return {
          device,
          queue: new SerialQueue(),
          gpuFailure: undefined,
          createSession: async (model: Uint8Array, provider: string) => {
            const name = new TextDecoder().decode(model);
            runtime.log.push(`open ${name} on ${provider}`);
            return { release: async () => void runtime.log.push(`release ${name}`) };
          },
        };
      },
    },
  };
});

const file = (path: string) => {
  const content = Buffer.from(path);
  return {
    file: path,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
};

const model = (id: string): ModelManifest['models'][number] => ({
  ...file(id),
  id,
  task: 'segment',
  revision: '1',
  dtype: 'fp16',
  licence: 'MIT',
  source: { package: 'p', version: '1', url: 'https://example.org/' },
  inputs: [{ name: 'i', dtype: 'float32', dims: [1] }],
  outputs: [{ name: 'o', dtype: 'float32', dims: [1] }],
});

const variant = { module: file('ort/m.mjs'), binary: file('ort/b.wasm') };
const manifest: ModelManifest = {
  version: 1,
  models: [model('detector'), model('head')],
  policies: [],
  runtime: {
    package: 'onnxruntime-web',
    version: '1',
    licence: 'MIT',
    folder: 'ort/',
    variants: { wasm: variant, webgpu: variant },
  },
};

const fetched: string[] = [];
/** Paths that are answered with an error. */
const missing = new Set<string>();

beforeEach(() => {
  fetched.length = 0;
  missing.clear();
  runtime.log.length = 0;
  vi.stubGlobal('fetch', async (address: URL, { signal }: { signal: AbortSignal | null }) => {
    const path = address.pathname.slice(1);
    fetched.push(path);
    signal?.throwIfAborted();
    if (missing.has(path)) return new Response('', { status: 404 });
    return new Response(path === 'models/manifest.json' ? JSON.stringify(manifest) : path);
  });
});

const shelfOn = (rung: 'webgpu' | 'wasm-threads' | 'wasm') =>
  new SessionShelf({ rung, siteRoot: new URL('https://site.example/'), hardwareConcurrency: 2 });
const job = (signal = new AbortController().signal): Job => ({ signal, progress: () => undefined });

describe('a shelf of sessions', () => {
  it('fetches nothing before the first model is asked for, then starts one runtime for all', async () => {
    const shelf = shelfOn('wasm-threads');
    expect(fetched).toEqual([]);
    await shelf.get('detector', job());
    await shelf.get('head', job());
    expect(runtime.log).toEqual(['start wasm ×2', 'open detector on wasm', 'open head on wasm']);
    expect(fetched.toSorted()).toEqual(['detector', 'head', 'models/manifest.json', 'ort/b.wasm']);
  });

  it('opens and checks a model once, however often and however fast it is asked for', async () => {
    const shelf = shelfOn('wasm');
    const check = vi.fn<NonNullable<GetOptions['check']>>(async () => undefined);
    const [first, second] = await Promise.all([
      shelf.get('head', job(), { check }),
      shelf.get('head', job(), { check }),
    ]);
    expect(second).toBe(first);
    expect(await shelf.get('head', job(), { check })).toBe(first);
    expect(check).toHaveBeenCalledTimes(1);
    expect(runtime.log).toEqual(['start wasm ×1', 'open head on wasm']);
  });

  it('runs small models on the CPU of a GPU’s runtime, and names the device of each', async () => {
    const shelf = shelfOn('webgpu');
    const detector = await shelf.get('detector', job());
    const head = await shelf.get('head', job(), { provider: 'wasm' });
    expect(runtime.log).toEqual(['start webgpu ×1', 'open detector on webgpu', 'open head on wasm']);
    expect([shelf.deviceName(detector), shelf.deviceName(head)]).toEqual(['webgpu', 'wasm']);
    const threaded = shelfOn('wasm-threads');
    expect(threaded.deviceName(await threaded.get('head', job()))).toBe('wasm ×2');
  });

  it('names a model that the manifest does not hold, and starts no runtime for it', async () => {
    const shelf = shelfOn('wasm');
    await expect(shelf.get('ghost', job())).rejects.toMatchObject({ code: 'model-missing' });
    expect(runtime.log).toEqual([]);
  });

  it('tries again after a file that was missing, or a job that was cancelled', async () => {
    const shelf = shelfOn('wasm');
    missing.add('head');
    await expect(shelf.get('head', job())).rejects.toMatchObject({ code: 'model-missing' });
    missing.clear();
    const cancelled = AbortSignal.abort();
    await expect(shelf.get('head', job(cancelled))).rejects.toMatchObject({ code: 'cancelled' });
    await expect(shelf.get('head', job())).resolves.toBeDefined();
  });

  it('does not keep a session that fails its known question', async () => {
    const shelf = shelfOn('wasm');
    const check = vi.fn<NonNullable<GetOptions['check']>>().mockRejectedValueOnce(new Error('wrong answer'));
    await expect(shelf.get('head', job(), { check })).rejects.toThrow('wrong answer');
    await shelf.get('head', job(), { check });
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('releases every session when it is disposed', async () => {
    const shelf = shelfOn('wasm');
    await shelf.get('detector', job());
    await shelf.get('head', job());
    await shelf.dispose();
    expect(runtime.log.slice(-2)).toEqual(['release detector', 'release head']);
  });
});
