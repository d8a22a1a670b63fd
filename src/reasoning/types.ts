import type { Execution } from '../twin/query/types.ts';
import type { Trace } from '../twin/trace/schema.ts';

export type Task = 'mask' | 'box' | 'value' | 'summary';

/** A policy's reading of a question: a program, or the honest statement that it cannot read it. */
export type PolicyReading =
  | {
      readonly readable: true;
      readonly task: Task;
      readonly program: string;
      /** How the words were understood, for display: "‘sofa’ is the label couch". */
      readonly notes: readonly string[];
      /** A second program, for when the first finds nothing: what is still worth a look. */
      readonly fallback?: string;
    }
  | {
      readonly readable: false;
      readonly reason: string;
      /** Three questions that this policy can read, made from the twin at hand. */
      readonly suggestions: readonly string[];
    };

/** One asked question with all that a person may want to see of it. */
export interface AskRecord {
  readonly id: string;
  readonly question: string;
  /** Who answered: "grammar", "program" or a model. */
  readonly policy: string;
  readonly reading: PolicyReading;
  /** What the program did, step by step; absent when the question could not be read. */
  readonly execution?: Execution;
  /** The whole rollout; absent when the question could not be read. */
  readonly trace?: Trace;
  readonly ms: number;
}
