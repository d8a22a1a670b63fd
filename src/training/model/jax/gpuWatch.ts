import { TwinsightError } from '../../../core/errors.ts';
import type { Compute, Decoder } from '../compute.ts';

/** A GPU as far as it is watched: a `GPUDevice`. */
export interface WatchedDevice {
  readonly lost: Promise<{ readonly message: string }>;
  addEventListener(
    type: 'uncapturederror',
    listener: (event: { readonly error: { readonly message: string } }) => void,
  ): void;
}

/** A device that is lost rejects what it owes before it says that it is lost; how long that is waited for, in milliseconds. */
const LOSS_MS = 1_000;

/**
 * The passes of a decoder on a GPU, each of which fails where the GPU did. jax-js itself only writes the GPU's complaints to the console, and goes
 * on with the zeros that memory reads as which could not be had.
 *
 * Its calls reject with `gpu-lost` where the device is gone, and with `gpu-failed` for what it complains of.
 */
export function guardedCompute(compute: Compute, device: WatchedDevice): Compute {
  let failure: TwinsightError | undefined;
  device.addEventListener('uncapturederror', ({ error }) => {
    failure ??= failed(error.message);
  });
  const gone = device.lost.then(({ message }) => {
    // Whatever was complained of before: the loss is the reason.
    failure = lost(message || 'no reason was given');
  });

  async function during<T>(work: () => Promise<T>): Promise<T> {
    if (failure) throw failure;
    try {
      const value = await work();
      if (!failure) return value;
    } catch (thrown) {
      await Promise.race([gone, pause(LOSS_MS)]);
      if (!failure) throw thrown;
    }
    throw failure;
  }

  const guardedDecoder = (decoder: Decoder): Decoder => ({
    atOnce: decoder.atOnce,
    promptLogits: decoder.promptLogits,
    step: (branches) => during(() => decoder.step(branches)),
    dispose: () => decoder.dispose(),
  });

  return {
    config: compute.config,
    setWeights: (weights) => compute.setWeights(weights),
    logits: (sequences) => during(() => compute.logits(sequences)),
    logprobs: (sequences, inverse) => during(() => compute.logprobs(sequences, inverse)),
    gradients: (rows, options, names) => during(() => compute.gradients(rows, options, names)),
    decoder: async (request) => guardedDecoder(await during(() => compute.decoder(request))),
    dispose: () => compute.dispose(),
  };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

const lost = (reason: string): TwinsightError =>
  new TwinsightError({
    code: 'gpu-lost',
    message: `The GPU that trains was lost: ${reason.replace(/\.$/, '')}.`,
    remedy: 'Go on from what was kept; where it is lost again, reload the page or train on the processor.',
  });

const failed = (reason: string): TwinsightError =>
  new TwinsightError({
    code: 'gpu-failed',
    message: `The GPU that trains reports: ${reason.replace(/\.$/, '')}.`,
    remedy: 'Go on from what was kept with fewer questions a step, or train on the processor.',
  });
