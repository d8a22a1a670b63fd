import { boxArea, boxCenter, clipBox } from '../../twin/geometry/box.ts';
import {
  type Attribute,
  type ObjectState,
  type ToolRun,
  TWIN_VERSION,
  type Twin,
  type TwinObject,
  type TwinSource,
} from '../../twin/schema/twin.ts';
import { sizeWord } from '../tasks/attributes/describe.ts';
import { assumedVerticalFovDeg } from '../tasks/depth/geometricDepth.ts';
import type { Track, TrackState } from '../tasks/track/types.ts';
import { withDistances } from './distances.ts';
import type { TrackMasks } from './outlineTracks.ts';
import type { Sightings } from './sightings.ts';
import type { VideoMasks, VideoModels } from './types.ts';

/** The runs of a video in its twin's log, in this order. */
const RUNS = ['detect', 'track', 'fast', 'fine', 'attributes', 'depth', 'decode'] as const;
const BY = Object.fromEntries(RUNS.map((run, index) => [run, index]));
const indexOf = (run: (typeof RUNS)[number]): number => BY[run] ?? 0;

export interface RunFacts {
  readonly ms: { readonly detect: number; readonly track: number; readonly segment: number };
  readonly masks: VideoMasks;
  readonly detected: number;
  readonly outlined: number;
}

/** What the log says of a run; milliseconds of the fast masks and of decoding are in those of the detector. */
export function toolRuns(models: VideoModels, { ms, masks, detected, outlined }: RunFacts): ToolRun[] {
  const cpu = { revision: '1', device: 'cpu', dtype: 'fp64' };
  return [
    { tool: 'detect', ...models.detector, args: { frames: detected }, ms: ms.detect },
    { tool: 'track', model: 'ByteTrack with appearance', ...cpu, args: { frames: detected }, ms: ms.track },
    { tool: 'segment', ...models.fast, args: { path: 'fast', used: masks !== 'none' }, ms: 0 },
    { tool: 'segment', ...models.fine, args: { path: 'fine', frames: outlined }, ms: ms.segment },
    { tool: 'attributes', model: 'OKLab colour names', ...cpu, args: {}, ms: 0 },
    { tool: 'depth', model: 'geometric prior, smoothed over time', ...cpu, args: { unit: 'm' }, ms: 0 },
    { tool: 'decode', ...models.decoder, args: { frames: detected }, ms: 0 },
  ];
}

export interface TwinOfTracksInput {
  readonly tracks: readonly Track[];
  readonly seen: Sightings;
  readonly fine: TrackMasks;
  readonly source: TwinSource;
  readonly log: ToolRun[];
}

/** The twin of a video: a track is an object, o1 the one that was seen most surely and longest. Passes every integrity check. */
export function twinOfTracks({ tracks, seen, fine, source, log }: TwinOfTracksInput): Twin {
  const total = ({ states }: Track): number => states.reduce((sum, { score }) => sum + score, 0);
  const objects = tracks
    .toSorted((a, b) => total(b) - total(a) || a.id - b.id)
    .flatMap((track) => toObject(track, seen, fine, source) ?? [])
    .map((object, index) => ({ ...object, id: `o${index + 1}` }));
  const frames = seen.frames.map(({ frame, timeUs, motion }) => ({
    frame,
    timeUs,
    ...(motion && { motion }),
  }));
  const twin: Twin = {
    type: 'twin',
    version: TWIN_VERSION,
    source: { ...source, ...(frames.length > 0 && { frames }) },
    camera: { verticalFovDeg: assumedVerticalFovDeg(source.width, source.height), estimated: true },
    objects,
    log,
  };
  return withDistances(twin, indexOf('depth'));
}

function toObject(
  track: Track,
  seen: Sightings,
  fine: TrackMasks,
  source: TwinSource,
): Omit<TwinObject, 'id'> | undefined {
  const states = track.states.flatMap((state) => toState(state, track.id, seen, fine, source) ?? []);
  if (states.length === 0) return undefined;
  const by = indexOf('attributes');
  const largest = states.reduce((best, state) => (boxArea(state.box) > boxArea(best.box) ? state : best));
  const words: [string, Attribute][] = seen
    .colours(track.id)
    .map(({ name, value, score }) => [name, { value, score, by }]);
  const size = { value: sizeWord(largest.box, source.width, source.height), score: 1, by };
  return {
    label: track.label,
    score: Math.min(1, Math.max(0, track.score)),
    attributes: { ...Object.fromEntries(words), size },
    states,
  };
}

function toState(
  { frame, timeUs, box, detection, interpolated }: TrackState,
  track: number,
  seen: Sightings,
  fine: TrackMasks,
  { width, height }: TwinSource,
): ObjectState | undefined {
  const clipped = clipBox(box, width, height);
  if (!clipped) return undefined;
  const close = fine.get(track)?.get(frame);
  const mask = close ?? seen.mask(frame, detection);
  return {
    frame,
    timeUs,
    box: clipped,
    ...(interpolated && { interpolated }),
    by: indexOf(interpolated ? 'track' : 'detect'),
    ...(mask && { mask: mask.mask, area: mask.area, maskBy: indexOf(close ? 'fine' : 'fast') }),
    center: boxCenter(clipped),
  };
}
