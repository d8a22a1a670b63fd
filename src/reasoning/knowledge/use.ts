/** A use that things are put to, or a quality that some have more of than others. */
export interface Use {
  /** What programs write: affords(set, "sit on"). */
  readonly name: string;
  /**
   * Comma-separated labels with how well each serves, in (0, 1] (1 where no number stands). Labels that are left out do
   * not serve; from 0.5 on it counts as serving.
   */
  readonly labels: string;
  /**
   * Comma-separated word groups that point at this use: the base forms of a group must all occur in the clause. The use
   * with the longest matching group is taken, the first of equals.
   */
  readonly cues: string;
}
