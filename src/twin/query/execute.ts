import { relate } from '../relations/relations.ts';
import type { Twin } from '../schema/twin.ts';
import { checkProgram } from './check.ts';
import {
  type Lexicon,
  literalLexicon,
  objectsAt,
  type QueryContext,
  type RelationProvider,
} from './context.ts';
import { valueAnswer } from './functions/answers.ts';
import { findFunction } from './functions/index.ts';
import { noneText, type Reason, type Traced } from './functions/spec.ts';
import { parseProgram } from './parser.ts';
import { printAssignment } from './printer.ts';
import type { Assignment, Expression, Place, Program } from './syntax.ts';
import type { Answer, Execution, QueryError, QueryStep } from './types.ts';

/** Pairs of objects that a program may test. */
export const MAX_RELATION_TESTS = 100_000;
const MAX_REASONS_PER_STEP = 24;

export interface ExecutionOptions {
  /** What words mean; without one, words are labels. */
  readonly lexicon?: Lexicon;
  /** Decides relations; by default from boxes, depth and positions (`twin/relations`). */
  readonly relate?: RelationProvider;
  /** The frame that is asked about; 0 for an image. */
  readonly frame?: number;
}

/** Parses, checks and runs a program text. Never throws; faults are in `error`, with their place. */
export function runProgram(source: string, twin: Twin, options: ExecutionOptions = {}): Execution {
  const program = parseProgram(source);
  return program.ok ? executeProgram(program.value, twin, options) : failed([], program.error);
}

/** Checks and runs a parsed program: pure, the same twin and program give the same execution. */
export function executeProgram(program: Program, twin: Twin, options: ExecutionOptions = {}): Execution {
  const typed = checkProgram(program);
  if (!typed.ok) return failed([], typed.error);
  const run = new Run(createContext(twin, options));
  const steps: QueryStep[] = [];
  for (const line of program.assignments) {
    let traced: Traced;
    try {
      traced = run.assign(line);
    } catch (thrown) {
      if (thrown instanceof Absent) return absent(thrown, line, run, steps);
      if (thrown instanceof Refused) return failed(steps, thrown.error);
      throw thrown;
    }
    steps.push(toStep(line, traced, run));
  }
  const last = run.variables.get(program.assignments.at(-1)?.name ?? '');
  const answer = last && (valueAnswer(last, run.context) ?? emptySetAnswer(last, run.context));
  if (!last || !answer) return { steps, evidence: [] };
  return { steps, answer, evidence: gatherEvidence(answer, last, steps, run.context) };
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

/** A call found nothing to work on: the program ends with the answer `none`. */
function absent(stop: Absent, line: Assignment, run: Run, steps: readonly QueryStep[]): Execution {
  const answer: Answer = { type: 'none', ids: [], text: stop.reason };
  const step: QueryStep = {
    line: line.line,
    name: line.name,
    source: printAssignment(line),
    value: { type: 'Answer', answer },
    because: run.reasons.slice(0, MAX_REASONS_PER_STEP),
    note: [...run.notes, stop.reason].join('; '),
  };
  return { steps: [...steps, step], answer, evidence: [] };
}

function toStep(line: Assignment, traced: Traced, run: Run): QueryStep {
  const step: QueryStep = {
    line: line.line,
    name: line.name,
    source: printAssignment(line),
    value: traced.value,
    because: run.reasons.slice(0, MAX_REASONS_PER_STEP),
  };
  return run.notes.length > 0 ? { ...step, note: run.notes.join('; ') } : step;
}

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

class Absent extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

class Refused extends Error {
  readonly error: QueryError;
  constructor(kind: QueryError['kind'], place: Place, message: string) {
    super(message);
    this.error = { kind, line: place.line, column: place.column, message };
  }
}

class RelationBudget extends Error {}

function createContext(twin: Twin, options: ExecutionOptions): QueryContext {
  const frame = options.frame ?? 0;
  const objects = objectsAt(twin, frame);
  const provider: RelationProvider =
    options.relate ??
    ((subject, predicate, object) => {
      const a = objects.get(subject)?.object;
      const b = objects.get(object)?.object;
      return a && b ? relate(twin, a, predicate, b, frame) : undefined;
    });
  let tests = 0;
  return {
    twin,
    objects,
    lexicon: options.lexicon ?? literalLexicon,
    relate: (subject, predicate, object) => {
      tests += 1;
      if (tests > MAX_RELATION_TESTS) throw new RelationBudget();
      return provider(subject, predicate, object);
    },
  };
}

/** The state of one run: variables so far, and the reasons and notes of the line at hand. */
class Run {
  readonly context: QueryContext;
  readonly variables = new Map<string, Traced>();
  reasons: Reason[] = [];
  notes: string[] = [];

  constructor(context: QueryContext) {
    this.context = context;
  }

  assign(line: Assignment): Traced {
    this.reasons = [];
    this.notes = [];
    const traced = this.#evaluate(line.expression);
    this.variables.set(line.name, traced);
    return traced;
  }

  #evaluate(expression: Expression): Traced {
    switch (expression.kind) {
      case 'text':
        return constant({ type: 'Text', value: expression.value });
      case 'number':
        return constant({ type: 'Number', value: expression.value });
      case 'bool':
        return constant({ type: 'Bool', value: expression.value });
      case 'variable': {
        const value = this.variables.get(expression.name);
        if (!value) throw new Refused('name', expression, `No line above assigns "${expression.name}".`);
        return value;
      }
      case 'call':
        return this.#call(expression);
    }
  }

  #call(call: Expression & { kind: 'call' }): Traced {
    const called = findFunction(call.name);
    if (!called) throw new Refused('name', call, `There is no function "${call.name}".`);
    const args = call.args.map((arg) => this.#evaluate(arg));
    try {
      const outcome = called.run(args, this.context);
      if ('absent' in outcome) throw new Absent(outcome.absent);
      if ('refused' in outcome) throw new Refused('runtime', call, `${outcome.refused}.`);
      this.reasons.push(...outcome.because);
      if (outcome.note !== undefined) this.notes.push(outcome.note);
      return outcome;
    } catch (thrown) {
      if (!(thrown instanceof RelationBudget)) throw thrown;
      const message = `More than ${MAX_RELATION_TESTS} pairs of objects would have to be compared.`;
      throw new Refused('budget', call, message);
    }
  }
}

const constant = (value: Traced['value']): Traced => ({ value, phrase: 'object', evidence: [], because: [] });
