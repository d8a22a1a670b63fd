import {
  forceLink,
  forceSimulation,
  forceX,
  forceY,
  type Simulation,
  type SimulationLinkDatum,
} from 'd3-force';
import type { GraphModel, GraphNode } from './graphModel.ts';
import { type LayoutPoint, layoutPoint, type Point } from './layoutPoint.ts';
import { forceSeparate } from './separate.ts';

export interface GraphLayout {
  readonly points: readonly LayoutPoint[];
  readonly pointById: ReadonlyMap<string, LayoutPoint>;
  /** Stopped: whoever wants motion calls `tick`. */
  readonly simulation: Simulation<LayoutPoint, SimulationLinkDatum<LayoutPoint>>;
}

/** Layout area per unit of occupied area: at 1 the captions would tile the plane. */
const ROOM = 2.4;
const SEPARATION_PASSES = 60;

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
