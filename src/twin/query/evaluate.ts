import { relate } from '../relations/relations.ts';
import type { Twin } from '../schema/twin.ts';
import { timelineOf } from '../tracks/timeline.ts';
import {
  type Lexicon,
  literalLexicon,
  objectsAt,
  type QueryContext,
  type RelationProvider,
} from './context.ts';
import { findFunction } from './functions/index.ts';
import type { Reason, Traced } from './functions/spec.ts';
import {
  type Need,
  NeedLedger,
  type NeedOutcome,
  type NeedRequest,
  recordNeed,
  refinementFault,
  wholeTextWasRead,
} from './needs.ts';
import type { Assignment, Expression, Place } from './syntax.ts';
import { contextWithin, heldRelation, keepTimes, objectsOver } from './time.ts';
import type { NeedRecord, QueryError } from './types.ts';

/** Pairs of objects that a program may test. */
export const MAX_RELATION_TESTS = 100_000;

export interface ExecutionOptions {
  /** What words mean; without one, words are labels. */
  readonly lexicon?: Lexicon;
  /** Decides relations; by default from boxes, depth and positions (`twin/relations`). */
  readonly relate?: RelationProvider;
  /** The one frame that is asked about; without it a video is asked about as a whole. An image has frame 0. */
  readonly frame?: number;
  /** Whether whoever meets needs can find what a phrase describes; then `find` asks for what no object is called. */
  readonly finds?: boolean | undefined;
  /** What was measured for this question before; runs that share one never ask for the same thing twice. */
  readonly ledger?: NeedLedger;
}

/** A call found nothing to work on: the program ends with the answer `none`. */
export class Absent extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** A call was wrong: the program ends with an error. */
export class Refused extends Error {
  readonly error: QueryError;
  constructor(kind: QueryError['kind'], place: Place, message: string) {
    super(message);
    this.error = { kind, line: place.line, column: place.column, message };
  }
}

class RelationBudget extends Error {}

/** Evaluates in steps: yields what it needs to know, goes on with the outcome. */
type Steps<T> = Generator<NeedRequest, T, NeedOutcome>;

/**
 * The state of one run: the twin as refined so far, the variables, and the reasons, notes and needs of the line at hand.
 */
export class Run {
  readonly variables = new Map<string, Traced>();
  reasons: Reason[] = [];
  notes: string[] = [];
  needs: NeedRecord[] = [];
  readonly #options: ExecutionOptions;
  readonly #ledger: NeedLedger;
  #relationTests = 0;
  #context: QueryContext;

  constructor(twin: Twin, options: ExecutionOptions) {
    this.#options = options;
    this.#ledger = options.ledger ?? new NeedLedger();
    this.#context = this.#contextOf(twin);
  }

  get context(): QueryContext {
    return this.#context;
  }

  *assign(line: Assignment): Steps<Traced> {
    this.reasons = [];
    this.notes = [];
    this.needs = [];
    const traced = yield* this.#evaluate(line.expression);
    this.variables.set(line.name, traced);
    return traced;
  }

  *#evaluate(expression: Expression): Steps<Traced> {
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
        return yield* this.#call(expression);
    }
  }

  *#call(call: Expression & { kind: 'call' }): Steps<Traced> {
    const called = findFunction(call.name);
    if (!called) throw new Refused('name', call, `There is no function "${call.name}".`);
    const args: Traced[] = [];
    for (const arg of call.args) args.push(yield* this.#evaluate(arg));
    const need = called.needs?.(args, this.#context);
    if (need) yield* this.#meet(need);
    try {
      const outcome = keepTimes(called.run(args, contextWithin(this.#context, args)), args);
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

  /** Asks for what has not been asked for yet, and goes on with the refined twin. */
  *#meet(wanted: Need): Steps<void> {
    const need = this.#ledger.open(wanted);
    if (!need) return;
    const before = this.#context.twin;
    const given = yield { twin: before, need };
    const fault = 'twin' in given ? refinementFault(before, given.twin) : undefined;
    const outcome = fault === undefined ? given : { refused: fault };
    this.#ledger.add(need, 'twin' in outcome);
    this.needs.push(recordNeed(need, before, outcome, this.#options.frame));
    if ('twin' in outcome) this.#context = this.#contextOf(outcome.twin);
    else this.notes.push(`${need.kind} is not measured: ${outcome.refused}`);
  }

  #contextOf(twin: Twin): QueryContext {
    const { frame } = this.#options;
    const time = twin.source.kind === 'video' && frame === undefined ? timelineOf(twin) : undefined;
    const objects = time ? objectsOver(twin, time) : objectsAt(twin, frame ?? 0);
    const provider: RelationProvider =
      this.#options.relate ??
      ((subject, predicate, object, at) => {
        const a = objects.get(subject)?.object;
        const b = objects.get(object)?.object;
        return a && b ? relate(twin, a, predicate, b, at ?? frame ?? 0) : undefined;
      });
    const context: QueryContext = {
      twin,
      time,
      objects,
      lexicon: this.#options.lexicon ?? literalLexicon,
      relate: (subject, predicate, object, at) => {
        if (time && at === undefined) return heldRelation(context, subject, predicate, object)?.relation;
        this.#relationTests += 1;
        if (this.#relationTests > MAX_RELATION_TESTS) throw new RelationBudget();
        return provider(subject, predicate, object, at);
      },
      finds: this.#options.finds ?? false,
      measured: (kind, id) => this.#ledger.measured(kind, id) || (kind === 'text' && wholeTextWasRead(twin)),
    };
    return context;
  }
}

const constant = (value: Traced['value']): Traced => ({ value, phrase: 'object', evidence: [], because: [] });
