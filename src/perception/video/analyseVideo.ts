import type { ReadonlyBox } from '../../twin/geometry/box.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { breathe, throwIfAborted } from '../job.ts';
import { estimateCameraMotion, type GrayImage } from './cameraMotion.ts';
import { mainTracks, outlineTracks } from './outlineTracks.ts';
import { RunClock } from './runClock.ts';
import { Sightings } from './sightings.ts';
import { toolRuns, twinOfTracks } from './twinOfTracks.ts';
import type { AnalyseVideoInput } from './types.ts';

export interface AnalysedVideo {
  readonly twin: Twin;
  readonly timings: Record<string, number>;
  readonly frames: {
    readonly planned: number;
    readonly detected: number;
    readonly outlined: number;
    readonly mostAlive: number;
  };
  readonly notices: string[];
  readonly partial: boolean;
}

/**
 * From the frames of a clip to its twin, in two passes. The first detects, outlines by the fast path, estimates the camera's
 * motion and tracks; the second looks closer at the main objects where their tracks say that they are, gaps included. Between the
 * frames only boxes, run-length masks and one small grey picture are kept, so that memory does not grow with the pixels.
 * Stopped in the first pass, the frames so far make the twin; in the second, the fast masks stay where the fine ones are missing.
 */
export async function analyseVideo<I>(input: AnalyseVideoInput<I>): Promise<AnalysedVideo> {
  const { plan, masks, models, source, now, frames } = input;
  const clock = new RunClock(input, plan.length * (masks === 'fine' ? 2 : 1));
  const start = now();
  const seen = await detectFrames(input, clock);
  const detected = now();
  input.progress({ phase: 'tracking' });
  await breathe();
  throwIfAborted(input.signal);
  const tracks = seen.tracks();
  const tracked = now();
  const main = masks === 'fine' ? mainTracks(tracks) : [];
  const outlined = await outlineTracks(input, main, seen, clock);
  const segmented = now();
  input.progress({ phase: 'describing' });
  await breathe();
  throwIfAborted(input.signal);
  const ms = { detect: detected - start, track: tracked - detected, segment: segmented - tracked };
  const counts = { detected: seen.frames.length, outlined: outlined.frames };
  const twin = twinOfTracks({
    tracks,
    seen,
    fine: outlined.masks,
    source,
    log: toolRuns(models, { ms, masks, ...counts }),
  });
  const end = now();
  const allDetected = counts.detected + seen.missing === plan.length;
  const wasStopped = input.stopped() && !(allDetected && outlined.frames === outlined.planned);
  return {
    twin,
    timings: { ...ms, describe: end - segmented, total: end - start },
    frames: { planned: plan.length, ...counts, mostAlive: frames.mostAlive },
    notices: noticesOf(plan.length, counts, seen.missing, wasStopped),
    partial: wasStopped || seen.missing > 0,
  };
}

async function detectFrames<I>(input: AnalyseVideoInput<I>, clock: RunClock): Promise<Sightings> {
  const { plan, frames, looker, signal, source } = input;
  const seen = new Sightings();
  let before: { readonly gray: GrayImage; readonly boxes: readonly ReadonlyBox[] } | undefined;
  clock.begin({ phase: 'detecting', fraction: 0, frames: { done: 0, total: plan.length } });
  for (const [index, frame] of plan.entries()) {
    await breathe();
    throwIfAborted(signal);
    if (input.stopped()) break;
    const atHand = await frames.read(frame, signal, clock.alive);
    if (!atHand) {
      seen.miss();
      continue;
    }
    try {
      const found = await looker.look(atHand.image, clock.within);
      clock.alive();
      const boxes = found.detections.map(({ box }) => box);
      const motion = before && estimateCameraMotion(before.gray, found.gray, before.boxes, source);
      seen.add(atHand, found, motion);
      before = { gray: found.gray, boxes };
    } finally {
      atHand.close();
    }
    clock.tick('detecting', index + 1, plan.length);
  }
  return seen;
}

function noticesOf(
  planned: number,
  { detected, outlined }: { readonly detected: number; readonly outlined: number },
  missing: number,
  stopped: boolean,
): string[] {
  const notices: string[] = [];
  if (missing > 0) notices.push(`${missing} of ${planned} frames could not be decoded and are left out.`);
  if (!stopped) return notices;
  if (detected + missing < planned) notices.push(`Stopped: ${detected} of ${planned} frames were looked at.`);
  else
    notices.push(
      `Stopped: all frames were looked at, the main objects outlined closely in ${outlined} of ${planned}.`,
    );
  return notices;
}
