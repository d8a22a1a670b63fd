import type { Twin } from '../../twin/schema/twin.ts';
import { timelineOf } from '../../twin/tracks/timeline.ts';

const decimals = (value: number): string => String(Math.round(value * 100) / 100);

/**
 * Writes the tracks of a video as MOTChallenge results: a line for each state,
 * `frame, id, left, top, width, height, confidence, x, y, z`, with frames and ids from 1 and 1-based pixel coordinates, as their evaluation reads
 * them. Frames are numbered in the order of the sampled ones; x, y, z are positions in metres where the twin has them, else −1. The format has no
 * place for labels, times, masks and marks of bridged gaps.
 */
export function writeMot(twin: Twin): string {
  const numbers = new Map(timelineOf(twin).samples.map(({ frame }, index) => [frame, index + 1]));
  const rows = twin.objects.flatMap(({ states, score }, index) =>
    states.map(({ frame, box, position }) => {
      const [x0, y0, x1, y1] = box;
      const place = position ?? [-1, -1, -1];
      return {
        frame: numbers.get(frame) ?? frame + 1,
        id: index + 1,
        rest: [x0 + 1, y0 + 1, x1 - x0, y1 - y0, score, ...place].map(decimals),
      };
    }),
  );
  return rows
    .sort((a, b) => a.frame - b.frame || a.id - b.id)
    .map(({ frame, id, rest }) => `${[frame, id, ...rest].join(',')}\n`)
    .join('');
}
