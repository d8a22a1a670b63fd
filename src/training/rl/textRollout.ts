import { englishLexicon } from '../../reasoning/knowledge/lexicon.ts';
import { type Rollout, RolloutMachine } from '../../reasoning/rollout/machine.ts';
import { type Executing, Session } from '../../twin/query/session.ts';
import type { Execution } from '../../twin/query/types.ts';
import type { RolloutOutcome } from '../../twin/trace/schema.ts';
import type { Scene } from './problem.ts';

/** Plans and text that a rollout in training may take; tokens are limited by `max_completion_length` before. */
export const TRAINING_LIMITS = { rounds: 3, tokens: 2048 } as const;

/** Runs a program to its end with the tools of a scene. */
function finished(executing: Executing, { refine }: Scene): Execution {
  let state = executing.next();
  while (!state.done) state = executing.next(refine(state.value.twin, state.value.need));
  return state.value;
}

/** A rollout about a scene that is fed text as it comes, and runs what it says without waiting. */
export class TextRollout {
  readonly #scene: Scene;
  readonly #machine: RolloutMachine;
  #outcome: RolloutOutcome | undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
    const { twin, relate } = scene;
    this.#machine = new RolloutMachine({ twin, lexicon: englishLexicon, relate, limits: TRAINING_LIMITS });
  }

  get ended(): boolean {
    return this.#outcome !== undefined;
  }

  /**
   * Takes text that was written. Gives the results to put in where it closed a plan; what stands behind a plan or behind the end of the
   * rollout in this text is not read.
   */
  push(text: string): string | undefined {
    for (const character of text) {
      if (this.#outcome) return undefined;
      const read = this.#machine.push(character);
      if (read === 'more') continue;
      if (read === 'plan') return this.#runPlan();
      this.#outcome =
        read === 'answer' ? this.#machine.takeAnswer(finished(this.#machine.runAnswer(), this.#scene)) : read;
    }
    return undefined;
  }

  /** What became of it; where it was cut off, what that makes of it. */
  finish(): Rollout {
    const cut: RolloutOutcome = { kind: 'over-budget', budget: 'tokens' };
    this.#outcome ??= this.#machine.end() ?? cut;
    return this.#machine.finish(this.#outcome);
  }

  #runPlan(): string | undefined {
    const plan = this.#machine.runPlan();
    if ('kind' in plan) {
      this.#outcome = plan;
      return undefined;
    }
    return this.#machine.takeResults(finished(plan, this.#scene), 0);
  }
}

/** Writes a whole text into a rollout, where the policy stops at every plan. */
export function rolloutOf(scene: Scene, turns: readonly string[]): Rollout {
  const rollout = new TextRollout(scene);
  for (const turn of turns) rollout.push(turn);
  return rollout.finish();
}

/** The plans and the answer of a rollout as one program, one a line. Empty where no answer was written. */
export function programOf({ segments }: Pick<Rollout, 'segments'>): string {
  const blocks = segments.filter(({ tag }) => tag === 'plan' || tag === 'answer');
  if (blocks.at(-1)?.tag !== 'answer') return '';
  return blocks.map(({ text }) => text.trim()).join('\n');
}

/** Runs the plans and the answer of a rollout on another scene. */
export function replay({ segments }: Rollout, scene: Scene): { execution: Execution; twin: Scene['twin'] } {
  const { twin, relate } = scene;
  const session = new Session(twin, { lexicon: englishLexicon, ...(relate ? { relate } : {}) });
  let execution: Execution = { steps: [], evidence: [] };
  for (const { tag, text } of segments) {
    if (tag !== 'plan' && tag !== 'answer') continue;
    execution = finished(session.run(text.trim()), scene);
  }
  return { execution, twin: session.twin };
}
