import { drag } from 'd3-drag';
import { select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, zoom, zoomIdentity } from 'd3-zoom';
import { onThemeChange } from '../ui/themeColours.ts';
import { prefersReducedMotion, readCanvasTheme } from './canvasTheme.ts';
import { type DrawnGraph, drawGraph, forgetTextWidths } from './drawGraph.ts';
import { type Emphasis, NO_EMPHASIS } from './emphasis.ts';
import type { GraphModel } from './graphModel.ts';
import type { GraphMoment } from './graphMoment.ts';
import { hitEdge, hitNode } from './hitTest.ts';
import { type GraphLayout, layOut } from './layout.ts';
import type { Point } from './layoutPoint.ts';
import { type MovedGraph, moveAlong } from './momentLayout.ts';
import { fitViewport, LARGEST_ZOOM, SMALLEST_ZOOM, type Viewport } from './viewport.ts';

export interface GraphEvents {
  hoverNode(id: string | undefined): void;
  hoverEdge(id: string | undefined): void;
  /** An empty list: the background was clicked. `add` when a modifier key extends the selection. */
  pick(ids: readonly string[], add: boolean): void;
  frame(ids: readonly string[]): void;
}

const EMPTY: GraphModel = { nodes: [], edges: [], factCount: 0 };
const MOVE_MS = 180;

/**
 * Owns the canvas, the simulation and the gestures of the graph; lives outside React and draws only when something
 * changed. A canvas rather than SVG, because panning 300 captioned nodes stays within a frame without a DOM node each.
 */
export class GraphEngine {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #events: GraphEvents;
  readonly #zoom: ZoomBehavior<HTMLCanvasElement, unknown>;
  readonly #cleanups: (() => void)[] = [];
  #theme = readCanvasTheme();
  #model = EMPTY;
  #layout: GraphLayout = layOut(EMPTY, 1);
  #layoutKey = '';
  #pins = new Map<string, Point>();
  #colours: ReadonlyMap<string, string> = new Map();
  #emphasis = NO_EMPHASIS;
  /** Of a video: the time that is drawn. */
  #moment: GraphMoment | undefined;
  #hoveredEdge: string | undefined;
  #focusVisible = false;
  #size: Point = [0, 0];
  #view: Viewport = { k: 1, x: 0, y: 0 };
  /** False once a person has panned or zoomed: from then on a resize keeps the place instead of fitting again. */
  #fitted = true;
  #drawn: DrawnGraph = { nodes: [], edges: [] };
  #frame = 0;
  #animation = 0;

  constructor(canvas: HTMLCanvasElement, events: GraphEvents) {
    const context = canvas.getContext('2d');
    if (!context) throw new Error('this browser gives no 2D canvas');
    this.#canvas = canvas;
    this.#context = context;
    this.#events = events;
    this.#zoom = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([SMALLEST_ZOOM, LARGEST_ZOOM])
      .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        if (event.sourceEvent) this.#fitted = false;
        this.#view = event.transform;
        this.#invalidate();
      });
    this.#attachGestures();
    this.#cleanups.push(
      onThemeChange(() => {
        this.#theme = readCanvasTheme();
        this.#invalidate();
      }),
    );
    const onFonts = (): void => {
      forgetTextWidths();
      this.#invalidate();
    };
    document.fonts.addEventListener('loadingdone', onFonts);
    this.#cleanups.push(() => document.fonts.removeEventListener('loadingdone', onFonts));
    const observer = new ResizeObserver(() => this.#resize());
    observer.observe(canvas);
    this.#cleanups.push(() => observer.disconnect());
    this.#resize();
  }

  /**
   * Shows a graph. Positions of another graph of the same twin are carried over with a short move (a cut under reduced
   * motion); `twinKey` tells when it is another twin, which starts afresh.
   */
  setModel(model: GraphModel, imageAspect: number, twinKey: string): void {
    const sameTwin = twinKey === this.#layoutKey;
    if (!sameTwin) this.#pins = new Map();
    const before = sameTwin ? this.#layout.pointById : undefined;
    this.#model = model;
    this.#layout = layOut(model, imageAspect, this.#pins);
    this.#layoutKey = twinKey;
    this.#hoveredEdge = undefined;
    if (!sameTwin) this.#fitted = true;
    if (before && !prefersReducedMotion()) this.#moveFrom(before);
    else if (this.#fitted) this.fit();
    this.#invalidate();
  }

  /** Draws one time of a video: nodes follow their objects and fade with them. Undefined: the graph as it was laid out. */
  setMoment(moment: GraphMoment | undefined): void {
    this.#moment = moment;
    this.#invalidate();
  }

  setColours(colours: ReadonlyMap<string, string>): void {
    this.#colours = colours;
    this.#invalidate();
  }

  setEmphasis(emphasis: Emphasis): void {
    this.#emphasis = emphasis;
    this.#invalidate();
  }

  setFocusVisible(visible: boolean): void {
    this.#focusVisible = visible;
    this.#invalidate();
  }

  /** Current positions in layout units, for keyboard navigation. */
  get positions(): ReadonlyMap<string, { readonly x: number; readonly y: number }> {
    return this.#layout.pointById;
  }

  /** Brings the given nodes into view; all of them when the list is empty. */
  fit(ids: readonly string[] = []): void {
    const chosen = this.#layout.points.filter((point) => ids.length === 0 || ids.includes(point.id));
    this.#fitted = ids.length === 0;
    this.#show(fitViewport(chosen, this.#size[0], this.#size[1], ids.length === 0 ? 14 : 48));
  }

  zoomBy(factor: number): void {
    this.#fitted = false;
    this.#zoom.scaleBy(select(this.#canvas), factor);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    cancelAnimationFrame(this.#animation);
    this.#layout.simulation.stop();
    select(this.#canvas).on('.zoom', null).on('.drag', null);
    for (const cleanup of this.#cleanups) cleanup();
  }

  #invalidate(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    this.#frame = 0;
    const [width, height] = this.#size;
    if (width === 0 || height === 0) return;
    const ratio = this.#canvas.width / width;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { edges, presence } = this.#moment ?? {};
    const moved: Partial<MovedGraph> = this.#moment
      ? moveAlong(this.#model, this.#layout.points, this.#moment)
      : {};
    this.#drawn = drawGraph(this.#context, {
      width,
      height,
      view: this.#view,
      model: edges ? { ...this.#model, edges } : this.#model,
      presence,
      pointById: this.#layout.pointById,
      ...moved,
      colours: this.#colours,
      theme: this.#theme,
      emphasis: this.#emphasis,
      hoveredEdge: this.#hoveredEdge,
      focusVisible: this.#focusVisible,
    });
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const ratio = Math.min(2, window.devicePixelRatio || 1);
    this.#size = [clientWidth, clientHeight];
    this.#canvas.width = Math.round(clientWidth * ratio);
    this.#canvas.height = Math.round(clientHeight * ratio);
    if (this.#fitted) this.fit();
    // Setting the size has wiped the canvas: drawing in this very frame avoids a flash.
    cancelAnimationFrame(this.#frame);
    this.#draw();
  }

  #show(view: Viewport): void {
    this.#zoom.transform(select(this.#canvas), zoomIdentity.translate(view.x, view.y).scale(view.k));
  }

  #moveFrom(before: GraphLayout['pointById']): void {
    cancelAnimationFrame(this.#animation);
    const moves = this.#layout.points.map((point) => {
      const old = before.get(point.id) ?? point;
      return { point, from: [old.x, old.y] as const, to: [point.x, point.y] as const };
    });
    const start = performance.now();
    const step = (now: number): void => {
      const t = Math.min(1, Math.max(0, (now - start) / MOVE_MS));
      const eased = 1 - (1 - t) ** 3;
      for (const { point, from, to } of moves) {
        point.x = from[0] + (to[0] - from[0]) * eased;
        point.y = from[1] + (to[1] - from[1]) * eased;
      }
      this.#animation = t < 1 ? requestAnimationFrame(step) : 0;
      if (this.#fitted && t === 1) this.fit();
      this.#invalidate();
    };
    step(start);
  }

  #attachGestures(): void {
    const canvas = select(this.#canvas);
    canvas.call(
      drag<HTMLCanvasElement, unknown>()
        .container(this.#canvas)
        .clickDistance(3)
        .subject((event) => this.#dragSubject(event.x, event.y))
        .on('drag', (event) => this.#dragTo(event.subject.id, event.x, event.y)),
    );
    canvas.call(this.#zoom).on('dblclick.zoom', null);
    this.#listen('pointermove', (event) => this.#hover([event.offsetX, event.offsetY]));
    this.#listen('pointerleave', () => this.#hover(undefined));
    this.#listen('click', (event) =>
      this.#click([event.offsetX, event.offsetY], event.shiftKey || event.metaKey),
    );
    this.#listen('dblclick', (event) => {
      const id = hitNode(this.#drawn, [event.offsetX, event.offsetY]);
      this.#events.frame(id === undefined ? [] : [id]);
    });
  }

  #listen<K extends 'pointermove' | 'pointerleave' | 'click' | 'dblclick'>(
    type: K,
    listener: (event: HTMLElementEventMap[K]) => void,
  ): void {
    this.#canvas.addEventListener(type, listener);
    this.#cleanups.push(() => this.#canvas.removeEventListener(type, listener));
  }

  #dragSubject(x: number, y: number): { id: string; x: number; y: number } | null {
    const id = hitNode(this.#drawn, [x, y]);
    const node = this.#drawn.nodes.find((candidate) => candidate.id === id);
    return node ? { id: node.id, x: node.at[0], y: node.at[1] } : null;
  }

  /** The node follows the pointer and stays where it is put; the others make room. */
  #dragTo(id: string, screenX: number, screenY: number): void {
    const point = this.#layout.pointById.get(id);
    if (!point) return;
    const x = (screenX - this.#view.x) / this.#view.k;
    const y = (screenY - this.#view.y) / this.#view.k;
    this.#fitted = false;
    this.#pins.set(id, [x, y]);
    [point.fx, point.fy, point.x, point.y] = [x, y, x, y];
    if (!prefersReducedMotion()) this.#layout.simulation.alpha(0.15).tick(1);
    this.#invalidate();
  }

  #hover(at: Point | undefined): void {
    const id = at && hitNode(this.#drawn, at);
    const edge = at && id === undefined ? hitEdge(this.#drawn, at) : undefined;
    this.#canvas.style.cursor = id === undefined && edge === undefined ? '' : 'pointer';
    if (id !== this.#emphasis.hovered) this.#events.hoverNode(id);
    if (edge === this.#hoveredEdge) return;
    this.#hoveredEdge = edge;
    this.#events.hoverEdge(edge);
    this.#invalidate();
  }

  #click(at: Point, add: boolean): void {
    const id = hitNode(this.#drawn, at);
    const edgeId = id === undefined ? hitEdge(this.#drawn, at) : undefined;
    const edge = this.#model.edges.find((candidate) => candidate.id === edgeId);
    this.#events.pick(id !== undefined ? [id] : edge ? [edge.source, edge.target] : [], add);
  }
}
