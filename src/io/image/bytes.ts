/** True where `text` (ASCII) stands at `offset`; false past the end. */
export function hasAscii(view: DataView, offset: number, text: string): boolean {
  if (offset < 0 || offset + text.length > view.byteLength) return false;
  for (let i = 0; i < text.length; i++) {
    if (view.getUint8(offset + i) !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** Four bytes as Latin-1 text: chunk and box types. Throws `RangeError` past the end. */
export function fourCharacters(view: DataView, offset: number): string {
  return String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
}

/** Unsigned 24-bit little-endian integer. Throws `RangeError` past the end. */
export const uint24 = (view: DataView, offset: number): number =>
  view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
