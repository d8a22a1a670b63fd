import type { Task } from '../../reasoning/types.ts';
import type { RelationProvider } from '../../twin/query/context.ts';
import type { Need, NeedOutcome } from '../../twin/query/needs.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { RewardTargets } from '../rewards/types.ts';

/** One scene that a question is asked of, with its right answer. */
export interface Scene {
  /** What the policy finds. */
  readonly twin: Twin;
  /** The tools of the scene, without waiting. */
  readonly refine: (twin: Twin, need: Need) => NeedOutcome;
  /** Decides relations instead of the twin's own geometry. */
  readonly relate: RelationProvider | undefined;
  readonly targets: RewardTargets;
}

/** One question to train on or to be tested with. */
export interface Problem {
  /** Unique within a run: "clevr 17". */
  readonly id: string;
  readonly family: string;
  readonly question: string;
  readonly task: Task;
  /** The program that was meant, where it is known; no reward reads it. */
  readonly program: string | undefined;
  /** The rollout runs on the first; its program is tried on the others. */
  readonly scenes: readonly [Scene, ...Scene[]];
}
