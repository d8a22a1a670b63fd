import { fourCharacters, hasAscii, uint24 } from './bytes.ts';
import { orientationField, readTiffOrientation } from './exif.ts';
import { CorruptImage, type FormatReader } from './types.ts';

/** Frames and orientation of an extended file: ANMF chunks and the EXIF chunk, which stands near the end. */
function readExtras(view: DataView): { frames: number; orientation: number | undefined } {
  let frames = 0;
  let orientation: number | undefined;
  let offset = 12;
  while (offset + 8 <= view.byteLength) {
    const type = fourCharacters(view, offset);
    const length = view.getUint32(offset + 4, true);
    const start = offset + 8;
    if (type === 'ANMF') frames += 1;
    if (type === 'EXIF') {
      // Some writers keep JPEG's "Exif\0\0" in front of the TIFF structure.
      const tiff = hasAscii(view, start, 'Exif\0\0') ? start + 6 : start;
      orientation = readTiffOrientation(view, tiff, start + length);
    }
    offset = start + length + (length % 2);
  }
  return { frames, orientation };
}

/** WebP (RFC 9649): lossy (VP8), lossless (VP8L) and extended (VP8X) files. */
export const webpReader: FormatReader = {
  format: 'webp',
  matches: (view) => hasAscii(view, 0, 'RIFF') && hasAscii(view, 8, 'WEBP'),
  read(view) {
    const type = fourCharacters(view, 12);
    if (type === 'VP8 ') {
      if (uint24(view, 23) !== 0x2a019d) throw new CorruptImage('the WebP key frame has no start code');
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    }
    if (type === 'VP8L') {
      if (view.getUint8(20) !== 0x2f) throw new CorruptImage('the lossless WebP has no signature');
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    if (type === 'VP8X') {
      const { frames, orientation } = readExtras(view);
      return {
        width: uint24(view, 24) + 1,
        height: uint24(view, 27) + 1,
        ...(frames > 1 ? { frames } : {}),
        ...orientationField(orientation),
      };
    }
    throw new CorruptImage('the WebP starts with an unknown chunk');
  },
};
