import type { DrawnGraph } from './drawGraph.ts';
import type { Point } from './layoutPoint.ts';
import { segmentDistance } from './viewport.ts';

const NODE_SLACK_PX = 5;
const EDGE_SLACK_PX = 5;

/** The node under a point in CSS pixels: by its disc (the closest centre wins), else by its caption. */
export function hitNode(drawn: DrawnGraph, [x, y]: Point): string | undefined {
  let best: { id: string; distance: number } | undefined;
  for (const node of drawn.nodes) {
    const distance = Math.hypot(node.at[0] - x, node.at[1] - y);
    if (distance <= node.radius + NODE_SLACK_PX && (!best || distance < best.distance)) {
      best = { id: node.id, distance };
    }
  }
  if (best) return best.id;
  return drawn.nodes.find(
    ({ caption }) => caption && x >= caption[0] && y >= caption[1] && x <= caption[2] && y <= caption[3],
  )?.id;
}

/** The edge whose curve (taken as two segments) passes closest to a point, within a few pixels. */
export function hitEdge(drawn: DrawnGraph, point: Point): string | undefined {
  let best: { id: string; distance: number } | undefined;
  for (const { id, curve } of drawn.edges) {
    const distance = Math.min(
      segmentDistance(point, curve.from, curve.middle),
      segmentDistance(point, curve.middle, curve.to),
    );
    if (distance <= EDGE_SLACK_PX && (!best || distance < best.distance)) best = { id, distance };
  }
  return best?.id;
}
