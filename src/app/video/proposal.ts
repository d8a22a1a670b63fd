import type { SamplingPlan } from '../../../workers/contracts/video.ts';
import type { ClipFacts } from '../../store/slices/video.ts';
import type { Clip } from '../videoHost.ts';

/** Frames a second that are offered beside the plan that the worker thinks best. */
const DENSER = 5;

/**
 * The samplings that a person can choose from, the cheapest first: the one that fits most clips, a denser one, and every frame
 * where the clip is short enough for that. Those that come to the same frames are offered once.
 * @param msPerFrame what a frame cost in the last run on this machine, if there was one
 */
export async function samplingChoices(
  clip: Pick<Clip, 'plan'>,
  msPerFrame: number | undefined,
): Promise<readonly SamplingPlan[]> {
  const cost = msPerFrame === undefined ? {} : { msPerFrame };
  const usual = await clip.plan(cost);
  const others = await Promise.allSettled([
    clip.plan({ ...cost, rate: DENSER }),
    clip.plan({ ...cost, rate: 'every' }),
  ]);
  const choices = [usual];
  for (const other of others) {
    // A sampling that the clip is too long for is no choice.
    if (other.status === 'rejected') continue;
    const known = choices.some(({ frames }) => frames.length === other.value.frames.length);
    if (!known) choices.push(other.value);
  }
  return choices.sort((a, b) => a.frames.length - b.frames.length);
}

/**
 * The choice to begin with: the cheapest, at most two looks a second; for a clip that was looked at before, the next denser one,
 * or the densest.
 * @param looks how many frames of the clip were looked at so far
 */
export function usualChoice(choices: readonly SamplingPlan[], looks: number): number {
  const denser = choices.findIndex(({ frames }) => frames.length > looks);
  return denser < 0 ? choices.length - 1 : denser;
}

/** The facts of an open clip. @param mediaId under which its shown frame is kept */
export function clipFacts({ opened }: Clip, mediaId: string): ClipFacts {
  const { name, container, codec, width, height, timesUs, durationUs } = opened;
  return { mediaId, name, container, codec, width, height, frameCount: timesUs.length, durationUs };
}
