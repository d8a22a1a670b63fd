import { hasAscii } from './bytes.ts';
import { readBrands } from './isoMedia.ts';

/** A kind of file that is refused, with what a person can do about it. */
export interface KnownFile {
  /** Completes "photo.heic is …". */
  readonly kind: string;
  readonly remedy: string;
}

const EXPORT_IT = 'Export it as JPEG or PNG, then open that.';
const FRAME_OF_IT = 'Here a photo is expected: open a frame of it saved as JPEG or PNG.';

const HEIC: KnownFile = {
  kind: "HEIC, which browsers can't decode",
  remedy: 'Export it as JPEG (on an iPhone: Settings, Camera, Formats, Most Compatible), then open that.',
};

const SIGNATURES: readonly { readonly at: number; readonly text: string; readonly file: KnownFile }[] = [
  {
    at: 0,
    text: '%PDF',
    file: { kind: 'a PDF document', remedy: 'Save the page as PNG or JPEG, then open that.' },
  },
  { at: 0, text: 'II*\0', file: { kind: "TIFF, which browsers can't decode", remedy: EXPORT_IT } },
  { at: 0, text: 'MM\0*', file: { kind: "TIFF, which browsers can't decode", remedy: EXPORT_IT } },
  { at: 0, text: '8BPS', file: { kind: 'a Photoshop document', remedy: EXPORT_IT } },
  {
    at: 0,
    text: '\xff\x0a',
    file: { kind: "JPEG XL, which this browser can't be relied on to decode", remedy: EXPORT_IT },
  },
  {
    at: 4,
    text: 'JXL ',
    file: { kind: "JPEG XL, which this browser can't be relied on to decode", remedy: EXPORT_IT },
  },
  { at: 0, text: '\x1aE\xdf\xa3', file: { kind: 'a WebM or Matroska video', remedy: FRAME_OF_IT } },
  { at: 0, text: 'OggS', file: { kind: 'an Ogg video or sound', remedy: FRAME_OF_IT } },
  { at: 8, text: 'AVI ', file: { kind: 'an AVI video', remedy: FRAME_OF_IT } },
  { at: 8, text: 'WAVE', file: { kind: 'a sound', remedy: 'Open an image instead.' } },
  { at: 0, text: 'ID3', file: { kind: 'a sound', remedy: 'Open an image instead.' } },
  {
    at: 0,
    text: 'PK\x03\x04',
    file: { kind: 'a ZIP archive', remedy: 'Unpack it, then open an image from it.' },
  },
  {
    at: 0,
    text: '\x1f\x8b',
    file: { kind: 'a gzip archive', remedy: 'Unpack it, then open an image from it.' },
  },
  { at: 0, text: '\0\0\x01\0', file: { kind: 'a Windows icon', remedy: EXPORT_IT } },
  { at: 0, text: 'MZ', file: { kind: 'a program', remedy: 'Open an image instead.' } },
  { at: 0, text: '\x7fELF', file: { kind: 'a program', remedy: 'Open an image instead.' } },
];

/** The first bytes as text, without byte order mark and leading white space, in lower case. */
function openingText(view: DataView): string {
  let text = '';
  const length = Math.min(view.byteLength, 1024);
  for (let i = 0; i < length; i++) text += String.fromCharCode(view.getUint8(i));
  return text
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
}

function recogniseText(text: string): KnownFile | undefined {
  if (/^(<\?xml[^>]*>\s*|<!--[\s\S]*?-->\s*|<!doctype svg[^>]*>\s*)*<svg[\s>]/.test(text)) {
    return { kind: 'SVG, a drawing rather than pixels', remedy: EXPORT_IT };
  }
  if (text.startsWith('<!doctype html') || text.startsWith('<html')) {
    return {
      kind: 'a web page (HTML)',
      remedy: 'Open the image itself: the address or file of the picture.',
    };
  }
  if (text.startsWith('<?xml')) return { kind: 'an XML document', remedy: 'Open an image instead.' };
  if (/^[[{]\s*(["{[\]}]|-?\d|$)/.test(text)) {
    return {
      kind: 'JSON text',
      remedy: 'A twin is opened on its own as a .json file; COCO annotations together with their photo.',
    };
  }
  return undefined;
}

/** Recognises common files that are not images, or images that browsers can't decode, by their first bytes. */
export function recogniseFile(view: DataView): KnownFile | undefined {
  const brands = readBrands(view);
  if (brands !== undefined) {
    if (brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand))) return HEIC;
    return { kind: 'an MP4 or QuickTime video', remedy: FRAME_OF_IT };
  }
  const signature = SIGNATURES.find(({ at, text }) => hasAscii(view, at, text));
  return signature?.file ?? recogniseText(openingText(view));
}
