import type { TinyGraph, Value } from './graph.ts';

export type Channel = 'red' | 'blue';
const CHANNELS: Readonly<Record<Channel, number>> = { red: 0, blue: 2 };

export interface Blob {
  /** [1, 1]: 1 where something of that colour is there, else 0. */
  readonly presence: Value;
  /** [1, 4]: centre x, centre y, width, height as fractions. */
  readonly box: Value;
}

/**
 * Where a picture [1, 3, side, side] (0 to 1) is of one colour: the extent of all pixels in which that channel is far above the
 * others. A real detector's output from a handful of nodes.
 */
export function findBlob(graph: TinyGraph, pixels: Value, side: number, colour: Channel): Blob {
  const channel = CHANNELS[colour];
  const own = graph.slice(pixels, 1, channel, channel + 1);
  const others = [0, 1, 2]
    .filter((index) => index !== channel)
    .map((index) => graph.slice(pixels, 1, index, index + 1));
  const strongest = graph.op('Max', others);
  const mark = graph.clip(graph.scale(graph.sub(own, strongest), 40, -14), 0, 1);
  const columns = graph.reshape(graph.max(mark, [2]), [1, side]);
  const rows = graph.reshape(graph.max(mark, [3]), [1, side]);
  const [left, right] = extent(graph, columns, side);
  const [top, bottom] = extent(graph, rows, side);
  const middle = (a: Value, b: Value): Value => graph.scale(graph.add(a, b), 0.5);
  const parts = [middle(left, right), middle(top, bottom), graph.sub(right, left), graph.sub(bottom, top)];
  return {
    presence: graph.reshape(graph.max(mark, [2, 3]), [1, 1]),
    box: graph.concat(parts, 1),
  };
}

/** First and last marked place of a row of marks, as fractions; crossed over where there is none. */
function extent(graph: TinyGraph, marks: Value, side: number): [first: Value, last: Value] {
  const ends = graph.floats(
    [1, side],
    Array.from({ length: side }, (_, i) => (i + 1) / side),
  );
  const rest = graph.floats(
    [1, side],
    Array.from({ length: side }, (_, i) => 1 - i / side),
  );
  const last = graph.max(graph.mul(marks, ends), [1]);
  return [graph.scale(graph.max(graph.mul(marks, rest), [1]), -1, 1), last];
}
