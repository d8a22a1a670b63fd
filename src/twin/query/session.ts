import type { Twin } from '../schema/twin.ts';
import { checkProgram } from './check.ts';
import type { QueryContext } from './context.ts';
import { Absent, type ExecutionOptions, Refused, Run } from './evaluate.ts';
import { valueAnswer } from './functions/answers.ts';
import { noneText, type Traced } from './functions/spec.ts';
import type { NeedOutcome, NeedRequest } from './needs.ts';
import { parseProgram } from './parser.ts';
import { printAssignment } from './printer.ts';
import type { Assignment, Program } from './syntax.ts';
import type { Answer, Execution, QueryError, QueryStep, QueryType } from './types.ts';

const MAX_REASONS_PER_STEP = 24;

/** Runs step by step: yields what has to be measured, is handed the refined twin, ends with an execution. */
export type Executing = Generator<NeedRequest, Execution, NeedOutcome>;

/**
 * Programs that are run one after the other for one question: each sees the variables of those before and the twin as they
 * refined it. Lines are counted through all of them.
 */
export class Session {
  readonly #run: Run;
  readonly #types = new Map<string, QueryType>();
  readonly #steps: QueryStep[] = [];
  #lines = 0;

  constructor(twin: Twin, options: ExecutionOptions = {}) {
    this.#run = new Run(twin, options);
  }

  /** The twin with all that the programs so far needed. */
  get twin(): Twin {
    return this.#run.context.twin;
  }

  /** Everything that ran so far. */
  get steps(): readonly QueryStep[] {
    return this.#steps;
  }

  /** Parses, checks and runs a program text. Never throws; faults are in `error`, with their place. */
  *run(source: string): Executing {
    const program = parseProgram(source);
    if (program.ok) return yield* this.runProgram(program.value);
    return this.#failed([], program.error);
  }

  /** Checks a parsed program and runs it. Nothing of a program that does not check is run. */
  *runProgram(program: Program): Executing {
    const typed = checkProgram(program, this.#types);
    if (!typed.ok) return this.#failed([], typed.error);
    const steps: QueryStep[] = [];
    const keep = (line: Assignment, value: Traced['value']): void => {
      const step = toStep(line, value, this.#run, this.#lines);
      steps.push(step);
      this.#steps.push(step);
    };
    for (const line of program.assignments) {
      try {
        const { value } = yield* this.#run.assign(line);
        const type = typed.value.types.get(line.name);
        if (type) this.#types.set(line.name, type);
        keep(line, value);
      } catch (thrown) {
        if (thrown instanceof Refused) return this.#failed(steps, thrown.error);
        if (!(thrown instanceof Absent)) throw thrown;
        const answer: Answer = { type: 'none', ids: [], text: thrown.reason };
        this.#run.notes.push(thrown.reason);
        keep(line, { type: 'Answer', answer });
        this.#lines += program.assignments.at(-1)?.line ?? 0;
        return { steps, answer, evidence: [] };
      }
    }
    this.#lines += program.assignments.at(-1)?.line ?? 0;
    return this.#answered(program, steps);
  }

  #answered(program: Program, steps: readonly QueryStep[]): Execution {
    const last = this.#run.variables.get(program.assignments.at(-1)?.name ?? '');
    const { context } = this.#run;
    const answer = last && (valueAnswer(last, context) ?? emptySetAnswer(last, context));
    if (!last || !answer) return { steps, evidence: [] };
    return { steps, answer, evidence: gatherEvidence(answer, last, this.#steps, context) };
  }

  #failed(steps: readonly QueryStep[], error: QueryError): Execution {
    const placed = { ...error, line: error.line + this.#lines };
    this.#lines += error.line;
    return { steps, error: placed, evidence: [] };
  }
}

const emptySetAnswer = (traced: Traced, context: QueryContext): Answer => ({
  type: 'none',
  ids: [],
  text: noneText(traced.phrase, context),
});

const toStep = (
  line: Assignment,
  value: Traced['value'],
  { reasons, notes, needs }: Run,
  above: number,
): QueryStep => ({
  line: line.line + above,
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
