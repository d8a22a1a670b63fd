import { MAX_STEPS } from '../../twin/query/check.ts';
import { findFunction } from '../../twin/query/functions/index.ts';
import type { Parameter, QueryFunction } from '../../twin/query/functions/spec.ts';
import { MAX_NESTING, MAX_PROGRAM_LENGTH } from '../../twin/query/syntax.ts';
import type { QueryType } from '../../twin/query/types.ts';
import { freshName, numberLiteral, textLiteral } from './literals.ts';
import { literal, oneOf, type State, upTo } from './state.ts';

/** What a program may use where it stands, and what it has spent. */
export interface Scope {
  /** Those that may be called. */
  readonly functions: readonly QueryFunction[];
  /** Calls from which on what is open is only closed. */
  readonly maxCalls: number;
  readonly types: ReadonlyMap<string, QueryType>;
  readonly lines: number;
  readonly calls: number;
  readonly length: number;
}

/**
 * Room that is kept for closing what is open: each open call needs at most two more arguments, none longer than `scene()` or a
 * key in quotes, and the text at hand may be as long as a literal can be.
 */
const LENGTH_TO_CLOSE = 6_000;
const MAX_LENGTH = MAX_PROGRAM_LENGTH - LENGTH_TO_CLOSE;
/** The depth from which on only literals, variables and calls without arguments are written. */
const MAX_DEPTH = MAX_NESTING - 2;
/** The most calls that a program may have and still be closed within the language's own limit. */
export const MAX_CALLS = MAX_STEPS - 2 * MAX_DEPTH;

/** The types that a value can have; an answer is no value. */
const VALUES: readonly QueryType[] = ['Set', 'Object', 'Number', 'Text', 'Bool'];

interface Wanted {
  readonly types: readonly QueryType[];
  readonly depth: number;
}

type Follow = (scope: Scope, type: QueryType) => State;

const asSet = (type: QueryType | undefined): QueryType | undefined => (type === 'Object' ? 'Set' : type);

const fits = (type: QueryType, { types }: Wanted): boolean =>
  types.some((wanted) => wanted === type || wanted === asSet(type));

const spent = (scope: Scope, length: number, calls = 0): Scope => ({
  ...scope,
  length: scope.length + length,
  calls: scope.calls + calls,
});

const isTight = (scope: Scope): boolean => scope.length > MAX_LENGTH || scope.calls > scope.maxCalls;

/**
 * The lines of a plan, each `name = expression`: at least one, then `then`, which may only begin with `<`. Only a program that
 * parses and checks gets through.
 */
export function planLines(scope: Scope, then: (scope: Scope) => State): State {
  const own = new Set(scope.types.keys());
  own.delete('answer');
  return planLine(scope, own, then);
}

function planLine(scope: Scope, assigned: ReadonlySet<string>, then: (scope: Scope) => State): State {
  const taken = (name: string): boolean =>
    assigned.has(name) || name === 'true' || name === 'false' || findFunction(name) !== undefined;
  return freshName(taken, (name) => {
    const value = expression(spent(scope, name.length + 3), { types: VALUES, depth: 0 }, (after, type) => {
      const known = { ...after, types: new Map(after.types).set(name, type), lines: after.lines + 1 };
      const end = then(known);
      if (known.lines >= MAX_STEPS || isTight(known)) return upTo(2, '\n', end);
      const next = planLine(spent(known, 2), new Set(assigned).add(name), then);
      const startOfLine: State = { next: (it) => (it === '<' ? end.next(it) : next.next(it)) };
      return {
        next: (it) => (it === '\n' ? upTo(1, '\n', startOfLine) : end.next(it)),
      };
    });
    return upTo(1, ' ', literal('=', upTo(1, ' ', value)));
  });
}

/** The answer: one call of a function that answers. */
export const answerCall = (scope: Scope, then: State): State =>
  expression(scope, { types: ['Answer'], depth: 0 }, () => then);

/** An expression of one of the wanted types, and what may follow it. */
function expression(scope: Scope, wanted: Wanted, follow: Follow): State {
  const number = fits('Number', wanted)
    ? numberLiteral(lazily(() => follow(spent(scope, 28), 'Number')))
    : undefined;
  const text = fits('Text', wanted)
    ? textLiteral((length) => follow(spent(scope, length + 1), 'Text'))
    : undefined;
  const names = lazily(() => identifier(candidates(scope, wanted, follow), ''));
  return {
    next: (character) => {
      if (character === '"') return text;
      return number?.next(character) ?? names.next(character);
    },
  };
}

interface Candidate {
  readonly name: string;
  readonly after: State;
}

function candidates(scope: Scope, wanted: Wanted, follow: Follow): readonly Candidate[] {
  const tight = isTight(scope) || wanted.depth >= MAX_DEPTH;
  const functions = scope.functions
    .filter((entry) => fits(entry.result, wanted) && (!tight || entry.parameters.length === 0))
    .map((entry) => {
      const inside = spent(scope, entry.name.length + 2, 1);
      const after = literal(
        '(',
        lazily(() => call(inside, { entry, given: [], depth: wanted.depth, follow })),
      );
      return { name: entry.name, after };
    });
  const variables = [...scope.types]
    .filter(([, type]) => fits(type, wanted))
    .map(([name, type]) => ({ name, after: lazily(() => follow(spent(scope, name.length), type)) }));
  const truths = fits('Bool', wanted)
    ? ['true', 'false'].map((name) => ({ name, after: lazily(() => follow(spent(scope, 5), 'Bool')) }))
    : [];
  return [...functions, ...variables, ...truths];
}

/** One of some names; a name that begins another ends where the other does not go on. A variable may be called like a function. */
function identifier(options: readonly Candidate[], read: string): State {
  return {
    next: (character) => {
      const longer = read + character;
      const left = options.filter(({ name }) => name.startsWith(longer));
      if (left.length > 0) return identifier(left, longer);
      for (const { name, after } of options) {
        const state = name === read ? after.next(character) : undefined;
        if (state) return state;
      }
      return undefined;
    },
  };
}

interface Call {
  readonly entry: QueryFunction;
  /** The types of the arguments so far. */
  readonly given: readonly QueryType[];
  readonly depth: number;
  readonly follow: Follow;
}

/** What may stand behind the opening bracket of a call, or behind an argument. */
function call(scope: Scope, state: Call): State {
  const { entry, given, follow } = state;
  const required = entry.parameters.filter(({ optional }) => !optional).length;
  const parameter = entry.parameters[given.length];
  const end =
    given.length >= required
      ? literal(
          ')',
          lazily(() => follow(scope, entry.result)),
        )
      : undefined;
  const goesOn = parameter !== undefined && (given.length < required || !isTight(scope));
  const next = goesOn ? lazily(() => argument(spent(scope, 2), parameter, state)) : undefined;
  return {
    next: (character) => {
      if (character === ')') return end?.next(character);
      if (given.length === 0) return next?.next(character);
      return character === ',' && next ? upTo(1, ' ', next) : undefined;
    },
  };
}

function argument(scope: Scope, parameter: Parameter, state: Call): State {
  const { given, depth } = state;
  const follow = (after: Scope, type: QueryType): State => call(after, { ...state, given: [...given, type] });
  if (parameter.words) {
    return oneOf(
      parameter.words.map((word) => [
        JSON.stringify(word),
        lazily(() => follow(spent(scope, word.length + 2), 'Text')),
      ]),
    );
  }
  const same = parameter.sameTypeAs === undefined ? undefined : asSet(given[parameter.sameTypeAs]);
  return expression(scope, { types: same ? [same] : parameter.types, depth: depth + 1 }, follow);
}

/** A state that is made when it is first reached: most never are. */
function lazily(make: () => State): State {
  let made: State | undefined;
  return {
    next: (character) => {
      made ??= make();
      return made.next(character);
    },
  };
}
