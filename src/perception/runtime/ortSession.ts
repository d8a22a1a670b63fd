import type { Env, InferenceSession, TensorConstructor } from 'onnxruntime-web';
import { TwinsightError } from '../../core/errors.ts';
import { SerialQueue } from '../../core/serialQueue.ts';
import type { RuntimeVariant } from './manifest.ts';

/** A dense float tensor in row-major order; `data.length` is the product of `dims`. */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
export type Tensors = Readonly<Record<string, FloatTensor>>;

export interface OrtSessionOptions {
  readonly device: RuntimeVariant;
  /** WASM threads; more than one needs cross-origin isolation. Ignored on WebGPU. */
  readonly threads: number;
  /** Address of the folder with the runtime's glue modules, with a slash at its end. */
  readonly runtimeFolder: URL;
  /** The verified WebAssembly binary of this device's runtime. */
  readonly runtimeBinary: Uint8Array<ArrayBuffer>;
  /** The verified model. */
  readonly model: Uint8Array<ArrayBuffer>;
}

/** Starting the runtime's threads may hang where the browser blocks their scripts. */
const RUNTIME_START_TIMEOUT_MS = 30_000;

interface OrtModule {
  readonly env: Env;
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly Tensor: TensorConstructor;
}

const importRuntime = (device: RuntimeVariant): Promise<OrtModule> =>
  device === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm');

const reason = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** True where every value is finite. */
export function allFinite(data: Float32Array): boolean {
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i])) return false;
  }
  return true;
}

/**
 * One ONNX Runtime session, one run at a time. A failed or hung load or run leaves the runtime of this realm unusable:
 * whoever owns the worker must discard it then.
 */
export class OrtSession {
  readonly #ort: OrtModule;
  readonly #session: InferenceSession;
  readonly #queue = new SerialQueue();
  #gpuFailure: string | undefined;

  private constructor(ort: OrtModule, session: InferenceSession) {
    this.#ort = ort;
    this.#session = session;
  }

  /** Starts the runtime and loads the model. Throws `model-load-failed`. */
  static async open(options: OrtSessionOptions): Promise<OrtSession> {
    try {
      const ort = await importRuntime(options.device);
      configure(ort.env, options);
      const session = await ort.InferenceSession.create(options.model, {
        executionProviders: [options.device],
        graphOptimizationLevel: 'all',
      });
      const opened = new OrtSession(ort, session);
      if (options.device === 'webgpu') await opened.#watchGpu();
      return opened;
    } catch (thrown) {
      throw new TwinsightError(
        {
          code: 'model-load-failed',
          message: `The model could not be loaded on ${options.device === 'webgpu' ? 'WebGPU' : 'WASM'}: ${reason(thrown)}`,
          remedy: 'Reload the page; where that does not help, use another browser or device setting.',
        },
        { cause: thrown },
      );
    }
  }

  /**
   * Runs the model. Outputs are copied to the CPU and checked: a value that is not finite, a lost GPU and an error that
   * the GPU reported on the side are failures, because such a device gives wrong numbers without a word. Throws
   * `inference-failed`.
   */
  run(feeds: Tensors): Promise<Tensors> {
    return this.#queue.run(async () => {
      try {
        return await this.#runNow(feeds);
      } catch (thrown) {
        throw new TwinsightError(
          {
            code: 'inference-failed',
            message: `The model run failed: ${this.#gpuFailure ?? reason(thrown)}`,
            remedy: 'Try again; the next device of the ladder is used if it happens twice.',
          },
          { cause: thrown },
        );
      }
    });
  }

  async dispose(): Promise<void> {
    await this.#queue.run(() => this.#session.release());
  }

  async #runNow(feeds: Tensors): Promise<Tensors> {
    const { Tensor } = this.#ort;
    const inputs = Object.fromEntries(
      Object.entries(feeds).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]),
    );
    const outputs = await this.#session.run(inputs);
    const results: Record<string, FloatTensor> = {};
    for (const [name, output] of Object.entries(outputs)) {
      const data = await output.getData(true);
      if (!(data instanceof Float32Array))
        throw new TypeError(`output "${name}" holds ${output.type}, not float32`);
      if (!allFinite(data)) throw new RangeError(`output "${name}" holds values that are not finite`);
      results[name] = { data, dims: output.dims };
      output.dispose();
    }
    for (const input of Object.values(inputs)) input.dispose();
    if (this.#gpuFailure !== undefined) throw new Error(this.#gpuFailure);
    return results;
  }

  /** Errors that the runtime does not await surface only as events of its device. */
  async #watchGpu(): Promise<void> {
    const device = await this.#ort.env.webgpu.device;
    device.addEventListener('uncapturederror', (event) => {
      this.#gpuFailure ??= `the GPU reported an error: ${event.error.message}`;
    });
    device.lost.then(({ message }) => {
      this.#gpuFailure ??= `the GPU was lost (${message || 'no reason given'})`;
    });
  }
}

function configure(env: Env, { device, threads, runtimeFolder, runtimeBinary }: OrtSessionOptions): void {
  env.logLevel = 'error';
  env.wasm.proxy = false;
  env.wasm.numThreads = device === 'webgpu' ? 1 : threads;
  env.wasm.initTimeout = RUNTIME_START_TIMEOUT_MS;
  // A string prefix: the object form would wrap the module in a blob URL, which the content security policy forbids.
  env.wasm.wasmPaths = runtimeFolder.href;
  env.wasm.wasmBinary = runtimeBinary;
}
