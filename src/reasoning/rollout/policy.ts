/** What a policy is given for one turn. */
export interface Turn {
  readonly prompt: string;
  /** All that was written so far, results included: the policy writes on from its end. Empty at first. */
  readonly transcript: string;
}

/**
 * Anything that writes rollouts: the grammar, a trained model, a model of the hub. It reads a prompt and yields text in chunks
 * of any size; it never touches the twin or a tool.
 */
export interface Policy {
  readonly id: string;
  /**
   * Writes on. Called once at first and again after every `<results>`. Whoever reads stops reading at `</plan>` and at
   * `</answer>`, by ending the iteration; a policy that holds a resource lets go of it then.
   */
  write(turn: Turn): AsyncIterable<string>;
}
