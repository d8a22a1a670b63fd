import type { GpuHost } from '../../gpu/host.ts';
import type { GpuArray, GpuProgram, GpuStep } from '../../gpu/types.ts';
import type { GroupAdvantages, RewardGroups, ScaleRewards } from '../types.ts';
import { inRows } from '../workgroups.ts';
import code from './advantages.wgsl?raw';

const PROGRAM: GpuProgram = { label: 'advantages', code, bindings: ['uniform', 'read', 'write', 'write'] };

/** The shader's numbers for what divides. */
const SCALES = { none: 0, group: 1, batch: 2 } as const satisfies Record<ScaleRewards, number>;

/** Numbers of a spread: mean, mean − first, deviation, whether all are the same. */
const SPREAD = 4;

/** Group-normalised advantages on the GPU: the spread of each group and of the batch, then every reward. */
export async function advantagesOnGpu(
  host: GpuHost,
  { rewards, groupSize, scale }: RewardGroups,
): Promise<GroupAdvantages> {
  const groups = rewards.length / groupSize;
  if (groups === 0)
    return {
      advantages: new Float32Array(0),
      means: new Float32Array(0),
      deviations: new Float32Array(0),
      noSignal: new Uint8Array(0),
    };
  const input: GpuArray = { kind: 'input', label: 'rewards', data: rewards };
  const spreads: GpuArray = {
    kind: 'output',
    label: 'means and deviations',
    length: SPREAD * (groups + 1),
    finite: true,
  };
  const advantages: GpuArray = { kind: 'output', label: 'advantages', length: rewards.length, finite: true };
  const step = (
    entryPoint: string,
    sets: number,
    setSize: number,
    slot: number,
    workgroups: number,
  ): GpuStep => ({
    program: PROGRAM,
    entryPoint,
    arrays: [
      {
        kind: 'input',
        label: 'advantage parameters',
        data: Uint32Array.of(sets, setSize, slot, rewards.length, groupSize, SCALES[scale], groups, 0),
      },
      input,
      spreads,
      advantages,
    ],
    workgroups: inRows(workgroups),
  });
  const results = await host.run({
    label: PROGRAM.label,
    steps: [
      step('measure', groups, groupSize, 0, groups),
      step('measure', 1, rewards.length, groups, 1),
      step('normalise', 0, 0, 0, Math.ceil(rewards.length / 64)),
    ],
  });
  const numbers = results.float32(spreads);
  const flags = results.uint32(spreads);
  const each = Array.from({ length: groups }, (_, group) => SPREAD * group);
  return {
    advantages: results.float32(advantages),
    means: Float32Array.from(each, (at) => numbers[at] ?? 0),
    deviations: Float32Array.from(each, (at) => numbers[at + 2] ?? 0),
    noSignal: Uint8Array.from(each, (at) => flags[at + 3] ?? 0),
  };
}
