import { describe, expect, it } from 'vitest';
import { initialLab } from '../../store/slices/lab.ts';
import { CHARTS } from './chartSpecs.ts';
import { isSoftware } from './devices.ts';
import { pairsOf } from './heldOutPairs.ts';
import { markOf } from './tokenMarks.ts';

describe('what the lab draws from a run', () => {
  const share = (accuracy: number) => ({ accuracy, n: 10, right: 10 * accuracy, low: 0, high: 1 });

  it('marks a token by how much its probability moved, and leaves what was given alone', () => {
    expect(markOf({ written: true, ratio: 2 })).toEqual({ direction: 'up', strength: 1 });
    expect(markOf({ written: true, ratio: 0.9 }).direction).toBe('down');
    expect(markOf({ written: true, ratio: 1.001 }).direction).toBe('none');
    expect(markOf({ written: false, ratio: 2 }).direction).toBe('none');
    expect(markOf({ written: true, ratio: 0 }).direction).toBe('none');
  });

  it('tells questions that became right from those that got worse', () => {
    const row = (id: string, right: boolean) => ({
      id,
      right,
      family: '',
      question: '',
      answer: '',
      program: '',
      set: 'clevr',
    });
    const before = [row('a', false), row('b', true), row('c', true), row('gone', true)];
    const after = [row('c', true), row('b', false), row('a', true)];
    expect(pairsOf(before, after).map(({ before: { id }, change }) => [id, change])).toEqual([
      ['a', 'better'],
      ['b', 'worse'],
      ['c', 'right'],
    ]);
  });

  it('draws the grammar as a line over the whole run, and results where they were measured', () => {
    const [heldOut] = CHARTS;
    const result = { step: 2, set: 'clevr', answers: share(0.5), programs: share(0.4), meanLength: 10 };
    const manifest = {
      id: 'run',
      startedAt: '',
      world: 'clevr',
      start: 'nano-early-100',
      startSha256: '',
      options: initialLab.setup.options,
      device: 'wasm',
      kernels: 'cpu',
      adapter: '',
      version: '',
    } as const;
    const run = {
      manifest,
      heldOut: [{ name: 'clevr', n: 10 }],
      parameters: 1,
      trainableParameters: 1,
      keeping: 'memory',
      notices: [],
      step: 2,
      goal: 4,
      savedStep: undefined,
    } as const;
    const data = heldOut?.data({ ...initialLab, run, baselines: { clevr: share(0.9) }, results: [result] });
    expect(data?.steps).toEqual([0, 2, 4]);
    const line = (name: string) => data?.lines.find((one) => one.name === name)?.values;
    expect(line('answers')).toEqual([null, 0.5, null]);
    expect(line('grammar')).toEqual([0.9, 0.9, 0.9]);
  });

  it('knows adapters that are the processor in disguise', () => {
    expect(isSoftware('google swiftshader SwiftShader Device')).toBe(true);
    expect(isSoftware('nvidia hopper')).toBe(false);
  });
});
