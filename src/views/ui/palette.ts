import type { ColourBy } from '../../store/slices/ui.ts';
import { COCO_LABELS } from '../../twin/schema/labels.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { contrast, formatHex, oklchToRgb, parseHex } from './colour.ts';

/**
 * Twelve categorical colours, found by annealing over OKLCH for the largest smallest distance between any two under
 * normal vision, protanopia, deuteranopia and tritanopia, with chroma ≤ 0.185 and relative luminance in [0.128, 0.295],
 * so that each keeps a contrast of 3 or more on both themes' panes. Neighbours in the list are far apart.
 */
export const PALETTE = [
  '#1da0c9',
  '#f86359',
  '#739502',
  '#9482ff',
  '#b6390e',
  '#1e7340',
  '#cf3f6e',
  '#5b7ad1',
  '#c87f90',
  '#6d4ecc',
  '#946c97',
  '#96439b',
] as const;

/** For what carries no data: unknown depth, objects outside the evidence. */
export const NEUTRAL_COLOUR = '#7d838c';

/** Objects that decided the answer, where colour means evidence. */
export const EVIDENCE_COLOUR = '#e0641a';

const INK_DARK = '#050607';
const INK_LIGHT = '#ffffff';

const step = (index: number): string => PALETTE[((index % 12) + 12) % 12] ?? PALETTE[0];

/** FNV-1a, 32 bits: the same text gives the same step in every session. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return hash;
}

const cocoIndex = new Map<string, number>(COCO_LABELS.map((label, index) => [label, index]));

/**
 * The colour of a class, as "#rrggbb". People have the first step to themselves, as they are in most photos; the other COCO
 * classes are spread over the other eleven so that neighbours in the list differ; other labels go by hash.
 */
export function classColour(label: string): string {
  const index = cocoIndex.get(label);
  if (index === undefined) return step(hashText(label));
  if (index === 0) return step(0);
  // 4 is coprime with 11; the extra shift keeps classes eleven apart from sharing a colour.
  return step(1 + ((index * 4 + Math.floor(index / 11)) % 11));
}

/** The colour of one object, as "#rrggbb", from the number in its id ("o7"), else from a hash of the id. */
export function instanceColour(id: string): string {
  const match = /^o(\d{1,6})$/.exec(id);
  return step(match ? Number(match[1]) - 1 : hashText(id));
}

const NEAR_METRES = 0.5;
const FAR_METRES = 50;

/** Near is warm, far is cool: a hue ramp at almost constant lightness, so that it reads on both themes. */
const ramp = (fraction: number): string => {
  const t = Math.min(1, Math.max(0, fraction));
  return formatHex(oklchToRgb(0.64 - 0.09 * t, 0.16, 45 - 150 * t));
};

/** The colour of a depth in metres, logarithmic from 0.5 m (warm) to 50 m (cool). Not finite or ≤ 0: neutral. */
export function depthColour(metres: number): string {
  if (!Number.isFinite(metres) || metres <= 0) return NEUTRAL_COLOUR;
  return ramp(Math.log(metres / NEAR_METRES) / Math.log(FAR_METRES / NEAR_METRES));
}

const relativeRanges = new WeakMap<Twin, readonly [number, number]>();

/** Smallest and largest relative depth in the twin; scanned once per twin, as views ask for every object. */
function relativeRange(twin: Twin): readonly [number, number] {
  const known = relativeRanges.get(twin);
  if (known) return known;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const object of twin.objects) {
    const depth = object.states[0]?.depth;
    if (depth?.unit !== 'relative') continue;
    low = Math.min(low, depth.mean);
    high = Math.max(high, depth.mean);
  }
  relativeRanges.set(twin, [low, high]);
  return [low, high];
}

function objectDepthColour(object: TwinObject, twin: Twin): string {
  const depth = object.states[0]?.depth;
  if (!depth) return NEUTRAL_COLOUR;
  if (depth.unit === 'm') return depthColour(depth.mean);
  const [low, high] = relativeRange(twin);
  return ramp(high > low ? (depth.mean - low) / (high - low) : 0.5);
}

/**
 * The one colour that an object has on stage, graph, scene, table and chips.
 * @param evidence ids of the objects that decided the shown answer
 * @returns "#rrggbb"
 */
export function objectColour(
  object: TwinObject,
  twin: Twin,
  colourBy: ColourBy,
  evidence: readonly string[],
): string {
  switch (colourBy) {
    case 'class':
      return classColour(object.label);
    case 'instance':
      return instanceColour(object.id);
    case 'depth':
      return objectDepthColour(object, twin);
    case 'evidence':
      return evidence.includes(object.id) ? EVIDENCE_COLOUR : NEUTRAL_COLOUR;
  }
}

/** Black or white, whichever reads better on the given "#rrggbb"; the contrast is at least 4.5. */
export function inkOn(colour: string): string {
  const background = parseHex(colour);
  return contrast(background, parseHex(INK_DARK)) >= contrast(background, parseHex(INK_LIGHT))
    ? INK_DARK
    : INK_LIGHT;
}

/** "#rrggbb" with an opacity in [0, 1], for canvases. */
export function withAlpha(colour: string, alpha: number): string {
  const [r, g, b] = parseHex(colour);
  return `rgba(${Math.round(r * 255)}, ${Math.round(g * 255)}, ${Math.round(b * 255)}, ${alpha})`;
}
