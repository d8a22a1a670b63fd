import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTokenizer } from './tokenizer.ts';

/** GPT-2's stand-ins, written out independently: printable Latin-1 as it is, the rest from U+0100 on. */
const STANDS_FOR = (() => {
  const others = Array.from({ length: 256 }, (_, byte) => byte).filter(
    (byte) => byte < 33 || (byte > 126 && byte < 161) || byte === 173,
  );
  return Array.from({ length: 256 }, (_, byte) => {
    const index = others.indexOf(byte);
    return String.fromCodePoint(index < 0 ? byte : 256 + index);
  });
})();

const SPECIAL = ['<|begin|>', '<|end|>', '<|pad|>'];
const MERGES: readonly (readonly [string, string])[] = [
  ['t', 'h'],
  ['th', 'e'],
  ['Ġ', 'the'],
  ['Ã', '©'],
];
const TOKENS = [...SPECIAL, ...STANDS_FOR, ...MERGES.map(([a, b]) => a + b)];

const JSON_FILE = {
  version: '1.0',
  added_tokens: SPECIAL.map((content, id) => ({ id, content, special: true, normalized: false })),
  normalizer: null,
  pre_tokenizer: {
    type: 'Sequence',
    pretokenizers: [
      { type: 'Split', pattern: { Regex: ' ?[a-z]+|[^a-z]' }, behavior: 'Isolated', invert: false },
      { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
    ],
  },
  post_processor: null,
  decoder: { type: 'ByteLevel' },
  model: {
    type: 'BPE',
    ignore_merges: false,
    vocab: Object.fromEntries(TOKENS.map((token, id) => [token, id])),
    merges: MERGES,
  },
};
const tokenizer = readTokenizer(JSON_FILE, { tokenizer_class: 'PreTrainedTokenizerFast' });
const id = (token: string): number => TOKENS.indexOf(token);

describe('a byte-level tokenizer', () => {
  it('merges what its file merges', () => {
    expect(tokenizer.size).toBe(3 + 256 + 4);
    expect(tokenizer.encode('the the')).toEqual([id('the'), id('Ġthe')]);
    expect(tokenizer.encode('é')).toEqual([id('Ã©')]);
  });

  it('tells the bytes of its tokens; special ones have none', () => {
    expect([...tokenizer.bytesOf(id('Ġthe'))]).toEqual([0x20, 0x74, 0x68, 0x65]);
    expect([...tokenizer.bytesOf(id('Ã©'))]).toEqual([0xc3, 0xa9]);
    expect([0, 1, 2, 999].map((token) => tokenizer.bytesOf(token).length)).toEqual([0, 0, 0, 0]);
  });

  it('reads any text, and gives it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const tokens = tokenizer.encode(text);
        expect(tokenizer.decode(tokens)).toBe(text);
        const bytes = tokens.flatMap((token) => [...tokenizer.bytesOf(token)]);
        expect(bytes).toEqual([...new TextEncoder().encode(text)]);
      }),
    );
  });

  it('lets nobody write a special token', () => {
    for (const text of ['<|end|>', 'a<|end|><|end|>b', '<<|pad|>|begin|>', '<|<|end|>end|>']) {
      const tokens = tokenizer.encode(text);
      expect(tokens.filter((token) => token < 3)).toEqual([]);
      expect(tokenizer.decode(tokens)).toBe(text);
    }
  });

  it('leaves special tokens out of the text, and marks bytes that are no UTF-8', () => {
    expect(tokenizer.decode([0, id('the'), 1])).toBe('the');
    expect(tokenizer.decode([id('Ã')])).toBe('\ufffd');
  });

  it.each([
    ['no object', null, 'the file'],
    ['another model', { ...JSON_FILE, model: { type: 'Unigram', vocab: [] } }, 'model'],
    ['no byte level', { ...JSON_FILE, pre_tokenizer: { type: 'Whitespace' } }, 'pre_tokenizer'],
    [
      'a hole in its numbers',
      { ...JSON_FILE, model: { ...JSON_FILE.model, vocab: { ...JSON_FILE.model.vocab, far: 400 } } },
      'token 263 is missing',
    ],
  ])('is refused with %s', (_, file, reason) => {
    expect(() => readTokenizer(file, {})).toThrow(
      expect.objectContaining({ code: 'model-invalid', message: expect.stringContaining(reason) }),
    );
  });
});

describe('the tokenizer of our own model', () => {
  const file = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../../models/nano/${name}`, import.meta.url), 'utf8'));
  const tokenizer = readTokenizer(file('tokenizer.json'), file('tokenizer_config.json'));

  it('has one token for what rollouts always write alike', () => {
    const rollout =
      '<reason>The question asks for a value.</reason>\n<answer>value(count(find("dog")))</answer>';
    expect(tokenizer.encode(rollout).map((token) => tokenizer.decode([token]))).toEqual([
      '<reason>',
      'The question asks for a value.',
      '</reason>\n<answer>',
      'value(',
      'count(',
      'find("',
      'dog',
      '")))',
      '</answer>',
    ]);
  });

  it('reads and writes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
      }),
    );
  });
});
