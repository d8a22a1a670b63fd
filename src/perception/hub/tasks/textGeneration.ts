import { TwinsightError } from '../../../core/errors.ts';
import { breathe, throwIfAborted } from '../../job.ts';
import type { Pretrained, Transformers } from '../runtime/pretrained.ts';
import { descending } from '../writing/descending.ts';
import { TokenText } from '../writing/tokenText.ts';
import type { ChatMessage, TextConstraint, WriteJob, WriteRequest, Written } from '../writing/types.ts';
import type { WriteTask } from './types.ts';

type Model = Awaited<ReturnType<Transformers['AutoModelForCausalLM']['from_pretrained']>>;
type Tokenizer = Awaited<ReturnType<Transformers['AutoTokenizer']['from_pretrained']>>;
type Cache = InstanceType<Transformers['DynamicCache']>;

/** Tokens that are read at once: between such parts a cancel is seen, and memory for them is needed. */
const READ_AT_ONCE = 128;

/** For templates of models that think aloud before they answer: the reason of a rollout is where they think. */
const WITHOUT_THINKING = { enable_thinking: false };

/** What the test after loading reads. */
const TEST_TEXT = 'Two cups stand on a table, and a dog lies under it. How many cups are there?';

/** A conversation as far as the model has read and written it. */
interface Kept {
  readonly messages: string;
  transcript: string;
  readonly tokens: number[];
  readonly cache: Cache;
}

/** Loads a causal language model with a chat template. */
export async function loadTextGeneration({ lib, repository, options }: Pretrained): Promise<WriteTask> {
  const model = await lib.AutoModelForCausalLM.from_pretrained(repository, options);
  const tokenizer = await lib.AutoTokenizer.from_pretrained(repository, options);
  const writer = new Writer(lib, model, tokenizer);
  return {
    role: 'policy',
    write: (request, constraint, job) => writer.write(request, constraint, job),
    probe: () => writer.probe(),
  };
}

/**
 * Writes one token after the other, always the likeliest one that a constraint accepts. Keys and values of what was read are kept while
 * a text waits for somebody else's part (`paused`), so that going on costs the new tokens alone; they are let go of at its end,
 * after a cancel or a failure, and where another text is asked for.
 */
class Writer {
  readonly #lib: Transformers;
  readonly #model: Model;
  readonly #tokenizer: Tokenizer;
  readonly #text: TokenText;
  readonly #ends: ReadonlySet<number>;
  #kept: Kept | undefined;

  constructor(lib: Transformers, model: Model, tokenizer: Tokenizer) {
    this.#lib = lib;
    this.#model = model;
    this.#tokenizer = tokenizer;
    this.#text = new TokenText(tokenizer);
    this.#ends = new Set([model.generation_config?.eos_token_id ?? []].flat().map(Number));
  }

  async write(
    request: WriteRequest,
    constraint: TextConstraint | undefined,
    job: WriteJob,
  ): Promise<Written> {
    const kept = await this.#take(request);
    try {
      const written = await this.#go(kept, request, constraint, job);
      if (written.end === 'turn' && constraint?.paused) this.#kept = kept;
      return written;
    } finally {
      if (this.#kept !== kept) await kept.cache.dispose();
    }
  }

  /** The logits behind a fixed text: one number for each token. */
  async probe(): Promise<Float32Array> {
    const tokens = this.#tokenizer.encode(TEST_TEXT, { add_special_tokens: false });
    const cache = new this.#lib.DynamicCache();
    try {
      return await this.#logitsBehind(tokens, cache);
    } finally {
      await cache.dispose();
    }
  }

  async #go(
    kept: Kept,
    { transcript, maxTokens }: WriteRequest,
    constraint: TextConstraint | undefined,
    { signal, progress }: WriteJob,
  ): Promise<Written> {
    const start = performance.now();
    const begun = kept.tokens.length;
    const behind = kept.cache.get_seq_length();
    const facts = (end: Written['end'], firstAt: number): Written => ({
      end,
      readTokens: begun - behind,
      tokens: kept.tokens.length - begun,
      firstTokenMs: firstAt - start,
      ms: performance.now() - start,
    });
    if (constraint?.paused || constraint?.done) return facts('turn', start);
    for (let end = behind + READ_AT_ONCE; end < begun; end += READ_AT_ONCE) {
      await this.#logitsBehind(kept.tokens.slice(0, end), kept.cache);
      progress({ read: (end - behind) / (begun - behind) });
      await breathe();
      throwIfAborted(signal);
    }
    let said = '';
    let firstAt: number | undefined;
    for (let count = 0; count < maxTokens; count++) {
      const logits = await this.#logitsBehind(kept.tokens, kept.cache);
      firstAt ??= performance.now();
      const token = this.#choose(logits, constraint);
      kept.tokens.push(token);
      if (!constraint && this.#ends.has(token)) return facts('end-token', firstAt);
      const all = constraint
        ? said + (this.#text.of(token) ?? '')
        : this.#text.ofAll(kept.tokens.slice(begun));
      const text = all.slice(said.length);
      said = all;
      kept.transcript = transcript + said;
      if (text !== '') progress({ text });
      constraint?.advance(text);
      if (constraint?.paused || constraint?.done) return facts('turn', firstAt);
      // The runtime computes without giving way: a cancel is seen here.
      await breathe();
      throwIfAborted(signal);
    }
    return facts('no-room', firstAt ?? performance.now());
  }

  /** The likeliest token, of those that the constraint accepts. */
  #choose(logits: Float32Array, constraint: TextConstraint | undefined): number {
    for (const token of descending(logits)) {
      if (!constraint) return token;
      const text = this.#text.of(token);
      if (text !== undefined && constraint.accepts(text)) return token;
    }
    throw new TwinsightError({
      code: 'inference-failed',
      message: 'The model has no token with which a well-formed text could go on.',
      remedy: 'Choose another language model.',
    });
  }

  /** The conversation that was left waiting, where this is the same one; else a new one. */
  async #take({ messages, transcript }: WriteRequest): Promise<Kept> {
    const kept = this.#kept;
    this.#kept = undefined;
    const key = JSON.stringify(messages);
    if (kept?.messages === key && transcript.startsWith(kept.transcript)) {
      kept.tokens.push(...this.#encode(transcript.slice(kept.transcript.length)));
      return { ...kept, transcript };
    }
    await kept?.cache.dispose();
    const tokens = [...this.#prompt(messages), ...this.#encode(transcript)];
    return { messages: key, transcript, tokens, cache: new this.#lib.DynamicCache() };
  }

  #prompt(messages: readonly ChatMessage[]): number[] {
    const prompt: unknown = this.#tokenizer.apply_chat_template([...messages], {
      add_generation_prompt: true,
      tokenize: false,
      ...WITHOUT_THINKING,
    });
    if (typeof prompt !== 'string') throw new TypeError('the chat template gives no text');
    return this.#encode(prompt);
  }

  #encode(text: string): number[] {
    return text === '' ? [] : this.#tokenizer.encode(text, { add_special_tokens: false });
  }

  /** Runs the model over the tokens that the cache does not hold yet. Gives the logits of the token that comes next. */
  async #logitsBehind(tokens: readonly number[], cache: Cache): Promise<Float32Array> {
    const lib = this.#lib;
    let logits = new Float32Array();
    class Reading extends lib.LogitsProcessor {
      override _call(_tokens: bigint[][], given: InstanceType<Transformers['Tensor']>) {
        const { data } = given;
        if (data instanceof Float32Array) logits = Float32Array.from(data);
        return given;
      }
    }
    const processors = new lib.LogitsProcessorList();
    processors.push(new Reading());
    const dims = [1, tokens.length];
    await this.#model.generate({
      inputs: new lib.Tensor('int64', BigInt64Array.from(tokens, BigInt), dims),
      attention_mask: new lib.Tensor('int64', new BigInt64Array(tokens.length).fill(1n), dims),
      past_key_values: cache,
      logits_processor: processors,
      max_new_tokens: 1,
      do_sample: false,
    });
    return logits;
  }
}
