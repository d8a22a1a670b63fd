import { TwinsightError } from '../../../core/errors.ts';
import type { Job } from '../../job.ts';
import { threadCount } from '../../runtime/deviceLadder.ts';
import { OrtRuntime } from '../../runtime/ortRuntime.ts';
import { fetchManifest, fetchVerified } from '../../runtime/siteFiles.ts';
import type { HubDevice } from '../types.ts';
import type { Transformers } from './pretrained.ts';
import { type GuardOptions, guardSessions } from './sessionGuard.ts';
import { nothingElsewhere, STORE_HOST, STORE_TEMPLATE } from './storedFiles.ts';

/** transformers.js takes the runtime that it finds under this key instead of its own. */
const RUNTIME_KEY = Symbol.for('onnxruntime');

export interface HubRuntimeOptions {
  readonly device: HubDevice;
  /** Address that `models/` and the runtime's folder are relative to. */
  readonly siteRoot: URL;
  readonly crossOriginIsolated: boolean;
  readonly hardwareConcurrency: number;
  readonly guard: GuardOptions;
}

/** transformers.js in this realm, on the runtime that the embedded models use, and cut off from the network. */
export class HubRuntime {
  readonly lib: Transformers;
  readonly ort: OrtRuntime;
  readonly threads: number;

  private constructor(lib: Transformers, ort: OrtRuntime, threads: number) {
    this.lib = lib;
    this.ort = ort;
    this.threads = threads;
  }

  get device(): HubDevice {
    return this.ort.device;
  }

  /** Throws `model-missing`, `fetch-failed`, `model-load-failed`, `cancelled`. */
  static async start(options: HubRuntimeOptions, { signal, progress }: Job): Promise<HubRuntime> {
    const { device, siteRoot, guard } = options;
    progress({ phase: 'loading-runtime' });
    const { runtime } = await fetchManifest({ siteRoot, signal });
    const runtimeBinary = await fetchVerified(runtime.variants[device].binary, { siteRoot, signal });
    const rung = options.crossOriginIsolated ? 'wasm-threads' : 'wasm';
    const threads = device === 'webgpu' ? 1 : threadCount(rung, options.hardwareConcurrency);
    const runtimeFolder = new URL(runtime.folder, siteRoot);
    const ort = await OrtRuntime.start({ device, threads, runtimeFolder, runtimeBinary });
    guardSessions(ort, guard);
    // The library's own import is the WebGPU build, which is slower on the CPU and twice the size.
    if (device === 'wasm') Object.assign(globalThis, { [RUNTIME_KEY]: ort.ort });
    const lib = await importLibrary();
    lib.env.logLevel = lib.LogLevel.NONE; // failures are reported by us
    lib.env.allowLocalModels = false;
    // With "remote" off as well the library refuses to start; its remote host is the store, and its fetch finds nothing.
    lib.env.allowRemoteModels = true;
    lib.env.useBrowserCache = false;
    lib.env.useWasmCache = false;
    lib.env.remoteHost = STORE_HOST;
    lib.env.remotePathTemplate = STORE_TEMPLATE;
    lib.env.fetch = nothingElsewhere;
    return new HubRuntime(lib, ort, threads);
  }

  /** "webgpu", "wasm", "wasm ×2": the device as the twin's log names it. */
  get deviceName(): string {
    return this.threads > 1 ? `${this.device} ×${this.threads}` : this.device;
  }
}

async function importLibrary(): Promise<Transformers> {
  try {
    return await import('@huggingface/transformers');
  } catch (thrown) {
    throw new TwinsightError(
      {
        code: 'fetch-failed',
        message: 'The part of the app that runs models of the hub could not be loaded.',
        remedy: 'Check the connection, then try again; it is kept for offline use afterwards.',
      },
      { cause: thrown },
    );
  }
}
