import { advantagesReference } from './advantages/advantages.ref.ts';
import { checkBoxes, checkGroups, checkMasks, checkMatrices, checkTerms } from './arguments.ts';
import { boxIousReference } from './boxIous/boxIous.ref.ts';
import { maskOverlapsReference } from './maskOverlaps/maskOverlaps.ref.ts';
import { matchReference } from './match/match.ref.ts';
import { sumRewardsReference } from './sumRewards/sumRewards.ref.ts';
import { tokenOverlapsReference } from './tokenOverlaps/tokenOverlaps.ref.ts';
import type { RewardKernels } from './types.ts';

/** The kernels in TypeScript: what the GPU is held to, and what works without one. Owns nothing. */
export const referenceKernels = (): RewardKernels => ({
  device: 'cpu',
  maskOverlaps: async (masks, targets) => {
    checkMasks(masks, targets);
    return maskOverlapsReference(masks, targets);
  },
  boxIous: async (pairs) => {
    checkBoxes(pairs);
    return boxIousReference(pairs);
  },
  match: async (weights) => {
    checkMatrices(weights);
    return matchReference(weights);
  },
  tokenOverlaps: async (pairs) => tokenOverlapsReference(pairs),
  sumRewards: async (terms) => {
    checkTerms(terms);
    return sumRewardsReference(terms);
  },
  advantages: async (groups) => {
    checkGroups(groups);
    return advantagesReference(groups);
  },
  dispose: () => undefined,
});
