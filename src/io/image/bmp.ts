import { hasAscii } from './bytes.ts';
import { CorruptImage, type FormatReader } from './types.ts';

const CORE_HEADER_BYTES = 12;

/** Windows bitmap: the core header (16-bit sizes) and the info headers (32-bit; a negative height is stored top-down). */
export const bmpReader: FormatReader = {
  format: 'bmp',
  // "BM" alone would claim many texts; the reserved fields at 6 are zero in every bitmap.
  matches: (view) => hasAscii(view, 0, 'BM') && (view.byteLength < 10 || view.getUint32(6) === 0),
  read(view) {
    const headerBytes = view.getUint32(14, true);
    if (headerBytes === CORE_HEADER_BYTES) {
      return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
    }
    if (headerBytes < 16 || headerBytes > 256) throw new CorruptImage('the bitmap has an unknown header');
    return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
  },
};
