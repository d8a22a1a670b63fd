import { TwinsightError } from '../../src/core/errors.ts';
import { sampleToken, uniformAt } from '../../src/training/model/sampling.ts';
import type {
  AdamW,
  EngineState,
  LlamaConfig,
  PolicyBatch,
  PolicyEngine,
  SampledRow,
  SampleRequest,
  StepReport,
  StepRequest,
  SupervisedBatch,
  TokenBatch,
  Weights,
} from '../../src/training/model/types.ts';

const NAME = 'logits.weight';

/**
 * A policy that is a table: the logits of a token are a row for the token before it. It has the interface of the real engine and real gradients, in
 * closed form, and trains in milliseconds. For tests of what is around an engine.
 */
export class TabularEngine implements PolicyEngine {
  readonly trainable = { kind: 'full' } as const;
  readonly device = 'wasm' as const;
  readonly config: LlamaConfig;
  /** Set to poison the gradient of the next steps. */
  poisoned = false;
  readonly #start: Float32Array;
  readonly #table: Float32Array;
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  #steps = 0;

  constructor(vocabSize: number, initial: (before: number, token: number) => number = () => 0) {
    this.config = {
      vocabSize,
      hiddenSize: 2,
      intermediateSize: 2,
      layers: 1,
      heads: 1,
      rmsNormEps: 1e-5,
      ropeTheta: 1e4,
      maxPositions: 512,
      tiedEmbeddings: true,
      bosToken: 0,
      eosToken: 1,
      padToken: 2,
    };
    this.#start = Float32Array.from({ length: vocabSize ** 2 }, (_, at) =>
      initial(Math.floor(at / vocabSize), at % vocabSize),
    );
    this.#table = this.#start.slice();
    this.#first = new Float32Array(vocabSize ** 2);
    this.#second = new Float32Array(vocabSize ** 2);
  }

  async logits({ rows, length, tokens }: TokenBatch): Promise<Float32Array> {
    const { vocabSize } = this.config;
    const all = new Float32Array(rows * length * vocabSize);
    tokens.forEach((token, at) => {
      all.set(this.#row(this.#table, token), at * vocabSize);
    });
    return all;
  }

  async sample(request: SampleRequest): Promise<readonly SampledRow[]> {
    const rows: SampledRow[] = [];
    for (const [group, { prompt, rows: drivers }] of request.groups.entries()) {
      for (const driver of drivers) {
        if (request.signal?.aborted) throw cancelled();
        const row = {
          group,
          tokens: [0].slice(1),
          written: [true].slice(1),
          logprobs: [0].slice(1),
          ended: false,
        };
        while (!row.ended && row.tokens.length < request.maxNewTokens) {
          const uniform = uniformAt(request.seed, rows.length, row.tokens.length);
          const before = row.tokens.at(-1) ?? prompt.at(-1) ?? 0;
          const { temperature, topP } = request;
          const { token, logprob } = sampleToken(this.#row(this.#table, before), {
            temperature,
            topP,
            uniform,
          });
          row.tokens.push(token);
          row.written.push(true);
          row.logprobs.push(logprob);
          const next = driver.onToken(token);
          if (next === 'end') row.ended = true;
          else if (next !== 'continue') {
            row.tokens.push(...next.inject);
            row.written.push(...next.inject.map(() => false));
            row.logprobs.push(...next.inject.map(() => 0));
          }
        }
        rows.push(row);
      }
    }
    return rows;
  }

  async logprobs(
    batch: TokenBatch,
    options: { temperature: number; reference: boolean },
  ): Promise<Float32Array> {
    const table = options.reference ? this.#start : this.#table;
    return Float32Array.from(batch.tokens, (token, at) => {
      if (at % batch.length === 0) return 0;
      const { probabilities } = this.#softmax(table, batch.tokens[at - 1] ?? 0, options.temperature);
      return Math.log(probabilities[token] ?? 0);
    });
  }

  async step({ policy, supervised, optimizer }: StepRequest): Promise<StepReport> {
    const gradient = new Float64Array(this.#table.length);
    let loss = 0;
    if (policy) loss += this.#addPolicy(gradient, policy.batch, policy.loss);
    const imitated = supervised
      ? this.#addSupervised(gradient, supervised.batch, supervised.weight)
      : undefined;
    if (supervised && imitated !== undefined) loss += supervised.weight * imitated;
    if (this.poisoned) gradient[0] = Number.NaN;
    const gradNorm = Math.hypot(...gradient);
    const report = {
      loss,
      gradNorm,
      ...(policy ? { policy: { kl: 0, entropy: 0, clipRatioLow: 0, clipRatioHigh: 0 } } : {}),
      ...(imitated === undefined ? {} : { supervisedLoss: imitated }),
    };
    if (!Number.isFinite(gradNorm)) return { ...report, skipped: 'the gradient is not finite' };
    this.#adamW(gradient, gradNorm, optimizer);
    return report;
  }

  async readState(): Promise<EngineState> {
    const of = (data: Float32Array): Weights =>
      new Map([[NAME, { shape: [this.config.vocabSize, this.config.vocabSize], data: data.slice() }]]);
    return {
      trainable: of(this.#table),
      firstMoments: of(this.#first),
      secondMoments: of(this.#second),
      steps: this.#steps,
    };
  }

  async writeState(state: EngineState): Promise<void> {
    this.#table.set(state.trainable.get(NAME)?.data ?? []);
    this.#first.set(state.firstMoments.get(NAME)?.data ?? []);
    this.#second.set(state.secondMoments.get(NAME)?.data ?? []);
    this.#steps = state.steps;
  }

  async readWeights(): Promise<Weights> {
    return (await this.readState()).trainable;
  }

  dispose(): void {
    this.#table.fill(0);
  }

  /** The mean surrogate over all masked tokens, at a ratio of 1 or of the given old probabilities, unclipped. */
  #addPolicy(gradient: Float64Array, batch: PolicyBatch, { temperature }: { temperature: number }): number {
    const count = batch.mask.reduce((sum, one) => sum + one, 0);
    let loss = 0;
    batch.tokens.forEach((token, at) => {
      if (batch.mask[at] !== 1) return;
      const before = batch.tokens[at - 1] ?? 0;
      const advantage = batch.advantages[Math.floor(at / batch.length)] ?? 0;
      const { probabilities } = this.#softmax(this.#table, before, temperature);
      const old = batch.oldLogprobs?.[at];
      const ratio = old === undefined ? 1 : Math.exp(Math.log(probabilities[token] ?? 0) - old);
      loss -= (ratio * advantage) / count;
      this.#addLogprob(gradient, before, token, probabilities, (-ratio * advantage) / count / temperature);
    });
    return loss;
  }

  #addSupervised(gradient: Float64Array, batch: SupervisedBatch, weight: number): number {
    const count = batch.mask.reduce((sum, one) => sum + one, 0);
    let loss = 0;
    batch.tokens.forEach((token, at) => {
      if (batch.mask[at] !== 1) return;
      const before = batch.tokens[at - 1] ?? 0;
      const { probabilities } = this.#softmax(this.#table, before, 1);
      loss -= Math.log(probabilities[token] ?? 0) / count;
      this.#addLogprob(gradient, before, token, probabilities, -weight / count);
    });
    return loss;
  }

  /** Adds `scale` times the gradient of log p(token | before). */
  #addLogprob(
    gradient: Float64Array,
    before: number,
    token: number,
    probabilities: Float64Array,
    scale: number,
  ): void {
    const base = before * this.config.vocabSize;
    probabilities.forEach((probability, at) => {
      gradient[base + at] = (gradient[base + at] ?? 0) + scale * ((at === token ? 1 : 0) - probability);
    });
  }

  #adamW(
    gradient: Float64Array,
    norm: number,
    { learningRate, beta1, beta2, eps, maxGradNorm }: AdamW,
  ): void {
    this.#steps += 1;
    const scale = Math.min(1, maxGradNorm / (norm + 1e-6));
    gradient.forEach((raw, at) => {
      const slope = raw * scale;
      const first = beta1 * (this.#first[at] ?? 0) + (1 - beta1) * slope;
      const second = beta2 * (this.#second[at] ?? 0) + (1 - beta2) * slope ** 2;
      this.#first[at] = first;
      this.#second[at] = second;
      const step =
        first / (1 - beta1 ** this.#steps) / (Math.sqrt(second / (1 - beta2 ** this.#steps)) + eps);
      this.#table[at] = (this.#table[at] ?? 0) - learningRate * step;
    });
  }

  #row(table: Float32Array, before: number): Float32Array {
    const { vocabSize } = this.config;
    return table.subarray(before * vocabSize, (before + 1) * vocabSize);
  }

  #softmax(table: Float32Array, before: number, temperature: number): { probabilities: Float64Array } {
    const row = this.#row(table, before);
    const top = Math.max(...row);
    const weights = Float64Array.from(row, (logit) => Math.exp((logit - top) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return { probabilities: weights.map((weight) => weight / total) };
  }
}

const cancelled = (): TwinsightError =>
  new TwinsightError({ code: 'cancelled', message: 'Sampling was cancelled.', remedy: 'Start it again.' });
