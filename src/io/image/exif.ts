const ORIENTATION_TAG = 0x0112;
const TYPE_SHORT = 3;

/**
 * The orientation (1–8) stated in a TIFF structure that starts at `start`, as EXIF embeds it (TIFF 6.0, first image
 * file directory, tag 0x0112). Undefined when absent or malformed: a broken EXIF block does not spoil the image.
 */
export function readTiffOrientation(view: DataView, start: number, end: number): number | undefined {
  if (start + 8 > end || end > view.byteLength) return undefined;
  const order = view.getUint16(start);
  if (order !== 0x4949 && order !== 0x4d4d) return undefined;
  const littleEndian = order === 0x4949;
  if (view.getUint16(start + 2, littleEndian) !== 42) return undefined;
  const directory = start + view.getUint32(start + 4, littleEndian);
  if (directory + 2 > end) return undefined;
  const entries = view.getUint16(directory, littleEndian);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i;
    if (entry + 12 > end) return undefined;
    if (view.getUint16(entry, littleEndian) !== ORIENTATION_TAG) continue;
    if (view.getUint16(entry + 2, littleEndian) !== TYPE_SHORT) return undefined;
    const value = view.getUint16(entry + 8, littleEndian);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}

/** `{ orientation }` where one is known, else `{}`: for spreading under exact optional types. */
export const orientationField = (orientation: number | undefined): { orientation?: number } =>
  orientation === undefined ? {} : { orientation };
