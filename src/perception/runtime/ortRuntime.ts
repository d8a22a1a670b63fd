import type { Env, InferenceSession, TensorConstructor } from 'onnxruntime-web';
import { TwinsightError } from '../../core/errors.ts';
import { SerialQueue } from '../../core/serialQueue.ts';
import type { RuntimeVariant } from './manifest.ts';

export interface OrtRuntimeOptions {
  readonly device: RuntimeVariant;
  /** WASM threads; more than one needs cross-origin isolation. Ignored on WebGPU. */
  readonly threads: number;
  /** Address of the folder with the runtime's glue modules, with a slash at its end. */
  readonly runtimeFolder: URL;
  /** The verified WebAssembly binary of this device's runtime. */
  readonly runtimeBinary: Uint8Array<ArrayBuffer>;
}

/** Starting the runtime's threads may hang where the browser blocks their scripts. */
const RUNTIME_START_TIMEOUT_MS = 30_000;

export interface OrtModule {
  readonly env: Env;
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
}

const importRuntime = (device: RuntimeVariant): Promise<OrtModule> =>
  device === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm');

/** What was thrown, in words. */
export const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);

/**
 * The ONNX Runtime of this realm, of which there is one: two runs at once hang it for ever on WebGPU, so all sessions share one
 * queue. A failed or hung load or run leaves it unusable: whoever owns the worker must discard that then.
 */
export class OrtRuntime {
  readonly ort: OrtModule;
  readonly device: RuntimeVariant;
  readonly queue = new SerialQueue();
  #gpuFailure: string | undefined;
  #watched = false;

  private constructor(ort: OrtModule, device: RuntimeVariant) {
    this.ort = ort;
    this.device = device;
  }

  /** Loads the runtime's module and tells it where its parts are; it starts with its first session. Throws `model-load-failed`. */
  static async start(options: OrtRuntimeOptions): Promise<OrtRuntime> {
    try {
      const ort = await importRuntime(options.device);
      configure(ort.env, options);
      return new OrtRuntime(ort, options.device);
    } catch (thrown) {
      throw loadFailed('The runtime', options.device, thrown);
    }
  }

  /** What the GPU reported on the side, if anything: its numbers are not to be trusted from then on. */
  get gpuFailure(): string | undefined {
    return this.#gpuFailure;
  }

  /** Opens a session on a provider of this runtime: its own device, or the CPU. Throws `model-load-failed`. */
  async createSession(model: Uint8Array, provider: RuntimeVariant): Promise<InferenceSession> {
    try {
      const session = await this.queue.run(() =>
        this.ort.InferenceSession.create(model, {
          executionProviders: [provider],
          graphOptimizationLevel: 'all',
        }),
      );
      if (provider === 'webgpu') await this.watchGpu();
      return session;
    } catch (thrown) {
      throw loadFailed('The model', provider, thrown);
    }
  }

  /** Errors that the runtime does not await surface only as events of its device; call it once there is a session. */
  async watchGpu(): Promise<void> {
    if (this.#watched) return;
    this.#watched = true;
    const device = await this.ort.env.webgpu.device;
    device.addEventListener('uncapturederror', (event) => {
      this.#gpuFailure ??= `the GPU reported an error: ${event.error.message}`;
    });
    device.lost.then(({ message }) => {
      this.#gpuFailure ??= `the GPU was lost (${message || 'no reason given'})`;
    });
  }
}

const loadFailed = (what: string, provider: RuntimeVariant, thrown: unknown): TwinsightError =>
  new TwinsightError(
    {
      code: 'model-load-failed',
      message: `${what} could not be loaded on ${provider === 'webgpu' ? 'WebGPU' : 'WASM'}: ${reasonOf(thrown)}`,
      remedy: 'Reload the page; where that does not help, use another browser or device setting.',
    },
    { cause: thrown },
  );

function configure(env: Env, { device, threads, runtimeFolder, runtimeBinary }: OrtRuntimeOptions): void {
  env.logLevel = 'error';
  env.wasm.proxy = false;
  env.wasm.numThreads = device === 'webgpu' ? 1 : threads;
  env.wasm.initTimeout = RUNTIME_START_TIMEOUT_MS;
  // A string prefix: the object form would wrap the module in a blob URL, which the content security policy forbids.
  env.wasm.wasmPaths = runtimeFolder.href;
  env.wasm.wasmBinary = runtimeBinary;
}
