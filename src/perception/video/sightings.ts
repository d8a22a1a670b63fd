import type { CameraMotion } from '../../twin/schema/twin.ts';
import type { MeasuredAttribute } from '../tasks/attributes/describe.ts';
import type { ObjectMask } from '../tasks/segment/types.ts';
import { createTracker } from '../tasks/track/tracker.ts';
import type { Track, TrackerOptions } from '../tasks/track/types.ts';
import type { FrameSeen } from './types.ts';

/**
 * The detector's scores run low (its best F1 score is at 0.2 to 0.3), so tracks begin earlier than the tracker would have it;
 * weak detections only prolong them.
 */
export const TRACKER_OPTIONS: TrackerOptions = {
  highScore: 0.25,
  lowScore: 0.08,
  birthScore: 0.25,
  sureScore: 0.5,
  sparseSureScore: 0.35,
  confirmAfter: 3,
};

/** A frame that was looked at. */
export interface SightedFrame {
  readonly frame: number;
  readonly timeUs: number;
  readonly motion: CameraMotion | undefined;
}

/** Colours of a track, as its surest detection showed them. */
interface Look {
  readonly score: number;
  readonly colours: readonly MeasuredAttribute[];
}

/** Only a detection that is this much surer than the one before is looked at again for its colours. */
const SURER = 0.05;

/** What the first pass has seen: tracks that grow, and the masks and colours of what was given to them; no pixels. */
export class Sightings {
  readonly #tracker = createTracker(TRACKER_OPTIONS);
  readonly #frames: SightedFrame[] = [];
  /** By frame, then by detection. */
  readonly #masks = new Map<number, Map<number, ObjectMask>>();
  readonly #looks = new Map<number, Look>();
  #missing = 0;

  get frames(): readonly SightedFrame[] {
    return this.#frames;
  }

  /** Frames that could not be decoded. */
  get missing(): number {
    return this.#missing;
  }

  miss(): void {
    this.#missing += 1;
  }

  add(
    { frame, timeUs }: { readonly frame: number; readonly timeUs: number },
    seen: FrameSeen,
    motion: CameraMotion | undefined,
  ): void {
    this.#frames.push({ frame, timeUs, motion });
    const assignments = this.#tracker.push({ frame, timeUs, detections: seen.detections, motion });
    const masks = new Map<number, ObjectMask>();
    for (const { track, detection } of assignments) {
      const mask = seen.masks[detection];
      if (mask) masks.set(detection, mask);
      const score = seen.detections[detection]?.score ?? 0;
      if (score > (this.#looks.get(track)?.score ?? Number.NEGATIVE_INFINITY) + SURER)
        this.#looks.set(track, { score, colours: seen.colours(detection) });
    }
    this.#masks.set(frame, masks);
  }

  tracks(): readonly Track[] {
    return this.#tracker.finish();
  }

  /** The fast mask of a detection. */
  mask(frame: number, detection: number | undefined): ObjectMask | undefined {
    return detection === undefined ? undefined : this.#masks.get(frame)?.get(detection);
  }

  colours(track: number): readonly MeasuredAttribute[] {
    return this.#looks.get(track)?.colours ?? [];
  }
}
