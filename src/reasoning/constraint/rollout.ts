import type { QueryFunction } from '../../twin/query/functions/spec.ts';
import type { QueryType } from '../../twin/query/types.ts';
import { ERROR_LINE, NONE_LINE } from '../rollout/results.ts';
import { answerCall, planLines, type Scope } from './program.ts';
import { literal, nothing, oneOf, type State, upTo } from './state.ts';

/** Behind the answer. */
export const DONE: State = { next: nothing };

/** What rollouts are held to besides the grammar. */
export interface Rules {
  /** Plans that may still be written. */
  readonly rounds: number;
  /** Functions that may be called. */
  readonly functions: readonly QueryFunction[];
  /** Calls of one plan or answer from which on what is open is only closed. */
  readonly maxCalls: number;
}

/** Behind a plan, until its results are known. */
export interface Paused extends State {
  readonly types: ReadonlyMap<string, QueryType>;
  readonly rules: Rules;
}

export const isPaused = (state: State): state is Paused => 'rules' in state;

const WHITE = ' \n';
const MAX_WHITE = 2;
const MAX_REASON = 1_000;

const between = (then: State): State => upTo(MAX_WHITE, WHITE, then);

/** The beginning of a rollout, or of what follows the results of a plan. */
export function rolloutStart(types: ReadonlyMap<string, QueryType>, rules: Rules): State {
  const answer: readonly [string, State] = ['<answer>', answerBlock(types, rules)];
  const afterReason: State =
    rules.rounds > 0 ? oneOf([['<plan>', planBlock(types, rules)], answer]) : oneOf([answer]);
  return between(literal('<reason>', reasonText(between(afterReason), MAX_REASON)));
}

/** What follows a plan: `results` as they were given back, inside their tags or without them. */
export function afterResults({ types, rules }: Paused, results: string): State {
  const left = { ...rules, rounds: rules.rounds - 1 };
  const lines = results.split('\n');
  // A plan that stopped has left variables unassigned: those that the results do not give.
  const stopped = lines.some((line) => line.startsWith(NONE_LINE) || line.startsWith(ERROR_LINE));
  if (!stopped) return rolloutStart(types, left);
  const given = new Set(lines.map((line) => /^([A-Za-z_]\w*) = /.exec(line)?.[1]));
  return rolloutStart(new Map([...types].filter(([name]) => given.has(name))), left);
}

function planBlock(types: ReadonlyMap<string, QueryType>, rules: Rules): State {
  const end = (scope: Scope): State => literal('</plan>', paused(scope.types, rules));
  return between(planLines(scopeOf(types, rules), end));
}

const answerBlock = (types: ReadonlyMap<string, QueryType>, rules: Rules): State =>
  between(answerCall(scopeOf(types, rules), between(literal('</answer>', DONE))));

const scopeOf = (types: ReadonlyMap<string, QueryType>, { functions, maxCalls }: Rules): Scope => ({
  functions,
  maxCalls,
  types,
  lines: 0,
  calls: 0,
  length: 4,
});

const paused = (types: ReadonlyMap<string, QueryType>, rules: Rules): Paused => ({
  types,
  rules,
  next: nothing,
});

/** Anything but a tag, then the closing tag. A "<" that neither a letter nor a slash follows is text. */
function reasonText(then: State, left: number): State {
  const more: State | undefined =
    left > 0 ? { next: (character) => reasonText(then, left - 1).next(character) } : undefined;
  const angle: State = {
    next: (character) => {
      if (character === '<') return angle;
      if (character === '/') return literal('/reason>', then).next(character);
      return /^[A-Za-z]$/.test(character) ? undefined : more;
    },
  };
  return { next: (character) => (character === '<' ? angle : more) };
}
