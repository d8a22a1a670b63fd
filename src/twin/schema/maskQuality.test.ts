import { describe, expect, it } from 'vitest';
import { soundTwin } from '../../../test/support/twins.ts';
import { maskProvenance, needsFinerMask } from './maskQuality.ts';
import type { ObjectState, ToolRun, Twin } from './twin.ts';

const run = (path: string): ToolRun => ({
  tool: 'segment',
  model: 'm',
  revision: '1',
  device: 'wasm',
  dtype: 'fp16',
  args: { path },
  ms: 1,
});
const twin: Twin = { ...soundTwin(), log: [run(''), run('fast'), run('fine')] };
const state: ObjectState = {
  frame: 0,
  timeUs: 0,
  box: [1, 1, 3, 4],
  by: 0,
  center: [2, 2.5],
  mask: { size: [6, 8], counts: [7, 3, 3, 3, 32] },
};

describe('whether a closer look would give a better mask', () => {
  it('is so without a mask and with one of the fast path', () => {
    const { mask: _, ...bare } = state;
    expect(needsFinerMask(twin, bare)).toBe(true);
    expect(needsFinerMask(twin, { ...state, maskBy: 1 })).toBe(true);
  });

  it('is not so with an annotated mask, one of the fine path, or one by hand', () => {
    expect(needsFinerMask(twin, state)).toBe(false);
    expect(needsFinerMask(twin, { ...state, maskBy: 2 })).toBe(false);
    expect(needsFinerMask(twin, { ...state, by: 1, maskBy: 'human' })).toBe(false);
  });

  it('takes what measured the box for what measured the mask unless another is named', () => {
    expect(maskProvenance(state)).toBe(0);
    expect(maskProvenance({ ...state, maskBy: 2 })).toBe(2);
  });
});
