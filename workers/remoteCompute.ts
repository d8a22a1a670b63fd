import { TwinsightError } from '../src/core/errors.ts';
import type {
  Compute,
  Decoder,
  DecoderRequest,
  LossGradients,
  LossOptions,
  LossRow,
  Sequences,
} from '../src/training/model/compute.ts';
import type { LlamaConfig, Weights } from '../src/training/model/types.ts';
import { computeContract } from './contracts/compute.ts';
import { createClient } from './rpc/client.ts';
import type { WorkerEndpoint } from './rpc/endpoint.ts';

/** A device on a thread of its own. It has the weights, so a worker that stopped is not replaced: every later call rejects. */
export class RemoteCompute implements Compute {
  readonly config: LlamaConfig;
  readonly #endpoint: WorkerEndpoint;
  readonly #client;
  /** Rejects where the worker could not be made ready; what is asked of it then says why. */
  #ready: Promise<unknown>;

  constructor(config: LlamaConfig, endpoint: WorkerEndpoint) {
    this.config = config;
    this.#endpoint = endpoint;
    this.#client = createClient(computeContract, endpoint);
    this.#ready = this.#client.call('open', { config: { ...config } });
    this.#ready.catch(() => undefined);
  }

  setWeights(weights: Weights): void {
    const set = this.#client.call('setWeights', { weights: new Map(weights) });
    this.#ready = Promise.all([this.#ready, set]);
    this.#ready.catch(() => undefined);
  }

  logits(sequences: Sequences): Promise<readonly Float32Array[]> {
    return this.#after(this.#client.call('logits', { sequences }));
  }

  logprobs(sequences: Sequences, inverseTemperature: number): Promise<readonly Float32Array[]> {
    return this.#after(this.#client.call('logprobs', { sequences, inverseTemperature }));
  }

  gradients(
    rows: readonly LossRow[],
    options: LossOptions,
    names: readonly string[],
  ): Promise<LossGradients> {
    return this.#after(this.#client.call('gradients', { rows, options, names }));
  }

  async decoder(request: DecoderRequest): Promise<Decoder> {
    const { groups, capacity } = request;
    const { atOnce, promptLogits } = await this.#after(
      this.#client.call('openDecoder', { groups, capacity }),
    );
    return {
      atOnce,
      promptLogits,
      step: (branches) => this.#client.call('stepDecoder', { branches }),
      dispose: () => {
        // Whether it could be closed is of no matter: the next one takes its place.
        this.#client.call('closeDecoder', {}).catch(() => undefined);
      },
    };
  }

  dispose(): void {
    this.#client.close(
      new TwinsightError({
        code: 'cancelled',
        message: 'The policy’s threads were shut down.',
        remedy: 'Open the run again.',
      }),
    );
    this.#endpoint.terminate();
  }

  /** The answer to a call that was sent already; the first failure that led to it, where it fails. */
  async #after<T>(answer: Promise<T>): Promise<T> {
    const [, value] = await Promise.all([this.#ready, answer]);
    return value;
  }
}
