import { describe, expect, it } from 'vitest';
import { checkReceipt, withReceipt } from './receipt.ts';
import type { GpuArray, GpuProgram } from './types.ts';

const program: GpuProgram = { label: 'test', code: '', bindings: ['write', 'write'] };
const floats: GpuArray = { kind: 'output', label: 'rewards', length: 3, finite: true };
const integers: GpuArray = { kind: 'output', label: 'counts', length: 3 };
const job = {
  label: 'a job',
  steps: [{ program, entryPoint: 'main', arrays: [floats, integers], workgroups: [1, 1] as const }],
};

describe('the receipt of a job', () => {
  it('searches the floats that must be finite, and signs last', () => {
    const { job: receipted, searched } = withReceipt(job, 7);
    expect(searched).toEqual([floats]);
    expect(receipted.steps.map(({ entryPoint }) => entryPoint)).toEqual([
      'main',
      'count_not_finite',
      'sign_receipt',
    ]);
  });

  it('is good with the number of the job and no bad floats', () => {
    expect(() => checkReceipt(withReceipt(job, 7), Uint32Array.of(7, 0))).not.toThrow();
  });

  it('unmasks memory that reads as zeros, and that of an earlier job', () => {
    for (const ticket of [0, 6])
      expect(() => checkReceipt(withReceipt(job, 7), Uint32Array.of(ticket, 0))).toThrow(
        expect.objectContaining({ code: 'gpu-failed', message: expect.stringContaining('did nothing') }),
      );
  });

  it('names the numbers that are not finite', () => {
    expect(() => checkReceipt(withReceipt(job, 7), Uint32Array.of(7, 2))).toThrow(
      expect.objectContaining({
        code: 'gpu-failed',
        message: 'a job: 2 of the rewards are not finite numbers.',
      }),
    );
  });
});
