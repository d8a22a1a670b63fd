import { formatDuration } from '../../core/units.ts';
import { MAX_SAMPLED_FRAMES } from './limits.ts';

/** What is sampled: every frame, or so many a second at most. */
export type SamplingRate = 'every' | number;

/** Unless asked otherwise: so many frames a second of so many seconds. */
export const DEFAULT_RATE = 2;
export const DEFAULT_SPAN_US = 60_000_000;
/** Clips, or parts of them, that are shorter may be looked at frame by frame. */
export const MAX_EVERY_US = 5_000_000;
/** What a frame is taken to cost before one was measured: a detector run, masks and a closer look, on two cores. */
export const ASSUMED_MS_PER_FRAME = 400;

export interface PlanRequest {
  readonly timesUs: readonly number[];
  readonly durationUs: number;
  readonly rate?: SamplingRate | undefined;
  /** The part to look at; the end is exclusive. */
  readonly startUs?: number | undefined;
  readonly endUs?: number | undefined;
  readonly msPerFrame?: number | undefined;
}

export interface SamplingPlan {
  readonly rate: SamplingRate;
  readonly frames: number[];
  readonly timesUs: number[];
  readonly startUs: number;
  readonly endUs: number;
  readonly why: string;
  readonly estimateMs: number;
}

/**
 * Which frames of a clip to look at: every one of a part up to 5 s, or the first one of every step of 1/rate seconds, so that a
 * clip with fewer frames gives all it has, whatever its frame rate does. A rate that would give more than 512 frames is lowered.
 *
 * @throws RangeError where no frame begins in the part, or it is too long for every frame
 */
export function planSampling(request: PlanRequest): SamplingPlan {
  const {
    timesUs,
    durationUs,
    msPerFrame = ASSUMED_MS_PER_FRAME,
    rate = DEFAULT_RATE,
    startUs = 0,
  } = request;
  const span = rate === 'every' ? durationUs : DEFAULT_SPAN_US;
  const endUs = Math.min(durationUs, request.endUs ?? startUs + span);
  const within = timesUs.flatMap((timeUs, frame) => (timeUs >= startUs && timeUs < endUs ? [frame] : []));
  if (within.length === 0) throw new RangeError('No frame begins in the part that was asked for.');
  if (rate === 'every' && (endUs - startUs > MAX_EVERY_US || within.length > MAX_SAMPLED_FRAMES))
    throw new RangeError(
      `Every frame is looked at in parts up to ${seconds(MAX_EVERY_US)} and ${MAX_SAMPLED_FRAMES} frames, not ${seconds(endUs - startUs)} and ${within.length}.`,
    );
  const frames = rate === 'every' ? within : sample(within, timesUs, { startUs, endUs, rate });
  return {
    rate,
    frames,
    timesUs: frames.map((frame) => timesUs[frame] ?? 0),
    startUs,
    endUs,
    why: explain(request, { frames, startUs, endUs, rate }),
    estimateMs: frames.length * msPerFrame,
  };
}

const seconds = (us: number): string => formatDuration(us / 1000);

function sample(
  within: readonly number[],
  timesUs: readonly number[],
  { startUs, endUs, rate }: { readonly startUs: number; readonly endUs: number; readonly rate: number },
): number[] {
  const stepUs = Math.max(1e6 / rate, (endUs - startUs) / MAX_SAMPLED_FRAMES);
  const chosen: number[] = [];
  let step = -1;
  for (const frame of within) {
    // Timestamps are cut to whole microseconds: one may lie just before its step.
    const at = Math.floor(((timesUs[frame] ?? 0) - startUs + 1) / stepUs);
    if (at > step) chosen.push(frame);
    step = Math.max(step, at);
  }
  return chosen.slice(0, MAX_SAMPLED_FRAMES);
}

const counted = (count: number): string => count.toLocaleString('en-GB');

function explain(
  { timesUs, durationUs }: PlanRequest,
  { frames, startUs, endUs, rate }: Pick<SamplingPlan, 'frames' | 'startUs' | 'endUs' | 'rate'>,
): string {
  const whole = startUs === 0 && endUs === durationUs;
  const beginning =
    startUs === 0 ? `the first ${seconds(endUs)}` : `${seconds(startUs)} to ${seconds(endUs)}`;
  const part = whole ? `all ${seconds(durationUs)}` : beginning;
  const count = `${counted(frames.length)} of ${counted(timesUs.length)} frames`;
  if (rate === 'every') return `every frame of ${part}: ${count}`;
  const spanSeconds = (endUs - startUs) / 1e6;
  if (spanSeconds * rate > MAX_SAMPLED_FRAMES)
    return `${(MAX_SAMPLED_FRAMES / spanSeconds).toFixed(1)} frames a second of ${part}, as ${MAX_SAMPLED_FRAMES} frames are the most: ${count}`;
  return `${rate} ${rate === 1 ? 'frame' : 'frames'} a second of ${part}: ${count}`;
}
