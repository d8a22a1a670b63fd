import { QUERY_FUNCTIONS } from '../../twin/query/functions/index.ts';
import { timeFunctions } from '../../twin/query/functions/time.ts';
import { DEFAULT_LIMITS } from '../rollout/limits.ts';
import { MAX_CALLS } from './program.ts';
import { afterResults, DONE, isPaused, rolloutStart } from './rollout.ts';
import { read, type State } from './state.ts';

/**
 * Recognises well-formed rollouts while they are written: the tag grammar and, inside plans and answers, programs that parse and
 * check. It knows the functions with their arguments, closed vocabularies, the variables and their types. It takes the form that our
 * own rollouts have – one space behind a comma, one line a variable, no comments – and less of what the language also allows, so that
 * whatever it accepts can be finished.
 */
export interface RolloutConstraint {
  /** Whether what was written may go on with this text (whole characters), towards some well-formed rollout. */
  accepts(text: string): boolean;
  /** Takes text that was written. @throws RangeError where `accepts` would say no */
  advance(text: string): void;
  /** Goes on behind a plan, whose results are these, with their tags or without. @throws RangeError anywhere else */
  inject(results: string): void;
  /** True behind `</plan>`: nothing is accepted until results are injected. */
  readonly paused: boolean;
  /** True behind `</answer>`: nothing is accepted any more. */
  readonly done: boolean;
}

export interface ConstraintOptions {
  /** Plans that may be written; the rollout's own limit by default. */
  readonly rounds?: number | undefined;
  /** Whether the twin is of a video, as by default: functions of time fail on any other. */
  readonly video?: boolean | undefined;
  /**
   * Calls of one plan or answer from which on what is open is only closed; as many as the language takes by default. A model with room for few
   * tokens may otherwise narrow one set without end.
   */
  readonly maxCalls?: number | undefined;
}

/** Functions that a twin of a picture has answers to. */
const TIMELESS = QUERY_FUNCTIONS.filter((entry) => !timeFunctions.includes(entry));

export function createConstraint({
  rounds = DEFAULT_LIMITS.rounds,
  video = true,
  maxCalls = MAX_CALLS,
}: ConstraintOptions = {}): RolloutConstraint {
  const functions = video ? QUERY_FUNCTIONS : TIMELESS;
  let state: State = rolloutStart(new Map(), { rounds, functions, maxCalls: Math.min(maxCalls, MAX_CALLS) });
  return {
    accepts: (text) => read(state, text) !== undefined,
    advance(text) {
      const next = read(state, text);
      if (!next) throw new RangeError(`No well-formed rollout goes on with ${JSON.stringify(text)}.`);
      state = next;
    },
    inject(results) {
      if (!isPaused(state)) throw new RangeError('Results belong behind a plan.');
      state = afterResults(state, results);
    },
    get paused() {
      return isPaused(state);
    },
    get done() {
      return state === DONE;
    },
  };
}

const RESULTS = /\n?<results>[\s\S]*?<\/results>\n?/g;

/**
 * The constraint behind a transcript, results included, from where its policy is to write on.
 * @throws RangeError where the transcript is not what `createConstraint` accepts
 */
export function constraintBehind(transcript: string, options?: ConstraintOptions): RolloutConstraint {
  const constraint = createConstraint(options);
  let at = 0;
  for (const { 0: results, index } of transcript.matchAll(RESULTS)) {
    constraint.advance(transcript.slice(at, index));
    constraint.inject(results);
    at = index + results.length;
  }
  constraint.advance(transcript.slice(at));
  return constraint;
}
