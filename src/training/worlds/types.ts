import type { Task } from '../../reasoning/types.ts';
import type { RelationProvider } from '../../twin/query/context.ts';
import type { Answer } from '../../twin/query/types.ts';
import type { Rle } from '../../twin/schema/rle.ts';
import type { Box, Twin } from '../../twin/schema/twin.ts';

export type WorldName = 'clevr' | 'photo' | 'video';

/** What an answer is measured against; all of it from the true twin. */
export interface Targets {
  /** Objects of the true twin. For a mask or a box: those to be found. */
  readonly ids: readonly string[];
  /** One for each of `ids`; of a video one for each frame in which the answer holds of it, the frames as pictures side by side (`shown.ts`). */
  readonly boxes: readonly Box[];
  /** Ellipses in the boxes: a world draws no outlines. One for each of `ids` where masks are asked for, else none; of a video over its frames side by side. */
  readonly ellipses: readonly Rle[];
  readonly value?: string | number | boolean;
  /** What a summary must name: "2 cups". */
  readonly facts: readonly string[];
  /** Nothing fits: the answer is none. */
  readonly none: boolean;
}

/** One question about one scene, with everything that there is to know about it. Plain data. */
export interface Sample {
  readonly world: WorldName;
  /** The form of the question: "one_hop/count". */
  readonly family: string;
  /** The sentence that it was put in: "count/how-many". */
  readonly phrasing: string;
  readonly seed: number;
  readonly question: string;
  readonly task: Task;
  /** What a policy sees. */
  readonly twin: Twin;
  /** The same objects with all that tools can measure of them: what `need` refines `twin` to. */
  readonly measured: Twin;
  /** What is there. */
  readonly trueTwin: Twin;
  /** In the query language; gives `answer` on `trueTwin`. */
  readonly program: string;
  readonly answer: Answer;
  readonly targets: Targets;
}

export type Difficulty = 'easy' | 'normal' | 'hard';

export interface SampleOptions {
  /** Only these; by default all that are not held out. */
  readonly families?: readonly string[] | undefined;
  /** Sentences to train on (default), those kept for testing, or all. */
  readonly phrasings?: 'train' | 'heldout' | 'all' | undefined;
  /** Another number puts the same question in other words: sentence, synonyms, order of adjectives. Default 0. */
  readonly wording?: number | undefined;
  /** How crowded scenes are and how much perception gets wrong; default `normal`. */
  readonly difficulty?: Difficulty | undefined;
}

/** An endless supply of samples: a pure function of seed and options. */
export interface World {
  readonly name: WorldName;
  readonly families: readonly string[];
  /** Families that no training sample is of unless it is asked for by name. */
  readonly heldOutFamilies: readonly string[];
  readonly phrasings: readonly string[];
  readonly heldOutPhrasings: readonly string[];
  sample(seed: number, options?: SampleOptions): Sample;
  /** The scene of a true twin with some of its objects changed, all of it measured; absent where a world has no such scenes. */
  altered?(trueTwin: Twin, seed: number): Twin;
  /** How relations are decided in a twin of this world; undefined where the twin's own geometry does. */
  relationsOf(twin: Twin): RelationProvider | undefined;
}
