/** Predicates of a single image (DESIGN section 4). Over time more are added. */
export const PREDICATES = [
  'left_of',
  'right_of',
  'above',
  'below',
  'in_front_of',
  'behind',
  'on',
  'inside',
  'near',
  'overlapping',
] as const;

export type Predicate = (typeof PREDICATES)[number];

/** The numbers (or words) that decided something, by name: what a person is shown when asking "why?". */
export type Because = { readonly [name: string]: number | string };

/** A relation that holds between two entities: its score and the numbers that decided it. */
export interface Verdict {
  readonly score: number;
  readonly because: Because;
}

/** A derived fact about two objects. Never stored in the twin. */
export interface Relation {
  readonly subject: string;
  readonly predicate: Predicate;
  readonly object: string;
  /** In [0, 1]: how clearly the numbers exceed the predicate's margin. */
  readonly score: number;
  readonly because: Because;
}
