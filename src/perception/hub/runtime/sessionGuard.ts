import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { OrtRuntime } from '../../runtime/ortRuntime.ts';
import { allFinite } from '../../runtime/ortSession.ts';

export interface GuardOptions {
  /** Some graphs mark what does not exist with minus infinity: text positions beyond the question. */
  readonly minusInfinityMeansNothing: boolean;
}

/**
 * Puts a guard around every session that this realm's runtime creates from now on, whoever asks for it: runs take turns, their
 * outputs must be finite, and a GPU that has reported an error is not believed. transformers.js knows nothing of it.
 */
export function guardSessions(runtime: OrtRuntime, options: GuardOptions): void {
  const factory = runtime.ort.InferenceSession;
  const create = factory.create.bind(factory);
  factory.create = async (model, sessionOptions) => {
    const session = await create(model, sessionOptions);
    if (runtime.device === 'webgpu') await runtime.watchGpu();
    const run = session.run.bind(session);
    session.run = (feeds: InferenceSession.OnnxValueMapType) =>
      runtime.queue.run(async () => {
        const outputs = await run(feeds);
        for (const [name, output] of Object.entries(outputs))
          if (!isCache(name)) checkFinite(name, output, options);
        if (runtime.gpuFailure !== undefined) throw new Error(runtime.gpuFailure);
        return outputs;
      });
    return session;
  };
}

/** Keys and values that a language model keeps for its next run: large, and judged by what that run says. */
const isCache = (name: string): boolean => name.startsWith('present');

/** Throws a `RangeError` where an output holds NaN or an infinity that means nothing. Outputs that stay on the GPU are passed. */
export function checkFinite(
  name: string,
  output: Pick<Tensor, 'location' | 'type' | 'data'>,
  { minusInfinityMeansNothing }: GuardOptions,
): void {
  if (output.location !== 'cpu') return;
  const { data } = output;
  const finite = (() => {
    if (data instanceof Float32Array)
      return allFinite(data) || (minusInfinityMeansNothing && finiteOrMinusInfinity(data));
    if (output.type === 'float16' && (data instanceof Uint16Array || isHalfArray(data)))
      return finiteHalves(
        new Uint16Array(data.buffer, data.byteOffset, data.length),
        minusInfinityMeansNothing,
      );
    return true;
  })();
  if (!finite) throw new RangeError(`output "${name}" holds values that are not finite`);
}

/** At least one value must be a number: an answer that is nothing everywhere is a failure. */
function finiteOrMinusInfinity(data: Float32Array): boolean {
  let some = data.length === 0;
  for (const value of data) {
    if (value === Number.NEGATIVE_INFINITY) continue;
    if (!Number.isFinite(value)) return false;
    some = true;
  }
  return some;
}

/** An IEEE half whose exponent bits are all ones is NaN or an infinity. */
function finiteHalves(bits: Uint16Array, minusInfinityMeansNothing: boolean): boolean {
  const MINUS_INFINITY = 0xfc00;
  return bits.every(
    (half) => (half & 0x7c00) !== 0x7c00 || (minusInfinityMeansNothing && half === MINUS_INFINITY),
  );
}

/** Newer browsers give halves as `Float16Array`, which the compiler's library does not know yet. */
const isHalfArray = (data: unknown): data is Uint16Array =>
  ArrayBuffer.isView(data) && data.constructor.name === 'Float16Array';
