import type { GpuHost } from '../gpu/host.ts';
import type { AdapterFacts } from '../gpu/types.ts';
import { ADVANTAGES } from './advantages/advantages.cases.ts';
import { BOX_IOUS } from './boxIous/boxIous.cases.ts';
import type { KernelSuite } from './cases.ts';
import { compareNumbers, TOLERANCE } from './compare.ts';
import { MASK_OVERLAPS } from './maskOverlaps/maskOverlaps.cases.ts';
import { MATCH } from './match/match.cases.ts';
import { referenceKernels } from './reference.ts';
import { SUM_REWARDS } from './sumRewards/sumRewards.cases.ts';
import { TOKEN_OVERLAPS } from './tokenOverlaps/tokenOverlaps.cases.ts';
import type { RewardKernels } from './types.ts';
import { webgpuKernels } from './webgpu.ts';

/** What a kernel gave for its cases, beside its reference. */
export interface KernelReport {
  readonly kernel: string;
  readonly cases: number;
  /** Numbers compared. */
  readonly numbers: number;
  /** Integers that were not exactly equal; 0 in a kernel that passes. */
  readonly mismatches: number;
  /** The largest relative error of a float; at most `TOLERANCE` in a kernel that passes. */
  readonly worstError: number;
  /** Of all cases on the GPU, compilation included, and in TypeScript. */
  readonly ms: number;
  readonly referenceMs: number;
  /** "name of the case: what was wrong". */
  readonly failures: readonly string[];
}

export interface VerifyReport {
  readonly adapter: AdapterFacts;
  readonly passed: boolean;
  readonly tolerance: number;
  readonly kernels: readonly KernelReport[];
}

interface Devices {
  readonly gpu: RewardKernels;
  readonly cpu: RewardKernels;
}

async function timed<T>(job: () => Promise<T>): Promise<{ readonly value: T; readonly ms: number }> {
  const start = performance.now();
  const value = await job();
  return { value, ms: performance.now() - start };
}

/** A suite as a function of the devices, so that suites of different inputs stand in one list. */
const verify =
  <Input, Output>(suite: KernelSuite<Input, Output>) =>
  async ({ gpu, cpu }: Devices, signal: AbortSignal | undefined): Promise<KernelReport> => {
    const report = { numbers: 0, mismatches: 0, worstError: 0, ms: 0, referenceMs: 0 };
    const failures: string[] = [];
    for (const { name, input } of suite.cases) {
      signal?.throwIfAborted();
      const reference = await timed(() => suite.run(cpu, input));
      const output = await timed(() => suite.run(gpu, input));
      const difference = compareNumbers(suite.numbers(output.value), suite.numbers(reference.value));
      report.numbers += difference.numbers;
      report.mismatches += difference.mismatches;
      report.worstError = Math.max(report.worstError, difference.worstError);
      report.ms += output.ms;
      report.referenceMs += reference.ms;
      if (difference.mismatches > 0) failures.push(`${name}: ${difference.mismatches} numbers differ`);
      if (difference.worstError > TOLERANCE)
        failures.push(`${name}: relative error ${difference.worstError.toExponential(1)}`);
    }
    return { kernel: suite.name, cases: suite.cases.length, ...report, failures };
  };

const SUITES = [
  verify(MASK_OVERLAPS),
  verify(BOX_IOUS),
  verify(MATCH),
  verify(TOKEN_OVERLAPS),
  verify(SUM_REWARDS),
  verify(ADVANTAGES),
];

export interface VerifyOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of each kernel as soon as it is through. */
  readonly onKernel?: ((report: KernelReport) => void) | undefined;
}

/**
 * Runs all cases of all kernels on a GPU and in TypeScript, and compares them: integers exactly, floats within `TOLERANCE`.
 * Rejects with what the GPU failed with, or with the reason of `signal`.
 */
export async function verifyKernels(
  host: GpuHost,
  { signal, onKernel }: VerifyOptions = {},
): Promise<VerifyReport> {
  const devices = { gpu: webgpuKernels(host), cpu: referenceKernels() };
  const kernels: KernelReport[] = [];
  for (const suite of SUITES) {
    const report = await suite(devices, signal);
    onKernel?.(report);
    kernels.push(report);
  }
  return {
    adapter: host.adapter,
    passed: kernels.every(({ failures }) => failures.length === 0),
    tolerance: TOLERANCE,
    kernels,
  };
}
