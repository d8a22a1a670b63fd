import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesIn, CHUNK_BYTES, chunkCount, missingSpans } from './chunks.ts';

const size = fc.integer({ min: 0, max: 40 * CHUNK_BYTES });
const chunks = fc.uniqueArray(fc.integer({ min: 0, max: 39 }));

describe('missingSpans', () => {
  it('together with what is there covers every byte once, in order, with gaps between the spans', () => {
    fc.assert(
      fc.property(size, chunks, (bytes, indices) => {
        const have = new Set(indices.filter((index) => index < chunkCount(bytes)));
        const spans = missingSpans(bytes, have);
        const missing = spans.reduce((sum, { start, end }) => sum + end - start, 0);
        expect(missing + bytesIn(have, bytes)).toBe(bytes);
        for (const [index, { start, end }] of spans.entries()) {
          expect(start % CHUNK_BYTES).toBe(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(bytes);
          if (index > 0) expect(start).toBeGreaterThan(spans[index - 1]?.end ?? 0);
          for (let chunk = start / CHUNK_BYTES; chunk < Math.ceil(end / CHUNK_BYTES); chunk++) {
            expect(have.has(chunk)).toBe(false);
          }
        }
      }),
    );
  });

  it('asks for a fresh file by one span, and for a whole one by none', () => {
    expect(missingSpans(3 * CHUNK_BYTES + 1, new Set())).toEqual([{ start: 0, end: 3 * CHUNK_BYTES + 1 }]);
    expect(missingSpans(2 * CHUNK_BYTES, new Set([0, 1]))).toEqual([]);
    expect(missingSpans(0, new Set())).toEqual([]);
  });
});
