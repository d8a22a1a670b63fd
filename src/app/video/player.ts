import type { MediaRegistry } from '../../store/mediaRegistry.ts';
import { sampledUs } from '../../store/moment.ts';
import {
  frameIndexAt,
  initialPlayback,
  type PlaybackRate,
  type PlaybackState,
} from '../../store/slices/playback.ts';
import type { AppStore } from '../../store/store.ts';

/** A frame of a clip with the timestamp that the decoder gives it. */
export interface DecodedFrame {
  readonly timeUs: number;
  readonly bitmap: ImageBitmap;
}

/** What plays: the frames of a clip, or the times of a twin alone. */
export interface Playable {
  /** Under which the shown frame is put into the media registry. */
  readonly mediaId: string;
  /** When each frame begins, rising, in microseconds; never empty. */
  readonly framesUs: readonly number[];
  readonly durationUs: number;
  /** The frame that is shown at a time; absent for a twin whose clip is not there. */
  readonly frameAt?: (timeUs: number) => Promise<DecodedFrame>;
}

export interface PlayerServices {
  readonly store: AppStore;
  readonly media: MediaRegistry;
  /** Milliseconds. */
  readonly now: () => number;
  /** Calls back before the next frame of the display; returns the way to take that back. */
  readonly onDisplayFrame: (callback: () => void) => () => void;
  readonly onFailure: (thrown: unknown) => void;
}

/**
 * A longer silence of the display means that the page was hidden, or cannot keep up: playing goes on from where it was, by one
 * frame, so that a display that is always late gets to the end as well.
 */
const GAP_MS = 500;
/** So long after the last new frame a clip that does not play is at rest. */
const REST_MS = 120;

/**
 * Plays a clip. The clock only says which frame to ask for; what is shown, and which time it is for every view, is the frame
 * that the decoder gave, with its own timestamp. One frame is asked for at a time and the latest wish wins, so that a slow
 * decoder drops frames and never falls behind. Nothing here is React: the store tells whoever draws.
 */
export class Player {
  readonly #services: PlayerServices;
  #playable: Playable | undefined;
  #wanted: number | undefined;
  #decoding = false;
  #stopTicking: (() => void) | undefined;
  #clock = { startedAt: 0, startUs: 0, tickedAt: 0 };
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(services: PlayerServices) {
    this.#services = services;
  }

  /** Takes another clip (its frame at `timeUs` is shown already), or none. */
  load(playable: Playable | undefined, timeUs = playable?.framesUs[0] ?? 0): void {
    this.#halt();
    this.#playable = playable;
    this.#wanted = undefined;
    const { rate } = this.#state;
    const loaded = playable && {
      framesUs: playable.framesUs,
      durationUs: playable.durationUs,
      timeUs,
      restUs: timeUs,
    };
    this.#set({ ...initialPlayback, rate, ...loaded });
  }

  get playable(): Playable | undefined {
    return this.#playable;
  }

  play(): void {
    const { playing, timeUs, framesUs } = this.#state;
    if (playing || !this.#playable) return;
    const atEnd = timeUs >= (framesUs.at(-1) ?? 0);
    this.#set({ playing: true });
    this.#startClock(atEnd ? (framesUs[0] ?? 0) : timeUs);
    if (atEnd) this.#show(framesUs[0] ?? 0);
    this.#tickNext();
  }

  /** Plays or pauses, by what it does now: whoever asks may know an older state. */
  toggle(): void {
    if (this.#state.playing) this.pause();
    else this.play();
  }

  pause(): void {
    if (!this.#state.playing) return;
    this.#halt();
    this.#rest();
  }

  seek(timeUs: number): void {
    const { framesUs, playing } = this.#state;
    const frame = framesUs[frameIndexAt(framesUs, timeUs)];
    if (frame === undefined) return;
    if (playing) this.#startClock(frame);
    this.#show(frame);
  }

  step(frames: number): void {
    this.#stepIn(this.#state.framesUs, frames);
  }

  stepMeasured(by: 1 | -1): void {
    const { twin } = this.#services.store.getState().scene;
    if (twin) this.#stepIn(sampledUs(twin), by);
  }

  setRate(rate: PlaybackRate): void {
    if (this.#state.playing) this.#startClock(this.#clockUs());
    this.#set({ rate });
  }

  dispose(): void {
    this.#halt();
    this.#playable = undefined;
    clearTimeout(this.#resting);
  }

  get #state(): PlaybackState {
    return this.#services.store.getState().playback;
  }

  #set(change: Partial<PlaybackState>): void {
    this.#services.store.setState(({ playback }) => ({ playback: { ...playback, ...change } }));
  }

  #stepIn(times: readonly number[], by: number): void {
    this.pause();
    const from = this.#wanted ?? this.#state.timeUs;
    const index = frameIndexAt(times, from);
    // Between two of these times, the one before is the first step back.
    const past = (times[index] ?? 0) < from ? 1 : 0;
    const target = times[Math.min(times.length - 1, Math.max(0, index + by + (by < 0 ? past : 0)))];
    if (target !== undefined) this.seek(target);
  }

  #halt(): void {
    this.#stopTicking?.();
    this.#stopTicking = undefined;
    if (this.#state.playing) this.#set({ playing: false });
  }

  #startClock(startUs: number): void {
    const now = this.#services.now();
    this.#clock = { startedAt: now, startUs, tickedAt: now };
  }

  #clockUs(): number {
    const { startedAt, startUs } = this.#clock;
    return startUs + (this.#services.now() - startedAt) * 1000 * this.#state.rate;
  }

  #tickNext(): void {
    this.#stopTicking = this.#services.onDisplayFrame(() => this.#tick());
  }

  #tick(): void {
    const { framesUs, durationUs, timeUs } = this.#state;
    const now = this.#services.now();
    if (now - this.#clock.tickedAt > GAP_MS)
      this.#startClock(framesUs[frameIndexAt(framesUs, timeUs) + 1] ?? durationUs);
    this.#clock = { ...this.#clock, tickedAt: now };
    const at = this.#clockUs();
    const last = framesUs.at(-1) ?? 0;
    if (at >= durationUs) {
      this.#halt();
      this.#show(last);
      return;
    }
    this.#show(framesUs[frameIndexAt(framesUs, at)] ?? last);
    this.#tickNext();
  }

  /** Wishes for a frame; wishes that came before and were not begun are forgotten. */
  #show(frameUs: number): void {
    this.#wanted = frameUs;
    if (!this.#decoding) void this.#decode();
  }

  async #decode(): Promise<void> {
    this.#decoding = true;
    try {
      for (let wanted = this.#take(); wanted !== undefined; wanted = this.#take()) {
        const playable = this.#playable;
        if (!playable) return;
        const frame = await playable.frameAt?.(wanted);
        if (playable !== this.#playable) frame?.bitmap.close();
        else this.#present(playable, frame ?? { timeUs: wanted });
      }
    } catch (thrown) {
      this.#halt();
      this.#wanted = undefined;
      this.#services.onFailure(thrown);
    } finally {
      this.#decoding = false;
    }
  }

  /** The frame that is wished for, unless it is shown already. */
  #take(): number | undefined {
    const wanted = this.#wanted;
    this.#wanted = undefined;
    if (wanted !== this.#state.timeUs) return wanted;
    if (!this.#state.playing) this.#restSoon();
    return undefined;
  }

  #present({ mediaId }: Playable, { timeUs, bitmap }: { timeUs: number; bitmap?: ImageBitmap }): void {
    if (bitmap) this.#services.media.put(mediaId, bitmap);
    this.#set({ timeUs });
    if (!this.#state.playing) this.#restSoon();
  }

  /** Scrubbing shows frame after frame as well: React waits until that is over. */
  #restSoon(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#rest(), REST_MS);
  }

  #rest(): void {
    clearTimeout(this.#resting);
    const { timeUs, restUs, playing } = this.#state;
    if (!playing && restUs !== timeUs) this.#set({ restUs: timeUs });
  }
}
