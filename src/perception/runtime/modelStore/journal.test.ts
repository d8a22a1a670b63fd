import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, chunkCount } from './chunks.ts';
import { type Journal, journalText, parseJournal, resumable } from './journal.ts';
import type { ExpectedFile } from './types.ts';

const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
const journal: fc.Arbitrary<Journal> = fc
  .record({
    bytes: fc.integer({ min: 1, max: 20 * CHUNK_BYTES }),
    etag: fc.option(fc.string(), { nil: undefined }),
    expects: fc.option(hash, { nil: undefined }),
    entries: fc.array(fc.tuple(fc.nat(19), hash)),
  })
  .map(({ bytes, etag, expects, entries }) => ({
    bytes,
    etag,
    expects,
    chunks: new Map(entries.filter(([index]) => index < chunkCount(bytes))),
  }));

const expected = (change: Partial<ExpectedFile>): ExpectedFile => ({
  path: 'model.onnx',
  bytes: 3 * CHUNK_BYTES,
  approximateBytes: 1,
  hashSource: 'hub',
  ...change,
});

describe('a journal', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(journal, (written) => {
        expect(parseJournal(journalText(written))).toEqual(written);
      }),
    );
  });

  it('cut off anywhere still says only what was written', () => {
    fc.assert(
      fc.property(journal, fc.double({ min: 0, max: 1, noNaN: true }), (written, share) => {
        const text = journalText(written);
        const read = parseJournal(text.slice(0, Math.floor(share * text.length)));
        for (const [index, value] of read?.chunks ?? []) expect(written.chunks.get(index)).toBe(value);
      }),
    );
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseJournal(text)?.bytes ?? 1).toBeGreaterThan(0);
      }),
    );
  });
});

describe('resumable', () => {
  const chunks = new Map([
    [0, 'a'.repeat(64)],
    [2, 'b'.repeat(64)],
  ]);
  const kept: Journal = { bytes: 3 * CHUNK_BYTES, etag: 'tag', expects: 'f'.repeat(64), chunks };

  it('goes on with the pieces that the part is long enough for', () => {
    expect([...(resumable(kept, 3 * CHUNK_BYTES, expected({}))?.chunks.keys() ?? [])]).toEqual([0, 2]);
    expect([...(resumable(kept, 2 * CHUNK_BYTES, expected({}))?.chunks.keys() ?? [])]).toEqual([0]);
  });

  it('starts over for a file of another size, another hash, or unknown size', () => {
    expect(resumable(kept, 3 * CHUNK_BYTES, expected({ bytes: 5 }))).toBeUndefined();
    expect(resumable(kept, 3 * CHUNK_BYTES, expected({ bytes: undefined }))).toBeUndefined();
    expect(resumable(kept, 3 * CHUNK_BYTES, expected({ sha256: 'e'.repeat(64) }))).toBeUndefined();
    expect(resumable(undefined, 3 * CHUNK_BYTES, expected({}))).toBeUndefined();
    expect(resumable(kept, 3 * CHUNK_BYTES, expected({ sha256: 'f'.repeat(64) }))).toBeDefined();
  });
});
