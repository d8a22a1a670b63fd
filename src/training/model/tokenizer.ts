import { Tokenizer } from '@huggingface/tokenizers';
import { TwinsightError } from '../../core/errors.ts';
import { z } from '../../core/zod.ts';

/** A byte-level BPE tokenizer: every text has tokens, and every token is a run of bytes. */
export interface ModelTokenizer {
  /** The tokens of a text. The names of special tokens in it are text like any other. */
  encode(text: string): readonly number[];
  /** The text of tokens, special ones left out; bytes that are no UTF-8 become U+FFFD. */
  decode(tokens: readonly number[]): string;
  /** The bytes that a token stands for; none for special tokens and for those outside the vocabulary. */
  bytesOf(token: number): Uint8Array;
  /** How many tokens there are, special ones included. */
  readonly size: number;
}

const BYTE_LEVEL = z.object({ type: z.literal('ByteLevel') });
const SEQUENCE = z.object({
  type: z.literal('Sequence'),
  pretokenizers: z.array(z.object({ type: z.string() })),
});

const FILE = z.object({
  added_tokens: z
    .array(z.object({ id: z.int().min(0), content: z.string().min(1), special: z.boolean().optional() }))
    .default([]),
  pre_tokenizer: z.union([
    BYTE_LEVEL,
    SEQUENCE.refine((it) => it.pretokenizers.some(({ type }) => type === 'ByteLevel')),
  ]),
  model: z.object({
    type: z.literal('BPE'),
    vocab: z.record(z.string(), z.int().min(0)),
    merges: z.array(z.unknown()),
  }),
});

const refuse = (why: string, cause?: unknown): TwinsightError =>
  new TwinsightError(
    {
      code: 'model-invalid',
      message: `tokenizer.json: ${why}`,
      remedy: 'Give the tokenizer.json of a byte-level BPE in the Hugging Face layout.',
    },
    { cause },
  );

/**
 * Reads `tokenizer.json` and `tokenizer_config.json` of the Hugging Face layout, both parsed.
 *
 * @throws {TwinsightError} `model-invalid` for anything but a byte-level BPE whose tokens are numbered without holes
 */
export function readTokenizer(json: unknown, configJson: unknown): ModelTokenizer {
  const parsed = FILE.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refuse(`${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'does not fit'}.`);
  }
  const { added_tokens: added, model } = parsed.data;
  const tokens = bytesOfTokens(model.vocab, added);
  const tokenizer = load(json, configJson);
  // Tokens that are added but not special are pieces of text that are always one token.
  const special = added.flatMap(({ content, special: isSpecial }) => (isSpecial === true ? [content] : []));
  return {
    size: tokens.length,
    encode: (text) =>
      withoutSpecial(text, special).flatMap(
        (piece) => tokenizer.encode(piece, { add_special_tokens: false }).ids,
      ),
    decode: (ids) => new TextDecoder().decode(join(ids.map((id) => tokens[id] ?? NOTHING))),
    bytesOf: (token) => tokens[token] ?? NOTHING,
  };
}

function load(json: unknown, configJson: unknown): Tokenizer {
  try {
    return new Tokenizer(z.looseObject({}).parse(json), z.looseObject({}).parse(configJson));
  } catch (error) {
    throw refuse(error instanceof Error ? error.message : String(error), error);
  }
}

const NOTHING = new Uint8Array(0);

/** The text in pieces that hold no name of a special token, so that nobody can write one. */
function withoutSpecial(text: string, special: readonly string[]): readonly string[] {
  let pieces: readonly string[] = [text];
  for (const name of special) {
    const [first, rest] = [name.slice(0, 1), name.slice(1)];
    // A name of one character cannot be cut; it is left out.
    if (rest === '') pieces = pieces.flatMap((piece) => piece.split(name));
    else
      pieces = pieces.flatMap((piece) =>
        piece.split(name).flatMap((part, index, parts) => {
          const before = index === 0 ? '' : rest;
          const after = index === parts.length - 1 ? '' : first;
          return [`${before}${part}${after}`];
        }),
      );
  }
  return pieces.filter((piece) => piece !== '');
}

function bytesOfTokens(
  vocab: Readonly<Record<string, number>>,
  added: readonly { readonly id: number; readonly content: string; readonly special?: boolean | undefined }[],
): readonly Uint8Array[] {
  const tokens: (Uint8Array | undefined)[] = [];
  for (const [text, id] of Object.entries(vocab)) tokens[id] = bytesOfToken(text);
  for (const { id, content, special } of added)
    tokens[id] = special === true ? NOTHING : new TextEncoder().encode(content);
  return Array.from(tokens, (bytes, id) => {
    if (bytes === undefined) throw refuse(`the token ${id} is missing, or no byte-level text.`);
    return bytes;
  });
}

/** GPT-2's printable stand-ins for bytes: those that print stand for themselves, the others follow from U+0100. */
const BYTE_OF_CHARACTER: ReadonlyMap<string, number> = (() => {
  const prints = (byte: number): boolean =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);
  const map = new Map<string, number>();
  let next = 0x100;
  for (let byte = 0; byte < 256; byte++) map.set(String.fromCodePoint(prints(byte) ? byte : next++), byte);
  return map;
})();

/** Undefined for a name that is no byte-level text; special tokens may have such names, and get theirs from `added_tokens`. */
function bytesOfToken(text: string): Uint8Array | undefined {
  const bytes = [...text].flatMap((character) => BYTE_OF_CHARACTER.get(character) ?? []);
  return bytes.length === [...text].length ? Uint8Array.from(bytes) : undefined;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
