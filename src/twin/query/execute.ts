import type { Twin } from '../schema/twin.ts';
import { checkProgram } from './check.ts';
import type { QueryContext } from './context.ts';
import { Absent, type ExecutionOptions, Refused, Run } from './evaluate.ts';
import { valueAnswer } from './functions/answers.ts';
import { noneText, type Traced } from './functions/spec.ts';
import type { Need, NeedOutcome, NeedRequest } from './needs.ts';
import { parseProgram } from './parser.ts';
import { printAssignment } from './printer.ts';
import type { Assignment, Program } from './syntax.ts';
import type { Answer, Execution, QueryError, QueryStep } from './types.ts';

const MAX_REASONS_PER_STEP = 24;

/** An execution and the twin that it ended with: the one given, refined by what the program needed. */
export interface Executed {
  readonly execution: Execution;
  readonly twin: Twin;
}

/**
 * Measures what a need names on the picture of a twin and gives the refined twin, with a new run in its log, and the
 * milliseconds it took, or why it can't. A rejection (the person cancelled) ends the program.
 */
export type Refine = (twin: Twin, need: Need) => Promise<NeedOutcome>;

/** Parses, checks and runs a program text on what the twin holds. Never throws; faults are in `error`, with their place. */
export function runProgram(source: string, twin: Twin, options: ExecutionOptions = {}): Execution {
  const program = parseProgram(source);
  return program.ok ? executeProgram(program.value, twin, options) : failed([], program.error);
}

/** Checks and runs a parsed program: pure, the same twin and program give the same execution. No tool is run. */
export function executeProgram(program: Program, twin: Twin, options: ExecutionOptions = {}): Execution {
  const steps = startProgram(program, twin, options);
  let state = steps.next();
  while (!state.done) state = steps.next({ refused: 'no tool is at hand' });
  return state.value.execution;
}

/**
 * Runs a program text and has what it needs measured on the way.
 * @throws whatever `refine` rejects with: what may be noted instead, it gives as `refused`
 */
export async function runProgramRefining(
  source: string,
  twin: Twin,
  refine: Refine,
  options: ExecutionOptions = {},
): Promise<Executed> {
  const program = parseProgram(source);
  if (!program.ok) return { execution: failed([], program.error), twin };
  const steps = startProgram(program.value, twin, options);
  let state = steps.next();
  while (!state.done) state = steps.next(await refine(state.value.twin, state.value.need));
  return state.value;
}

/**
 * Checks a program and runs it step by step. Yields what has to be measured before it can go on – exactly the objects that
 * lack it, each once a question – and goes on with the refined twin that is handed back.
 */
export function* startProgram(
  program: Program,
  twin: Twin,
  options: ExecutionOptions = {},
): Generator<NeedRequest, Executed, NeedOutcome> {
  const typed = checkProgram(program);
  if (!typed.ok) return { execution: failed([], typed.error), twin };
  const run = new Run(twin, options);
  const steps: QueryStep[] = [];
  for (const line of program.assignments) {
    let traced: Traced;
    try {
      traced = yield* run.assign(line);
    } catch (thrown) {
      if (!(thrown instanceof Absent || thrown instanceof Refused)) throw thrown;
      const execution =
        thrown instanceof Absent ? absent(thrown, line, run, steps) : failed(steps, thrown.error);
      return { execution, twin: run.context.twin };
    }
    steps.push(toStep(line, traced.value, run));
  }
  const last = run.variables.get(program.assignments.at(-1)?.name ?? '');
  const answer = last && (valueAnswer(last, run.context) ?? emptySetAnswer(last, run.context));
  const execution: Execution =
    last && answer
      ? { steps, answer, evidence: gatherEvidence(answer, last, steps, run.context) }
      : { steps, evidence: [] };
  return { execution, twin: run.context.twin };
}

const emptySetAnswer = (traced: Traced, context: QueryContext): Answer => ({
  type: 'none',
  ids: [],
  text: noneText(traced.phrase, context),
});

const failed = (steps: readonly QueryStep[], error: QueryError): Execution => ({
  steps,
  error,
  evidence: [],
});

function absent(stop: Absent, line: Assignment, run: Run, steps: readonly QueryStep[]): Execution {
  const answer: Answer = { type: 'none', ids: [], text: stop.reason };
  run.notes.push(stop.reason);
  return { steps: [...steps, toStep(line, { type: 'Answer', answer }, run)], answer, evidence: [] };
}

const toStep = (line: Assignment, value: Traced['value'], { reasons, notes, needs }: Run): QueryStep => ({
  line: line.line,
  name: line.name,
  source: printAssignment(line),
  value,
  because: reasons.slice(0, MAX_REASONS_PER_STEP),
  ...(notes.length > 0 ? { note: notes.join('; ') } : {}),
  ...(needs.length > 0 ? { needs } : {}),
});

/** The answer's objects, then the objects that those were related to on the way. */
function gatherEvidence(
  answer: Answer,
  last: Traced,
  steps: readonly QueryStep[],
  context: QueryContext,
): readonly string[] {
  const evidence = new Set([...answer.ids, ...last.evidence]);
  if (answer.type !== 'summary') {
    for (const step of steps) {
      for (const { ids } of step.because) {
        const [subject, anchor] = ids;
        if (ids.length === 2 && subject && anchor && answer.ids.includes(subject)) evidence.add(anchor);
      }
    }
  }
  return [...evidence].filter((id) => context.objects.has(id));
}
