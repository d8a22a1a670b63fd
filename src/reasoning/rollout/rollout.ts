import { toTwinsightError } from '../../core/errors.ts';
import type { Lexicon, RelationProvider } from '../../twin/query/context.ts';
import { executeRefining, type Refine } from '../../twin/query/execute.ts';
import { Session } from '../../twin/query/session.ts';
import type { Execution } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { RolloutOutcome, Segment, Tag } from '../../twin/trace/schema.ts';
import { TokenMeter } from '../prompt/tokens.ts';
import { GrammarReader } from './grammar.ts';
import { DEFAULT_LIMITS, type RolloutLimits } from './limits.ts';
import type { Policy } from './policy.ts';
import { writeResults } from './results.ts';

/** Chunks that a policy may send for each token it may write: one that sends nothing, for ever, is ended by this. */
const CHUNKS_PER_TOKEN = 8;

export interface RolloutInput {
  readonly prompt: string;
  readonly twin: Twin;
  readonly policy: Policy;
  readonly lexicon: Lexicon;
  /** Measures what plans need. Rejects only when the person cancelled. */
  readonly refine: Refine;
  /** Whether `refine` can find what a phrase describes. */
  readonly finds?: boolean | undefined;
  /** Decides relations instead of the twin's own geometry. */
  readonly relate?: RelationProvider | undefined;
  readonly limits?: Partial<RolloutLimits> | undefined;
  /** A clock in milliseconds. */
  readonly now: () => number;
  /** Resolves when the rollout must end although the policy or a tool is still at work. */
  readonly stopped?: Promise<'cancelled' | 'timed-out'> | undefined;
}

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
  readonly rounds: readonly Round[];
  /** Every step of every plan and of the answer, the answer, and the error that stopped the last of them. */
  readonly execution: Execution;
  readonly twin: Twin;
  /** Tokens by `TokenMeter`: written by the policy, and injected as results. */
  readonly tokens: { readonly written: number; readonly injected: number };
}

/**
 * Has a policy answer by the tag grammar: reads what it writes, pauses it at `</plan>`, runs the plan, puts in the results and
 * lets it go on; runs the answer as the last line of the program. Never rejects and never exceeds its limits: whatever goes
 * wrong is the outcome.
 */
export async function runRollout(input: RolloutInput): Promise<Rollout> {
  const run = new RolloutRun(input);
  const outcome = await run.go();
  return run.finish(outcome);
}

class RolloutRun {
  readonly #input: RolloutInput;
  readonly #limits: RolloutLimits;
  readonly #session: Session;
  readonly #reader = new GrammarReader('policy');
  readonly #meter = new TokenMeter();
  readonly #segments: Segment[] = [];
  readonly #rounds: Round[] = [];
  readonly #startedAt: number;
  #transcript = '';
  #injected = 0;
  #chunks = 0;
  #reason = '';
  #final: Execution | undefined;

  constructor(input: RolloutInput) {
    this.#input = input;
    this.#limits = { ...DEFAULT_LIMITS, ...input.limits };
    this.#startedAt = input.now();
    const { lexicon, relate, finds } = input;
    this.#session = new Session(input.twin, { lexicon, finds, ...(relate ? { relate } : {}) });
  }

  async go(): Promise<RolloutOutcome> {
    for (;;) {
      const ended = await this.#turn();
      if (ended) return ended;
    }
  }

  finish(outcome: RolloutOutcome): Rollout {
    const { steps, twin } = this.#session;
    const answer = this.#final?.answer;
    const error = this.#final?.error ?? this.#rounds.at(-1)?.execution.error;
    return {
      outcome,
      segments: this.#segments,
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

  /** One turn of the policy, and what it asked for. Gives the outcome when the rollout has ended. */
  async #turn(): Promise<RolloutOutcome | undefined> {
    const { policy, prompt } = this.#input;
    let chunks: AsyncIterator<string>;
    try {
      chunks = policy.write({ prompt, transcript: this.#transcript })[Symbol.asyncIterator]();
    } catch (thrown) {
      return policyFailed(thrown);
    }
    const read = await this.#read(chunks);
    // Not awaited: a policy that hangs would hang here, too.
    void Promise.resolve(chunks.return?.()).catch(() => undefined);
    if (typeof read !== 'string') return read;
    return read === 'plan' ? this.#runPlan() : this.#runAnswer();
  }

  /** Reads until a plan or the answer is closed. */
  async #read(chunks: AsyncIterator<string>): Promise<'plan' | 'answer' | RolloutOutcome> {
    for (;;) {
      const late = this.#late();
      if (late) return late;
      let next: IteratorResult<string> | 'cancelled' | 'timed-out';
      try {
        next = await this.#race(chunks.next());
      } catch (thrown) {
        return policyFailed(thrown);
      }
      if (typeof next === 'string') return stoppedBy(next);
      if (next.done === true) {
        const fault = this.#reader.end();
        return fault ? { kind: 'malformed', fault } : policyFailed('it went on after its answer');
      }
      this.#chunks += 1;
      if (this.#chunks > this.#limits.tokens * CHUNKS_PER_TOKEN)
        return { kind: 'over-budget', budget: 'tokens' };
      const read = this.#take(next.value);
      if (read) return read;
    }
  }

  /** Takes one chunk, character by character; what stands in it behind a plan or the answer is not read. */
  #take(chunk: string): 'plan' | 'answer' | RolloutOutcome | undefined {
    for (const character of chunk) {
      if (this.#meter.tokens >= this.#limits.tokens) return { kind: 'over-budget', budget: 'tokens' };
      this.#meter.push(character);
      this.#transcript += character;
      const reading = this.#reader.push(character);
      if (reading.kind === 'fault') return { kind: 'malformed', fault: reading.fault };
      if (reading.kind !== 'block') continue;
      const { tag, text } = reading.block;
      this.#segments.push({ tag, text });
      if (tag === 'reason') this.#reason = text;
      if (tag === 'plan' || tag === 'answer') return tag;
    }
    return undefined;
  }

  async #runPlan(): Promise<RolloutOutcome | undefined> {
    if (this.#rounds.length >= this.#limits.rounds) return { kind: 'over-budget', budget: 'rounds' };
    const plan = this.#lastText('plan');
    const start = this.#input.now();
    const execution = await this.#execute(plan);
    if ('kind' in execution) return execution;
    const results = writeResults(execution);
    const ms = this.#input.now() - start;
    this.#rounds.push({ reason: this.#reason.trim(), plan: plan.trim(), results, execution, ms });
    const block = `\n${results}\n`;
    this.#segments.push({ tag: 'results', text: block });
    this.#reader.inject();
    const injected = `\n<results>${block}</results>\n`;
    this.#transcript += injected;
    const meter = new TokenMeter();
    for (const character of injected) meter.push(character);
    this.#injected += meter.tokens;
    return this.#late();
  }

  async #runAnswer(): Promise<RolloutOutcome> {
    const text = this.#lastText('answer').trim();
    const execution = await this.#execute(text);
    if ('kind' in execution) return execution;
    this.#final = withReason(execution, text, this.#rounds.at(-1)?.execution);
    if (execution.error) return { kind: 'wrong-answer', message: execution.error.message };
    if (execution.steps.length > 1)
      return { kind: 'wrong-answer', message: 'An answer is one expression, not a program.' };
    return { kind: 'answered' };
  }

  async #execute(source: string): Promise<Execution | RolloutOutcome> {
    try {
      const done = await this.#race(executeRefining(this.#session.run(source), this.#input.refine));
      return typeof done === 'string' ? stoppedBy(done) : done;
    } catch (thrown) {
      const { code, message } = toTwinsightError(thrown);
      return code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', where: 'tools', message };
    }
  }

  #lastText(tag: Tag): string {
    return this.#segments.findLast((segment) => segment.tag === tag)?.text ?? '';
  }

  #late(): RolloutOutcome | undefined {
    const spent = this.#input.now() - this.#startedAt;
    return spent > this.#limits.ms ? { kind: 'over-budget', budget: 'time' } : undefined;
  }

  #race<T>(work: Promise<T>): Promise<T | 'cancelled' | 'timed-out'> {
    const { stopped } = this.#input;
    return stopped ? Promise.race([work, stopped]) : work;
  }
}

/** A bare `none()` after a plan that found nothing says what the plan said: small policies need not copy sentences. */
function withReason(final: Execution, written: string, planned: Execution | undefined): Execution {
  const reason = planned?.answer?.type === 'none' ? planned.answer.text : planned?.error?.message;
  if (written !== 'none()' || !final.answer || reason === undefined) return final;
  return { ...final, answer: { ...final.answer, text: reason } };
}

const stoppedBy = (why: 'cancelled' | 'timed-out'): RolloutOutcome =>
  why === 'cancelled' ? { kind: 'cancelled' } : { kind: 'over-budget', budget: 'time' };

const policyFailed = (thrown: unknown): RolloutOutcome => ({
  kind: 'failed',
  where: 'policy',
  message: thrown instanceof Error ? thrown.message : String(thrown),
});
