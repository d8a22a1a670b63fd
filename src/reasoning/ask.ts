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
import { type Prompt, writePrompt } from './prompt/prompt.ts';
import { countTokens } from './prompt/tokens.ts';
import { DEFAULT_LIMITS, type RolloutLimits } from './rollout/limits.ts';
import type { Policy } from './rollout/policy.ts';
import { type Rollout, type RolloutInput, runRollout } from './rollout/rollout.ts';
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
  /** Writes the rollout instead of the grammar; then no program is given. */
  readonly policy?: Policy | undefined;
  /** Told of all that was written so far, results included, whenever that is more. */
  readonly onText?: RolloutInput['onText'];
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
  if (options.policy) return askModel(question, twin, options.policy, options);
  const policy = options.program === undefined ? 'grammar' : 'program';
  const reading = readAs(question, twin, options);
  if (!reading.readable)
    return { record: { id: options.id, question, policy, reading, ms: options.now() - start }, twin };
  const prompt = promptOf(question, twin, options);
  const rollout = await roll(prompt, programPolicy(policy, reading), twin, options);
  return recorded({ question, twin, policy, prompt, rollout, start }, reading, options);
}

/** The reading of a model is the program that it wrote. */
async function askModel(
  question: string,
  twin: Twin,
  policy: Policy,
  options: AskOptions,
): Promise<AskOutcome> {
  const start = options.now();
  const full = promptOf(question, twin, options);
  const digest = full.parts.find(({ name }) => name === 'picture')?.text ?? '';
  const text = policy.promptOf?.({ question, task: options.task, digest });
  const prompt = text === undefined ? full : ownPrompt(text);
  const rollout = await roll(prompt, policy, twin, options);
  const task = options.task ?? taskWritten(rollout);
  const reading = { readable: true, task, program: '', notes: [] } as const;
  const asked = { question, twin, policy: policy.id, prompt, rollout, start };
  const { record, twin: refined } = recorded(asked, reading, options);
  const program = record.trace?.program ?? '';
  return { record: { ...record, reading: { ...reading, program } }, twin: refined };
}

function ownPrompt(text: string): Prompt {
  const tokens = countTokens(text);
  return { text, parts: [{ name: 'question', text, tokens }], tokens };
}

/** The kind of answer that a model took the question for; `value` where it gave none. */
function taskWritten({ segments }: Rollout): Task {
  const answer = parseProgram(segments.findLast(({ tag }) => tag === 'answer')?.text.trim() ?? '');
  return answer.ok ? taskOf(answer.value) : 'value';
}

const promptOf = (question: string, twin: Twin, { limits, task }: AskOptions): Prompt =>
  writePrompt({
    question,
    twin,
    lexicon: englishLexicon,
    rounds: limits?.rounds ?? DEFAULT_LIMITS.rounds,
    task,
  });

async function roll(prompt: Prompt, policy: Policy, twin: Twin, options: AskOptions): Promise<Rollout> {
  const { refine = noTool, relate, finds, limits, now, stopped, onText } = options;
  const rollout = await runRollout({
    prompt: prompt.text,
    twin,
    policy,
    lexicon: englishLexicon,
    refine,
    relate,
    finds,
    limits,
    now,
    stopped,
    onText,
  });
  if (rollout.outcome.kind === 'cancelled') throw cancelled();
  return rollout;
}

function recorded(
  asked: {
    readonly question: string;
    readonly twin: Twin;
    readonly policy: string;
    readonly prompt: Prompt;
    readonly rollout: Rollout;
    readonly start: number;
  },
  reading: Extract<PolicyReading, { readable: true }>,
  { id, now }: AskOptions,
): AskOutcome {
  const { question, twin: twinBefore, policy, prompt, rollout, start } = asked;
  const ms = now() - start;
  const { task, notes } = reading;
  const trace = traceOf({ id, question, task, policy, notes, prompt, twinBefore, rollout, ms });
  const { execution, twin } = rollout;
  return { record: { id, question, policy, reading, execution, trace, ms }, twin };
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
