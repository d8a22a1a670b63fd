import type { QueryContext } from '../context.ts';

/**
 * How far two objects are apart: metres between their positions where both are known, else pixels between the nearest
 * edges of their boxes (0 when they touch or overlap). Undefined for ids that are not in the twin.
 */
export function objectDistance(
  first: string,
  second: string,
  context: QueryContext,
): { readonly value: number; readonly unit: 'm' | 'px' } | undefined {
  const a = context.objects.get(first)?.state;
  const b = context.objects.get(second)?.state;
  if (!a || !b) return undefined;
  if (a.position && b.position) {
    const [ax, ay, az] = a.position;
    const [bx, by, bz] = b.position;
    return { value: Math.hypot(ax - bx, ay - by, az - bz), unit: 'm' };
  }
  const gap = boxGap(first, second, context);
  return gap === undefined ? undefined : { value: gap, unit: 'px' };
}

/** Pixels between the nearest edges of two boxes; 0 when they touch or overlap. */
export function boxGap(first: string, second: string, context: QueryContext): number | undefined {
  const a = context.objects.get(first)?.state.box;
  const b = context.objects.get(second)?.state.box;
  if (!a || !b) return undefined;
  const dx = Math.max(0, b[0] - a[2], a[0] - b[2]);
  const dy = Math.max(0, b[1] - a[3], a[1] - b[3]);
  return Math.hypot(dx, dy);
}
