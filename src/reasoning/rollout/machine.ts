import type { Lexicon, RelationProvider } from '../../twin/query/context.ts';
import { type Executing, Session } from '../../twin/query/session.ts';
import type { Execution } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { RolloutOutcome, Segment, Tag } from '../../twin/trace/schema.ts';
import { TokenMeter } from '../prompt/tokens.ts';
import { GrammarReader } from './grammar.ts';
import type { RolloutLimits } from './limits.ts';
import { writeResults } from './results.ts';

/** One plan and what came of it. */
export interface Round {
  /** What the policy wrote before the plan. */
  readonly reason: string;
  readonly plan: string;
  /** What was given back, escaped. */
  readonly results: string;
  readonly execution: Execution;
  /** From plan to results, tools included. */
  readonly ms: number;
}

/** A finished rollout, whatever became of it. */
export interface Rollout {
  readonly outcome: RolloutOutcome;
  /** All that was written, in order. */
  readonly segments: readonly Segment[];
  /** What was written behind the last whole block: where a rollout broke off. */
  readonly unread: string;
  readonly rounds: readonly Round[];
  /** Every step of every plan and of the answer, the answer, and the error that stopped the last of them. */
  readonly execution: Execution;
  readonly twin: Twin;
  /** Tokens by `TokenMeter`: written by the policy, and injected as results. */
  readonly tokens: { readonly written: number; readonly injected: number };
}

export interface MachineInput {
  readonly twin: Twin;
  readonly lexicon: Lexicon;
  /** Whether tools can find what a phrase describes. */
  readonly finds?: boolean | undefined;
  /** Decides relations instead of the twin's own geometry. */
  readonly relate?: RelationProvider | undefined;
  readonly limits: Pick<RolloutLimits, 'rounds' | 'tokens'>;
}

/**
 * The state of a rollout, without a policy and without tools: takes what is written character by character, says when a plan or the answer
 * is to be run, is handed the execution. Whoever drives it decides where text comes from and how needs are met: `runRollout` waits for
 * both, training does neither.
 */
export class RolloutMachine {
  readonly #limits: MachineInput['limits'];
  readonly #session: Session;
  readonly #reader = new GrammarReader('policy');
  readonly #meter = new TokenMeter();
  readonly #segments: Segment[] = [];
  readonly #rounds: Round[] = [];
  #transcript = '';
  /** Characters of the transcript up to the end of the last whole block. */
  #whole = 0;
  #injected = 0;
  #reason = '';
  #final: Execution | undefined;

  constructor({ twin, lexicon, relate, finds, limits }: MachineInput) {
    this.#limits = limits;
    this.#session = new Session(twin, { lexicon, finds, ...(relate ? { relate } : {}) });
  }

  /** All that was written so far, results included. */
  get transcript(): string {
    return this.#transcript;
  }

  /** Takes one character (a code point). `plan` and `answer`: that block was closed and is to be run before the next character. */
  push(character: string): 'more' | 'plan' | 'answer' | RolloutOutcome {
    if (this.#meter.tokens >= this.#limits.tokens) return { kind: 'over-budget', budget: 'tokens' };
    this.#meter.push(character);
    this.#transcript += character;
    const reading = this.#reader.push(character);
    if (reading.kind === 'fault') return { kind: 'malformed', fault: reading.fault };
    if (reading.kind !== 'block') return 'more';
    const { tag, text } = reading.block;
    this.#segments.push({ tag, text });
    this.#whole = this.#transcript.length;
    if (tag === 'reason') this.#reason = text;
    return tag === 'plan' || tag === 'answer' ? tag : 'more';
  }

  /** What follows from the policy falling silent; undefined where the rollout was whole. */
  end(): RolloutOutcome | undefined {
    const fault = this.#reader.end();
    return fault && { kind: 'malformed', fault };
  }

  /** Runs the plan just read, or says that there were enough. */
  runPlan(): Executing | RolloutOutcome {
    if (this.#rounds.length >= this.#limits.rounds) return { kind: 'over-budget', budget: 'rounds' };
    return this.#session.run(this.#lastText('plan'));
  }

  /** Puts in the results of the plan: the text that they add to the transcript. */
  takeResults(execution: Execution, ms: number): string {
    const results = writeResults(execution);
    const plan = this.#lastText('plan').trim();
    this.#rounds.push({ reason: this.#reason.trim(), plan, results, execution, ms });
    const block = `\n${results}\n`;
    this.#segments.push({ tag: 'results', text: block });
    this.#reader.inject();
    const injected = `\n<results>${block}</results>\n`;
    this.#transcript += injected;
    this.#whole = this.#transcript.length;
    const meter = new TokenMeter();
    for (const character of injected) meter.push(character);
    this.#injected += meter.tokens;
    return injected;
  }

  /** Runs the answer just read as the last line of the program. */
  runAnswer(): Executing {
    return this.#session.run(this.#lastText('answer').trim());
  }

  takeAnswer(execution: Execution): RolloutOutcome {
    this.#final = withReason(execution, this.#lastText('answer').trim(), this.#rounds.at(-1)?.execution);
    if (execution.error) return { kind: 'wrong-answer', message: execution.error.message };
    if (execution.steps.length > 1)
      return { kind: 'wrong-answer', message: 'An answer is one expression, not a program.' };
    return { kind: 'answered' };
  }

  finish(outcome: RolloutOutcome): Rollout {
    const { steps, twin } = this.#session;
    const answer = this.#final?.answer;
    const error = this.#final?.error ?? this.#rounds.at(-1)?.execution.error;
    return {
      outcome,
      segments: this.#segments,
      unread: this.#transcript.slice(this.#whole),
      rounds: this.#rounds,
      execution: {
        steps,
        evidence: this.#final?.evidence ?? [],
        ...(answer ? { answer } : {}),
        ...(error ? { error } : {}),
      },
      twin,
      tokens: { written: this.#meter.tokens, injected: this.#injected },
    };
  }

  #lastText(tag: Tag): string {
    return this.#segments.findLast((segment) => segment.tag === tag)?.text ?? '';
  }
}

/** A bare `none()` after a plan that found nothing says what the plan said: small policies need not copy sentences. */
function withReason(final: Execution, written: string, planned: Execution | undefined): Execution {
  const reason = planned?.answer?.type === 'none' ? planned.answer.text : planned?.error?.message;
  if (written !== 'none()' || !final.answer || reason === undefined) return final;
  return { ...final, answer: { ...final.answer, text: reason } };
}
