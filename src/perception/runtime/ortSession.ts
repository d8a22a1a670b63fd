import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { TwinsightError } from '../../core/errors.ts';
import type { RuntimeVariant } from './manifest.ts';
import { type OrtRuntime, reasonOf } from './ortRuntime.ts';

/** A dense float tensor in row-major order; `data.length` is the product of `dims`. */
export interface FloatTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}
export type Tensors = Readonly<Record<string, FloatTensor>>;

/** One run of a model: tensors in, tensors out. */
export type Run = (feeds: Tensors) => Promise<Tensors>;

export interface RunOptions {
  /** The outputs to compute and copy; all where absent. */
  readonly outputs?: readonly string[];
  /**
   * Outputs whose values another model reads and no person: of these only every `SAMPLE_SPACING`th value is checked, as
   * the outputs of that other model are checked in full.
   */
  readonly intermediate?: readonly string[];
}

/** A device that fails, fails in whole tiles and channels, not in single values; prime, so that all columns are met. */
const SAMPLE_SPACING = 61;

/** True where every `spacing`th value is finite. */
export function allFinite(data: Float32Array, spacing = 1): boolean {
  for (let i = 0; i < data.length; i += spacing) {
    if (!Number.isFinite(data[i])) return false;
  }
  return true;
}

/** One model in the runtime of this realm; runs of all its sessions take turns. */
export class OrtSession {
  readonly #runtime: OrtRuntime;
  readonly #session: InferenceSession;
  /** Where the model runs; on a WebGPU runtime small models may run on the CPU. */
  readonly provider: RuntimeVariant;

  private constructor(runtime: OrtRuntime, session: InferenceSession, provider: RuntimeVariant) {
    this.#runtime = runtime;
    this.#session = session;
    this.provider = provider;
  }

  /** Loads a verified model. Throws `model-load-failed`. */
  static async open(
    runtime: OrtRuntime,
    model: Uint8Array<ArrayBuffer>,
    provider: RuntimeVariant = runtime.device,
  ): Promise<OrtSession> {
    return new OrtSession(runtime, await runtime.createSession(model, provider), provider);
  }

  /**
   * Runs the model. Outputs are copied to the CPU and checked: a value that is not finite, a lost GPU and an error that
   * the GPU reported on the side are failures, because such a device gives wrong numbers without a word. Throws
   * `inference-failed`.
   */
  run(feeds: Tensors, options: RunOptions = {}): Promise<Tensors> {
    return this.#runtime.queue.run(async () => {
      try {
        return await this.#runNow(feeds, options);
      } catch (thrown) {
        throw new TwinsightError(
          {
            code: 'inference-failed',
            message: `The model run failed: ${this.#runtime.gpuFailure ?? reasonOf(thrown)}`,
            remedy: 'Try again; the next device of the ladder is used if it happens twice.',
          },
          { cause: thrown },
        );
      }
    });
  }

  async dispose(): Promise<void> {
    await this.#runtime.queue.run(() => this.#session.release());
  }

  async #runNow(feeds: Tensors, { outputs: wanted, intermediate = [] }: RunOptions): Promise<Tensors> {
    const { Tensor } = this.#runtime.ort;
    const inputs = Object.fromEntries(
      Object.entries(feeds).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]),
    );
    const outputs = await (wanted ? this.#session.run(inputs, wanted) : this.#session.run(inputs));
    const results: Record<string, FloatTensor> = {};
    for (const [name, output] of Object.entries(outputs)) {
      results[name] = await takeFloats(name, output, intermediate.includes(name) ? SAMPLE_SPACING : 1);
    }
    for (const input of Object.values(inputs)) input.dispose();
    const { gpuFailure } = this.#runtime;
    if (gpuFailure !== undefined) throw new Error(gpuFailure);
    return results;
  }
}

/** Copies an output to the CPU, checks it and lets it go. */
async function takeFloats(name: string, output: Tensor, checkSpacing: number): Promise<FloatTensor> {
  const data = await output.getData(true);
  if (!(data instanceof Float32Array))
    throw new TypeError(`output "${name}" holds ${output.type}, not float32`);
  if (!allFinite(data, checkSpacing))
    throw new RangeError(`output "${name}" holds values that are not finite`);
  const { dims } = output;
  output.dispose();
  return { data, dims };
}
