export const IMAGE_FORMATS = ['png', 'jpeg', 'webp', 'avif', 'gif', 'bmp'] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** What the header of an image file says. */
export interface ImageHeader {
  readonly format: ImageFormat;
  /** Pixels as stored, that is, before `orientation` is applied. */
  readonly width: number;
  readonly height: number;
  /** Number of frames, where the file is animated. */
  readonly frames?: number;
  /** EXIF orientation 1–8 (TIFF 6.0, tag 0x0112), where the file states one; 5–8 swap width and height. */
  readonly orientation?: number;
}

/** A format reader: false when the bytes are not of its format; throws `RangeError` or `CorruptImage` when they are, but broken. */
export interface FormatReader {
  readonly format: ImageFormat;
  matches(view: DataView): boolean;
  read(view: DataView): Omit<ImageHeader, 'format'>;
}

/** The bytes contradict their own format; the message completes "… is damaged: ". */
export class CorruptImage extends Error {
  override readonly name = 'CorruptImage';
}
