import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { avifReader } from './avif.ts';
import { bmpReader } from './bmp.ts';
import { gifReader } from './gif.ts';
import { jpegReader } from './jpeg.ts';
import { checkDimensions, checkFileSize, displayName } from './limits.ts';
import { pngReader } from './png.ts';
import { recogniseFile } from './recognise.ts';
import { CorruptImage, type FormatReader, type ImageHeader } from './types.ts';
import { webpReader } from './webp.ts';

const READERS: readonly FormatReader[] = [
  pngReader,
  jpegReader,
  webpReader,
  avifReader,
  gifReader,
  bmpReader,
];

const corrupt = (name: string, why: string): ErrorDetails => ({
  code: 'image-corrupt',
  message: `${displayName(name)} is damaged: ${why}.`,
  remedy: 'Save or download it again, then open it.',
});

/** Which header the format reader found, or why there is none. */
function readWith(reader: FormatReader, view: DataView, name: string): Result<ImageHeader, ErrorDetails> {
  try {
    const fields = reader.read(view);
    if (fields.width < 1 || fields.height < 1) {
      return err(corrupt(name, `it states a size of ${fields.width} × ${fields.height} pixels`));
    }
    const tooLarge = checkDimensions(fields.width, fields.height, name);
    return tooLarge ? err(tooLarge) : ok({ format: reader.format, ...fields });
  } catch (thrown) {
    if (thrown instanceof CorruptImage) return err(corrupt(name, thrown.message));
    if (thrown instanceof RangeError) {
      return err(
        corrupt(
          name,
          `it ends after ${view.byteLength} bytes, inside the ${reader.format.toUpperCase()} header`,
        ),
      );
    }
    throw thrown;
  }
}

/**
 * Reads the header of an image file without decoding it: PNG, JPEG, WebP, AVIF, GIF and BMP, told apart by their first
 * bytes alone. Refuses what is not an image, what is damaged, and what is larger than the limits in `limits.ts`.
 */
export function readImageHeader(bytes: Uint8Array, name: string): Result<ImageHeader, ErrorDetails> {
  const wrongSize = checkFileSize(bytes.byteLength, name);
  if (wrongSize) return err(wrongSize);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const reader = READERS.find((candidate) => candidate.matches(view));
  if (reader) return readWith(reader, view, name);
  const known = recogniseFile(view);
  if (known) {
    return err({
      code: 'unsupported-format',
      message: `${displayName(name)} is ${known.kind}.`,
      remedy: known.remedy,
    });
  }
  return err({
    code: 'not-an-image',
    message: `${displayName(name)} is not an image that can be read here: its first bytes match no known format.`,
    remedy: 'Open a PNG, JPEG, WebP, AVIF, GIF or BMP file.',
  });
}
