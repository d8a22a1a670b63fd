import { toTwinsightError } from '../../core/errors.ts';
import type { Lexicon, RelationProvider } from '../../twin/query/context.ts';
import { executeRefining, type Refine } from '../../twin/query/execute.ts';
import type { Executing } from '../../twin/query/session.ts';
import type { Execution } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { RolloutOutcome } from '../../twin/trace/schema.ts';
import { DEFAULT_LIMITS, type RolloutLimits } from './limits.ts';
import { type Rollout, RolloutMachine } from './machine.ts';
import type { Policy } from './policy.ts';

export type { Rollout } from './machine.ts';

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
  /** Told of all that was written so far, results included, whenever that is more. */
  readonly onText?: ((transcript: string) => void) | undefined;
  /** Resolves when the rollout must end although the policy or a tool is still at work. */
  readonly stopped?: Promise<'cancelled' | 'timed-out'> | undefined;
}

/**
 * Has a policy answer by the tag grammar: reads what it writes, pauses it at `</plan>`, runs the plan, puts in the results and
 * lets it go on; runs the answer as the last line of the program. Never rejects and never exceeds its limits: whatever goes
 * wrong is the outcome.
 */
export async function runRollout(input: RolloutInput): Promise<Rollout> {
  const run = new RolloutRun(input);
  return run.machine.finish(await run.go());
}

/** Waits for a policy and for tools on behalf of a machine. */
class RolloutRun {
  readonly machine: RolloutMachine;
  readonly #input: RolloutInput;
  readonly #limits: RolloutLimits;
  readonly #startedAt: number;
  #chunks = 0;

  constructor(input: RolloutInput) {
    this.#input = input;
    this.#limits = { ...DEFAULT_LIMITS, ...input.limits };
    this.#startedAt = input.now();
    this.machine = new RolloutMachine({ ...input, limits: this.#limits });
  }

  async go(): Promise<RolloutOutcome> {
    for (;;) {
      const ended = await this.#turn();
      if (ended) return ended;
    }
  }

  /** One turn of the policy, and what it asked for. Gives the outcome when the rollout has ended. */
  async #turn(): Promise<RolloutOutcome | undefined> {
    const { policy, prompt, twin } = this.#input;
    let chunks: AsyncIterator<string>;
    try {
      const video = twin.source.kind === 'video';
      chunks = policy.write({ prompt, transcript: this.machine.transcript, video })[Symbol.asyncIterator]();
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
      if (next.done === true) return this.machine.end() ?? policyFailed('it went on after its answer');
      this.#chunks += 1;
      if (this.#chunks > this.#limits.tokens * CHUNKS_PER_TOKEN)
        return { kind: 'over-budget', budget: 'tokens' };
      // What stands in a chunk behind a plan or the answer is not read.
      for (const character of next.value) {
        const read = this.machine.push(character);
        if (read === 'more') continue;
        this.#input.onText?.(this.machine.transcript);
        return read;
      }
      this.#input.onText?.(this.machine.transcript);
    }
  }

  async #runPlan(): Promise<RolloutOutcome | undefined> {
    const plan = this.machine.runPlan();
    if ('kind' in plan) return plan;
    const start = this.#input.now();
    const execution = await this.#execute(plan);
    if ('kind' in execution) return execution;
    this.machine.takeResults(execution, this.#input.now() - start);
    this.#input.onText?.(this.machine.transcript);
    return this.#late();
  }

  async #runAnswer(): Promise<RolloutOutcome> {
    const execution = await this.#execute(this.machine.runAnswer());
    return 'kind' in execution ? execution : this.machine.takeAnswer(execution);
  }

  async #execute(executing: Executing): Promise<Execution | RolloutOutcome> {
    try {
      const done = await this.#race(executeRefining(executing, this.#input.refine));
      return typeof done === 'string' ? stoppedBy(done) : done;
    } catch (thrown) {
      const { code, message } = toTwinsightError(thrown);
      return code === 'cancelled' ? { kind: 'cancelled' } : { kind: 'failed', where: 'tools', message };
    }
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

const stoppedBy = (why: 'cancelled' | 'timed-out'): RolloutOutcome =>
  why === 'cancelled' ? { kind: 'cancelled' } : { kind: 'over-budget', budget: 'time' };

const policyFailed = (thrown: unknown): RolloutOutcome => ({
  kind: 'failed',
  where: 'policy',
  message: thrown instanceof Error ? thrown.message : String(thrown),
});
