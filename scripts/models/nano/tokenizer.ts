import type { Example } from './examples.ts';
import { FIXED_PIECES, programPieces, SPECIAL } from './pieces.ts';

/** Words with the space before them, numbers, marks, blanks: the parts that byte pairs are merged in. */
const SPLIT = ' ?\\p{L}+| ?\\p{N}| ?[^\\s\\p{L}\\p{N}]+|\\s+';
/** Words that appear at least so often among the examples are one token. */
const MIN_WORD = 12;
const MAX_WORDS = 1_000;
/** Merges for words that are none: names that a person thinks of are spelt with them. */
const MERGES = 192;
/** Pieces of programs that appear at least so often. */
const MIN_PIECE = 20;

/** Printable characters for the 256 bytes, as byte-level tokenizers have it (Radford et al. 2019). */
function byteCharacters(): readonly string[] {
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

const BYTE_CHARACTERS = byteCharacters();

const spell = (text: string): string =>
  [...new TextEncoder().encode(text)].map((byte) => BYTE_CHARACTERS[byte] ?? '').join('');

function countBy<T>(items: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** By count, then by name: the same examples give the same order. */
const byCount = (counts: ReadonlyMap<string, number>): readonly (readonly [string, number])[] =>
  [...counts].toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));

/** The most frequent pairs of neighbours within words, one after the other merged (Sennrich et al. 2016). */
function learnMerges(
  words: ReadonlyMap<string, number>,
  merges: number,
): readonly (readonly [string, string])[] {
  const spellings = [...words].map(([word, count]) => ({ symbols: [...spell(word)], count }));
  const learnt: (readonly [string, string])[] = [];
  while (learnt.length < merges) {
    const pairs = new Map<string, number>();
    for (const { symbols, count } of spellings) {
      for (let at = 1; at < symbols.length; at += 1) {
        const pair = `${symbols[at - 1]} ${symbols[at]}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + count);
      }
    }
    const [best] = byCount(pairs);
    const [left, right] = best?.[0].split(' ') ?? [];
    if (left === undefined || right === undefined) break;
    learnt.push([left, right]);
    for (const spelling of spellings) {
      const joined: string[] = [];
      for (const symbol of spelling.symbols) {
        if (symbol === right && joined.at(-1) === left) joined[joined.length - 1] = left + right;
        else joined.push(symbol);
      }
      spelling.symbols = joined;
    }
  }
  return learnt;
}

/**
 * A byte-level tokenizer over the language of these examples, in the form of Hugging Face's `tokenizer.json`. What is always written alike and
 * frequent words are one token each (`ignore_merges`); other words are merged from bytes, so that any text can be read.
 */
export function trainTokenizer(examples: readonly Example[]): {
  readonly tokenizer: unknown;
  readonly size: number;
} {
  const programs = examples.flatMap(({ parts }) =>
    parts.filter(({ written }) => written).map(({ text }) => text),
  );
  const pieces = byCount(countBy(programs.flatMap(programPieces)))
    .filter(([, count]) => count >= MIN_PIECE)
    .map(([piece]) => piece);
  const fixed = [...new Set([...FIXED_PIECES, ...pieces])];
  const isFixed = new RegExp(
    fixed
      .toSorted((a, b) => b.length - a.length)
      .map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('|'),
    'g',
  );
  const texts = examples.flatMap(({ prompt, parts }) => [prompt, ...parts.map(({ text }) => text)]);
  const split = new RegExp(SPLIT, 'gu');
  const words = countBy(
    texts.flatMap((text) => text.split(isFixed).flatMap((rest) => rest.match(split) ?? [])),
  );
  const whole = byCount(words)
    .filter(([word, count]) => count >= MIN_WORD && spell(word).length > 1)
    .slice(0, MAX_WORDS)
    .map(([word]) => spell(word));
  // Every word counts once: merges are for words that are not in the vocabulary.
  const merges = learnMerges(
    new Map([...words.keys()].filter((word) => /\p{L}/u.test(word)).map((word) => [word, 1])),
    MERGES,
  );
  const symbols = new Set([...BYTE_CHARACTERS, ...merges.map(([left, right]) => left + right), ...whole]);
  const vocabulary = new Map<string, number>(SPECIAL.map((token, id) => [token, id]));
  for (const symbol of symbols) vocabulary.set(symbol, vocabulary.size);
  const first = vocabulary.size;
  const added = [
    ...SPECIAL.map((content, id) => ({ id, content, special: true })),
    ...fixed.map((content, index) => ({ id: first + index, content, special: false })),
  ].map((token) => ({ ...token, single_word: false, lstrip: false, rstrip: false, normalized: false }));
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  return {
    size: first + fixed.length,
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: added,
      normalizer: null,
      pre_tokenizer: {
        type: 'Sequence',
        pretokenizers: [
          { type: 'Split', pattern: { Regex: SPLIT }, behavior: 'Isolated', invert: false },
          byteLevel,
        ],
      },
      post_processor: null,
      decoder: byteLevel,
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: null,
        end_of_word_suffix: null,
        fuse_unk: false,
        byte_fallback: false,
        ignore_merges: true,
        vocab: Object.fromEntries(vocabulary),
        merges,
      },
    },
  };
}

export const TOKENIZER_CONFIG = {
  tokenizer_class: 'PreTrainedTokenizerFast',
  bos_token: SPECIAL[0],
  eos_token: SPECIAL[1],
  pad_token: SPECIAL[2],
  clean_up_tokenization_spaces: false,
  model_max_length: 512,
} as const;
