import { describe, expect, it } from 'vitest';
import type { SamplingPlan } from '../../../workers/contracts/video.ts';
import { planSampling } from '../../perception/video/plan.ts';
import type { Clip } from '../videoHost.ts';
import { samplingChoices, usualChoice } from './proposal.ts';

/** A clip of even frames that plans as the worker does. */
const clip = (seconds: number, framesPerSecond: number): Pick<Clip, 'plan'> => {
  const count = Math.round(seconds * framesPerSecond);
  const timesUs = Array.from({ length: count }, (_, frame) => Math.round((frame * 1e6) / framesPerSecond));
  return { plan: async (wish = {}) => planSampling({ timesUs, durationUs: seconds * 1e6, ...wish }) };
};

const looks = (choices: readonly SamplingPlan[]): number[] => choices.map(({ frames }) => frames.length);

describe('the samplings that are proposed', () => {
  it('are at most two looks a second first, denser ones, and every frame of a short clip', async () => {
    const choices = await samplingChoices(clip(2.5, 24), undefined);
    expect(looks(choices)).toEqual([5, 13, 60]);
    expect(choices.map(({ rate }) => rate)).toEqual([2, 5, 'every']);
  });

  it('leave out every frame of a long clip, and what comes to the same frames', async () => {
    expect(looks(await samplingChoices(clip(60, 24), undefined))).toEqual([120, 300]);
    expect(looks(await samplingChoices(clip(3, 2), undefined))).toEqual([6]);
  });

  it('begin with two looks a second at most, and after a run with the next that has more', async () => {
    const choices = await samplingChoices(clip(2.5, 24), undefined);
    expect([0, 5, 9, 13, 60].map((before) => usualChoice(choices, before))).toEqual([0, 1, 1, 2, 2]);
  });

  it('cost what a frame cost in the last run', async () => {
    const [usual] = await samplingChoices(clip(2.5, 24), 1000);
    expect(usual?.estimateMs).toBe(5000);
  });
});
