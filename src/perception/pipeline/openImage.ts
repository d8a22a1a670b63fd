import { TwinsightError } from '../../core/errors.ts';
import { readImageHeader } from '../../io/image/header.ts';
import type { ImageFormat } from '../../io/image/types.ts';
import type { TwinSource } from '../../twin/schema/twin.ts';
import { breathe, type Job, throwIfAborted } from '../job.ts';
import { digest } from '../runtime/digest.ts';
import { INPUT_SIZE } from '../tasks/detect/detector.ts';
import type { CanvasReader } from './canvasReader.ts';
import { type DecodedImage, decodeImage } from './decode.ts';
import type { DescribeInput } from './describeTwin.ts';
import { Photo } from './photo.ts';

export interface OpenImage extends DecodedImage {
  readonly name: string;
  readonly format: ImageFormat;
  /** The photo at its full resolution; whoever opened the image disposes it. */
  readonly photo: Photo;
  /** Of the file, in hex; also the handle of the image. */
  readonly sha256: string;
  /** What the person should know about how the file was read. */
  readonly notices: readonly string[];
  /** Milliseconds by stage: `reading` (header, digest) and `decode`. */
  readonly timings: { readonly reading: number; readonly decode: number };
}

/**
 * Checks an image file by its header, then decodes it. Throws the codes of `readImageHeader`, `image-corrupt` and
 * `cancelled`; nothing is decoded of a file that is refused.
 */
export async function openImage(
  bytes: ArrayBuffer,
  name: string,
  reader: CanvasReader,
  { signal, progress }: Job,
): Promise<OpenImage> {
  const start = performance.now();
  const view = new Uint8Array(bytes);
  const header = readImageHeader(view, name);
  if (!header.ok) throw new TwinsightError(header.error);
  const sha256 = await digest(view);
  const read = performance.now();
  progress({ phase: 'decoding' });
  await breathe();
  throwIfAborted(signal);
  const { format, frames } = header.value;
  const file = { bytes, format, name };
  const decoded = await decodeImage(file, INPUT_SIZE, reader);
  const photo = new Photo(file, decoded);
  const notices: string[] = [];
  if (frames !== undefined) notices.push(`The first of ${frames} frames is shown.`);
  const timings = { reading: read - start, decode: performance.now() - read };
  return { ...decoded, photo, name, format, sha256, notices, timings };
}

/** As long as the name of a twin's source may be. */
const MAX_NAME_LENGTH = 1024;

/** What a twin says of the image that it was made from. */
export const sourceOf = ({ name, width, height, sha256 }: OpenImage): TwinSource => ({
  kind: 'image',
  name: name.slice(0, MAX_NAME_LENGTH),
  width,
  height,
  frameCount: 1,
  durationUs: 0,
  sha256,
});

/** What `describeTwin` needs of an open image; its runs are timed. */
export function measuring({
  pixels,
  width,
  height,
}: Pick<OpenImage, 'pixels' | 'width' | 'height'>): DescribeInput & {
  readonly pixels: OpenImage['pixels'];
} {
  const pixelScale = { x: pixels.width / width, y: pixels.height / height };
  return { pixels, pixelScale, timer: () => performance.now() };
}
