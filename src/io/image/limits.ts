import type { ErrorDetails } from '../../core/errors.ts';
import { formatBytes } from '../../core/units.ts';

/** Largest image file that is read, in bytes. */
export const MAX_FILE_BYTES = 64_000_000;
/** Largest number of pixels that is decoded: at 4 bytes a pixel, 200 MB. */
export const MAX_PIXELS = 50_000_000;
/** Largest width or height that is decoded, in pixels. */
export const MAX_SIDE = 16_384;

// Control characters, and the marks that reorder text: a name must not disguise its ending.
const UNSAFE_IN_NAMES = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A file name that is safe to show in a sentence: no control or text-direction characters, at most 80 code points. */
export function displayName(name: string): string {
  const clean = Array.from(name.replace(UNSAFE_IN_NAMES, '').trim());
  if (clean.length === 0) return 'The file';
  return clean.length <= 80 ? clean.join('') : `${clean.slice(0, 79).join('')}…`;
}

/** Checks the size of a file before it is read: not empty, at most `MAX_FILE_BYTES`. */
export function checkFileSize(bytes: number, name: string): ErrorDetails | undefined {
  if (bytes === 0) {
    return {
      code: 'file-empty',
      message: `${displayName(name)} is empty (0 bytes).`,
      remedy: 'Save or download the file again, then open it.',
    };
  }
  if (bytes > MAX_FILE_BYTES) {
    return {
      code: 'file-too-large',
      message: `${displayName(name)} has ${formatBytes(bytes)}; images up to ${formatBytes(MAX_FILE_BYTES)} are read.`,
      remedy: 'Export it smaller, for example as JPEG.',
    };
  }
  return undefined;
}

/** Checks the dimensions of an image before it is decoded: `MAX_SIDE` and `MAX_PIXELS`. */
export function checkDimensions(width: number, height: number, name: string): ErrorDetails | undefined {
  if (width <= MAX_SIDE && height <= MAX_SIDE && width * height <= MAX_PIXELS) return undefined;
  const megapixels = (width * height) / 1e6;
  return {
    code: 'image-too-large',
    message:
      `${displayName(name)} is ${width} × ${height} pixels (${megapixels.toFixed(0)} megapixels); ` +
      `images up to ${MAX_SIDE} pixels a side and ${MAX_PIXELS / 1e6} megapixels are decoded.`,
    remedy: 'Scale it down in an image editor, then open it again.',
  };
}
