/**
 * The indices of numbers from the largest to the smallest, found as far as they are asked for: the first costs one pass, each
 * further one the logarithm of their count (a binary heap). Equal numbers come in no particular order.
 */
export function* descending(values: Float32Array): Generator<number> {
  const best = indexOfLargest(values);
  if (best < 0) return;
  yield best;
  // Most often the first one will do: a heap is built for the others alone.
  const heap = Uint32Array.from({ length: values.length - 1 }, (_, i) => (i < best ? i : i + 1));
  let size = heap.length;
  for (let at = Math.floor(size / 2) - 1; at >= 0; at--) sink(heap, size, at, values);
  while (size > 0) {
    yield heap[0] ?? 0;
    size -= 1;
    heap[0] = heap[size] ?? 0;
    sink(heap, size, 0, values);
  }
}

function indexOfLargest(values: Float32Array): number {
  let best = -1;
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NEGATIVE_INFINITY;
    if (value > largest || best < 0) [best, largest] = [index, value];
  }
  return best;
}

/** Moves the entry at a place down until both below it are smaller. */
function sink(heap: Uint32Array, size: number, from: number, values: Float32Array): void {
  const valueAt = (place: number): number => values[heap[place] ?? 0] ?? Number.NEGATIVE_INFINITY;
  for (let at = from; ; ) {
    const left = 2 * at + 1;
    if (left >= size) return;
    const below = left + 1 < size && valueAt(left + 1) > valueAt(left) ? left + 1 : left;
    if (valueAt(below) <= valueAt(at)) return;
    const moved = heap[at] ?? 0;
    heap[at] = heap[below] ?? 0;
    heap[below] = moved;
    at = below;
  }
}
