/** The unit of resuming and repairing: small enough that little is fetched twice, large enough that hashing it is one call. */
export const CHUNK_BYTES = 1 << 20;

/** Bytes `start` to `end` (exclusive) of a file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Chunks of a file of so many bytes, the last one cut short. */
export const chunkCount = (bytes: number): number => Math.ceil(bytes / CHUNK_BYTES);

/** Where a chunk lies in a file of so many bytes. */
export const chunkSpan = (index: number, bytes: number): Span => ({
  start: index * CHUNK_BYTES,
  end: Math.min(bytes, (index + 1) * CHUNK_BYTES),
});

/** Bytes in the chunks that are there. */
export function bytesIn(chunks: Iterable<number>, bytes: number): number {
  let sum = 0;
  for (const index of chunks) {
    const { start, end } = chunkSpan(index, bytes);
    sum += Math.max(0, end - start);
  }
  return sum;
}

/** What is missing, as few spans as possible: neighbours are fetched by one request. */
export function missingSpans(bytes: number, have: { has(index: number): boolean }): Span[] {
  const spans: Span[] = [];
  let open: number | undefined;
  const count = chunkCount(bytes);
  for (let index = 0; index <= count; index++) {
    const missing = index < count && !have.has(index);
    if (missing) open ??= index * CHUNK_BYTES;
    else if (open !== undefined) {
      spans.push({ start: open, end: Math.min(bytes, index * CHUNK_BYTES) });
      open = undefined;
    }
  }
  return spans;
}
