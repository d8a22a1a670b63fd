import { describe, expect, it } from 'vitest';
import { fingerprint, fingerprintDistance } from './fingerprint.ts';
import { groundingText, matchPhrase } from './phrases.ts';
import { attributesInText, plainCaption } from './wordsOfText.ts';

describe('attributesInText', () => {
  it('takes what a sentence states, the first mention of each', () => {
    expect(attributesInText('A man sitting on a wooden bench, standing guard.', 'person')).toEqual({
      material: 'wood',
      state: 'sitting',
    });
  });

  it('takes nothing from silence, denial, or the name of the thing itself', () => {
    expect(attributesInText('A red mug on a table.', 'mug')).toEqual({});
    expect(attributesInText('The door is not open.', 'door')).toEqual({});
    expect(attributesInText('There is no glass in it.', 'frame')).toEqual({});
    expect(attributesInText('A glass on a shelf.', 'wine glass')).toEqual({});
  });

  it('makes a caption readable', () => {
    expect(plainCaption('</s><s>a  red\nmug</s>')).toBe('a red mug');
    expect(plainCaption('x'.repeat(50), 10)).toHaveLength(10);
  });
});

describe('phrases', () => {
  it('are asked in lower case, each with its full stop', () => {
    expect(groundingText(['Red mug', 'lamp. '])).toBe('red mug. lamp.');
  });

  it('are told apart by the words that were ticked', () => {
    expect(matchPhrase('red', ['blue mug', 'red mug'])).toBe('red mug');
    expect(matchPhrase('mug', ['blue mug', 'red lamp'])).toBe('blue mug');
    expect(matchPhrase('tele ##phone', ['telephone'])).toBe('telephone');
    expect(matchPhrase('sky', ['red mug'])).toBeUndefined();
  });
});

describe('fingerprints', () => {
  it('spread over the answer and stay short', () => {
    const long = Float32Array.from({ length: 5000 }, (_, i) => i);
    expect(fingerprint(long)).toHaveLength(64);
    expect(fingerprint(long).at(-1)).toBe(4999);
    expect(fingerprint(Float32Array.of(3))).toEqual([3]);
  });

  it('refuse what a broken device answers', () => {
    expect(() => fingerprint(Float32Array.of(1, Number.NaN))).toThrow(/not finite/);
    expect(() => fingerprint(new Float32Array(8))).toThrow(/0 everywhere/);
    expect(() => fingerprint(new Float32Array())).toThrow(/empty/);
  });

  it('differ by the share of their range', () => {
    expect(fingerprintDistance([0, 10], [0, 10])).toBe(0);
    expect(fingerprintDistance([0, 10], [1, 10])).toBeCloseTo(0.1);
    expect(fingerprintDistance([0, 10], [0])).toBe(Number.POSITIVE_INFINITY);
    expect(fingerprintDistance([0, 10], [Number.NaN, 10])).toBe(Number.POSITIVE_INFINITY);
  });
});
