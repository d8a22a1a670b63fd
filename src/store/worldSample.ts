import type { Task } from '../reasoning/types.ts';
import type { Twin } from '../twin/schema/twin.ts';

/** Which sample of which world. */
export interface WorldWish {
  readonly world: 'clevr' | 'photo' | 'video';
  readonly seed: number;
  /** Any that is not held out where absent. */
  readonly family?: string | undefined;
  readonly phrasings: 'train' | 'heldout' | 'all';
  readonly difficulty: 'easy' | 'normal' | 'hard';
}

/** Something that simulated perception got wrong of a scene, or nearly right. */
export interface Misperception {
  readonly kind: 'missed' | 'doubled' | 'mislabelled' | 'moved' | 'recoloured' | 'depth' | 'time';
  /** The object in the true twin, where it has one. */
  readonly trueId: string;
  /** The object in the twin that a policy sees; undefined where it was missed. */
  readonly seenId: string | undefined;
  readonly what: string;
}

/** A sample of a world as it is shown. Plain data. */
export interface WorldSample {
  readonly wish: WorldWish;
  readonly families: readonly string[];
  readonly heldOutFamilies: readonly string[];
  readonly family: string;
  readonly phrasing: string;
  readonly question: string;
  readonly task: Task;
  readonly program: string;
  /** The gold rollout, in parts that say what a policy writes and what it is given. */
  readonly parts: readonly { readonly written: boolean; readonly text: string }[];
  /** What the program gives on what is there. */
  readonly answer: string;
  /** What the gold rollout answers on what is seen. */
  readonly seenAnswer: string;
  readonly targets: readonly string[];
  readonly none: boolean;
  /** What a policy sees, and what is there. */
  readonly seen: Twin;
  readonly there: Twin;
  readonly misperceptions: readonly Misperception[];
}
