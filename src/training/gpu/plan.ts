import { TwinsightError } from '../../core/errors.ts';
import type { Access, GpuArray, GpuJob, GpuStep, PlanLimits } from './types.ts';

/** All buffers of a job together: beyond that, integrated GPUs begin to swap. */
export const MAX_JOB_BYTES = 2 ** 30;

/** Bytes of an array on the device. Bindings can't be empty, and uniforms come in vectors of four. */
export function bytesOf(array: GpuArray): number {
  const length = array.kind === 'input' ? array.data.length : array.length;
  return Math.max(16, 16 * Math.ceil(length / 4));
}

function tooLarge(label: string, what: string, needed: number, limit: number): TwinsightError {
  return new TwinsightError({
    code: 'gpu-limit',
    message: `${label}: ${what} needs ${needed}; this GPU allows ${limit}.`,
    remedy: 'Use fewer rollouts at once or smaller pictures, or compute rewards on the CPU.',
  });
}

function checkArray(job: string, array: GpuArray, access: Access, limits: PlanLimits): void {
  const bytes = bytesOf(array);
  const limit = Math.min(
    limits.maxBufferSize,
    access === 'uniform' ? limits.maxUniformBufferBindingSize : limits.maxStorageBufferBindingSize,
  );
  if (bytes > limit) throw tooLarge(job, `${array.label} (bytes)`, bytes, limit);
}

function checkStep(job: string, step: GpuStep, limits: PlanLimits): void {
  const { program, arrays, workgroups, entryPoint } = step;
  if (arrays.length !== program.bindings.length)
    throw new TwinsightError({
      code: 'internal',
      message: `${program.label}.${entryPoint} has ${program.bindings.length} bindings, not ${arrays.length}.`,
      remedy: 'Report this: it is a fault of the program.',
    });
  for (const [i, access] of program.bindings.entries()) {
    const array = arrays[i];
    if (array !== undefined) checkArray(job, array, access, limits);
  }
  for (const count of workgroups)
    if (count > limits.maxComputeWorkgroupsPerDimension)
      throw tooLarge(job, `${entryPoint} (workgroups)`, count, limits.maxComputeWorkgroupsPerDimension);
}

/** What a job takes. */
export interface JobPlan {
  /** Every array once, in the order of first use. */
  readonly arrays: readonly GpuArray[];
  readonly bytes: number;
}

/**
 * Checks a job against the limits of a device before anything of it is allocated: an allocation that fails on the device reads as zeros.
 * @throws {TwinsightError} `gpu-limit`, with what is needed and what there is
 */
export function planJob(job: GpuJob, limits: PlanLimits): JobPlan {
  for (const step of job.steps) checkStep(job.label, step, limits);
  const arrays = [...new Set(job.steps.flatMap((step) => step.arrays))];
  const bytes = arrays.reduce((sum, array) => sum + bytesOf(array), 0);
  if (bytes > MAX_JOB_BYTES) throw tooLarge(job.label, 'all of it (bytes)', bytes, MAX_JOB_BYTES);
  return { arrays, bytes };
}
