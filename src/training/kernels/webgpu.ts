import { TwinsightError } from '../../core/errors.ts';
import type { GpuHost } from '../gpu/host.ts';
import { advantagesOnGpu } from './advantages/advantages.ts';
import { checkBoxes, checkGroups, checkMasks, checkMatrices, checkTerms } from './arguments.ts';
import { boxIousOnGpu } from './boxIous/boxIous.ts';
import { maskOverlapsOnGpu } from './maskOverlaps/maskOverlaps.ts';
import { matchOnGpu } from './match/match.ts';
import { sumRewardsOnGpu } from './sumRewards/sumRewards.ts';
import { tokenOverlapsOnGpu } from './tokenOverlaps/tokenOverlaps.ts';
import type { RewardKernels } from './types.ts';

/** The kernels on a GPU. The host belongs to the caller, and may serve others too. */
export function webgpuKernels(host: GpuHost): RewardKernels {
  let disposed = false;
  const open = (): void => {
    if (!disposed) return;
    throw new TwinsightError({
      code: 'invalid-argument',
      message: 'These kernels were given back.',
      remedy: 'Make new ones.',
    });
  };
  return {
    device: 'webgpu',
    maskOverlaps: async (masks, targets) => {
      open();
      checkMasks(masks, targets);
      return maskOverlapsOnGpu(host, masks, targets);
    },
    boxIous: async (pairs) => {
      open();
      checkBoxes(pairs);
      return boxIousOnGpu(host, pairs);
    },
    match: async (weights) => {
      open();
      checkMatrices(weights);
      return matchOnGpu(host, weights);
    },
    tokenOverlaps: async (pairs) => {
      open();
      return tokenOverlapsOnGpu(host, pairs);
    },
    sumRewards: async (terms) => {
      open();
      checkTerms(terms);
      return sumRewardsOnGpu(host, terms);
    },
    advantages: async (groups) => {
      open();
      checkGroups(groups);
      return advantagesOnGpu(host, groups);
    },
    dispose: () => {
      disposed = true;
    },
  };
}
