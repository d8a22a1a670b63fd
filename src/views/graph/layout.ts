import {
  forceLink,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationLinkDatum,
} from 'd3-force';
import type { GraphModel, GraphNode } from './graphModel.ts';
import { forceSeparate } from './separate.ts';

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

export interface GraphLayout {
  readonly points: readonly LayoutPoint[];
  readonly pointById: ReadonlyMap<string, LayoutPoint>;
  /** Stopped: whoever wants motion calls `tick`. */
  readonly simulation: Simulation<LayoutPoint, SimulationLinkDatum<LayoutPoint>>;
}

const CAPTION_HEIGHT = 16;
const GLYPH_WIDTH = 6.8;
/** Layout area per unit of occupied area: at 1 the captions would tile the plane. */
const ROOM = 2.4;
const SEPARATION_PASSES = 60;
const SMALLEST_RADIUS = 5;
const LARGEST_RADIUS = 17;

/** Disc radius in layout units: its area grows with the share of the image that the object covers. */
export const nodeRadius = (areaFraction: number): number =>
  SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * Math.sqrt(Math.min(1, areaFraction * 2));

/**
 * Lays out a graph so that it resembles the picture: every node is drawn to where the image has its object, linked nodes
 * a little to each other, and no two captions may overlap. Deterministic: same model, aspect and pins, same positions.
 *
 * @param imageAspect width / height of the image
 * @param pins positions fixed by hand, by object id
 */
export function layOut(
  model: GraphModel,
  imageAspect: number,
  pins: ReadonlyMap<string, Point> = new Map(),
): GraphLayout {
  const points = model.nodes.map((node, index) => layoutPoint(node, index, pins.get(node.id)));
  const pointById = new Map(points.map((point) => [point.id, point]));
  const targets = anchorTargets(model.nodes, points, imageAspect);
  points.forEach((point, index) => {
    const [x, y] = targets[index] ?? [0, 0];
    point.x = point.fx ?? x;
    point.y = point.fy ?? y;
  });
  const links = model.edges.flatMap((edge) => {
    const source = pointById.get(edge.source);
    const target = pointById.get(edge.target);
    return source && target ? [{ source, target }] : [];
  });
  const simulation = forceSimulation<LayoutPoint>(points)
    .force('x', forceX<LayoutPoint>((_, index) => targets[index]?.[0] ?? 0).strength(0.12))
    .force('y', forceY<LayoutPoint>((_, index) => targets[index]?.[1] ?? 0).strength(0.12))
    .force(
      'link',
      forceLink<LayoutPoint, SimulationLinkDatum<LayoutPoint>>(links).distance(90).strength(0.02),
    )
    .force('separate', forceSeparate())
    .velocityDecay(0.45)
    .stop();
  settle({ points, pointById, simulation });
  return { points, pointById, simulation };
}

/** Runs the simulation to rest without drawing; larger graphs cool faster, so that the page answers within 100 ms. */
function settle(layout: GraphLayout): void {
  const ticks = layout.points.length > 150 ? 90 : 240;
  layout.simulation.alpha(1).alphaDecay(1 - 0.001 ** (1 / ticks));
  layout.simulation.tick(ticks);
  // What the pull of anchors and links still holds together is parted without them.
  const separate = forceSeparate();
  separate.initialize([...layout.points]);
  for (let pass = 0; pass < SEPARATION_PASSES; pass++) separate();
}

function layoutPoint(node: GraphNode, index: number, pin: Point | undefined): LayoutPoint {
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

/** Image positions stretched over the part of the image that has objects, scaled to the room that all captions need. */
function anchorTargets(
  nodes: readonly GraphNode[],
  points: readonly LayoutPoint[],
  imageAspect: number,
): readonly Point[] {
  const occupied = points.reduce((sum, point) => sum + 4 * point.halfWidth * point.halfHeight, 0);
  // Wider than the image, because captions are wide and panes mostly are.
  const aspect = Math.min(2.2, Math.max(0.7, imageAspect * 1.25));
  const height = Math.sqrt((occupied * ROOM) / aspect);
  const width = height * aspect;
  const spanX = span(nodes.map((node) => node.anchor[0]));
  const spanY = span(nodes.map((node) => node.anchor[1]));
  return nodes.map((node) => [
    (stretch(node.anchor[0], spanX) - 0.5) * width,
    (stretch(node.anchor[1], spanY) - 0.5) * height,
  ]);
}

const span = (values: readonly number[]): Point => [Math.min(...values), Math.max(...values)];

/** Half of the way from the position in the image to the position among the objects. */
function stretch(value: number, [low, high]: Point): number {
  const among = high > low ? (value - low) / (high - low) : 0.5;
  return (value + among) / 2;
}
