import type {
  Branch,
  Compute,
  Decoder,
  DecoderRequest,
  LossGradients,
  LossOptions,
  LossRow,
  LossSums,
  Sequences,
} from './compute.ts';
import type { LlamaConfig, Weights } from './types.ts';

/**
 * Parts that a step's rows are divided into, whatever the number of threads: sums of floats depend on their order, and a run must not depend
 * on the machine's cores.
 */
export const GRADIENT_PARTS = 4;

/**
 * One model computed by several devices of a kind at once, each with its copy of the weights. Gradients of parts of the rows are added in the
 * order of the parts, and each group of rows is decoded by one device: any number of devices gives the same bits.
 */
export class ParallelCompute implements Compute {
  readonly config: LlamaConfig;
  readonly #devices: readonly Compute[];
  readonly #first: Compute;

  /**
   * @param first on this thread
   * @param helpers on threads of their own; told of their work before `first`, which keeps this thread busy with its own
   */
  constructor(first: Compute, helpers: readonly Compute[]) {
    this.config = first.config;
    this.#first = first;
    this.#devices = [...helpers, first];
  }

  setWeights(weights: Weights): void {
    for (const device of this.#devices) device.setWeights(weights);
  }

  logits(sequences: Sequences): Promise<readonly Float32Array[]> {
    return this.#first.logits(sequences);
  }

  async logprobs(sequences: Sequences, inverseTemperature: number): Promise<readonly Float32Array[]> {
    const parts = inParts(sequences, this.#devices.length, (sequence) => sequence.length);
    const results = await Promise.all(
      this.#shared(parts, (device, part) => device.logprobs(part, inverseTemperature)),
    );
    return results.flat();
  }

  async gradients(
    rows: readonly LossRow[],
    options: LossOptions,
    names: readonly string[],
  ): Promise<LossGradients> {
    const parts = inParts(rows, GRADIENT_PARTS, ({ tokens }) => tokens.length);
    const results = await Promise.all(
      this.#shared(parts, (device, part) => device.gradients(part, options, names)),
    );
    const [first, ...others] = results;
    if (!first) return this.#first.gradients(rows, options, names);
    return others.reduce(added, first);
  }

  async decoder(request: DecoderRequest): Promise<Decoder> {
    const count = Math.min(this.#devices.length, request.groups.length);
    if (count < 2) return this.#first.decoder(request);
    const places = request.groups.map((_, group) => group % count);
    const decoders = await Promise.all(
      this.#devices.slice(-count).map((device, index) =>
        device.decoder({
          ...request,
          groups: request.groups.filter((_, group) => places[group] === index),
        }),
      ),
    );
    return new ParallelDecoder(this.config, request, places, decoders);
  }

  dispose(): void {
    for (const device of this.#devices) device.dispose();
  }

  /** Gives each part to a device, in turn. */
  #shared<T, R>(parts: readonly T[], work: (device: Compute, part: T) => Promise<R>): readonly Promise<R>[] {
    return parts.map((part, index) => work(this.#devices[index % this.#devices.length] ?? this.#first, part));
  }
}

/** Rows whose groups are decoded by different devices. */
class ParallelDecoder implements Decoder {
  readonly atOnce: number;
  readonly promptLogits: Float32Array;
  readonly #vocabSize: number;
  readonly #decoders: readonly Decoder[];
  /** For each row the decoder that has it, and its number there. */
  readonly #rows: readonly { readonly decoder: number; readonly row: number }[];

  constructor(
    { vocabSize }: LlamaConfig,
    { groups }: DecoderRequest,
    places: readonly number[],
    decoders: readonly Decoder[],
  ) {
    this.#vocabSize = vocabSize;
    this.#decoders = decoders;
    this.atOnce = Math.min(...decoders.map(({ atOnce }) => atOnce));
    const next = decoders.map(() => ({ group: 0, row: 0 }));
    this.promptLogits = new Float32Array(groups.length * vocabSize);
    this.#rows = groups.flatMap(({ rows }, group) => {
      const decoder = places[group] ?? 0;
      const place = next[decoder];
      const logits = decoders[decoder]?.promptLogits;
      if (!place || !logits) return [];
      this.promptLogits.set(
        logits.subarray(place.group * vocabSize, (place.group + 1) * vocabSize),
        group * vocabSize,
      );
      place.group += 1;
      return Array.from({ length: rows }, () => ({ decoder, row: place.row++ }));
    });
  }

  async step(branches: readonly Branch[]): Promise<Float32Array> {
    const shares = this.#decoders.map(() => ({ at: [] as number[], branches: [] as Branch[] }));
    branches.forEach(({ tokens, rows }, at) => {
      const places = rows.map((row) => this.#rows[row] ?? missingRow(row));
      const share = shares[places[0]?.decoder ?? 0];
      share?.at.push(at);
      share?.branches.push({ tokens, rows: places.map(({ row }) => row) });
    });
    const size = this.#vocabSize;
    const logits = new Float32Array(branches.length * size);
    await Promise.all(
      this.#decoders.map(async (decoder, index) => {
        const share = shares[index];
        if (!share || share.at.length === 0) return;
        const own = await decoder.step(share.branches);
        share.at.forEach((at, row) => {
          logits.set(own.subarray(row * size, (row + 1) * size), at * size);
        });
      }),
    );
    return logits;
  }

  dispose(): void {
    for (const decoder of this.#decoders) decoder.dispose();
  }
}

function missingRow(row: number): never {
  throw new RangeError(`There is no row ${row}.`);
}

/** Neighbours together, in at most `count` parts of about the same length. Empty parts are left out. */
function inParts<T>(
  items: readonly T[],
  count: number,
  lengthOf: (item: T) => number,
): readonly (readonly T[])[] {
  const total = items.reduce((sum, item) => sum + lengthOf(item), 0);
  const parts = Array.from({ length: count }, () => [] as T[]);
  let before = 0;
  for (const item of items) {
    parts[Math.min(count - 1, Math.floor((count * before) / total))]?.push(item);
    before += lengthOf(item);
  }
  return parts.filter((part) => part.length > 0);
}

function added(sum: LossGradients, { sums, gradients }: LossGradients): LossGradients {
  for (const [name, data] of sum.gradients) {
    const other = gradients.get(name);
    for (let index = 0; other && index < data.length; index++)
      data[index] = (data[index] ?? 0) + (other[index] ?? 0);
  }
  return { sums: addedSums(sum.sums, sums), gradients: sum.gradients };
}

const addedSums = (a: LossSums, b: LossSums): LossSums => ({
  loss: a.loss + b.loss,
  policyTokens: a.policyTokens + b.policyTokens,
  kl: a.kl + b.kl,
  entropy: a.entropy + b.entropy,
  clippedLow: a.clippedLow + b.clippedLow,
  clippedHigh: a.clippedHigh + b.clippedHigh,
  supervisedTokens: a.supervisedTokens + b.supervisedTokens,
  crossEntropy: a.crossEntropy + b.crossEntropy,
});
