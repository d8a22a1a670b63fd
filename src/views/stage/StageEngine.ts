import type { MediaRegistry } from '../../store/mediaRegistry.ts';
import { presentMoment } from '../../store/moment.ts';
import { evidenceIds, focusIds } from '../../store/selectors.ts';
import type { AppState, AppStore } from '../../store/store.ts';
import type { Box, TwinObject } from '../../twin/schema/twin.ts';
import { objectColour } from '../ui/palette.ts';
import { onThemeChange, tokenColour } from '../ui/themeColours.ts';
import { objectAt } from './hitTest.ts';
import { MaskPaths } from './maskPaths.ts';
import { OverlayLayer } from './overlayLayer.ts';
import { paintPrompt } from './paintPrompt.ts';
import {
  centred,
  fitView,
  frameBox,
  keepInSight,
  minScale,
  mixViews,
  type Point,
  type Size,
  toImage,
  unionBox,
  type View,
  zoomAt,
} from './viewTransform.ts';

const TRANSITION_MS = 180;
const HIT_SLACK = 4;
/** A focus that no object is in: all are dimmed. */
const NOBODY: ReadonlySet<string> = new Set(['']);

interface Transition {
  readonly from: View;
  readonly to: View;
  readonly startedAt: number;
}

/**
 * Draws the image and its overlay on a canvas, at the display's resolution, when something changed and never otherwise.
 * It listens to the store itself: React does not render for hover, selection, zoom or pan.
 */
export class StageEngine {
  readonly #canvas: HTMLCanvasElement;
  readonly #store: AppStore;
  readonly #media: MediaRegistry;
  readonly #masks = new MaskPaths();
  readonly #overlay = new OverlayLayer(() => this.markDirty());
  readonly #stops: (() => void)[] = [];
  readonly #onScale: (scale: number) => void;
  /** By id. */
  #colours = new Map<string, string>();
  #viewport: Size = { width: 1, height: 1 };
  #view: View = { scale: 1, x: 0, y: 0 };
  /** True until the person zooms or pans: then the view no longer follows the pane's size. */
  #fitted = true;
  #transition: Transition | undefined;
  #frame = 0;
  #background = '#000000';
  /** The box being dragged, in image pixels. */
  #rubberBand: Box | undefined;

  constructor(options: {
    canvas: HTMLCanvasElement;
    store: AppStore;
    media: MediaRegistry;
    /** Called with CSS pixels per image pixel whenever the zoom changes. */
    onScale: (scale: number) => void;
  }) {
    this.#canvas = options.canvas;
    this.#store = options.store;
    this.#media = options.media;
    this.#onScale = options.onScale;
    const observer = new ResizeObserver(() => this.#resize());
    observer.observe(this.#canvas);
    this.#stops.push(
      () => observer.disconnect(),
      onThemeChange(() => {
        this.#background = tokenColour('stage');
        this.markDirty();
      }),
      this.#store.subscribe((state, previous) => this.#storeChanged(state, previous)),
    );
    this.#background = tokenColour('stage');
    this.#recolour(this.#store.getState());
    this.#resize();
    void document.fonts.ready.then(() => this.markDirty());
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    this.#overlay.dispose();
    for (const stop of this.#stops) stop();
  }

  markDirty(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#draw(now));
  }

  get scale(): number {
    return this.#view.scale;
  }

  /** The point of the image, in canonical pixels, under a point in CSS pixels of the canvas. */
  imagePoint(at: Point): Point {
    return toImage(this.#view, at);
  }

  /** The middle of what is in view, in canonical pixels. */
  get middle(): Point {
    return toImage(this.#view, [this.#viewport.width / 2, this.#viewport.height / 2]);
  }

  /** Shows the box that is being dragged (canonical pixels), or none. */
  showRubberBand(box: Box | undefined): void {
    this.#rubberBand = box;
    this.markDirty();
  }

  /** The object under a point in CSS pixels of the canvas. */
  pick(at: Point): TwinObject | undefined {
    const twin = presentMoment(this.#store.getState())?.twin;
    if (!twin) return undefined;
    return objectAt(twin, toImage(this.#view, at), HIT_SLACK / this.#view.scale);
  }

  zoomBy(factor: number, at?: Point): void {
    const image = this.#image();
    if (!image) return;
    const middle: Point = at ?? [this.#viewport.width / 2, this.#viewport.height / 2];
    const min = minScale(image, this.#viewport);
    this.#fitted = false;
    this.#show(zoomAt(this.#view, middle, factor, { min }));
  }

  panBy(dx: number, dy: number): void {
    this.#fitted = false;
    this.#show({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy });
  }

  fit(): void {
    const image = this.#image();
    if (!image) return;
    this.#fitted = true;
    this.#moveTo(fitView(image, this.#viewport));
  }

  /** One image pixel per CSS pixel. */
  actualSize(): void {
    const image = this.#image();
    if (!image) return;
    this.#fitted = false;
    this.#moveTo(centred(image, this.#viewport, 1));
  }

  frame(ids: readonly string[]): void {
    const twin = presentMoment(this.#store.getState())?.twin;
    const image = this.#image();
    if (!image) return;
    const wanted = new Set(ids);
    const boxes: Box[] = [];
    for (const object of twin?.objects ?? []) {
      const box = object.states[0]?.box;
      if (box && wanted.has(object.id)) boxes.push(box);
    }
    const around = unionBox(boxes);
    if (!around) {
      this.fit();
      return;
    }
    this.#fitted = false;
    this.#moveTo(frameBox(around, image, this.#viewport));
  }

  #image(): Size | undefined {
    const { image, twin } = this.#store.getState().scene;
    return image ?? twin?.source;
  }

  #storeChanged(state: AppState, previous: AppState): void {
    if (state.scene !== previous.scene || state.conversation !== previous.conversation) this.#recolour(state);
    if (state.ui.colourBy !== previous.ui.colourBy) this.#recolour(state);
    const moved = state.playback.timeUs !== previous.playback.timeUs;
    if (moved && state.ui.colourBy === 'depth') this.#recolour(state);
    const size = state.scene.image ?? state.scene.twin?.source;
    const before = previous.scene.image ?? previous.scene.twin?.source;
    if (size && (size.width !== before?.width || size.height !== before?.height)) {
      this.#fitted = true;
      this.#transition = undefined;
      this.#show(fitView(size, this.#viewport));
    }
    const { framing } = state.ui;
    if (framing && framing !== previous.ui.framing) this.frame(framing.ids);
    this.markDirty();
  }

  #recolour(state: AppState): void {
    const twin = state.ui.colourBy === 'depth' ? presentMoment(state)?.twin : state.scene.twin;
    const evidence = evidenceIds(state);
    this.#colours = new Map(
      twin?.objects.map((object) => [object.id, objectColour(object, twin, state.ui.colourBy, evidence)]),
    );
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#viewport = { width: clientWidth, height: clientHeight };
    const ratio = devicePixelRatio;
    this.#canvas.width = Math.round(clientWidth * ratio);
    this.#canvas.height = Math.round(clientHeight * ratio);
    const image = this.#image();
    if (image) this.#show(this.#fitted ? fitView(image, this.#viewport) : this.#view);
    cancelAnimationFrame(this.#frame);
    this.#draw(performance.now()); // In the same frame: a resized canvas is blank until drawn.
  }

  #show(view: View): void {
    const image = this.#image();
    const changed = view.scale !== this.#view.scale;
    this.#view = image ? keepInSight(view, image, this.#viewport) : view;
    if (changed) this.#onScale(view.scale);
    this.markDirty();
  }

  #moveTo(to: View): void {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#show(to);
      return;
    }
    this.#transition = { from: this.#view, to, startedAt: performance.now() };
    this.markDirty();
  }

  #advance(now: number): void {
    const transition = this.#transition;
    if (!transition) return;
    const t = Math.min(1, Math.max(0, (now - transition.startedAt) / TRANSITION_MS));
    this.#view = mixViews(transition.from, transition.to, 1 - (1 - t) ** 3, this.#viewport);
    this.#onScale(this.#view.scale);
    if (t < 1) this.markDirty();
    else this.#transition = undefined;
  }

  #draw(now: number): void {
    this.#frame = 0;
    this.#advance(now);
    const context = this.#canvas.getContext('2d');
    if (!context) return;
    const state = this.#store.getState();
    const ratio = devicePixelRatio;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.#background;
    context.fillRect(0, 0, this.#viewport.width, this.#viewport.height);
    this.#drawImage(context, state);
    this.#drawOverlay(context, state);
    if (state.prompt.tool !== 'segment') return;
    paintPrompt(context, {
      prompt: state.prompt,
      rubberBand: this.#rubberBand,
      view: this.#view,
      viewport: this.#viewport,
      masks: this.#masks,
    });
  }

  #drawOverlay(context: CanvasRenderingContext2D, state: AppState): void {
    const moment = presentMoment(state);
    if (!moment || state.ui.overlaysHidden) return;
    this.#overlay.draw(context, this.#colours, {
      twin: moment.twin,
      carried: moment.carried,
      view: this.#view,
      viewport: this.#viewport,
      layers: state.ui.layers,
      opacity: state.ui.overlayOpacity,
      colourOf: (object) => this.#colours.get(object.id) ?? '#808080',
      // Beside a mask that is being made everything else stands back.
      focus: state.prompt.preview ? NOBODY : new Set(focusIds(state)),
      hoveredId: state.ui.hoveredId,
      masks: this.#masks,
    });
  }

  #drawImage(context: CanvasRenderingContext2D, state: AppState): void {
    const size = this.#image();
    if (!size) return;
    const { scale, x, y } = this.#view;
    const bitmap = state.scene.image && this.#media.get(state.scene.image.mediaId);
    if (bitmap) {
      context.imageSmoothingEnabled = scale < 3;
      context.imageSmoothingQuality = 'high';
      context.drawImage(bitmap, x, y, size.width * scale, size.height * scale);
      return;
    }
    context.strokeStyle = tokenColour('line-control');
    context.setLineDash([4, 4]);
    context.strokeRect(x + 0.5, y + 0.5, size.width * scale, size.height * scale);
    context.setLineDash([]);
  }
}
