import type { TinyFile } from './types.ts';
import { jsonFile } from './types.ts';

export interface TinyTokenizer {
  readonly vocabulary: readonly string[];
  readonly id: (word: string) => number;
  readonly files: readonly TinyFile[];
}

export interface TokenizerOptions {
  /** Class name in `tokenizer_config.json`. */
  readonly type: 'BertTokenizer' | 'BartTokenizer' | 'PreTrainedTokenizer';
  /** Special tokens by their part; they come first in the vocabulary. */
  readonly special: {
    readonly pad: string;
    readonly unknown: string;
    readonly begin: string;
    readonly end: string;
  };
  readonly words: readonly string[];
  /** Further tokens that are never split. */
  readonly marks?: readonly string[];
  /** Whether texts are put between `begin` and `end`. */
  readonly framed: boolean;
  readonly chatTemplate?: string;
}

/** A real WordPiece tokenizer over a short list of words, in the files that the hub has for one. */
export function tinyTokenizer({
  type,
  special,
  words,
  marks = [],
  framed,
  chatTemplate,
}: TokenizerOptions): TinyTokenizer {
  const specials = [special.pad, special.unknown, special.begin, special.end, ...marks];
  const vocabulary = [...specials, ...words];
  const id = (word: string): number => {
    const index = vocabulary.indexOf(word);
    if (index < 0) throw new RangeError(`"${word}" is not in the tiny vocabulary.`);
    return index;
  };
  const frame = (token: string) => ({ SpecialToken: { id: token, type_id: 0 } });
  const text = { Sequence: { id: 'A', type_id: 0 } };
  const single = framed ? [frame(special.begin), text, frame(special.end)] : [text];
  const entry = (token: string) => [token, { id: token, ids: [id(token)], tokens: [token] }] as const;
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: specials.map((content, index) => ({
      id: index,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single,
      pair: [...single, { Sequence: { id: 'B', type_id: 1 } }],
      special_tokens: Object.fromEntries([entry(special.begin), entry(special.end)]),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: special.unknown,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, index) => [word, index])),
    },
  };
  const config = {
    tokenizer_class: type,
    model_max_length: 128,
    pad_token: special.pad,
    unk_token: special.unknown,
    bos_token: special.begin,
    eos_token: special.end,
    ...(chatTemplate === undefined ? {} : { chat_template: chatTemplate }),
  };
  return {
    vocabulary,
    id,
    files: [jsonFile('tokenizer.json', tokenizer), jsonFile('tokenizer_config.json', config)],
  };
}
