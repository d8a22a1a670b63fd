import type { Compute, Decoder } from './compute.ts';
import { checkTokens, invalid } from './lossRows.ts';
import { cancelled, type Pacer } from './pacer.ts';
import { samplerOf, uniformAt } from './sampling.ts';
import type { RowDriver, SampledRow, SampleRequest } from './types.ts';

interface Row {
  readonly index: number;
  readonly group: number;
  readonly driver: RowDriver;
  readonly tokens: number[];
  readonly written: boolean[];
  readonly logprobs: number[];
  /** Its last tokens, which the decoder was not fed yet. */
  unfed: readonly number[];
  /** How many tokens it may have. */
  readonly most: number;
  state: 'going' | 'ended' | 'cut';
}

/**
 * Samples all rows of all groups in lock step: each step feeds every row that still goes on its last token, whether it was sampled or
 * injected, rows that are alike so far together, and a row that ends leaves the batch. Injected tokens are fed as many at once as the decoder takes.
 */
export async function sampleRows(
  compute: Compute,
  request: SampleRequest,
  pacer: Pacer,
): Promise<readonly SampledRow[]> {
  const rows = openRows(compute, request);
  if (rows.length === 0) return [];
  const { vocabSize } = compute.config;
  const longest = Math.max(...request.groups.map(({ prompt }) => prompt.length));
  const capacity = Math.min(compute.config.maxPositions, longest + request.maxNewTokens);
  const groups = request.groups.map(({ prompt, rows: drivers }) => ({ prompt, rows: drivers.length }));
  if (request.signal?.aborted) throw cancelled();
  const decoder: Decoder = await compute.decoder({ groups, capacity });
  try {
    let branches: readonly BranchRows[] = groups.map((_, group) => rows.filter((row) => row.group === group));
    branches.forEach((branch, group) => {
      takeNext(branch, decoder.promptLogits.subarray(group * vocabSize, (group + 1) * vocabSize), request);
    });
    for (branches = branches.flatMap(parted); branches.length > 0; branches = branches.flatMap(parted)) {
      await pacer.breathe();
      if (request.signal?.aborted) throw cancelled();
      const logits = await decoder.step(
        branches.map((branch) => ({
          tokens: branch[0]?.unfed.slice(0, decoder.atOnce) ?? [],
          rows: branch.map(({ index }) => index),
        })),
      );
      branches.forEach((branch, at) => {
        for (const row of branch) row.unfed = row.unfed.slice(decoder.atOnce);
        if (branch[0]?.unfed.length === 0)
          takeNext(branch, logits.subarray(at * vocabSize, (at + 1) * vocabSize), request);
      });
    }
  } finally {
    decoder.dispose();
  }
  return rows.map(({ group, tokens, written, logprobs, state }) => ({
    group,
    tokens,
    written,
    logprobs,
    ended: state === 'ended',
  }));
}

/** The rows of a branch, which had the same tokens so far: the surer a policy is of its next token, the longer they stay together. */
type BranchRows = readonly Row[];

/** Those that go on, apart where what they are to be fed differs. */
function parted(rows: BranchRows): readonly BranchRows[] {
  const byUnfed = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.state !== 'going') continue;
    const key = row.unfed.join();
    const others = byUnfed.get(key);
    if (others) others.push(row);
    else byUnfed.set(key, [row]);
  }
  return [...byUnfed.values()];
}

function openRows({ config }: Compute, request: SampleRequest): readonly Row[] {
  const { groups, temperature, topP, maxNewTokens } = request;
  if (!(temperature >= 0) || !(topP > 0 && topP <= 1) || !(maxNewTokens >= 1))
    throw invalid(
      `Temperature ${temperature}, top-p ${topP} and ${maxNewTokens} new tokens are no way to sample.`,
      'Give a temperature of 0 or more, top-p in (0, 1], and at least one new token.',
    );
  const rows: Row[] = [];
  groups.forEach(({ prompt, rows: drivers }, group) => {
    if (prompt.length === 0) throw invalid(`The prompt of group ${group} is empty.`);
    checkTokens(config, prompt, prompt.length + 1);
    for (const driver of drivers)
      rows.push({
        index: rows.length,
        group,
        driver,
        tokens: [],
        written: [],
        logprobs: [],
        unfed: [],
        most: Math.min(maxNewTokens, config.maxPositions - prompt.length),
        state: 'going',
      });
  });
  return rows;
}

/** Samples each row's next token from their logits, and appends it with what its driver injects behind it. */
function takeNext(rows: BranchRows, logits: Float32Array, request: SampleRequest): void {
  const sample = samplerOf(logits, request.temperature);
  for (const row of rows) {
    const { token, logprob } = sample({
      topP: request.topP,
      allowed: row.driver.allowed?.(),
      uniform: uniformAt(request.seed, row.index, row.tokens.length),
    });
    append(row, token, true, logprob);
    const next = row.driver.onToken(token);
    const injected = typeof next === 'string' ? [] : next.inject.slice(0, row.most - row.tokens.length);
    for (const given of injected) append(row, given, false, 0);
    row.unfed = [token, ...injected];
    if (next === 'end') row.state = 'ended';
    else if (row.tokens.length >= row.most) row.state = 'cut';
  }
}

function append(row: Row, token: number, written: boolean, logprob: number): void {
  row.tokens.push(token);
  row.written.push(written);
  row.logprobs.push(logprob);
}
