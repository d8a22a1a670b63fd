/** A local maximum of one class channel of a heatmap. */
export interface Peak {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
  readonly score: number;
}

/**
 * The local maxima above `minScore` of a [channels, size, size] heatmap, best first, at most `limit`. A maximum is not
 * smaller than any of its eight neighbours in the same channel, so a plateau gives all of its cells, as comparing with a
 * 3×3 max pooling does. Equal scores keep the order of channel, row, column.
 */
export function findPeaks(
  heatmap: Float32Array,
  channels: number,
  size: number,
  minScore: number,
  limit: number,
): Peak[] {
  const peaks: Peak[] = [];
  const plane = size * size;
  const end = channels * plane;
  for (let index = nextAbove(heatmap, 0, end, minScore); index < end; ) {
    const cell = index % plane;
    const row = Math.floor(cell / size);
    const column = cell % size;
    const score = heatmap[index] as number;
    if (isLocalMaximum(heatmap, index - cell, size, row, column, score)) {
      peaks.push({ channel: Math.floor(index / plane), row, column, score });
    }
    index = nextAbove(heatmap, index + 1, end, minScore);
  }
  return peaks.sort((a, b) => b.score - a.score).slice(0, limit);
}

/**
 * The first index from `from` on with a value above `minScore`, or `end`. Nearly all of the 1.3 million values are below:
 * four at a time they are passed over in less than half the time, as long as no read goes beyond the array, which would make
 * the compiler guard every one.
 */
function nextAbove(values: Float32Array, from: number, end: number, minScore: number): number {
  let index = from;
  const lastBlock = end - 4;
  while (
    index <= lastBlock &&
    !(
      (values[index] as number) > minScore ||
      (values[index + 1] as number) > minScore ||
      (values[index + 2] as number) > minScore ||
      (values[index + 3] as number) > minScore
    )
  )
    index += 4;
  while (index < end && !((values[index] as number) > minScore)) index++;
  return index;
}

function isLocalMaximum(
  heatmap: Float32Array,
  planeStart: number,
  size: number,
  row: number,
  column: number,
  score: number,
): boolean {
  for (let y = Math.max(row - 1, 0); y <= Math.min(row + 1, size - 1); y++) {
    for (let x = Math.max(column - 1, 0); x <= Math.min(column + 1, size - 1); x++) {
      if ((heatmap[planeStart + y * size + x] ?? 0) > score) return false;
    }
  }
  return true;
}
