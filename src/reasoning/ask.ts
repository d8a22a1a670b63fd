import { TwinsightError } from '../core/errors.ts';
import type { RelationProvider } from '../twin/query/context.ts';
import type { Refine } from '../twin/query/execute.ts';
import { parseProgram } from '../twin/query/parser.ts';
import { printProgram } from '../twin/query/printer.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { englishLexicon } from './knowledge/lexicon.ts';
import { programPolicy } from './policies/grammar/grammarPolicy.ts';
import { readQuestion } from './policies/grammar/readQuestion.ts';
import { retask, taskOf } from './programs/retask.ts';
import { withNeeds } from './programs/withNeeds.ts';
import { writePrompt } from './prompt/prompt.ts';
import { DEFAULT_LIMITS, type RolloutLimits } from './rollout/limits.ts';
import { type RolloutInput, runRollout } from './rollout/rollout.ts';
import { traceOf } from './rollout/trace.ts';
import type { AskRecord, PolicyReading, Task } from './types.ts';

export interface AskOptions {
  /** The id of the record. */
  readonly id: string;
  /** A clock in milliseconds, injected because pure code has none. */
  readonly now: () => number;
  /** A program to run instead of reading the question. */
  readonly program?: string | undefined;
  /** The kind of answer to give; by default the one that the question asks for. */
  readonly task?: Task | undefined;
  /** Decides relations instead of the twin's own geometry. */
  readonly relate?: RelationProvider | undefined;
  /** Measures what the question needs; without it, the question is answered from what the twin holds. */
  readonly refine?: Refine | undefined;
  /** Whether `refine` can find what a phrase describes: things that the detector does not know. */
  readonly finds?: boolean | undefined;
  readonly limits?: Partial<RolloutLimits> | undefined;
  /** Resolves when the person cancels or the time is up, whatever policy or tool is at work then. */
  readonly stopped?: RolloutInput['stopped'];
}

/** An answered question, and the twin with all that the question made necessary. */
export interface AskOutcome {
  readonly record: AskRecord;
  readonly twin: Twin;
}

const noTool: Refine = async () => ({ refused: 'no tool is at hand' });

/**
 * Has a policy answer a question about a twin in a rollout, measuring on the way what it needs. What went wrong is in the
 * record.
 * @throws {TwinsightError} `cancelled`, when measuring was
 */
export async function ask(question: string, twin: Twin, options: AskOptions): Promise<AskOutcome> {
  const start = options.now();
  const policy = options.program === undefined ? 'grammar' : 'program';
  const reading = readAs(question, twin, options);
  const record = { id: options.id, question, policy, reading } as const;
  if (!reading.readable) return { record: { ...record, ms: options.now() - start }, twin };
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const { rounds } = limits;
  const prompt = writePrompt({ question, twin, lexicon: englishLexicon, rounds, task: options.task });
  const rollout = await runRollout({
    prompt: prompt.text,
    twin,
    policy: programPolicy(policy, reading),
    lexicon: englishLexicon,
    refine: options.refine ?? noTool,
    relate: options.relate,
    finds: options.finds,
    limits,
    now: options.now,
    stopped: options.stopped,
  });
  if (rollout.outcome.kind === 'cancelled') throw cancelled();
  const ms = options.now() - start;
  const { task, notes } = reading;
  const trace = traceOf({
    id: options.id,
    question,
    task,
    policy,
    notes,
    prompt,
    twinBefore: twin,
    rollout,
    ms,
  });
  return { record: { ...record, execution: rollout.execution, trace, ms }, twin: rollout.twin };
}

function readAs(question: string, twin: Twin, options: AskOptions): PolicyReading {
  const { task } = options;
  const reading: PolicyReading =
    options.program === undefined
      ? readQuestion(question, twin)
      : { readable: true, task: 'value', program: options.program, notes: [] };
  if (!reading.readable) return reading;
  const parsed = parseProgram(reading.program);
  // A given program that does not parse is run as it is, to be refused with its place.
  if (!parsed.ok) return reading;
  const wanted = task ?? taskOf(parsed.value);
  const changed = retask(parsed.value, wanted);
  const { notes } = reading;
  if (!changed) {
    const reason = `The question is about no objects that could be shown as ${wanted}.`;
    return { ...reading, task: wanted, program: `none(${JSON.stringify(reason)})` };
  }
  const program = printProgram(withNeeds(changed, twin));
  const { fallback } = reading;
  const same = changed === parsed.value;
  return { readable: true, task: wanted, program, notes, ...(same && fallback ? { fallback } : {}) };
}

const cancelled = (): TwinsightError =>
  new TwinsightError({
    code: 'cancelled',
    message: 'The question was cancelled while it was answered.',
    remedy: 'Ask it again.',
  });
