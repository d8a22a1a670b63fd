import { TwinsightError } from '../core/errors.ts';
import type { ShownSpan } from '../perception/video/pictures.ts';

/** How long an element may take before it is given up, in milliseconds of being seen: a hidden page shows no frame. */
const LOAD_MS = 20_000;
const SEEK_MS = 10_000;
/** How long after a seek its frame may take to be shown. */
const SHOW_MS = 4_000;
const TICK_MS = 100;
/** Where in a frame's span it is sought, as shares of it: elements round, some to the frame before, some to the one after. */
const PLACES = [0.5, 0.25, 0.8];
/** Elements count in seconds of floating point, containers in thousandths or finer: so far may two tellings of one time differ. */
const TOLERANCE_US = 1000;

/**
 * Frames of a clip by seeking a video element and waiting until it says, by `requestVideoFrameCallback`, that it shows the one that
 * was asked for: its `mediaTime` is compared with the container's timestamps. One call at a time.
 */
export class SeekingVideo {
  readonly #file: Blob;
  #element: { readonly video: HTMLVideoElement; readonly url: string } | undefined;
  #shownUs: number | undefined;

  constructor(file: Blob) {
    this.#file = file;
  }

  /** The frame that begins with a span, turned and in square pixels as the element shows it; undefined where it shows none. */
  async frameAt(span: ShownSpan, signal: AbortSignal): Promise<ImageBitmap | undefined> {
    const video = await this.#loaded(signal);
    if (!video) return undefined;
    for (const place of PLACES) {
      if (this.#shows(span)) break;
      await this.#seek(video, span, place, signal);
    }
    return this.#shows(span) ? draw(video) : undefined;
  }

  dispose(): void {
    const element = this.#element;
    this.#element = undefined;
    this.#shownUs = undefined;
    if (!element) return;
    element.video.removeAttribute('src');
    element.video.load();
    URL.revokeObjectURL(element.url);
  }

  #shows({ startUs, endUs }: ShownSpan): boolean {
    const tolerance = Math.min(TOLERANCE_US, (endUs - startUs) / 2);
    return this.#shownUs !== undefined && Math.abs(this.#shownUs - startUs) <= tolerance;
  }

  /** The element once it has a frame; undefined where it can't open the file. */
  async #loaded(signal: AbortSignal): Promise<HTMLVideoElement | undefined> {
    const video = this.#element?.video ?? this.#create();
    if (!('requestVideoFrameCallback' in video)) return undefined;
    await waiting(LOAD_MS, signal, (tell) => {
      const look = (): void => {
        if (video.error || video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) tell();
      };
      look();
      return listening(video, ['loadeddata', 'error'], look);
    });
    return video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && !video.error ? video : undefined;
  }

  #create(): HTMLVideoElement {
    const video = document.createElement('video');
    const url = URL.createObjectURL(this.#file);
    this.#element = { video, url };
    video.muted = true;
    video.playsInline = true;
    video.preload = 'auto';
    video.src = url;
    return video;
  }

  /** Resolves once the frame is shown, or this place does not lead to it. */
  async #seek(video: HTMLVideoElement, span: ShownSpan, place: number, signal: AbortSignal): Promise<void> {
    await waiting(SEEK_MS, signal, (tell, allow) => {
      let handle = 0;
      const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata): void => {
        this.#shownUs = Math.round(mediaTime * 1e6);
        if (this.#shows(span)) tell();
        // What was on its way when the seek began comes first.
        else handle = video.requestVideoFrameCallback(look);
      };
      handle = video.requestVideoFrameCallback(look);
      const deafen = listening(video, ['seeked'], () => allow(SHOW_MS));
      const failed = listening(video, ['error'], tell);
      video.currentTime = (span.startUs + place * (span.endUs - span.startUs)) / 1e6;
      return () => {
        deafen();
        failed();
        video.cancelVideoFrameCallback(handle);
      };
    });
  }
}

/**
 * Waits until `begin` tells, or for so many milliseconds in which the page is seen; `begin` may allow another number and returns what
 * ends its own waiting. Rejects with `cancelled`.
 */
function waiting(
  ms: number,
  signal: AbortSignal,
  begin: (tell: () => void, allow: (ms: number) => void) => () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let left = ms;
    let settled = false;
    let end = (): void => undefined;
    const settle = (): void => {
      if (settled) return;
      settled = true;
      clearInterval(ticks);
      signal.removeEventListener('abort', settle);
      end();
      if (signal.aborted) reject(cancelled());
      else resolve();
    };
    const ticks = setInterval(() => {
      if (document.hidden) return;
      left -= TICK_MS;
      if (left <= 0) settle();
    }, TICK_MS);
    signal.addEventListener('abort', settle);
    end = begin(settle, (allowed) => {
      left = allowed;
    });
    if (settled) end();
    else if (signal.aborted) settle();
  });
}

function listening(target: EventTarget, types: readonly string[], listener: () => void): () => void {
  for (const type of types) target.addEventListener(type, listener);
  return () => {
    for (const type of types) target.removeEventListener(type, listener);
  };
}

function draw(video: HTMLVideoElement): ImageBitmap {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('this browser offers no 2D canvas');
  context.drawImage(video, 0, 0);
  return canvas.transferToImageBitmap();
}

const cancelled = (): TwinsightError =>
  new TwinsightError({ code: 'cancelled', message: 'Seeking was cancelled.', remedy: 'Start it again.' });
