import type { ErrorDetails } from '../../core/errors.ts';
import { formatBytes, formatDuration } from '../../core/units.ts';
import { displayName } from '../../io/image/limits.ts';

/** Largest video file that is read, in bytes; it is read piece by piece. */
export const MAX_VIDEO_BYTES = 2_000_000_000;
/** Files up to this size are hashed; reading larger ones whole would take longer than looking at them. */
export const MAX_HASHED_BYTES = 256_000_000;
/** Longest video that is opened. */
export const MAX_DURATION_US = 600_000_000;
/** Most frames that a container may list: 10 minutes at 120 a second, with room. */
export const MAX_LISTED_FRAMES = 100_000;
/** Most frames that one run looks at. */
export const MAX_SAMPLED_FRAMES = 512;
/** "4K" of cinemas: the longest side, and the pixels of 4096 × 2304. */
export const MAX_FRAME_SIDE = 4096;
export const MAX_FRAME_PIXELS = 4096 * 2304;
/** Most decoded frames that are alive at once: decoders stop when their pool of frames is held by others. */
export const MAX_FRAMES_ALIVE = 4;

const seconds = (us: number): string => formatDuration(us / 1000);

/** Checks the size of a file before anything of it is read. */
export function checkVideoSize(bytes: number, name: string): ErrorDetails | undefined {
  if (bytes === 0)
    return {
      code: 'file-empty',
      message: `${displayName(name)} is empty (0 bytes).`,
      remedy: 'Save or download the file again, then open it.',
    };
  if (bytes > MAX_VIDEO_BYTES)
    return {
      code: 'file-too-large',
      message: `${displayName(name)} has ${formatBytes(bytes)}; videos up to ${formatBytes(MAX_VIDEO_BYTES)} are read.`,
      remedy: 'Cut out the part that matters, or export it smaller.',
    };
  return undefined;
}

/** Checks how long a clip says that it is, before its frames are listed. */
export function checkDuration(durationUs: number, name: string): ErrorDetails | undefined {
  if (durationUs <= MAX_DURATION_US) return undefined;
  return {
    code: 'video-too-long',
    message: `${displayName(name)} is ${seconds(durationUs)} long; videos up to ${seconds(MAX_DURATION_US)} are opened.`,
    remedy: 'Cut out the part that matters, then open that.',
  };
}

/** Checks the size of the pictures before one is decoded. */
export function checkFrameSize(width: number, height: number, name: string): ErrorDetails | undefined {
  if (
    width > 0 &&
    height > 0 &&
    Math.max(width, height) <= MAX_FRAME_SIDE &&
    width * height <= MAX_FRAME_PIXELS
  )
    return undefined;
  return {
    code: 'video-too-large',
    message: `${displayName(name)} has frames of ${width} × ${height} pixels; frames up to ${MAX_FRAME_SIDE} × ${MAX_FRAME_PIXELS / MAX_FRAME_SIDE} (4K) are decoded.`,
    remedy: 'Export it in 4K or smaller.',
  };
}
