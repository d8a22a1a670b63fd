import type { GraphNode } from './graphModel.ts';

export type Point = readonly [x: number, y: number];

/** A node in layout units (CSS pixels at zoom 1); the simulation moves `x` and `y`. */
export interface LayoutPoint {
  readonly id: string;
  readonly index: number;
  readonly radius: number;
  /** Half of the room that disc and caption take; the caption hangs below the disc. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  x: number;
  y: number;
  vx: number;
  vy: number;
  fx: number | null;
  fy: number | null;
}

const CAPTION_HEIGHT = 16;
const GLYPH_WIDTH = 6.8;
const SMALLEST_RADIUS = 5;
const LARGEST_RADIUS = 17;

/** Disc radius in layout units: its area grows with the share of the image that the object covers. */
export const nodeRadius = (areaFraction: number): number =>
  SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * Math.sqrt(Math.min(1, areaFraction * 2));

/** A node at rest in the origin, with the room that it needs; a pin fixes its place. */
export function layoutPoint(node: GraphNode, index: number, pin: Point | undefined): LayoutPoint {
  const radius = nodeRadius(node.areaFraction);
  const captionWidth = (node.label.length + node.id.length + 1) * GLYPH_WIDTH;
  return {
    id: node.id,
    index,
    radius,
    halfWidth: Math.max(radius, Math.min(captionWidth, 180) / 2) + 5,
    halfHeight: radius + CAPTION_HEIGHT / 2 + 5,
    x: 0,
    y: 0,
    vx: 0,
    vy: 0,
    fx: pin?.[0] ?? null,
    fy: pin?.[1] ?? null,
  };
}
