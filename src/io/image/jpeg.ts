import { hasAscii } from './bytes.ts';
import { orientationField, readTiffOrientation } from './exif.ts';
import { CorruptImage, type FormatReader } from './types.ts';

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const APP1 = 0xe1;

/** SOF0–SOF15 without DHT (C4), JPG (C8) and DAC (CC), which share the range (ITU-T T.81, table B.1). */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Markers that stand alone, without a length: TEM and RST0–RST7, and SOI. */
const standsAlone = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** JPEG (ITU-T T.81): walks the markers up to the frame header; orientation from the EXIF block in APP1. */
export const jpegReader: FormatReader = {
  format: 'jpeg',
  matches: (view) =>
    view.byteLength >= 3 &&
    view.getUint8(0) === 0xff &&
    view.getUint8(1) === 0xd8 &&
    view.getUint8(2) === 0xff,
  read(view) {
    let orientation: number | undefined;
    let offset = 2;
    for (;;) {
      if (view.getUint8(offset) !== 0xff)
        throw new CorruptImage('a JPEG marker is missing before the frame header');
      const marker = view.getUint8(offset + 1);
      if (marker === 0xff) {
        offset += 1; // fill byte
        continue;
      }
      offset += 2;
      if (standsAlone(marker)) continue;
      if (marker === START_OF_SCAN || marker === END_OF_IMAGE) {
        throw new CorruptImage('the JPEG has no frame header');
      }
      const length = view.getUint16(offset);
      if (length < 2) throw new CorruptImage('a JPEG segment has an impossible length');
      if (isFrameHeader(marker)) {
        const height = view.getUint16(offset + 3);
        const width = view.getUint16(offset + 5);
        return { width, height, ...orientationField(orientation) };
      }
      if (marker === APP1 && orientation === undefined && hasAscii(view, offset + 2, 'Exif\0\0')) {
        orientation = readTiffOrientation(view, offset + 8, offset + length);
      }
      offset += length;
    }
  },
};
