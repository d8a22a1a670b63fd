import { TwinsightError } from '../../core/errors.ts';
import type { LossRow } from './compute.ts';
import type {
  LlamaConfig,
  PolicyBatch,
  PolicyLoss,
  StepRequest,
  SupervisedBatch,
  TokenBatch,
} from './types.ts';

export const invalid = (message: string, remedy = 'Give sequences that fit the model.'): TwinsightError =>
  new TwinsightError({ code: 'invalid-argument', message, remedy });

/** Refuses sequences that the model cannot read. @throws {TwinsightError} `invalid-argument` */
export function checkTokens(config: LlamaConfig, tokens: Iterable<number>, length: number): void {
  if (length > config.maxPositions)
    throw invalid(
      `A sequence of ${length} tokens is longer than the model's ${config.maxPositions} positions.`,
    );
  for (const token of tokens) {
    if (!(token >= 0 && token < config.vocabSize && Number.isInteger(token)))
      throw invalid(`The token ${token} lies outside the vocabulary of ${config.vocabSize}.`);
  }
}

/**
 * The rows of a batch, each without the padding behind its last token, or what lies behind its last masked token. Where the end
 * token pads as well, nobody can tell them apart, and all is kept.
 */
export function rowsOf(config: LlamaConfig, batch: TokenBatch, mask?: Uint8Array): readonly Int32Array[] {
  const { rows, length, tokens } = batch;
  if (tokens.length !== rows * length)
    throw invalid(`A batch of ${rows} × ${length} holds ${tokens.length} tokens.`);
  checkTokens(config, tokens, length);
  return Array.from({ length: rows }, (_, row) => {
    let end = (row + 1) * length;
    const stop = row * length + 1;
    const idle = (at: number): boolean =>
      mask ? mask[at] === 0 : tokens[at] === config.padToken && config.padToken !== config.eosToken;
    while (end > stop && idle(end - 1)) end--;
    return tokens.subarray(row * length, end);
  });
}

/** The rows that a step's loss is made of, those of the policy first, each of them once. */
export function lossRows(config: LlamaConfig, request: StepRequest): readonly LossRow[] {
  const policy = request.policy ? policyRows(config, request.policy.batch, request.policy.loss) : [];
  const supervised = request.supervised
    ? supervisedRows(config, request.supervised.batch, request.supervised.weight)
    : [];
  return [...policy, ...supervised];
}

const slice = (data: Float32Array | undefined, mask: Uint8Array, from: number, to: number) =>
  // What stands where nobody wrote must never count, not even as NaN times zero.
  data?.slice(from, to).map((value, index) => (mask[from + index] === 1 ? value : 0));

function policyRows(config: LlamaConfig, batch: PolicyBatch, loss: PolicyLoss): readonly LossRow[] {
  const { rows, length, mask } = batch;
  const size = rows * length;
  const needed = loss.beta !== 0 && batch.referenceLogprobs === undefined;
  if (needed) throw invalid('A KL term needs the log-probabilities of the reference policy.');
  for (const [name, data, wanted] of [
    ['mask', mask, size],
    ['advantages', batch.advantages, rows],
    ['oldLogprobs', batch.oldLogprobs, size],
    ['referenceLogprobs', batch.referenceLogprobs, size],
  ] as const) {
    if (data !== undefined && data.length !== wanted)
      throw invalid(`A batch of ${rows} × ${length} has ${data.length} values of ${name}.`);
  }
  const counts = countWritten(batch);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const divisor = (count: number): number => {
    switch (loss.lossType) {
      case 'grpo':
        return rows * Math.max(count, 1);
      case 'dr_grpo':
        return rows * loss.maxCompletionLength;
      default:
        return Math.max(all, 1);
    }
  };
  const { first, times } = repeatsOf(batch);
  return rowsOf(config, batch, mask).flatMap((tokens, row) => {
    if (first[row] !== row) return [];
    const from = row * length;
    const to = from + tokens.length;
    const repeats = times[row] ?? 1;
    const weight = repeats / divisor(counts[row] ?? 0);
    return {
      tokens,
      times: repeats,
      policyWeights: Float32Array.from(mask.subarray(from, to), (written) => written * weight),
      supervisedWeights: new Float32Array(tokens.length),
      advantage: batch.advantages[row] ?? 0,
      inverseTemperature: 1 / loss.temperature,
      oldLogprobs: slice(batch.oldLogprobs, mask, from, to),
      referenceLogprobs: slice(batch.referenceLogprobs, mask, from, to),
    };
  });
}

/**
 * Rows that are the same in all that the loss depends on. A policy that is sure of itself samples one rollout over and over.
 * @returns `first`: for each row the first that is like it; `times`: how many are like that one
 */
function repeatsOf({ rows, length, tokens, mask, advantages, oldLogprobs, referenceLogprobs }: PolicyBatch): {
  readonly first: readonly number[];
  readonly times: readonly number[];
} {
  const seen = new Map<string, number>();
  const first: number[] = [];
  const times: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    const part = <T extends { subarray(from: number, to: number): { join(): string } }>(data: T): string =>
      data.subarray(row * length, (row + 1) * length).join();
    const key = [
      advantages[row],
      part(tokens),
      part(mask),
      oldLogprobs ? part(oldLogprobs) : '',
      referenceLogprobs ? part(referenceLogprobs) : '',
    ].join(' ');
    const like = seen.get(key) ?? row;
    seen.set(key, like);
    first.push(like);
    times.push(0);
    times[like] = (times[like] ?? 0) + 1;
  }
  return { first, times };
}

function supervisedRows(config: LlamaConfig, batch: SupervisedBatch, weight: number): readonly LossRow[] {
  const { length, mask } = batch;
  if (mask.length !== batch.tokens.length)
    throw invalid(`A batch of ${batch.tokens.length} tokens has ${mask.length} values of mask.`);
  const all = countWritten(batch).reduce((sum, count) => sum + count, 0);
  return rowsOf(config, batch, mask).map((tokens, row) => {
    const from = row * length;
    const written = mask.subarray(from, from + tokens.length);
    return {
      tokens,
      times: 1,
      policyWeights: new Float32Array(tokens.length),
      supervisedWeights: Float32Array.from(written, (one) => (one * weight) / Math.max(all, 1)),
      advantage: 0,
      inverseTemperature: 1,
      oldLogprobs: undefined,
      referenceLogprobs: undefined,
    };
  });
}

function countWritten({ rows, length, mask }: TokenBatch & { readonly mask: Uint8Array }): readonly number[] {
  return Array.from({ length: rows }, (_, row) => {
    if (mask[row * length] === 1) throw invalid(`Row ${row}: the first token of a row is never written.`);
    let count = 0;
    for (let index = row * length; index < (row + 1) * length; index++) count += mask[index] ?? 0;
    return count;
  });
}
