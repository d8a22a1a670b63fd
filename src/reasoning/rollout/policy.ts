import type { Task } from '../types.ts';

/** What a prompt is made of. */
export interface Asked {
  readonly question: string;
  /** The kind of answer, where the person chose it. */
  readonly task?: Task | undefined;
  /** The coarse twin in a few lines. */
  readonly digest: string;
}

/** What a policy is given for one turn. */
export interface Turn {
  readonly prompt: string;
  /** All that was written so far, results included: the policy writes on from its end. Empty at first. */
  readonly transcript: string;
  /** Whether the twin is of a video: functions of time fail on any other. */
  readonly video: boolean;
}

/**
 * Anything that writes rollouts: the grammar, a trained model, a model of the hub. It reads a prompt and yields text in chunks
 * of any size; it never touches the twin or a tool.
 */
export interface Policy {
  readonly id: string;
  /** The prompt that it reads, where that is not the one with rules, tools and picture. */
  readonly promptOf?: ((asked: Asked) => string) | undefined;
  /**
   * Writes on. Called once at first and again after every `<results>`. Whoever reads stops reading at `</plan>` and at
   * `</answer>`, by ending the iteration; a policy that holds a resource lets go of it then.
   */
  write(turn: Turn): AsyncIterable<string>;
}
