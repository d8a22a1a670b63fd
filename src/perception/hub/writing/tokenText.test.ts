import { describe, expect, it } from 'vitest';
import { TokenText } from './tokenText.ts';

/** A decoder that joins words with spaces and leaves out the first, as decoders of SentencePiece models do. */
const words = ['a', 'dog', '<end>', '\uFFFD'];
const spaced = new TokenText({
  encode: (text) => text.split(' ').map((word) => words.indexOf(word)),
  decode: (tokens) =>
    tokens
      .map((token) => words[token])
      .filter((word) => word !== '<end>')
      .join(' '),
});

describe('tokens as text', () => {
  it('say all they add, the space before them included', () => {
    expect(spaced.of(1)).toBe(' dog');
    expect(spaced.of(1)).toBe(' dog');
  });

  it('say nothing where they are special or hold a part of a character', () => {
    expect(spaced.of(2)).toBeUndefined();
    expect(spaced.of(3)).toBeUndefined();
  });

  it('in a row leave out what is not whole yet', () => {
    expect(spaced.ofAll([0, 1, 3])).toBe('a dog ');
    expect(spaced.ofAll([])).toBe('');
  });
});
