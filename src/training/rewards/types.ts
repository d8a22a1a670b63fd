import type { Rollout } from '../../reasoning/rollout/machine.ts';
import type { Task } from '../../reasoning/types.ts';
import type { Answer } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { Targets } from '../worlds/types.ts';

/**
 * How overlap becomes accuracy. `continuous`: the IoU itself; `tiered`: 1 from 0.8 on, 0.75 from 0.7 on, 0.5 from 0.5 on, else 0 (the
 * tiers of SAM-R1, scaled to 1); `hard`: 1 from 0.5 on, else 0.
 */
export const ACCURACY_MODES = ['continuous', 'tiered', 'hard'] as const;
export type AccuracyMode = (typeof ACCURACY_MODES)[number];

/**
 * Of a question asked of several scenes: the reward is for all of them right, for the share that is, or for the share beyond what the best
 * constant has. A guessed "no" is right about half of the scenes of a yes-or-no question: worth 0, 0.5 and 0.
 */
export const SCENE_REWARDS = ['all', 'share', 'skill'] as const;
export type SceneReward = (typeof SCENE_REWARDS)[number];

export interface RewardOptions {
  /** w_s of DESIGN section 7. */
  readonly structureWeight: number;
  /** w_a. */
  readonly accuracyWeight: number;
  readonly accuracyMode: AccuracyMode;
  readonly scenes: SceneReward;
}

/** What an answer is measured against; `text` is what a summary should say. */
export type RewardTargets = Targets & { readonly text?: string | undefined };

/** An answer about one scene. */
export interface AnswerCase {
  readonly task: Task;
  /** Undefined where the program failed. */
  readonly answer: Answer | undefined;
  /** The twin that the answer's ids are in, refined by what the program had measured. */
  readonly twin: Twin;
  readonly targets: RewardTargets;
}

/** How right an answer is, in [0, 1], and the numbers that this was made of. */
export interface Accuracy {
  readonly value: number;
  /** By name: "iou", "matched", "facts", "rougeL", "exact", "none", "type". */
  readonly parts: Readonly<Record<string, number>>;
  /**
   * Whether the answer counts as right, whatever the mode: values that are equal, masks at an IoU of 0.5, boxes that all are matched at an
   * IoU of 0.5 with none left over, summaries at 0.5, nothing for nothing.
   */
  readonly right: boolean;
}

/** One rollout to reward: what was written about the first scene, and its program's answers about every scene. */
export interface Attempt {
  readonly rollout: Rollout;
  /** The first scene's twin as the policy found it. */
  readonly before: Twin;
  /** At least one; the first is that of the rollout. */
  readonly cases: readonly [AnswerCase, ...AnswerCase[]];
}

export interface RewardTerm {
  readonly name: 'structure' | 'accuracy';
  /** In [0, 1]. */
  readonly value: number;
  readonly weight: number;
  /** weight · value, by the kernel. */
  readonly contribution: number;
  /** What the value was made of: checks of the structure, parts of the accuracy scene by scene. */
  readonly parts: Readonly<Record<string, number>>;
}

/** The reward of one rollout with every term kept. */
export interface Reward {
  readonly total: number;
  readonly terms: readonly RewardTerm[];
  /** Whether the answers about all scenes are right. */
  readonly right: boolean;
}
