import { TwinsightError } from '../core/errors.ts';
import { momentAt, sampledUs } from '../store/moment.ts';
import { initialState } from '../store/store.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { MaskPaths } from '../views/stage/maskPaths.ts';
import { paintOverlay } from '../views/stage/paintOverlay.ts';
import { objectColour } from '../views/ui/palette.ts';
import type { Clip } from './videoHost.ts';

/** Codecs of WebM in the order in which they are tried. */
const CODECS = ['vp9', 'vp8', 'av1'] as const;
/** Even sides: what every encoder takes. Larger frames than this are scaled down. */
const MAX_SIDE = 1280;
const KEY_FRAME_SECONDS = 2;

const even = (value: number): number => Math.max(2, 2 * Math.round(value / 2));

/**
 * The looked-at frames of a clip with its twin drawn over them, as a WebM clip of the same timing; the given objects are lit up.
 * Frames are drawn with the states of their own timestamps. Rejects with `unsupported-codec` where the browser encodes none of
 * the codecs.
 */
export async function renderOverlayClip(
  clip: Clip,
  twin: Twin,
  ids: readonly string[],
  onFrame: (done: number, total: number) => void = () => undefined,
): Promise<Blob> {
  const { Output, WebMOutputFormat, BufferTarget, CanvasSource, Quality, getFirstEncodableVideoCodec } =
    await import('mediabunny');
  const scale = Math.min(1, MAX_SIDE / Math.max(twin.source.width, twin.source.height));
  const [width, height] = [even(twin.source.width * scale), even(twin.source.height * scale)];
  const codec = await getFirstEncodableVideoCodec([...CODECS], { width, height });
  if (codec === null) throw noEncoder();
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw noEncoder();
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new CanvasSource(canvas, {
    codec,
    quality: new Quality('high'),
    keyFrameInterval: KEY_FRAME_SECONDS,
  });
  output.addVideoTrack(source);
  await output.start();
  try {
    const times = sampledUs(twin);
    const start = times[0] ?? 0;
    for (const [index, timeUs] of times.entries()) {
      const shown = await clip.frameAt(timeUs, { maxSide: MAX_SIDE });
      const moment = momentAt(twin, timeUs).twin;
      paint(context, shown.bitmap, moment, ids);
      shown.bitmap.close();
      const next = times[index + 1] ?? Math.max(twin.source.durationUs, timeUs + 1000);
      await source.add((timeUs - start) / 1e6, (next - timeUs) / 1e6);
      onFrame(index + 1, times.length);
    }
    await output.finalize();
  } catch (thrown) {
    await output.cancel();
    throw thrown;
  }
  if (target.buffer === null) throw noEncoder();
  return new Blob([target.buffer], { type: 'video/webm' });
}

/** Fills the canvas with a frame and its twin, as the stage shows them. */
function paint(
  context: OffscreenCanvasRenderingContext2D,
  bitmap: ImageBitmap,
  twin: Twin,
  ids: readonly string[],
): void {
  const { width, height } = context.canvas;
  const { layers, overlayOpacity, colourBy } = initialState.ui;
  context.resetTransform();
  context.drawImage(bitmap, 0, 0, width, height);
  paintOverlay(context, {
    twin,
    view: { scale: width / twin.source.width, x: 0, y: 0 },
    viewport: { width, height },
    layers,
    opacity: overlayOpacity,
    colourOf: (object) => objectColour(object, twin, colourBy, ids),
    focus: new Set(ids),
    hoveredId: undefined,
    masks: new MaskPaths(),
  });
}

const noEncoder = (): TwinsightError =>
  new TwinsightError({
    code: 'unsupported-codec',
    message: 'This browser encodes none of VP9, VP8 and AV1, so no overlay clip can be written.',
    remedy: 'Use the masks as pictures, or a browser with WebCodecs.',
  });
