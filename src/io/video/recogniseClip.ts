import { hasAscii } from '../image/bytes.ts';
import { readBrands } from '../image/isoMedia.ts';

const IMAGE_BRAND = /^(avif|avis|hei[cxms]|hev[cxms]|mif1|msf1)$/;
const VIDEO_NAME = /\.(mp4|m4v|mov|qt|webm|mkv|ogv|avi|mpe?g|m2?ts|3gp|wmv|flv)$/i;

/** How many of a file's first bytes `isClip` looks at. */
export const CLIP_HEADER_BYTES = 256;

/**
 * Tells a video from an image, by its first bytes where they are known: ISO media (MP4, QuickTime) that is no AVIF or HEIC, and
 * Matroska (WebM). What is nothing known goes by its name and type, so that a damaged clip is refused as a clip.
 * @param header the first `CLIP_HEADER_BYTES` of the file, or all of it
 */
export function isClip(
  header: DataView,
  { name, type }: { readonly name: string; readonly type: string },
): boolean {
  const brands = readBrands(header);
  if (brands) return !brands.some((brand) => IMAGE_BRAND.test(brand));
  if (hasAscii(header, 0, '\x1aE\xdf\xa3')) return true;
  if (isImage(header)) return false;
  return type.startsWith('video/') || VIDEO_NAME.test(name);
}

const SIGNATURES = ['\x89PNG', '\xff\xd8\xff', 'GIF8', 'BM'];

const isImage = (header: DataView): boolean =>
  SIGNATURES.some((text) => hasAscii(header, 0, text)) ||
  (hasAscii(header, 0, 'RIFF') && hasAscii(header, 8, 'WEBP'));
