import { fourCharacters, hasAscii } from './bytes.ts';
import { orientationField, readTiffOrientation } from './exif.ts';
import { CorruptImage, type FormatReader } from './types.ts';

const SIGNATURE_HIGH = 0x89504e47;
const SIGNATURE_LOW = 0x0d0a1a0a;

/** PNG and APNG (W3C PNG, third edition): IHDR for the size, acTL for the frames, eXIf for the orientation. */
export const pngReader: FormatReader = {
  format: 'png',
  matches: (view) =>
    view.byteLength >= 8 && view.getUint32(0) === SIGNATURE_HIGH && view.getUint32(4) === SIGNATURE_LOW,
  read(view) {
    if (!hasAscii(view, 12, 'IHDR')) {
      if (view.byteLength < 16) throw new RangeError('no IHDR');
      throw new CorruptImage('the PNG does not start with an IHDR chunk');
    }
    const width = view.getUint32(16);
    const height = view.getUint32(20);
    let frames: number | undefined;
    let orientation: number | undefined;
    let offset = 33;
    // Both optional chunks stand before the pixels in practice; what stands after them is not needed.
    while (offset + 8 <= view.byteLength) {
      const length = view.getUint32(offset);
      const type = fourCharacters(view, offset + 4);
      if (type === 'IDAT' || type === 'IEND') break;
      if (type === 'acTL' && offset + 12 <= view.byteLength) frames = view.getUint32(offset + 8);
      if (type === 'eXIf') orientation = readTiffOrientation(view, offset + 8, offset + 8 + length);
      offset += 12 + length;
    }
    return {
      width,
      height,
      ...(frames !== undefined && frames > 1 ? { frames } : {}),
      ...orientationField(orientation),
    };
  },
};
