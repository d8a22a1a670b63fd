import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  intersectSpans,
  numbersIn,
  type Spans,
  spansWhere,
  subtractSpans,
  toSpans,
  uniteSpans,
} from './spans.ts';

const SIZE = 20;
const flags = fc.array(fc.boolean(), { minLength: SIZE, maxLength: SIZE });
const spansOf = (bits: readonly boolean[]): Spans => spansWhere(0, SIZE, (index) => bits[index] ?? false);
const bitsOf = (spans: Spans): boolean[] => {
  const inside = new Set(numbersIn(spans));
  return Array.from({ length: SIZE }, (_, index) => inside.has(index));
};

describe('spans', () => {
  it('say which numbers they hold, in one way only', () => {
    fc.assert(
      fc.property(flags, (bits) => {
        expect(bitsOf(spansOf(bits))).toEqual(bits);
        const scattered = [...numbersIn(spansOf(bits))].map((value) => [value, value + 1] as const);
        expect(toSpans(scattered.toReversed())).toEqual(spansOf(bits));
      }),
    );
  });

  it('unite, intersect and subtract like sets', () => {
    fc.assert(
      fc.property(flags, flags, (a, b) => {
        const [first, second] = [spansOf(a), spansOf(b)];
        const wanted = (keep: (inA: boolean, inB: boolean) => boolean) =>
          spansOf(a.map((inA, index) => keep(inA, b[index] ?? false)));
        expect(uniteSpans(first, second)).toEqual(wanted((inA, inB) => inA || inB));
        expect(intersectSpans(first, second)).toEqual(wanted((inA, inB) => inA && inB));
        expect(subtractSpans(first, second)).toEqual(wanted((inA, inB) => inA && !inB));
      }),
    );
  });
});
