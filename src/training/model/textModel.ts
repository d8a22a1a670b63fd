import { TwinsightError } from '../../core/errors.ts';
import { readConfig } from './config.ts';
import { constrainBehind, type TokenConstraint } from './constrained.ts';
import { LlamaDecoder } from './decoder.ts';
import { readSafetensors } from './safetensors.ts';
import { sampleToken, uniformAt } from './sampling.ts';
import { type ModelTokenizer, readTokenizer } from './tokenizer.ts';
import type { LlamaConfig, Weights } from './types.ts';

/** A model's files in the Hugging Face layout, as bytes. */
export interface ModelFiles {
  readonly 'config.json': Uint8Array;
  readonly 'tokenizer.json': Uint8Array;
  readonly 'tokenizer_config.json': Uint8Array;
  readonly 'model.safetensors': Uint8Array;
}

export interface WriteRequest {
  /** What the model reads before the rollout. */
  readonly prompt: string;
  /** What was written so far, results included. */
  readonly transcript: string;
  /** Whether the twin is of a video: with the constraint, no function of time is written about any other. */
  readonly video: boolean;
  /** Whether only well-formed rollouts can be written. */
  readonly constrained: boolean;
  /** 0 takes the most probable token. */
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
  readonly maxNewTokens: number;
}

/** One step of writing: a token with its text, which is empty while a character is not whole; or a pause in reading the prompt. */
export interface WriteStep {
  readonly token?: number;
  readonly text: string;
}

/** Gold programs have fewer; a call is five to eight tokens, and there is room for 512. */
const MAX_CALLS = 48;

/** Why a turn ended: a plan or the answer was closed, the model ended it, or there was no room for more. */
export type WriteEnd = 'turn' | 'end-token' | 'no-room';

/** A small language model that writes rollouts for one sequence at a time. */
export class TextModel {
  readonly config: LlamaConfig;
  readonly tokenizer: ModelTokenizer;
  readonly #decoder: LlamaDecoder;
  /** The tokens in the decoder's cache. */
  readonly #cached: number[] = [];

  /** @throws {TwinsightError} `model-invalid` where the parts do not belong together */
  constructor(config: LlamaConfig, tokenizer: ModelTokenizer, weights: Weights) {
    if (tokenizer.size > config.vocabSize)
      throw new TwinsightError({
        code: 'model-invalid',
        message: `tokenizer.json has ${tokenizer.size} tokens, the model ${config.vocabSize}.`,
        remedy: 'Give the tokenizer.json that the model was trained with.',
      });
    this.config = config;
    this.tokenizer = tokenizer;
    this.#decoder = new LlamaDecoder(config, weights);
  }

  /** Parameters of the model. */
  get parameters(): number {
    const { hiddenSize: d, intermediateSize: f, layers, vocabSize, tiedEmbeddings } = this.config;
    return vocabSize * d * (tiedEmbeddings ? 1 : 2) + layers * (4 * d * d + 3 * d * f + 2 * d) + d;
  }

  /**
   * Writes on until a plan or the answer is closed: a token after the other, with pauses while the prompt is read. Whoever reads may
   * stop at any time.
   * @throws {TwinsightError} `invalid-argument` where the prompt is longer than the model can read
   */
  *write(request: WriteRequest): Generator<WriteStep, WriteEnd> {
    const { bosToken, eosToken, maxPositions } = this.config;
    const before = [bosToken, ...this.tokenizer.encode(request.prompt), ...this.#encode(request.transcript)];
    if (before.length >= maxPositions) {
      throw new TwinsightError({
        code: 'invalid-argument',
        message: `The question and what was written have ${before.length} tokens; the model reads at most ${maxPositions - 1}.`,
        remedy: 'Ask a shorter question, or choose another policy.',
      });
    }
    yield* this.#read(before);
    const constraint = this.#constraint(request);
    const utf8 = new TextDecoder();
    let written = '';
    for (let count = 0; count < request.maxNewTokens && this.#cached.length < maxPositions; count++) {
      const token = this.#choose(request, constraint);
      if (token === eosToken) return 'end-token';
      constraint?.take(token);
      const text = utf8.decode(this.tokenizer.bytesOf(token), { stream: true });
      written += text;
      yield { token, text };
      if (written.endsWith('</plan>') || written.endsWith('</answer>')) return 'turn';
      this.#append(token);
    }
    return 'no-room';
  }

  /** Brings the cache to these tokens, keeping what it has of them. */
  *#read(tokens: readonly number[]): Generator<WriteStep, void> {
    const differs = tokens.findIndex((token, index) => token !== this.#cached[index]);
    // The last token is always read anew: its state is what the next logits are of.
    const kept = Math.min(differs < 0 ? tokens.length : differs, tokens.length - 1);
    this.#decoder.truncate(kept);
    this.#cached.length = kept;
    for (const token of tokens.slice(kept)) {
      this.#append(token);
      if (this.#cached.length % PAUSE_TOKENS === 0) yield PAUSE;
    }
  }

  #append(token: number): void {
    this.#decoder.append(token);
    this.#cached.push(token);
  }

  #choose(request: WriteRequest, constraint: TokenConstraint | undefined): number {
    const logits = this.#decoder.logits();
    const { temperature, topP, seed } = request;
    if (temperature === 0 && constraint) return mostProbable(logits, constraint);
    const uniform = uniformAt(seed, 0, this.#cached.length);
    const allowed = constraint && padded(constraint.mask(), logits.length);
    return sampleToken(logits, { temperature, topP, uniform, allowed }).token;
  }

  #constraint({ constrained, transcript, video }: WriteRequest): TokenConstraint | undefined {
    if (!constrained) return undefined;
    return constrainBehind(this.tokenizer, this.config.eosToken, transcript, { video, maxCalls: MAX_CALLS });
  }

  /** The tokens of a transcript: what was written and what was given back apart, as in training. */
  #encode(transcript: string): readonly number[] {
    return transcript
      .split(/(\n<results>[\s\S]*?<\/results>\n)/)
      .flatMap((part) => (part === '' ? [] : this.tokenizer.encode(part)));
  }
}

const PAUSE: WriteStep = { text: '' };
/** Tokens of the prompt that are read between two pauses. */
const PAUSE_TOKENS = 32;

/** The most probable of the allowed tokens, which is nearly always the first that is looked at. */
function mostProbable(logits: Float32Array, constraint: TokenConstraint): number {
  const refused = new Set<number>();
  for (;;) {
    let best = -1;
    for (let token = 0; token < logits.length; token++) {
      if (!refused.has(token) && (best < 0 || (logits[token] ?? 0) > (logits[best] ?? 0))) best = token;
    }
    if (best < 0 || !Number.isFinite(logits[best])) {
      throw new TwinsightError({
        code: 'inference-failed',
        message: 'The policy gave no token that can come next.',
        remedy: 'Choose another policy, or go back to an earlier checkpoint.',
      });
    }
    if (constraint.allows(best)) return best;
    refused.add(best);
  }
}

/** A model may have more rows of logits than its tokenizer has tokens. */
function padded(mask: Uint8Array, length: number): Uint8Array {
  if (mask.length === length) return mask;
  const whole = new Uint8Array(length);
  whole.set(mask);
  return whole;
}

/** @throws {TwinsightError} `model-invalid`, naming the file */
export function readTextModel(files: ModelFiles): TextModel {
  const json = (name: 'config.json' | 'tokenizer.json' | 'tokenizer_config.json'): unknown => {
    try {
      return JSON.parse(new TextDecoder().decode(files[name]));
    } catch (cause) {
      throw new TwinsightError(
        { code: 'model-invalid', message: `${name} is no JSON.`, remedy: 'Give the whole file.' },
        { cause },
      );
    }
  };
  const tokenizer = readTokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const { tensors } = readSafetensors(files['model.safetensors']);
  return new TextModel(readConfig(json('config.json')), tokenizer, tensors);
}
