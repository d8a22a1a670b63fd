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
  for (let channel = 0; channel < channels; channel++) {
    const start = channel * plane;
    for (let cell = 0; cell < plane; cell++) {
      // In range by construction; a default would cost time in the one loop that sees all 1.3 million values.
      const score = heatmap[start + cell] as number;
      if (!(score > minScore)) continue;
      const row = Math.floor(cell / size);
      const column = cell % size;
      if (isLocalMaximum(heatmap, start, size, row, column, score))
        peaks.push({ channel, row, column, score });
    }
  }
  return peaks.sort((a, b) => b.score - a.score).slice(0, limit);
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
