import { assign } from '../../../core/assignment.ts';
import { boxIou, isProperBox } from '../../../twin/geometry/box.ts';
import { type BoxEstimate, beginEstimate, correctEstimate, predictEstimate } from './boxFilter.ts';
import { labelDistance, matchCost, placeDistance, type Region, regionOf } from './likeness.ts';
import { addVote, electedLabel, type Sample, type Sighting, toTrack } from './trackRecord.ts';
import type {
  AppearanceDescriptor,
  Assignment,
  FrameDetections,
  Track,
  TrackableDetection,
  Tracker,
  TrackerOptions,
} from './types.ts';

const DEFAULTS: Required<Omit<TrackerOptions, 'sparseSureScore'>> = {
  highScore: 0.4,
  lowScore: 0.1,
  birthScore: 0.45,
  sureScore: 0.7,
  confirmAfter: 2,
  maxGapSeconds: 2,
};

/** Looks that are further apart than this stand for themselves. */
const SPARSE_SECONDS = 0.25;
/** A thing that was there for so long is there: looks that cover it confirm, however few they are. */
const CONFIRM_SECONDS = 0.3;

/** What a match may cost at most: of strong detections, of weak ones (by place and label alone), and for tracks not yet confirmed. */
const STRONG_LIMIT = 0.85;
const WEAK_LIMIT = 0.5;
const TENTATIVE_LIMIT = 0.8;
/** A detection that overlaps a box already given to a track this much names the same thing again: it begins no track. */
const REPEATED_IOU = 0.8;
/** How much of the old appearance a new one leaves. */
const APPEARANCE_MEMORY = 0.9;

/** A track as it grows. */
interface Live {
  readonly id: number;
  estimate: BoxEstimate;
  /** Where it is expected in the frame at hand. */
  region: Region;
  appearance: AppearanceDescriptor | undefined;
  readonly votes: Map<string, { total: number; count: number }>;
  label: string;
  confirmed: boolean;
  readonly sightings: Sighting[];
  lastSeen: Sample & { readonly sample: number };
}

interface Candidate {
  readonly index: number;
  readonly detection: TrackableDetection;
}

/**
 * Tracks in the way of ByteTrack (Zhang et al., ECCV 2022): strong detections are matched first, by place, appearance and label, to
 * all tracks; weak ones then to those that were seen in the frame before and are still without; what is left of the strong ones to tracks
 * that aren't confirmed, and begins new ones. Deterministic.
 */
export function createTracker(options: TrackerOptions = {}): Tracker {
  const settings = { ...DEFAULTS, ...options };
  const { sureScore, sparseSureScore = sureScore, confirmAfter } = settings;
  const maxGapUs = settings.maxGapSeconds * 1e6;
  const samples: Sample[] = [];
  const confirmed: Live[] = [];
  let live: Live[] = [];
  let births = 0;

  const give = (track: Live, { index, detection }: Candidate, weak: boolean): void => {
    const { box, score, label, appearance } = detection;
    track.estimate = correctEstimate(track.estimate, box, weak);
    // A weak detection is often half hidden: what it looks like belongs to what is in front.
    if (!weak) track.appearance = blend(track.appearance, appearance);
    addVote(track.votes, label, score);
    track.label = electedLabel(track.votes);
    see(track, index, detection);
  };
  const see = (track: Live, detection: number, { box, score }: TrackableDetection): void => {
    const sample = samples.length - 1;
    const { frame, timeUs } = samples[sample] ?? { frame: 0, timeUs: 0 };
    track.sightings.push({ sample, detection, box, score });
    track.lastSeen = { sample, frame, timeUs };
    confirm(track, secondsSince(samples[sample - 1], timeUs));
  };
  /** Confirms a track by what was seen of it, in looks that are so many seconds apart. */
  const confirm = (track: Live, seconds: number): void => {
    if (track.confirmed || !isConfirmed(track, seconds)) return;
    track.confirmed = true;
    confirmed.push(track);
  };
  const isConfirmed = ({ sightings }: Live, seconds: number): boolean => {
    const sure = seconds >= SPARSE_SECONDS ? sparseSureScore : sureScore;
    const covering = Math.max(2, Math.ceil(CONFIRM_SECONDS / Math.max(seconds, Number.EPSILON)));
    return (
      sightings.length >= Math.min(confirmAfter, covering) || sightings.some(({ score }) => score >= sure)
    );
  };
  const isSeenAlone = (track: Live): boolean =>
    !track.confirmed && isConfirmed(track, Number.POSITIVE_INFINITY);
  const begin = ({ index, detection }: Candidate): Live => {
    births += 1;
    const { box, score, label, appearance } = detection;
    const estimate = beginEstimate(box);
    const track: Live = {
      id: births,
      estimate,
      region: regionOf(estimate),
      appearance,
      votes: new Map([[label, { total: score, count: 1 }]]),
      label,
      confirmed: false,
      sightings: [],
      lastSeen: { sample: 0, frame: 0, timeUs: 0 },
    };
    see(track, index, detection);
    return track;
  };

  return {
    push(input) {
      const last = samples.at(-1);
      checkOrder(input, last);
      samples.push({ frame: input.frame, timeUs: input.timeUs });
      const now = samples.length - 1;
      const seconds = secondsSince(last, input.timeUs);
      for (const track of live) {
        confirm(track, seconds);
        track.estimate = predictEstimate(track.estimate, seconds, input.motion);
        track.region = regionOf(track.estimate);
      }
      const usable = input.detections
        .map((detection, index) => ({ index, detection }))
        .filter(({ detection }) => isProperBox(detection.box) && detection.score >= settings.lowScore);
      const strong = usable.filter(({ detection }) => detection.score >= settings.highScore);
      const weak = usable.filter(({ detection }) => detection.score < settings.highScore);

      const known = live.filter((track) => track.confirmed);
      const first = match(known, strong, STRONG_LIMIT, (track, { detection }) => matchCost(track, detection));
      for (const [track, candidate] of first.pairs) give(track, candidate, false);

      const followed = first.tracks.filter(({ lastSeen }) => lastSeen.sample === now - 1);
      const second = match(
        followed,
        weak,
        WEAK_LIMIT,
        (track, { detection }) =>
          placeDistance(track.region, detection.box) + labelDistance(track.label, detection.label),
      );
      for (const [track, candidate] of second.pairs) give(track, candidate, true);

      const tentative = live.filter((track) => !track.confirmed);
      const third = match(tentative, first.candidates, TENTATIVE_LIMIT, (track, { detection }) =>
        matchCost(track, detection),
      );
      for (const [track, candidate] of third.pairs) give(track, candidate, false);

      const given = [...first.pairs, ...second.pairs, ...third.pairs].map(
        ([, { detection }]) => detection.box,
      );
      for (const candidate of third.candidates.toSorted((a, b) => b.detection.score - a.detection.score)) {
        const { box, score } = candidate.detection;
        if (score < settings.birthScore || given.some((other) => boxIou(other, box) > REPEATED_IOU)) continue;
        live.push(begin(candidate));
        given.push(box);
      }

      // A confirmed track survives misses for a while, and one miss however long it lasts; one that isn't confirmed none.
      live = live.filter(({ confirmed: sure, lastSeen }) =>
        sure
          ? now - lastSeen.sample <= 1 || input.timeUs - lastSeen.timeUs <= maxGapUs
          : lastSeen.sample === now,
      );
      return live.flatMap((track) => assignmentOf(track, now));
    },
    finish: () =>
      // A clip that was looked at once is a photo: nothing before or after could say more.
      [...confirmed, ...(samples.length === 1 ? live.filter(isSeenAlone) : [])]
        .toSorted((a, b) => a.id - b.id)
        .map(({ id, votes, sightings }) => toTrack(id, votes, sightings, samples)),
  };
}

/** Seconds from a look to a time; 0 where there was none before. */
const secondsSince = (look: Sample | undefined, timeUs: number): number =>
  look ? (timeUs - look.timeUs) / 1e6 : 0;

/** Tracks the detections of a whole video. @throws RangeError unless frames and times increase */
export function trackDetections(
  frames: Iterable<FrameDetections>,
  options: TrackerOptions = {},
): readonly Track[] {
  const tracker = createTracker(options);
  for (const frame of frames) tracker.push(frame);
  return tracker.finish();
}

interface Matched {
  readonly pairs: readonly (readonly [Live, Candidate])[];
  /** Those without a partner. */
  readonly tracks: readonly Live[];
  readonly candidates: readonly Candidate[];
}

function match(
  tracks: readonly Live[],
  candidates: readonly Candidate[],
  limit: number,
  cost: (track: Live, candidate: Candidate) => number,
): Matched {
  const columns = assign(
    tracks.length,
    candidates.length,
    (row, column) => {
      const [track, candidate] = [tracks[row], candidates[column]];
      return track && candidate ? cost(track, candidate) : Number.POSITIVE_INFINITY;
    },
    limit,
  );
  const pairs: (readonly [Live, Candidate])[] = [];
  const free: Live[] = [];
  const taken = new Set<number>();
  tracks.forEach((track, row) => {
    const column = columns[row] ?? -1;
    const candidate = candidates[column];
    if (candidate) {
      pairs.push([track, candidate]);
      taken.add(column);
    } else free.push(track);
  });
  return { pairs, tracks: free, candidates: candidates.filter((_, column) => !taken.has(column)) };
}

function assignmentOf({ id, confirmed, sightings }: Live, sample: number): Assignment[] {
  const last = sightings.at(-1);
  return last?.sample === sample ? [{ track: id, detection: last.detection, confirmed }] : [];
}

function blend(
  old: AppearanceDescriptor | undefined,
  fresh: AppearanceDescriptor | undefined,
): AppearanceDescriptor | undefined {
  if (!old || !fresh) return fresh ?? old;
  const blended = new Float32Array(old.length);
  for (let bin = 0; bin < blended.length; bin++)
    blended[bin] = APPEARANCE_MEMORY * (old[bin] ?? 0) + (1 - APPEARANCE_MEMORY) * (fresh[bin] ?? 0);
  return blended;
}

function checkOrder({ frame, timeUs }: FrameDetections, last: Sample | undefined): void {
  if (last && (frame <= last.frame || timeUs <= last.timeUs))
    throw new RangeError(
      `Frame ${frame} at ${timeUs} µs can't follow frame ${last.frame} at ${last.timeUs} µs: frames and times must increase.`,
    );
}
