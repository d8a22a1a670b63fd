import { describe, expect, it } from 'vitest';
import { bytesOf, MAX_JOB_BYTES, planJob } from './plan.ts';
import type { GpuArray, GpuJob, GpuProgram, PlanLimits } from './types.ts';

const limits: PlanLimits = {
  maxBufferSize: 2 ** 28,
  maxStorageBufferBindingSize: 2 ** 27,
  maxUniformBufferBindingSize: 2 ** 16,
  maxComputeWorkgroupsPerDimension: 65_535,
};
const program: GpuProgram = { label: 'test', code: '', bindings: ['uniform', 'read', 'write'] };
const parameters: GpuArray = { kind: 'input', label: 'parameters', data: Uint32Array.of(1, 2, 3) };
const input: GpuArray = { kind: 'input', label: 'input', data: new Float32Array(5) };
const output = (length: number): GpuArray => ({ kind: 'output', label: 'output', length });

const job = (arrays: readonly GpuArray[], workgroups: readonly [number, number] = [1, 1]): GpuJob => ({
  label: 'a job',
  steps: [{ program, entryPoint: 'main', arrays, workgroups }],
});

describe('planning a job', () => {
  it('counts an array once, however many steps use it', () => {
    const result = output(8);
    const { steps } = job([parameters, input, result]);
    const plan = planJob({ label: 'twice', steps: [...steps, ...steps] }, limits);
    expect(plan).toEqual({ arrays: [parameters, input, result], bytes: 16 + 32 + 32 });
  });

  it('gives even empty arrays memory, because no binding may be empty', () => {
    expect(bytesOf(output(0))).toBe(16);
    expect(bytesOf({ kind: 'input', label: 'none', data: new Uint32Array(0) })).toBe(16);
  });

  it('refuses an array that a binding cannot hold, with both numbers', () => {
    const tooMuch = job([parameters, input, output(2 ** 25 + 4)]);
    expect(() => planJob(tooMuch, limits)).toThrow(
      expect.objectContaining({ code: 'gpu-limit', message: expect.stringContaining('134217744') }),
    );
    expect(() => planJob(job([parameters, input, output(2 ** 25)]), limits)).not.toThrow();
  });

  it('holds parameters to the smaller limit of uniforms', () => {
    const many: GpuArray = { kind: 'input', label: 'parameters', data: new Uint32Array(2 ** 14 + 1) };
    expect(() => planJob(job([many, input, output(1)]), limits)).toThrow(
      expect.objectContaining({ code: 'gpu-limit' }),
    );
  });

  it('refuses more workgroups than a dimension takes', () => {
    expect(() => planJob(job([parameters, input, output(1)], [65_536, 1]), limits)).toThrow(
      expect.objectContaining({ code: 'gpu-limit', message: expect.stringContaining('workgroups') }),
    );
  });

  it('refuses a job whose arrays fit one by one, and not together', () => {
    const each = 2 ** 25;
    const steps = Array.from({ length: MAX_JOB_BYTES / (4 * each) + 1 }, () =>
      job([parameters, input, output(each)]),
    ).flatMap((one) => one.steps);
    expect(() => planJob({ label: 'many', steps }, limits)).toThrow(
      expect.objectContaining({ code: 'gpu-limit', message: expect.stringContaining('all of it') }),
    );
  });

  it('refuses a step whose arrays are not those of its program', () => {
    expect(() => planJob(job([parameters, input]), limits)).toThrow(
      expect.objectContaining({ code: 'internal' }),
    );
  });
});
