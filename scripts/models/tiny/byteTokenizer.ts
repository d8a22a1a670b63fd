import { jsonFile, type TinyFile } from './types.ts';

export interface ByteTokenizer {
  readonly size: number;
  /** Token of each special word. */
  readonly begin: number;
  readonly end: number;
  /** Text of a token; undefined for a special one, and for half a character. */
  readonly text: (token: number) => string | undefined;
  readonly files: readonly TinyFile[];
}

/** The printable characters that byte-level tokenizers write for bytes (as GPT-2's does): most bytes stand for themselves. */
function byteCharacters(): readonly string[] {
  const printable = (byte: number): boolean =>
    (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
  let spare = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : spare++));
}

/**
 * A real byte-level BPE tokenizer: every byte is a token, besides some longer pieces of ASCII text, which are joined from left to right.
 * Any text can be written with it.
 */
export function byteTokenizer(pieces: readonly string[], chatTemplate: string): ByteTokenizer {
  const characters = byteCharacters();
  const merges: [string, string][] = [];
  const longer: string[] = [];
  for (const piece of pieces) {
    for (let length = 2; length <= piece.length; length++) {
      const text = piece.slice(0, length);
      if (longer.includes(text)) continue;
      longer.push(text);
      merges.push([text.slice(0, -1), text.slice(-1)]);
    }
  }
  const special = ['<|begin|>', '<|end|>'];
  const vocabulary = [...characters, ...longer, ...special];
  const begin = vocabulary.indexOf('<|begin|>');
  const tokenizer = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map((content, index) => ({
      id: begin + index,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocabulary.map((token, index) => [token, index])),
      merges,
    },
  };
  const config = {
    tokenizer_class: 'GPT2Tokenizer',
    model_max_length: 8192,
    bos_token: '<|begin|>',
    eos_token: '<|end|>',
    pad_token: '<|end|>',
    clean_up_tokenization_spaces: false,
    chat_template: chatTemplate,
  };
  return {
    size: vocabulary.length,
    begin,
    end: begin + 1,
    text: (token) =>
      token < 128 ? String.fromCharCode(token) : token < 256 ? undefined : longer[token - 256],
    files: [jsonFile('tokenizer.json', tokenizer), jsonFile('tokenizer_config.json', config)],
  };
}
