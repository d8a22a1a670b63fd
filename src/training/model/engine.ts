import { TwinsightError, toTwinsightError } from '../../core/errors.ts';
import { SerialQueue } from '../../core/serialQueue.ts';
import { globalNorm, type Trained, updateAdamW } from './adamw.ts';
import { adapterGradients } from './adapterGradients.ts';
import { adaptedLayers, createAdapter, mergeAdapter } from './adapters.ts';
import type { Compute, LossSums, Sequences } from './compute.ts';
import { invalid, lossRows, rowsOf } from './lossRows.ts';
import { Pacer } from './pacer.ts';
import { sampleRows } from './sampleRows.ts';
import type {
  EngineState,
  LlamaConfig,
  PolicyEngine,
  SampledRow,
  SampleRequest,
  StepReport,
  StepRequest,
  Tensor,
  TokenBatch,
  Trainable,
  Weights,
} from './types.ts';
import { checkWeights, sameShape } from './weights.ts';

export interface EngineRequest {
  readonly config: LlamaConfig;
  readonly weights: Weights;
  readonly trainable: Trainable;
  readonly device: 'wasm' | 'webgpu';
  /** Makes devices that compute the model on threads of their own, beside this one. For `wasm` alone; without it there are none. */
  readonly helpers?: (config: LlamaConfig) => readonly Compute[];
}

const NO_LOSS = { epsilon: 0.2, epsilonHigh: 0.2, beta: 0, importanceSamplingLevel: 'token' } as const;

/**
 * A policy engine over what a device computes. It keeps the weights, the adapter and AdamW's moments on this side, in float32, and
 * updates them here: a model that a page can train is small enough for that, and a run that goes on from a saved state is then the
 * same byte for byte.
 *
 * @throws {TwinsightError} `model-invalid` where the weights do not fit the configuration
 */
export function engineOver(compute: Compute, request: EngineRequest): PolicyEngine {
  return new ComputedEngine(compute, request);
}

class ComputedEngine implements PolicyEngine {
  readonly config: LlamaConfig;
  readonly trainable: Trainable;
  readonly device: 'wasm' | 'webgpu';
  readonly #compute: Compute;
  readonly #initial: Weights;
  readonly #trained: ReadonlyMap<string, Trained & { readonly shape: readonly number[] }>;
  readonly #queue = new SerialQueue();
  #steps = 0;
  /** Which weights the device holds. */
  #loaded: 'policy' | 'reference' | 'none' = 'none';

  constructor(compute: Compute, { config, weights, trainable, device }: EngineRequest) {
    this.config = config;
    this.trainable = trainable;
    this.device = device;
    this.#compute = compute;
    this.#initial = copied(checkWeights(config, weights));
    const tensors = trainable.kind === 'full' ? this.#initial : createAdapter(config, trainable.lora);
    this.#trained = new Map(
      [...tensors].map(([name, { shape, data }]) => [
        name,
        {
          shape,
          data: data.slice(),
          first: new Float32Array(data.length),
          second: new Float32Array(data.length),
          decays: shape.length > 1,
        },
      ]),
    );
  }

  logits(batch: TokenBatch): Promise<Float32Array> {
    return this.#run(async () => {
      const { rows, length } = batch;
      const { vocabSize } = this.config;
      this.#load('policy');
      const all = new Float32Array(rows * length * vocabSize);
      const sequences = wholeRows(this.config, batch);
      const logits = await this.#compute.logits(sequences);
      logits.forEach((one, row) => {
        all.set(one, row * length * vocabSize);
      });
      return all;
    });
  }

  sample(request: SampleRequest): Promise<readonly SampledRow[]> {
    return this.#run(() => {
      this.#load('policy');
      return sampleRows(this.#compute, request, new Pacer());
    });
  }

  logprobs(
    batch: TokenBatch,
    options: { readonly temperature: number; readonly reference: boolean },
  ): Promise<Float32Array> {
    return this.#run(async () => {
      if (!(options.temperature > 0)) throw invalid('Log-probabilities need a temperature above 0.');
      this.#load(options.reference ? 'reference' : 'policy');
      const all = new Float32Array(batch.rows * batch.length);
      const logprobs = await this.#compute.logprobs(rowsOf(this.config, batch), 1 / options.temperature);
      logprobs.forEach((one, row) => {
        all.set(one, row * batch.length);
      });
      return all;
    });
  }

  step(request: StepRequest): Promise<StepReport> {
    return this.#run(async () => {
      const rows = lossRows(this.config, request);
      if (rows.length === 0) throw invalid('A step needs rows to learn from.');
      this.#load('policy');
      const names =
        this.trainable.kind === 'full'
          ? [...this.#trained.keys()]
          : adaptedLayers(this.config, this.trainable.lora).map(({ name }) => `${name}.weight`);
      const { sums, gradients } = await this.#compute.gradients(rows, request.policy?.loss ?? NO_LOSS, names);
      return this.#update(request, sums, this.#ofTrained(gradients));
    });
  }

  /** The gradients of what is trained, from those of the weights that the device knows. */
  #ofTrained(gradients: ReadonlyMap<string, Float32Array>): ReadonlyMap<string, Float32Array> {
    if (this.trainable.kind === 'full') return gradients;
    return adapterGradients(this.config, this.trainable.lora, this.#trained, gradients);
  }

  #update(request: StepRequest, sums: LossSums, gradients: ReadonlyMap<string, Float32Array>): StepReport {
    const gradNorm = globalNorm(gradients.values());
    const report = {
      loss: sums.loss,
      gradNorm,
      policy: request.policy && {
        kl: mean(sums.kl, sums.policyTokens),
        entropy: mean(sums.entropy, sums.policyTokens),
        clipRatioLow: mean(sums.clippedLow, sums.policyTokens),
        clipRatioHigh: mean(sums.clippedHigh, sums.policyTokens),
      },
      supervisedLoss: request.supervised && mean(sums.crossEntropy, sums.supervisedTokens),
    };
    if (!Number.isFinite(sums.loss)) return { ...report, skipped: 'The loss is not finite.' };
    if (!Number.isFinite(gradNorm)) return { ...report, skipped: 'A gradient is not finite.' };
    this.#steps++;
    for (const [name, trained] of this.#trained) {
      const gradient = gradients.get(name);
      if (!gradient) throw new Error(`No gradient of ${name} came back.`);
      updateAdamW(trained, gradient, request.optimizer, gradNorm, this.#steps);
    }
    this.#loaded = 'none';
    return report;
  }

  readState(): Promise<EngineState> {
    return this.#run(() => {
      const pick = (part: 'data' | 'first' | 'second'): Weights =>
        new Map(
          [...this.#trained].map(([name, trained]) => [
            name,
            { shape: trained.shape, data: trained[part].slice() },
          ]),
        );
      return {
        trainable: pick('data'),
        firstMoments: pick('first'),
        secondMoments: pick('second'),
        steps: this.#steps,
      };
    });
  }

  writeState(state: EngineState): Promise<void> {
    return this.#run(() => {
      const parts = [
        [state.trainable, 'data'],
        [state.firstMoments, 'first'],
        [state.secondMoments, 'second'],
      ] as const;
      // All is checked before anything is changed.
      for (const [weights] of parts) {
        if (weights.size !== this.#trained.size)
          throw invalid(`The state has ${weights.size} tensors, not ${this.#trained.size}.`, OTHER_RUN);
        for (const [name, { shape, data }] of weights) {
          if (!sameShape(shape, this.#trained.get(name)?.shape ?? []))
            throw invalid(`The state's tensor ${name} does not belong to this engine.`, OTHER_RUN);
          if (!data.every(Number.isFinite))
            throw invalid(`The state's tensor ${name} holds values that are not finite.`, OTHER_RUN);
        }
      }
      for (const [weights, part] of parts)
        for (const [name, { data }] of weights) this.#trained.get(name)?.[part].set(data);
      this.#steps = state.steps;
      this.#loaded = 'none';
    });
  }

  readWeights(): Promise<Weights> {
    return this.#run(() => copied(this.#policyWeights()));
  }

  dispose(): void {
    this.#compute.dispose();
  }

  #policyWeights(): Weights {
    return this.trainable.kind === 'full'
      ? this.#trained
      : mergeAdapter(this.config, this.#initial, this.trainable.lora, this.#trained);
  }

  #load(wanted: 'policy' | 'reference'): void {
    if (this.#loaded === wanted) return;
    this.#compute.setWeights(wanted === 'policy' ? this.#policyWeights() : this.#initial);
    this.#loaded = wanted;
  }

  /** One call at a time, and every failure a typed one. */
  #run<T>(job: () => Promise<T> | T): Promise<T> {
    return this.#queue.run(async () => {
      try {
        return await job();
      } catch (error) {
        throw error instanceof TwinsightError ? error : toTwinsightError(error);
      }
    });
  }
}

const OTHER_RUN = 'Give the state of an engine of the same model with the same adapter.';

const mean = (sum: number, count: number): number => (count === 0 ? 0 : sum / count);

const copied = (weights: Weights): Weights =>
  new Map(
    [...weights].map(([name, { shape, data }]): [string, Tensor] => [name, { shape, data: data.slice() }]),
  );

/** All positions of a batch, padding too: whoever asks for logits gets them everywhere. */
function wholeRows(config: LlamaConfig, batch: TokenBatch): Sequences {
  rowsOf(config, batch);
  return Array.from({ length: batch.rows }, (_, row) =>
    batch.tokens.subarray(row * batch.length, (row + 1) * batch.length),
  );
}
