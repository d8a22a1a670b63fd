/** Masks of one size, one bit a pixel. */
export interface PackedMasks {
  /** How many there are. */
  readonly count: number;
  /** [height, width] in pixels. */
  readonly size: readonly [number, number];
  /**
   * [count, ⌈height · width / 32⌉]. Pixel p, counted down the columns as in run-length encodings, is bit p mod 32 of word ⌊p / 32⌋ of
   * its mask; the bits behind the last pixel are 0.
   */
  readonly words: Uint32Array;
}

/** How each of G masks overlaps with each of T targets; arrays are [G, T], row-major. */
export interface MaskOverlaps {
  /** Pixels in both. */
  readonly intersections: Uint32Array;
  /** Pixels in either. */
  readonly unions: Uint32Array;
  /** Intersection over union, in [0, 1]; 1 where both masks are empty, and only then where a mask is. */
  readonly ious: Float32Array;
}

/** Boxes of one rollout and those wanted. */
export interface BoxPair {
  /** [n, 4]: x0, y0, x1, y1 in pixels, end exclusive, finite. A box without area overlaps with nothing. */
  readonly boxes: Float32Array;
  /** [m, 4], likewise. */
  readonly targets: Float32Array;
}

/** A row-major matrix. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Which row goes with which column. */
export interface Matching {
  /** [rows]: the column of each row, −1 for a row that is left over. */
  readonly columns: Int32Array;
  /** The weights of the matched pairs added up. */
  readonly total: number;
}

/** The tokens of one text and those wanted. Any 32-bit integers; equal words have equal ones. */
export interface TokenPair {
  readonly tokens: Int32Array;
  readonly target: Int32Array;
}

/** What two token sequences share. */
export interface TokenOverlap {
  /** Tokens in both, each as often as in the sequence that has it less often. */
  readonly common: number;
  /** Length of the longest common subsequence. */
  readonly subsequence: number;
  /** F1 of the bags of tokens (Rajpurkar et al. 2016), in [0, 1]; 1 where both are empty, 0 where one is. */
  readonly f1: number;
  /** ROUGE-L with β = 1 (Lin 2004): F1 of the longest common subsequence, in [0, 1]; 1 where both are empty, 0 where one is. */
  readonly rougeL: number;
}

export interface RewardTerms {
  readonly rows: number;
  readonly terms: number;
  /** [rows, terms], finite. */
  readonly values: Float32Array;
  /** [terms], finite. */
  readonly weights: Float32Array;
}

export interface RewardSums {
  /** [rows, terms]: weight · value of each term. */
  readonly contributions: Float32Array;
  /** [rows]: the contributions of a row added up. */
  readonly rewards: Float32Array;
}

/** What rewards are divided by, in the words of TRL's `scale_rewards`: the deviation of their group, of the whole batch, or nothing. */
export const SCALE_REWARDS = ['group', 'batch', 'none'] as const;
export type ScaleRewards = (typeof SCALE_REWARDS)[number];

export interface RewardGroups {
  /** [groups, groupSize], finite and at most 1e37 in magnitude. */
  readonly rewards: Float32Array;
  readonly groupSize: number;
  readonly scale: ScaleRewards;
}

export interface GroupAdvantages {
  /** [groups, groupSize]: (reward − mean of its group) / (standard deviation + 1e-4), or without the division. */
  readonly advantages: Float32Array;
  /** [groups]. */
  readonly means: Float32Array;
  /** [groups]: standard deviation of each group with Bessel's correction; 0 for groups of one. */
  readonly deviations: Float32Array;
  /** [groups]: 1 where all rewards are the same; such a group's advantages are exactly 0 and teach nothing. */
  readonly noSignal: Uint8Array;
}

/**
 * The numeric part of rewards and advantages, for all rollouts at once. Both devices give the same integers, and floats within 1e-5 of each
 * other (relative). Calls may overlap; each rejects with a `TwinsightError`: `invalid-argument` for shapes that do not fit or numbers that
 * are not finite, `gpu-lost`, `gpu-failed` or `gpu-limit` for what the device could not do.
 */
export interface RewardKernels {
  readonly device: 'webgpu' | 'cpu';
  /** Both sets have the same size of mask; `packRles` makes them. */
  maskOverlaps(masks: PackedMasks, targets: PackedMasks): Promise<MaskOverlaps>;
  /** For each pair the IoU of every box [n] with every target [m], in [0, 1]; areas are end exclusive, without a pixel added. */
  boxIous(pairs: readonly BoxPair[]): Promise<readonly Matrix[]>;
  /**
   * For each matrix the matching of rows to columns of the greatest total weight (Kuhn 1955). Weights are in [0, 1] and compared in steps
   * of 2⁻²⁰; a pair that weighs less than one step stays unmatched. Equally good matchings give the same one on every device.
   */
  match(weights: readonly Matrix[]): Promise<readonly Matching[]>;
  tokenOverlaps(pairs: readonly TokenPair[]): Promise<readonly TokenOverlap[]>;
  sumRewards(terms: RewardTerms): Promise<RewardSums>;
  advantages(groups: RewardGroups): Promise<GroupAdvantages>;
  /** Frees what it holds; later calls reject. */
  dispose(): void;
}
