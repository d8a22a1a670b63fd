import type { Array as JaxArray } from '@jax-js/jax';
import type {
  Compute,
  Decoder,
  DecoderRequest,
  LossGradients,
  LossOptions,
  LossRow,
  LossSums,
  Sequences,
} from '../compute.ts';
import { noSums } from '../compute.ts';
import { Pacer } from '../pacer.ts';
import { rotaryTables } from '../rotary.ts';
import type { LlamaConfig, Weights } from '../types.ts';
import { JaxDecoding } from './decoder.ts';
import type { JaxDevice } from './device.ts';
import { causalAttention, decode, embed, head, ParameterReader, type Parameters } from './llama.ts';
import { type LossInputs, lossOf, tokenLogprobs } from './loss.ts';
import { microBatches } from './shapes.ts';

/** The passes of a decoder on jax-js: WebAssembly or WebGPU. Compiled functions are kept for each shape. */
export class JaxCompute implements Compute {
  readonly config: LlamaConfig;
  readonly #device: JaxDevice;
  readonly #parameters = new Map<string, JaxArray>();
  readonly #logits;
  readonly #logprobs;
  readonly #losses = new Map<string, ReturnType<typeof compileLoss>>();
  readonly #decoding: JaxDecoding;
  readonly #pacer = new Pacer();

  constructor(device: JaxDevice, config: LlamaConfig) {
    this.config = config;
    this.#device = device;
    this.#decoding = new JaxDecoding(device, this);
    const { jax } = device;
    const attend = causalAttention(jax, config.hiddenSize / config.heads);
    this.#logits = jax.jit((parameters: Parameters, tokens: JaxArray, cos: JaxArray, sin: JaxArray) => {
      const weights = new ParameterReader(parameters);
      const hidden = decode(jax, config, weights, embed(jax, config, weights, tokens), { cos, sin }, attend);
      const logits = head(jax, config, weights, hidden);
      weights.dispose();
      return logits;
    });
    this.#logprobs = jax.jit(
      (parameters: Parameters, tokens: JaxArray, inverse: JaxArray, cos: JaxArray, sin: JaxArray) => {
        const weights = new ParameterReader(parameters);
        const { logprobs, entropies } = tokenLogprobs(jax, config, weights, tokens, inverse, { cos, sin });
        entropies.dispose();
        weights.dispose();
        return logprobs;
      },
    );
  }

  setWeights(weights: Weights): void {
    for (const [name, { shape, data }] of weights) {
      this.#parameters.get(name)?.dispose();
      this.#parameters.set(name, this.#device.array(data, shape));
    }
  }

  /** The parameters with a reference each for the function that they are given to. */
  parameters(names?: ReadonlySet<string>, without = false): Parameters {
    return Object.fromEntries(
      [...this.#parameters]
        .filter(([name]) => names === undefined || names.has(name) !== without)
        .map(([name, array]) => [name, array.ref]),
    );
  }

  rotary(length: number): { readonly cos: JaxArray; readonly sin: JaxArray } {
    const { cos, sin } = rotaryTables(this.config, length);
    const shape = [length, this.config.hiddenSize / this.config.heads];
    return { cos: this.#device.array(cos, shape), sin: this.#device.array(sin, shape) };
  }

  async logits(sequences: Sequences): Promise<readonly Float32Array[]> {
    return this.#batched(sequences, this.config.vocabSize, 0, (tokens, length) => {
      const { cos, sin } = this.rotary(length);
      return this.#logits(this.parameters(), tokens, cos, sin);
    });
  }

  async logprobs(sequences: Sequences, inverseTemperature: number): Promise<readonly Float32Array[]> {
    return this.#batched(sequences, 1, 1, (tokens, length) => {
      const { cos, sin } = this.rotary(length);
      const rows = tokens.shape[0] ?? 0;
      const inverse = this.#device.array(new Float32Array(rows).fill(inverseTemperature), [rows, 1]);
      return this.#logprobs(this.parameters(), tokens, inverse, cos, sin);
    });
  }

  /** Runs sequences in micro-batches of like length; each result has `width` values a token, of which the first `skipped` are missing. */
  async #batched(
    sequences: Sequences,
    width: number,
    skipped: number,
    run: (tokens: JaxArray, length: number) => JaxArray,
  ): Promise<readonly Float32Array[]> {
    const results = sequences.map((sequence) => new Float32Array(sequence.length * width));
    for (const { members, rows, length } of microBatches(sequences.map((sequence) => sequence.length))) {
      await this.#pacer.breathe();
      const tokens = new Int32Array(rows * length);
      members.forEach((member, row) => {
        tokens.set(sequences[member] ?? [], row * length);
      });
      const values = await this.#device.read(run(this.#device.array(tokens, [rows, length]), length));
      members.forEach((member, row) => {
        const from = row * (length - skipped) * width;
        const count = ((sequences[member]?.length ?? 0) - skipped) * width;
        results[member]?.set(values.subarray(from, from + count), skipped * width);
      });
    }
    return results;
  }

  async gradients(
    rows: readonly LossRow[],
    options: LossOptions,
    names: readonly string[],
  ): Promise<LossGradients> {
    const wanted = new Set(names);
    const loss = this.#lossFor(options.importanceSamplingLevel);
    const sums = noSums();
    const gradients = new Map<string, Float32Array>();
    for (const batch of microBatches(rows.map(({ tokens }) => tokens.length))) {
      await this.#pacer.breathe();
      const members = batch.members.flatMap((member) => rows[member] ?? []);
      const inputs = lossInputs(this.#device, members, options, batch.rows, batch.length);
      const { cos, sin } = this.rotary(batch.length);
      const [[value, parts], slopes] = loss(
        this.parameters(wanted),
        this.parameters(wanted, true),
        inputs,
        cos,
        sin,
      );
      addSums(sums, await this.#device.read(value), await this.#device.read(parts));
      for (const [name, slope] of Object.entries(slopes)) {
        const data = await this.#device.read(slope);
        const sum = gradients.get(name);
        if (!sum) gradients.set(name, data);
        else
          for (let index = 0; index < sum.length; index++)
            sum[index] = (sum[index] ?? 0) + (data[index] ?? 0);
      }
    }
    return { sums, gradients };
  }

  #lossFor(level: 'token' | 'sequence') {
    const known = this.#losses.get(level);
    if (known) return known;
    const compiled = compileLoss(this.#device, this.config, level);
    this.#losses.set(level, compiled);
    return compiled;
  }

  decoder(request: DecoderRequest): Promise<Decoder> {
    return this.#decoding.open(request);
  }

  dispose(): void {
    for (const parameter of this.#parameters.values()) parameter.dispose();
    this.#parameters.clear();
    this.#logits.dispose();
    this.#logprobs.dispose();
    this.#decoding.dispose();
    for (const loss of this.#losses.values()) loss.dispose();
  }
}

function compileLoss({ jax }: JaxDevice, config: LlamaConfig, level: 'token' | 'sequence') {
  const loss = (
    trained: Parameters,
    frozen: Parameters,
    inputs: LossInputs,
    cos: JaxArray,
    sin: JaxArray,
  ): [JaxArray, JaxArray] => {
    const weights = new ParameterReader({ ...trained, ...frozen });
    const result = lossOf(jax, config, level, weights, inputs, { cos, sin });
    weights.dispose();
    return result;
  };
  return jax.jit(jax.valueAndGrad(loss, { hasAux: true }));
}

function lossInputs(
  device: JaxDevice,
  members: readonly LossRow[],
  options: LossOptions,
  rows: number,
  length: number,
): LossInputs {
  const tokens = new Int32Array(rows * length);
  const grid = (pick: (row: LossRow) => Float32Array | undefined): JaxArray => {
    const data = new Float32Array(rows * length);
    members.forEach((member, row) => {
      data.set(pick(member) ?? [], row * length);
    });
    return device.array(data, [rows, length]);
  };
  const column = (pick: (row: LossRow) => number): JaxArray => {
    const data = new Float32Array(rows);
    data.set(members.map(pick));
    return device.array(data, [rows, 1]);
  };
  members.forEach((member, row) => {
    tokens.set(member.tokens, row * length);
  });
  const constants = Float32Array.from([1 - options.epsilon, 1 + options.epsilonHigh, options.beta]);
  return {
    tokens: device.array(tokens, [rows, length]),
    policyWeights: grid((row) => row.policyWeights),
    supervisedWeights: grid((row) => row.supervisedWeights),
    old: grid((row) => row.oldLogprobs),
    reference: grid((row) => row.referenceLogprobs),
    hasOld: column((row) => (row.oldLogprobs ? 1 : 0)),
    hasReference: column((row) => (row.referenceLogprobs ? 1 : 0)),
    advantages: column((row) => row.advantage),
    times: column((row) => row.times),
    inverseTemperatures: column((row) => row.inverseTemperature),
    constants: device.array(constants, [3]),
  };
}

function addSums(sums: LossSums, loss: Float32Array, parts: Float32Array): void {
  sums.loss += loss[0] ?? Number.NaN;
  sums.policyTokens += parts[0] ?? 0;
  sums.kl += parts[1] ?? 0;
  sums.entropy += parts[2] ?? 0;
  sums.clippedLow += parts[3] ?? 0;
  sums.clippedHigh += parts[4] ?? 0;
  sums.supervisedTokens += parts[5] ?? 0;
  sums.crossEntropy += parts[6] ?? 0;
}
