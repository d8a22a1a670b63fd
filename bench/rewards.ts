import type { HeadlessApp } from '../scripts/lib/headlessApp.ts';
import { median } from '../scripts/lib/statistics.ts';
import { type BenchResult, rowOf } from './rows.ts';

/** A group of rollouts that each answer with a mask of a large photo. */
const MASKS = 64;
const SIDE = 1024;
/** Compilation of the shader, and time for the browser's compiler to settle. */
const WARM_UP_ROUNDS = 5;

/** What the accuracy of masks costs on the GPU and in TypeScript: overlaps of 64 masks of 1024² with one target. */
export async function benchRewards(app: HeadlessApp, rounds: number): Promise<BenchResult> {
  const { adapter, webgpu, cpu } = await app.timeMasks(MASKS, SIDE, rounds + WARM_UP_ROUNDS);
  const [ours, reference] = [webgpu.slice(WARM_UP_ROUNDS), cpu.slice(WARM_UP_ROUNDS)];
  const ratio = median(ours.map((ms, round) => ms / (reference[round] ?? Number.NaN))) ?? Number.NaN;
  const software = adapter.software
    ? ['this adapter is software: the processor plays the GPU, so that nothing is said of real ones']
    : [];
  return {
    rows: [rowOf('WebGPU', ours), rowOf('TypeScript', reference)],
    ratio,
    notes: [
      `adapter: ${adapter.description}`,
      ...software,
      `${MASKS} masks of ${SIDE} × ${SIDE} pixels with one target, from packed masks in memory to counts in memory`,
      'ratio: the median of WebGPU over TypeScript of the rounds; both gave the same counts',
    ],
    device: 'webgpu',
  };
}
