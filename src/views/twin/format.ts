import { formatScore } from '../../core/units.ts';
import type { Attribute, Depth, TwinObject } from '../../twin/schema/twin.ts';

/** "2.4 ± 0.3 m", "0.42 ± 0.05 relative": two decimals only where the uncertainty allows them; a dash where there is no depth. */
export function formatDepth(depth: Depth | undefined): string {
  if (!depth) return '–';
  const digits = depth.std >= 0.095 ? 1 : 2;
  return `${depth.mean.toFixed(digits)} ± ${depth.std.toFixed(digits)} ${depth.unit}`;
}

/** "128 × 96 px": width and height of the box, rounded. */
export function formatSize(object: TwinObject): string {
  const box = object.states[0]?.box;
  return box ? `${Math.round(box[2] - box[0])} × ${Math.round(box[3] - box[1])}` : '–';
}

/** Box area in square pixels, for sorting. */
export function boxAreaOf(object: TwinObject): number {
  const box = object.states[0]?.box;
  return box ? (box[2] - box[0]) * (box[3] - box[1]) : 0;
}

/** The colour names measured on the object, the surest first. */
export function colourNames(object: TwinObject): readonly Attribute[] {
  return Object.entries(object.attributes)
    .filter(([name]) => /^colou?r/i.test(name))
    .map(([, attribute]) => attribute)
    .sort((a, b) => b.score - a.score);
}

const isColour = (name: string): boolean => /^colou?r/i.test(name);

/** What else was measured: "large, left". */
export function otherAttributes(object: TwinObject): string {
  return Object.entries(object.attributes)
    .filter(([name]) => !isColour(name))
    .map(([, attribute]) => attribute.value)
    .join(', ');
}

/** "cup o3, score 0.82, depth 1.2 ± 0.1 m": an object in one line of speech. */
export function objectSummary(object: TwinObject): string {
  const depth = object.states[0]?.depth;
  const parts = [`${object.label} ${object.id}`, `score ${formatScore(object.score)}`];
  if (depth) parts.push(`depth ${formatDepth(depth)}`);
  return parts.join(', ');
}
