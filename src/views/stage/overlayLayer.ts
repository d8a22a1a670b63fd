import { type OverlayScene, paintPointed, paintResting } from './paintOverlay.ts';

/** A picture that takes longer than this, in milliseconds, is not painted anew for every frame of a zoom or pan. */
const FRAME_SHARE = 8;
/** While the view moves, so much of the time at most goes into painting, as one part in this many. */
const MOVING_SHARE = 6;
/** The view rests when it has not moved for so many milliseconds. */
const REST_MS = 120;

const sameFocus = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));

/** What the kept pixels show. */
interface Kept {
  readonly scene: OverlayScene;
  readonly colours: unknown;
}

/**
 * The overlay with its costly part kept as pixels. While only the pointer moves, hundreds of masks are one picture, and the
 * hovered object is drawn on top; while the view moves, that picture moves along, and is painted sharp again as often as
 * time allows and when the view has come to rest.
 */
export class OverlayLayer {
  readonly #canvas = new OffscreenCanvas(1, 1);
  readonly #onRest: () => void;
  #kept: Kept | undefined;
  #paintedAt = 0;
  /** Milliseconds that the last painting took. */
  #cost = 0;
  #resting: ReturnType<typeof setTimeout> | undefined;

  /** @param onRest called when the overlay should be drawn once more, sharp */
  constructor(onRest: () => void) {
    this.#onRest = onRest;
  }

  dispose(): void {
    clearTimeout(this.#resting);
  }

  /** @param colours stands for the colours that `scene.colourOf` gives: another one where any of them changed */
  draw(context: CanvasRenderingContext2D, colours: unknown, scene: OverlayScene): void {
    const start = performance.now();
    const paints =
      !this.#shows(colours, scene) || (this.#kept?.scene.view !== scene.view && this.#isDue(start));
    if (paints) this.#paint(context, colours, scene);
    else if (this.#kept?.scene.view !== scene.view) this.#paintAtRest();
    this.#blit(context, scene);
    if (paints) {
      this.#paintedAt = performance.now(); // after the blit: until then painting may only have been put off
      this.#cost = this.#paintedAt - start;
    }
    paintPointed(context, scene);
  }

  /** True where a view that moves can be painted anew without holding up the frame, or has waited for long enough. */
  #isDue(now: number): boolean {
    return this.#cost <= FRAME_SHARE || now - this.#paintedAt > MOVING_SHARE * this.#cost;
  }

  #paintAtRest(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => {
      this.#kept = undefined;
      this.#onRest();
    }, REST_MS);
  }

  #paint(context: CanvasRenderingContext2D, colours: unknown, scene: OverlayScene): void {
    clearTimeout(this.#resting);
    const layer = this.#canvas.getContext('2d');
    if (!layer) return;
    this.#canvas.width = context.canvas.width; // also clears
    this.#canvas.height = context.canvas.height;
    layer.setTransform(context.getTransform());
    paintResting(layer, scene);
    this.#kept = { scene, colours };
  }

  #blit(context: CanvasRenderingContext2D, { view, viewport }: OverlayScene): void {
    const from = this.#kept?.scene.view ?? view;
    const scale = view.scale / from.scale;
    context.save();
    context.translate(view.x - from.x * scale, view.y - from.y * scale);
    context.scale(scale, scale);
    context.drawImage(this.#canvas, 0, 0, viewport.width, viewport.height);
    context.restore();
  }

  /** True when the kept pixels differ from this scene by the view at most. */
  #shows(colours: unknown, scene: OverlayScene): boolean {
    const kept = this.#kept;
    return (
      kept !== undefined &&
      kept.colours === colours &&
      kept.scene.twin === scene.twin &&
      kept.scene.viewport === scene.viewport &&
      kept.scene.layers === scene.layers &&
      kept.scene.opacity === scene.opacity &&
      sameFocus(kept.scene.focus, scene.focus)
    );
  }
}
