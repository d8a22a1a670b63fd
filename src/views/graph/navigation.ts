import type { Point } from './layoutPoint.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

const VECTOR: Record<Direction, Point> = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] };

/** Cosine of 60°: what still counts as lying in a direction. */
const CONE = 0.5;

/**
 * The node to go to with an arrow key: the closest linked node in that direction, else the closest of all nodes in that
 * direction, else none. Nodes off the axis count as farther.
 */
export function neighbourTowards(
  from: string,
  direction: Direction,
  positions: ReadonlyMap<string, { readonly x: number; readonly y: number }>,
  linked: ReadonlySet<string>,
): string | undefined {
  const start = positions.get(from);
  if (!start) return undefined;
  const [ux, uy] = VECTOR[direction];
  let best: { id: string; cost: number } | undefined;
  for (const [id, { x, y }] of positions) {
    if (id === from) continue;
    const [dx, dy] = [x - start.x, y - start.y];
    const length = Math.hypot(dx, dy);
    const cosine = length === 0 ? 0 : (dx * ux + dy * uy) / length;
    if (cosine < CONE) continue;
    // Any linked node comes before every other one.
    const cost = length / cosine + (linked.has(id) ? 0 : 1e9);
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}
