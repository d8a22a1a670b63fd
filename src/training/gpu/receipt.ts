import { TwinsightError } from '../../core/errors.ts';
import receiptCode from './receipt.wgsl?raw';
import type { GpuArray, GpuJob, GpuProgram, GpuStep } from './types.ts';

const RECEIPT: GpuProgram = { label: 'receipt', code: receiptCode, bindings: ['uniform', 'read', 'write'] };

/** A job with the steps that write its receipt. */
export interface ReceiptedJob {
  readonly job: GpuJob;
  /** Holds the ticket, and for each of `searched` how many of its numbers are not finite. */
  readonly receipt: GpuArray;
  readonly ticket: number;
  readonly searched: readonly GpuArray[];
}

/** Adds to a job the steps that prove that it ran, and that search its floats for what is not finite. */
export function withReceipt(job: GpuJob, ticket: number): ReceiptedJob {
  const arrays = [...new Set(job.steps.flatMap((step) => step.arrays))];
  const searched = arrays.filter((array) => array.kind !== 'input' && array.finite === true);
  const receipt: GpuArray = { kind: 'output', label: 'receipt', length: 1 + searched.length };
  const step = (entryPoint: string, values: GpuArray, length: number, slot: number): GpuStep => ({
    program: RECEIPT,
    entryPoint,
    arrays: [
      { kind: 'input', label: 'receipt parameters', data: Uint32Array.of(length, slot, ticket, 0) },
      values,
      receipt,
    ],
    workgroups: [1, 1],
  });
  const nothing: GpuArray = { kind: 'input', label: 'nothing', data: new Uint32Array(1) };
  const searches = searched.map((array, i) =>
    step('count_not_finite', array, array.kind === 'input' ? 0 : array.length, i + 1),
  );
  const steps = [...job.steps, ...searches, step('sign_receipt', nothing, 0, 0)];
  return { job: { label: job.label, steps }, receipt, ticket, searched };
}

/** @throws {TwinsightError} `gpu-failed` where the device did not do the job or gave numbers that are not finite */
export function checkReceipt({ job, ticket, searched }: ReceiptedJob, receipt: Uint32Array): void {
  const failed = (message: string) =>
    new TwinsightError({
      code: 'gpu-failed',
      message: `${job.label}: ${message}`,
      remedy: 'Compute rewards on the CPU, or reload the page to start the GPU anew.',
    });
  if (receipt[0] !== ticket) throw failed('the GPU reported success and did nothing.');
  for (const [i, { label }] of searched.entries()) {
    const count = receipt[i + 1] ?? 0;
    if (count > 0) throw failed(`${count} of the ${label} are not finite numbers.`);
  }
}
