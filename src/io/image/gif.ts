import { hasAscii } from './bytes.ts';
import { CorruptImage, type FormatReader } from './types.ts';

const IMAGE = 0x2c;
const EXTENSION = 0x21;

/** Bytes of a colour table, by the packed field that announces it. */
const tableBytes = (packed: number): number => ((packed & 0x80) === 0 ? 0 : 3 << ((packed & 0x07) + 1));

/** Offset after a chain of data sub-blocks; past the end where the file is cut. */
function skipSubBlocks(view: DataView, start: number): number {
  let offset = start;
  while (offset < view.byteLength) {
    const length = view.getUint8(offset);
    offset += 1 + length;
    if (length === 0) return offset;
  }
  return offset;
}

/** GIF 87a and 89a: the logical screen, grown to hold the first frame as browsers do; all frames are counted. */
export const gifReader: FormatReader = {
  format: 'gif',
  matches: (view) => hasAscii(view, 0, 'GIF87a') || hasAscii(view, 0, 'GIF89a'),
  read(view) {
    let width = view.getUint16(6, true);
    let height = view.getUint16(8, true);
    let frames = 0;
    let offset = 13 + tableBytes(view.getUint8(10));
    while (offset < view.byteLength) {
      const kind = view.getUint8(offset);
      if (kind === EXTENSION) {
        offset = skipSubBlocks(view, offset + 2);
      } else if (kind === IMAGE && offset + 10 <= view.byteLength) {
        if (frames === 0) {
          width = Math.max(width, view.getUint16(offset + 1, true) + view.getUint16(offset + 5, true));
          height = Math.max(height, view.getUint16(offset + 3, true) + view.getUint16(offset + 7, true));
        }
        frames += 1;
        offset = skipSubBlocks(view, offset + 10 + tableBytes(view.getUint8(offset + 9)) + 1);
      } else {
        break; // the trailer, or something that no reader needs
      }
    }
    if (frames === 0) throw new CorruptImage('the GIF holds no frame');
    return { width, height, ...(frames > 1 ? { frames } : {}) };
  },
};
