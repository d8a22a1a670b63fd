import type { LayoutPoint } from './layoutPoint.ts';

/** Pushes apart nodes whose rooms (disc and caption) overlap, along the axis that needs the shorter way. */
export function forceSeparate() {
  let points: readonly LayoutPoint[] = [];
  const force = (): void => {
    // A sweep over x: only nodes whose rooms may meet are compared.
    const sorted = points.toSorted((a, b) => a.x - a.halfWidth - (b.x - b.halfWidth));
    for (let i = 0; i < sorted.length; i++) {
      const a = sorted[i];
      if (!a) continue;
      for (let j = i + 1; j < sorted.length; j++) {
        const b = sorted[j];
        if (!b || b.x - b.halfWidth > a.x + a.halfWidth) break;
        separate(a, b);
      }
    }
  };
  force.initialize = (nodes: LayoutPoint[]): void => {
    points = nodes;
  };
  return force;
}

function separate(a: LayoutPoint, b: LayoutPoint): void {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const overlapX = a.halfWidth + b.halfWidth - Math.abs(dx);
  const overlapY = a.halfHeight + b.halfHeight - Math.abs(dy);
  if (overlapX <= 0 || overlapY <= 0) return;
  // Positions move at once: velocities would be damped and leave captions touching when the simulation cools.
  if (overlapX < overlapY) {
    const side = dx > 0 || (dx === 0 && a.index < b.index) ? 1 : -1;
    move(a, -side * overlapX * 0.5, 0, b);
    move(b, side * overlapX * 0.5, 0, a);
  } else {
    const side = dy > 0 || (dy === 0 && a.index < b.index) ? 1 : -1;
    move(a, 0, -side * overlapY * 0.5, b);
    move(b, 0, side * overlapY * 0.5, a);
  }
}

/** A pinned node stays; the other then goes the whole way. */
function move(point: LayoutPoint, dx: number, dy: number, other: LayoutPoint): void {
  if (point.fx !== null) return;
  const share = other.fx !== null ? 2 : 1;
  point.x += dx * share;
  point.y += dy * share;
}
