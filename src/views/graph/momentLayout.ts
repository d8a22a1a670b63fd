import type { GraphModel } from './graphModel.ts';
import type { GraphMoment } from './graphMoment.ts';
import type { LayoutPoint, Point } from './layoutPoint.ts';

/** Layout units that a whole picture takes where nodes tell nothing about it, and the bounds of what they tell. */
const USUAL_SPREAD = 320;
const LEAST_SPREAD = 120;
const MOST_SPREAD = 700;
/** Anchors closer together than this, as a share of the picture, tell nothing about the scale. */
const LEAST_RANGE = 0.08;

const range = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** How many layout units stand for the picture's width (axis 0) or height (axis 1), told from where nodes were laid out. */
function spread(model: GraphModel, points: readonly LayoutPoint[], axis: 0 | 1): number {
  const anchors = range(model.nodes.map(({ anchor }) => anchor[axis]));
  if (!(anchors >= LEAST_RANGE)) return USUAL_SPREAD;
  const laidOut = range(points.map(({ x, y }) => (axis === 0 ? x : y)));
  return Math.min(MOST_SPREAD, Math.max(LEAST_SPREAD, laidOut / anchors));
}

/** A graph at one time of a video, in layout units. */
export interface MovedGraph {
  readonly pointById: ReadonlyMap<string, LayoutPoint>;
  readonly trails: readonly { readonly id: string; readonly points: readonly Point[] }[];
}

/** Moves the nodes of a layout along with their objects, and traces where those came from. */
export function moveAlong(
  model: GraphModel,
  points: readonly LayoutPoint[],
  { anchors, trails }: GraphMoment,
): MovedGraph {
  const scale = [spread(model, points, 0), spread(model, points, 1)] as const;
  const nodes = new Map(model.nodes.map((node) => [node.id, node]));
  const pointById = new Map<string, LayoutPoint>();
  const traced: { id: string; points: readonly Point[] }[] = [];
  for (const point of points) {
    const laidOut = nodes.get(point.id)?.anchor ?? [0, 0];
    const place = ([x, y]: readonly [number, number]): Point => [
      point.x + (x - laidOut[0]) * scale[0],
      point.y + (y - laidOut[1]) * scale[1],
    ];
    const [x, y] = place(anchors.get(point.id) ?? laidOut);
    pointById.set(point.id, { ...point, x, y });
    const trail = trails.get(point.id);
    if (trail && trail.length > 1) traced.push({ id: point.id, points: trail.map(place) });
  }
  return { pointById, trails: traced };
}
