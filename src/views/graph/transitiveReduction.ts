/** A directed pair of node indices. */
export type Arc = readonly [from: number, to: number];

/**
 * The smallest set of arcs with the same reachability (Aho, Garey and Ullman 1972), for an order such as `left_of`:
 * an arc is dropped when a longer path says the same. Kept arcs come in their given order, as indices into `arcs`.
 * Arcs that touch a cycle are kept as they are, because a cycle has no unique reduction.
 *
 * @param nodeCount nodes are 0 … nodeCount − 1
 */
export function transitiveReduction(nodeCount: number, arcs: readonly Arc[]): readonly number[] {
  const outgoing: { to: number; index: number }[][] = Array.from({ length: nodeCount }, () => []);
  const incomingCount = new Uint32Array(nodeCount);
  arcs.forEach(([from, to], index) => {
    outgoing[from]?.push({ to, index });
    incomingCount[to] = (incomingCount[to] ?? 0) + 1;
  });
  const order = topologicalOrder(outgoing, incomingCount);
  const rank = new Int32Array(nodeCount).fill(-1);
  order.forEach((node, position) => {
    rank[node] = position;
  });

  const words = Math.ceil(nodeCount / 32);
  const reach = new Uint32Array(nodeCount * words);
  const kept = new Set<number>();
  for (const node of order.toReversed()) {
    const nearestFirst = (outgoing[node] ?? []).toSorted((a, b) => (rank[a.to] ?? 0) - (rank[b.to] ?? 0));
    for (const { to, index } of nearestFirst) {
      if (rank[to] === -1) kept.add(index);
      else if (!hasBit(reach, node * words, to)) {
        kept.add(index);
        setBit(reach, node * words, to);
        for (let w = 0; w < words; w++) {
          const at = node * words + w;
          reach[at] = (reach[at] ?? 0) | (reach[to * words + w] ?? 0);
        }
      }
    }
  }
  return arcs.flatMap(([from], index) => (rank[from] === -1 || kept.has(index) ? [index] : []));
}

/** Kahn's algorithm; nodes on or behind a cycle are left out. */
function topologicalOrder(
  outgoing: readonly (readonly { readonly to: number }[])[],
  incomingCount: Uint32Array,
): readonly number[] {
  const open = incomingCount.slice();
  const order: number[] = [];
  open.forEach((count, node) => {
    if (count === 0) order.push(node);
  });
  for (let head = 0; head < order.length; head++) {
    for (const { to } of outgoing[order[head] ?? -1] ?? []) {
      open[to] = (open[to] ?? 0) - 1;
      if (open[to] === 0) order.push(to);
    }
  }
  return order;
}

const hasBit = (words: Uint32Array, base: number, bit: number): boolean =>
  (((words[base + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1) === 1;

function setBit(words: Uint32Array, base: number, bit: number): void {
  const at = base + (bit >>> 5);
  words[at] = (words[at] ?? 0) | (1 << (bit & 31));
}
