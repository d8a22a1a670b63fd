import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { Track, TrackState } from './types.ts';

/** A detection as a track keeps it. */
export interface Sighting {
  /** Index among the sampled frames. */
  readonly sample: number;
  readonly detection: number;
  readonly box: ReadonlyBox;
  readonly score: number;
}

/** A sampled frame. */
export interface Sample {
  readonly frame: number;
  readonly timeUs: number;
}

/** Scores by label, as they were given over time. */
export type Votes = ReadonlyMap<string, { readonly total: number; readonly count: number }>;

export function addVote(
  votes: Map<string, { total: number; count: number }>,
  label: string,
  score: number,
): void {
  const vote = votes.get(label) ?? { total: 0, count: 0 };
  votes.set(label, { total: vote.total + score, count: vote.count + 1 });
}

/** The label with the greatest sum of scores; of equal ones the first that was seen. */
export function electedLabel(votes: Votes): string {
  let elected = '';
  let best = Number.NEGATIVE_INFINITY;
  for (const [label, { total }] of votes)
    if (total > best) {
      elected = label;
      best = total;
    }
  return elected;
}

/** The finished track: its sightings with the frames between them filled, linearly in time and marked. */
export function toTrack(
  id: number,
  votes: Votes,
  sightings: readonly Sighting[],
  samples: readonly Sample[],
): Track {
  const label = electedLabel(votes);
  const { total, count } = votes.get(label) ?? { total: 0, count: 1 };
  const states: TrackState[] = [];
  let previous: Sighting | undefined;
  for (const sighting of sightings) {
    if (previous) fillGap(states, previous, sighting, samples);
    const sample = samples[sighting.sample];
    const { box, score, detection } = sighting;
    if (sample) states.push({ frame: sample.frame, timeUs: sample.timeUs, box, score, detection });
    previous = sighting;
  }
  return { id, label, score: total / count, states };
}

function fillGap(states: TrackState[], before: Sighting, after: Sighting, samples: readonly Sample[]): void {
  const [start, end] = [samples[before.sample], samples[after.sample]];
  if (!start || !end) return;
  for (let index = before.sample + 1; index < after.sample; index++) {
    const sample = samples[index];
    if (!sample) continue;
    const share = (sample.timeUs - start.timeUs) / (end.timeUs - start.timeUs);
    const between = (from: number, to: number): number => from + share * (to - from);
    const [a, b] = [before.box, after.box];
    states.push({
      frame: sample.frame,
      timeUs: sample.timeUs,
      box: [between(a[0], b[0]), between(a[1], b[1]), between(a[2], b[2]), between(a[3], b[3])],
      score: between(before.score, after.score),
      interpolated: true,
    });
  }
}
