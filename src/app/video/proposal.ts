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
  clip: Clip,
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

/** Fewer looks than this rarely show a way: things cannot be followed over them. */
const ENOUGH_LOOKS = 12;

/** The choice to begin with: the cheapest with enough looks to follow things, or the one with the most. */
export function usualChoice(choices: readonly SamplingPlan[]): number {
  const enough = choices.findIndex(({ frames }) => frames.length >= ENOUGH_LOOKS);
  return enough < 0 ? choices.length - 1 : enough;
}

/** The facts of an open clip. @param mediaId under which its shown frame is kept */
export function clipFacts({ opened }: Clip, mediaId: string): ClipFacts {
  const { name, container, codec, width, height, timesUs, durationUs } = opened;
  return { mediaId, name, container, codec, width, height, frameCount: timesUs.length, durationUs };
}
