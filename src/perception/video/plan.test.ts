import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_SAMPLED_FRAMES } from './limits.ts';
import { planSampling } from './plan.ts';

/** A clip of even frames, its times cut to whole microseconds as containers' are. */
const clip = (seconds: number, fps: number) => ({
  timesUs: Array.from({ length: Math.round(seconds * fps) }, (_, frame) => Math.trunc((frame * 1e6) / fps)),
  durationUs: seconds * 1e6,
});

describe('a sampling plan', () => {
  it('takes two frames a second of the first minute unless asked otherwise, and says so', () => {
    const plan = planSampling(clip(300, 30));
    expect(plan.frames).toHaveLength(120);
    expect(plan.frames.slice(0, 3)).toEqual([0, 15, 30]);
    expect(plan.why).toBe('2 frames a second of the first 1 min 0 s: 120 of 9,000 frames');
    expect(planSampling({ ...clip(300, 30), msPerFrame: 100 }).estimateMs).toBe(12_000);
  });

  it('takes every frame of a short clip or part, and refuses that for a long one', () => {
    expect(planSampling({ ...clip(4, 24), rate: 'every' }).frames).toHaveLength(96);
    expect(() => planSampling({ ...clip(20, 24), rate: 'every' })).toThrow(RangeError);
    const part = planSampling({ ...clip(20, 24), rate: 'every', startUs: 2_000_000, endUs: 4_000_000 });
    expect([part.frames[0], part.frames.length]).toEqual([48, 48]);
  });

  it('lowers a rate that would give too many frames, and says how far', () => {
    const plan = planSampling({ ...clip(600, 30), rate: 10, endUs: 600_000_000 });
    expect(plan.frames).toHaveLength(MAX_SAMPLED_FRAMES);
    expect(plan.why).toContain('0.9 frames a second of all 10 min 0 s, as 512 frames are the most');
  });

  it('gives rising frames of the part, at most 512, never two in one step, whatever the frame rate does', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 700 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 60 }), (gaps, rate) => {
        let timeUs = 0;
        const timesUs = gaps.map((gap) => {
          timeUs += gap;
          return timeUs - gap;
        });
        const plan = planSampling({ timesUs, durationUs: timeUs, rate });
        expect(plan.frames.length).toBeLessThanOrEqual(MAX_SAMPLED_FRAMES);
        expect(plan.timesUs).toEqual(plan.frames.map((frame) => timesUs[frame]));
        const slots = plan.timesUs.map((time) => Math.floor((time + 1) / (1e6 / rate)));
        expect(new Set(slots).size).toBe(slots.length);
        expect(plan.frames).toEqual([...plan.frames].sort((a, b) => a - b));
      }),
    );
  });

  it('refuses a part without a frame', () => {
    expect(() => planSampling({ ...clip(4, 24), startUs: 3_999_000 })).toThrow(RangeError);
  });
});
