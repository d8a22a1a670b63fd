import type { Compute, Decoder } from './compute.ts';
import { checkTokens, invalid } from './lossRows.ts';
import { cancelled, type Pacer } from './pacer.ts';
import { sampleToken, uniformAt } from './sampling.ts';
import type { RowDriver, SampledRow, SampleRequest } from './types.ts';

interface Row {
  readonly index: number;
  readonly group: number;
  readonly driver: RowDriver;
  readonly tokens: number[];
  readonly written: boolean[];
  readonly logprobs: number[];
  /** Tokens that follow as they are. */
  readonly injected: number[];
  /** How many tokens it may have. */
  readonly most: number;
  state: 'going' | 'ended' | 'cut';
}

/**
 * Samples all rows of all groups in lock step: each step feeds every row that still goes on its last token, whether it was sampled or
 * injected, and a row that ends leaves the batch.
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
    for (const row of rows)
      takeNext(
        row,
        decoder.promptLogits.subarray(row.group * vocabSize, (row.group + 1) * vocabSize),
        request,
      );
    for (let going = rows.filter(goesOn); going.length > 0; going = going.filter(goesOn)) {
      await pacer.breathe();
      if (request.signal?.aborted) throw cancelled();
      const logits = await decoder.step(
        going.map(({ index }) => index),
        going.map(({ tokens }) => tokens.at(-1) ?? 0),
      );
      going.forEach((row, at) => {
        takeNext(row, logits.subarray(at * vocabSize, (at + 1) * vocabSize), request);
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

const goesOn = (row: Row): boolean => row.state === 'going';

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
        injected: [],
        most: Math.min(maxNewTokens, config.maxPositions - prompt.length),
        state: 'going',
      });
  });
  return rows;
}

/** Appends the row's next token: one that was injected, or one sampled from the logits, of which its driver is told. */
function takeNext(row: Row, logits: Float32Array, request: SampleRequest): void {
  const given = row.injected.shift();
  if (given === undefined) {
    const { token, logprob } = sampleToken(logits, {
      temperature: request.temperature,
      topP: request.topP,
      allowed: row.driver.allowed?.(),
      uniform: uniformAt(request.seed, row.index, row.tokens.length),
    });
    append(row, token, true, logprob);
    const next = row.driver.onToken(token);
    if (next === 'end') row.state = 'ended';
    else if (next !== 'continue') row.injected.push(...next.inject);
  } else append(row, given, false, 0);
  if (row.state === 'going' && row.tokens.length >= row.most) row.state = 'cut';
}

function append(row: Row, token: number, written: boolean, logprob: number): void {
  row.tokens.push(token);
  row.written.push(written);
  row.logprobs.push(logprob);
}
