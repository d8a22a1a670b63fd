import { withAlpha } from '../ui/palette.ts';
import type { CanvasTheme } from './canvasTheme.ts';
import { type EdgeCurve, edgeCurve, Occupancy, type Rect } from './edgeGeometry.ts';
import type { Emphasis } from './emphasis.ts';
import type { GraphEdge, GraphModel } from './graphModel.ts';
import type { LayoutPoint, Point } from './layoutPoint.ts';
import { discScale, toScreen, type Viewport } from './viewport.ts';
import { predicateWords } from './wording.ts';

export interface GraphPicture {
  readonly width: number;
  readonly height: number;
  readonly view: Viewport;
  readonly model: GraphModel;
  readonly pointById: ReadonlyMap<string, LayoutPoint>;
  readonly colours: ReadonlyMap<string, string>;
  readonly theme: CanvasTheme;
  readonly emphasis: Emphasis;
  readonly hoveredEdge: string | undefined;
  /** True while the keyboard is in the graph: the hovered node then wears a focus ring. */
  readonly focusVisible: boolean;
  /** Of a video, in [0, 1]: what is not there is drawn fainter. Absent: all is there. */
  readonly presence?: ReadonlyMap<string, number> | undefined;
  /** Where nodes came along, in layout units, oldest first. */
  readonly trails?: readonly { readonly id: string; readonly points: readonly Point[] }[] | undefined;
}

/** What can be hit with the pointer, as it was last drawn, in CSS pixels. */
export interface DrawnGraph {
  readonly nodes: readonly {
    readonly id: string;
    readonly at: Point;
    readonly radius: number;
    caption?: Rect;
  }[];
  readonly edges: readonly { readonly id: string; readonly curve: EdgeCurve }[];
}

const DIM = 0.16;
const NEIGHBOUR = 0.62;
/** With more edges than this, edge captions appear only where something is pointed at. */
const CAPTIONED_EDGES = 24;
/** With more edges than this, lines are fainter, so that the crowd does not drown the discs. */
const CLEAR_EDGES = 60;

type Level = 'full' | 'neighbour' | 'dim';
const ALPHA: Record<Level, number> = { full: 1, neighbour: NEIGHBOUR, dim: DIM };

/** Draws the whole graph: edges, discs, then captions where there is room, the pointed-at first. */
export function drawGraph(context: CanvasRenderingContext2D, picture: GraphPicture): DrawnGraph {
  const { width, height, model } = picture;
  context.clearRect(0, 0, width, height);
  const levels = nodeLevels(picture);
  drawTrails(context, picture);
  const edges = drawEdges(context, picture, levels);
  const nodes = drawDiscs(context, picture, levels);
  const occupancy = new Occupancy();
  for (const node of nodes) {
    const [x, y] = node.at;
    occupancy.take([x - node.radius, y - node.radius, x + node.radius, y + node.radius], true);
  }
  const order = nodes.toSorted(
    (a, b) => captionRank(picture, levels, b.id) - captionRank(picture, levels, a.id) || b.radius - a.radius,
  );
  const pointed = edges.filter(({ edge }) => isPointedAt(picture, edge));
  for (const node of order) node.caption = drawCaption(context, picture, node, levels, occupancy);
  const captioned = picture.model.edges.length <= CAPTIONED_EDGES && picture.emphasis.focus.size === 0;
  for (const { edge, curve } of captioned ? [...pointed, ...edges] : pointed) {
    drawEdgeCaption(context, picture, edge, curve, occupancy);
  }
  const drawnNodes = nodes.map(({ id, at, radius, caption }) =>
    caption ? { id, at, radius, caption } : { id, at, radius },
  );
  return { nodes: drawnNodes, edges: edges.map(({ edge, curve }) => ({ id: edge.id, curve })) };

  function isPointedAt({ emphasis, hoveredEdge }: GraphPicture, edge: GraphEdge): boolean {
    if (edge.id === hoveredEdge) return true;
    const { hovered, focus } = emphasis;
    if (edge.source === hovered || edge.target === hovered) return true;
    return focus.size > 0 && (focus.has(edge.source) || focus.has(edge.target)) && model.edges.length < 400;
  }
}

/** The way of each node, fading towards its beginning. */
function drawTrails(
  context: CanvasRenderingContext2D,
  { trails = [], view, colours, theme }: GraphPicture,
): void {
  context.lineWidth = 2;
  context.lineCap = 'round';
  for (const { id, points } of trails) {
    const places = points.map(([x, y]) => toScreen(view, x, y));
    for (const [index, [x, y]] of places.entries()) {
      const before = places[index - 1];
      if (!before) continue;
      context.strokeStyle = withAlpha(colours.get(id) ?? theme.muted, (0.6 * index) / places.length);
      context.beginPath();
      context.moveTo(before[0], before[1]);
      context.lineTo(x, y);
      context.stroke();
    }
  }
}

function nodeLevels({ model, emphasis }: GraphPicture): ReadonlyMap<string, Level> {
  const { focus, hovered } = emphasis;
  const levels = new Map<string, Level>();
  for (const node of model.nodes)
    levels.set(node.id, focus.size === 0 || focus.has(node.id) ? 'full' : 'dim');
  if (focus.size === 0) return levels;
  for (const edge of model.edges) {
    if (focus.has(edge.source) && !focus.has(edge.target)) levels.set(edge.target, 'neighbour');
    if (focus.has(edge.target) && !focus.has(edge.source)) levels.set(edge.source, 'neighbour');
  }
  if (hovered !== undefined && levels.has(hovered)) levels.set(hovered, 'full');
  return levels;
}

interface DrawnNode {
  readonly id: string;
  readonly label: string;
  readonly at: Point;
  readonly radius: number;
  caption: Rect | undefined;
}

function drawDiscs(
  context: CanvasRenderingContext2D,
  picture: GraphPicture,
  levels: ReadonlyMap<string, Level>,
): readonly DrawnNode[] {
  const { view, theme, emphasis, pointById, colours } = picture;
  const nodes: DrawnNode[] = [];
  for (const node of picture.model.nodes) {
    const point = pointById.get(node.id);
    if (!point) continue;
    const at = toScreen(view, point.x, point.y);
    const radius = point.radius * discScale(view.k);
    nodes.push({ id: node.id, label: node.label, at, radius, caption: undefined });
    const colour = colours.get(node.id) ?? theme.muted;
    context.globalAlpha = 1;
    disc(context, at, radius, theme.pane);
    const present = picture.presence?.get(node.id) ?? 1;
    context.globalAlpha = ALPHA[levels.get(node.id) ?? 'full'] * present;
    disc(context, at, radius, colour);
    const selected = emphasis.selected.has(node.id);
    if (selected || emphasis.hovered === node.id) {
      context.globalAlpha = 1;
      ring(context, at, radius + 3, selected ? 2 : 1.5, selected ? theme.text : theme.muted);
    }
    if (picture.focusVisible && emphasis.hovered === node.id) ring(context, at, radius + 6, 2, theme.accent);
  }
  context.globalAlpha = 1;
  return nodes;
}

function disc(context: CanvasRenderingContext2D, [x, y]: Point, radius: number, fill: string): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = fill;
  context.fill();
}

function ring(
  context: CanvasRenderingContext2D,
  [x, y]: Point,
  radius: number,
  width: number,
  colour: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.stroke();
}

function drawEdges(
  context: CanvasRenderingContext2D,
  picture: GraphPicture,
  levels: ReadonlyMap<string, Level>,
): readonly { readonly edge: GraphEdge; readonly curve: EdgeCurve }[] {
  const { view, model, pointById, theme, emphasis } = picture;
  const known = new Set(model.edges.map((edge) => edge.id));
  const scale = discScale(view.k);
  const drawn: { edge: GraphEdge; curve: EdgeCurve }[] = [];
  for (const edge of model.edges) {
    const a = pointById.get(edge.source);
    const b = pointById.get(edge.target);
    if (!a || !b) continue;
    const bent = known.has(`${edge.target} ${edge.source}`);
    const curve = edgeCurve(
      toScreen(view, a.x, a.y),
      a.radius * scale,
      toScreen(view, b.x, b.y),
      b.radius * scale,
      bent,
    );
    if (!curve) continue;
    drawn.push({ edge, curve });
    const { focus, hovered } = emphasis;
    const strong =
      edge.id === picture.hoveredEdge ||
      edge.source === hovered ||
      edge.target === hovered ||
      focus.has(edge.source) ||
      focus.has(edge.target);
    const dim = focus.size > 0 && !strong;
    const away = levels.get(edge.source) === 'dim' && levels.get(edge.target) === 'dim';
    strokeEdge(context, edge, curve, {
      colour: withAlpha(
        strong ? theme.text : theme.line,
        dim || away ? DIM : strong || model.edges.length <= CLEAR_EDGES ? 0.85 : 0.6,
      ),
      width: strong ? 1.25 : 1,
    });
  }
  return drawn;
}

function strokeEdge(
  context: CanvasRenderingContext2D,
  edge: GraphEdge,
  curve: EdgeCurve,
  stroke: { readonly colour: string; readonly width: number },
): void {
  const { from, control, to } = curve;
  context.strokeStyle = stroke.colour;
  context.lineWidth = stroke.width;
  context.setLineDash(edge.directed ? [] : [3, 3]);
  context.beginPath();
  context.moveTo(from[0], from[1]);
  context.quadraticCurveTo(control[0], control[1], to[0], to[1]);
  context.stroke();
  context.setLineDash([]);
  if (!edge.directed) return;
  const angle = Math.atan2(to[1] - control[1], to[0] - control[0]);
  context.fillStyle = stroke.colour;
  context.beginPath();
  context.moveTo(to[0], to[1]);
  for (const side of [-1, 1]) {
    context.lineTo(to[0] - 7 * Math.cos(angle + side * 0.4), to[1] - 7 * Math.sin(angle + side * 0.4));
  }
  context.closePath();
  context.fill();
}

const CAPTION_FONT = 12;
const ID_FONT = 11;
const widths = new Map<string, number>();

/** To be called when a web font has arrived. */
export const forgetTextWidths = (): void => widths.clear();

/** Text widths are asked for every frame and never change for a font: measured once. */
function textWidth(context: CanvasRenderingContext2D, font: string, text: string): number {
  const key = `${font}\n${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > 5000) widths.clear();
  context.font = font;
  const { width } = context.measureText(text);
  widths.set(key, width);
  return width;
}

function captionRank({ emphasis }: GraphPicture, levels: ReadonlyMap<string, Level>, id: string): number {
  if (emphasis.hovered === id) return 4;
  if (emphasis.focus.has(id) || emphasis.selected.has(id)) return 3;
  return levels.get(id) === 'neighbour' ? 2 : levels.get(id) === 'full' ? 1 : 0;
}

const clip = (text: string): string => (text.length > 22 ? `${text.slice(0, 21)}…` : text);

const captionRect = (x: number, top: number, width: number): Rect => [
  x - width / 2 - 2,
  top,
  x + width / 2 + 2,
  top + CAPTION_FONT + 3,
];

function drawCaption(
  context: CanvasRenderingContext2D,
  picture: GraphPicture,
  node: DrawnNode,
  levels: ReadonlyMap<string, Level>,
  occupancy: Occupancy,
): Rect | undefined {
  const { theme, emphasis } = picture;
  const [x, y] = node.at;
  if (x < -100 || y < -40 || x > picture.width + 100 || y > picture.height + 40) return undefined;
  const labelFont = `${emphasis.selected.has(node.id) ? 600 : 400} ${CAPTION_FONT}px ${theme.sans}`;
  const idFont = `400 ${ID_FONT}px ${theme.mono}`;
  const label = clip(node.label);
  const labelWidth = textWidth(context, labelFont, label);
  const total = labelWidth + 5 + textWidth(context, idFont, node.id);
  const pointed = emphasis.hovered === node.id || emphasis.selected.has(node.id);
  const below = captionRect(x, y + node.radius + 3, total);
  const above = captionRect(x, y - node.radius - 4 - CAPTION_FONT, total);
  const rect = [below, above].find((place) => occupancy.take(place)) ?? (pointed ? below : undefined);
  if (!rect) return undefined;
  const level = levels.get(node.id) ?? 'full';
  const present = picture.presence?.get(node.id) ?? 1;
  context.globalAlpha = (level === 'dim' ? 0.3 : ALPHA[level]) * (0.4 + 0.6 * present);
  context.textBaseline = 'alphabetic';
  haloText(context, theme.pane, theme.text, labelFont, label, rect[0] + 2, rect[3] - 4);
  haloText(context, theme.pane, theme.muted, idFont, node.id, rect[0] + 7 + labelWidth, rect[3] - 4);
  context.globalAlpha = 1;
  return rect;
}

function haloText(
  context: CanvasRenderingContext2D,
  halo: string,
  fill: string,
  font: string,
  text: string,
  x: number,
  y: number,
): void {
  context.font = font;
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
  context.fillStyle = fill;
  context.fillText(text, x, y);
}

function drawEdgeCaption(
  context: CanvasRenderingContext2D,
  picture: GraphPicture,
  edge: GraphEdge,
  { middle }: EdgeCurve,
  occupancy: Occupancy,
): void {
  const { theme } = picture;
  const text = edge.facts.map((fact) => predicateWords(fact.predicate)).join(' · ');
  const font = `400 11px ${theme.sans}`;
  const width = textWidth(context, font, text);
  const rect: Rect = [middle[0] - width / 2 - 3, middle[1] - 8, middle[0] + width / 2 + 3, middle[1] + 8];
  if (!occupancy.take(rect)) return;
  context.fillStyle = withAlpha(theme.pane, 0.92);
  context.fillRect(rect[0], rect[1], rect[2] - rect[0], rect[3] - rect[1]);
  context.font = font;
  context.fillStyle = edge.id === picture.hoveredEdge ? theme.text : theme.muted;
  context.textBaseline = 'alphabetic';
  context.fillText(text, rect[0] + 3, middle[1] + 4);
}
