import { throwIfAborted } from '../job.ts';
import { fitWithin } from '../pipeline/decode.ts';
import type { Clip, Orientation } from './clip.ts';
import { FrameLedger } from './frameLedger.ts';
import type { Picture, PictureReader } from './pictures.ts';

/** A frame in canonical pixels with its exact place in the clip. */
export interface CanonicalFrame {
  /** Index into the clip's `timesUs`. */
  readonly frame: number;
  readonly timeUs: number;
  /** Whoever gets it closes it. */
  readonly bitmap: ImageBitmap;
}

export interface ReadOptions {
  /** Frames that are larger are scaled down. */
  readonly maxSide?: number | undefined;
  /** Called for every coded frame on the way. */
  readonly alive?: (() => void) | undefined;
}

/** Gives single frames of a clip as canonical bitmaps. One call at a time. */
export class CanonicalFrames {
  readonly #clip: Clip;
  readonly #ledger: FrameLedger;
  readonly #reader: PictureReader;
  #canvas: OffscreenCanvas | undefined;

  /** @param ledger shared where several readers together must not hold more frames than allowed */
  constructor(clip: Clip, ledger = new FrameLedger()) {
    this.#clip = clip;
    this.#ledger = ledger;
    this.#reader = clip.reader(ledger);
  }

  get mostAlive(): number {
    return this.#ledger.mostAlive;
  }

  /**
   * The frame with this index, scaled down to `maxSide` where given; undefined where it cannot be decoded. The decoded frame
   * itself is closed before this returns.
   *
   * @throws TwinsightError `cancelled`
   */
  async read(
    frame: number,
    signal: AbortSignal,
    { maxSide, alive }: ReadOptions = {},
  ): Promise<CanonicalFrame | undefined> {
    const timeUs = this.#clip.facts.timesUs[frame];
    if (timeUs === undefined) return undefined;
    throwIfAborted(signal);
    const decoded = await this.#reader.frameAt(timeUs, signal, alive);
    if (!decoded) return undefined;
    try {
      return { frame, timeUs, bitmap: this.#draw(decoded.frame, maxSide) };
    } finally {
      decoded.close();
    }
  }

  dispose(): void {
    this.#reader.dispose();
    this.#canvas = undefined;
  }

  #draw(frame: Picture, maxSide: number | undefined): ImageBitmap {
    const { facts } = this.#clip;
    const { width, height } = fitWithin(facts.width, facts.height, maxSide ?? Number.POSITIVE_INFINITY);
    this.#canvas ??= new OffscreenCanvas(width, height);
    const canvas = this.#canvas;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('this browser offers no 2D canvas to workers');
    context.imageSmoothingQuality = maxSide === undefined ? 'low' : 'high';
    if (this.#reader.upright) context.drawImage(frame, 0, 0, width, height);
    else drawUpright(context, frame, { ...facts, width, height });
    return canvas.transferToImageBitmap();
  }
}

/** Draws a decoded frame turned clockwise, then mirrored, so that it fills the canvas. */
function drawUpright(
  context: OffscreenCanvasRenderingContext2D,
  frame: Picture,
  { width, height, rotation, flip }: Orientation,
): void {
  const sideways = rotation % 180 !== 0;
  const [drawnWidth, drawnHeight] = sideways ? [height, width] : [width, height];
  context.save();
  context.translate(width / 2, height / 2);
  // Transforms act in reverse: the turn comes first, then the mirror.
  if (flip) context.scale(-1, 1);
  context.rotate((rotation * Math.PI) / 180);
  context.drawImage(frame, -drawnWidth / 2, -drawnHeight / 2, drawnWidth, drawnHeight);
  context.restore();
}
