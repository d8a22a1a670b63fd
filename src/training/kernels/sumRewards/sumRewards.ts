import type { GpuHost } from '../../gpu/host.ts';
import type { GpuArray, GpuProgram } from '../../gpu/types.ts';
import type { RewardSums, RewardTerms } from '../types.ts';
import { inRows } from '../workgroups.ts';
import code from './sumRewards.wgsl?raw';

const PROGRAM: GpuProgram = {
  label: 'reward sums',
  code,
  bindings: ['uniform', 'read', 'read', 'write', 'write'],
};

/** Weighted sums of reward terms on the GPU. */
export async function sumRewardsOnGpu(host: GpuHost, reward: RewardTerms): Promise<RewardSums> {
  const { rows, terms, values, weights } = reward;
  if (rows === 0 || terms === 0)
    return { contributions: new Float32Array(0), rewards: new Float32Array(rows) };
  const contributions: GpuArray = {
    kind: 'output',
    label: 'contributions',
    length: rows * terms,
    finite: true,
  };
  const rewards: GpuArray = { kind: 'output', label: 'rewards', length: rows, finite: true };
  const results = await host.run({
    label: PROGRAM.label,
    steps: [
      {
        program: PROGRAM,
        entryPoint: 'sum_terms',
        arrays: [
          { kind: 'input', label: 'reward parameters', data: Uint32Array.of(rows, terms, 0, 0) },
          { kind: 'input', label: 'terms', data: values },
          { kind: 'input', label: 'weights', data: weights },
          contributions,
          rewards,
        ],
        workgroups: inRows(Math.ceil(rows / 64)),
      },
    ],
  });
  return { contributions: results.float32(contributions), rewards: results.float32(rewards) };
}
