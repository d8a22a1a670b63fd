import { TwinsightError } from '../../core/errors.ts';
import { displayName } from '../../io/image/limits.ts';

const OPEN_OTHER = 'Open an MP4, MOV or WebM file.';
const SAVE_AGAIN = 'Save or download it again, then open it.';

export const notAVideo = (name: string): TwinsightError =>
  new TwinsightError({
    code: 'not-a-video',
    message: `${displayName(name)} is no video in a format that is read here: MP4, QuickTime (MOV), WebM or Matroska.`,
    remedy: OPEN_OTHER,
  });

/** @param audio whether the file has a sound track */
export const noVideoTrack = (name: string, audio: boolean): TwinsightError =>
  new TwinsightError({
    code: 'no-video-track',
    message: `${displayName(name)} ${audio ? 'holds sound only' : 'holds no pictures'}: there is no video track in it.`,
    remedy: 'Open a file with pictures.',
  });

/** @param codec as people name it */
export const unsupportedCodec = (name: string, codec: string): TwinsightError =>
  new TwinsightError({
    code: 'unsupported-codec',
    message: `${displayName(name)} is coded as ${codec}, which this browser does not decode.`,
    remedy: 'Convert it to H.264, VP9 or AV1, or use a browser that decodes it.',
  });

export const noWebCodecs = (name: string): TwinsightError =>
  new TwinsightError({
    code: 'unsupported-codec',
    message: `${displayName(name)} cannot be decoded: this browser offers no WebCodecs here.`,
    remedy: 'Use a recent browser, over https or on localhost.',
  });

export const emptyVideo = (name: string): TwinsightError =>
  new TwinsightError({
    code: 'video-empty',
    message: `${displayName(name)} has a video track without a single frame.`,
    remedy: SAVE_AGAIN,
  });

/** @param what part is damaged, as the rest of a sentence */
export const corruptVideo = (name: string, what: string, thrown?: unknown): TwinsightError =>
  new TwinsightError(
    {
      code: 'video-corrupt',
      message: `${displayName(name)} is damaged or cut off: ${what}.`,
      remedy: SAVE_AGAIN,
    },
    thrown === undefined ? {} : { cause: thrown },
  );
