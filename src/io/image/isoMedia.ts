import { fourCharacters, hasAscii } from './bytes.ts';

/** One box of an ISO base media file (ISO/IEC 14496-12): its type and the extent of its content. */
export interface MediaBox {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** The boxes between `start` and `end`, cut to the extent; stops at the first impossible length. */
export function* boxesIn(view: DataView, start: number, end: number): Generator<MediaBox> {
  let offset = start;
  const limit = Math.min(end, view.byteLength);
  while (offset + 8 <= limit) {
    const size32 = view.getUint32(offset);
    const type = fourCharacters(view, offset + 4);
    let header = 8;
    let size = size32;
    if (size32 === 1) {
      if (offset + 16 > limit) return;
      size = Number(view.getBigUint64(offset + 8));
      header = 16;
    } else if (size32 === 0) {
      size = limit - offset; // up to the end
    }
    if (size < header) return;
    yield { type, start: offset + header, end: Math.min(offset + size, limit) };
    offset += size;
  }
}

/** The major and compatible brands of the `ftyp` box, or undefined when the file does not start with one. */
export function readBrands(view: DataView): readonly string[] | undefined {
  if (!hasAscii(view, 4, 'ftyp')) return undefined;
  const end = Math.min(view.getUint32(0), view.byteLength, 256);
  const brands: string[] = [];
  for (let offset = 8; offset + 4 <= end; offset += 4) {
    if (offset !== 12) brands.push(fourCharacters(view, offset)); // at 12 stands the minor version
  }
  return brands;
}
