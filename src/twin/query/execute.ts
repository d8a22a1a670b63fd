import type { Twin } from '../schema/twin.ts';
import type { ExecutionOptions } from './evaluate.ts';
import type { Need, NeedOutcome } from './needs.ts';
import { type Executing, Session } from './session.ts';
import type { Program } from './syntax.ts';
import type { Execution } from './types.ts';

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
export const runProgram = (source: string, twin: Twin, options: ExecutionOptions = {}): Execution =>
  finish(new Session(twin, options).run(source));

/** Checks and runs a parsed program: pure, the same twin and program give the same execution. No tool is run. */
export const executeProgram = (program: Program, twin: Twin, options: ExecutionOptions = {}): Execution =>
  finish(new Session(twin, options).runProgram(program));

function finish(executing: Executing): Execution {
  let state = executing.next();
  while (!state.done) state = executing.next({ refused: 'no tool is at hand' });
  return state.value;
}

/**
 * Goes through an execution and has what it needs measured on the way.
 * @throws whatever `refine` rejects with: what may be noted instead, it gives as `refused`
 */
export async function executeRefining(executing: Executing, refine: Refine): Promise<Execution> {
  let state = executing.next();
  while (!state.done) state = executing.next(await refine(state.value.twin, state.value.need));
  return state.value;
}

/** Runs a program text and has what it needs measured on the way; rejects as `executeRefining` does. */
export async function runProgramRefining(
  source: string,
  twin: Twin,
  refine: Refine,
  options: ExecutionOptions = {},
): Promise<Executed> {
  const session = new Session(twin, options);
  const execution = await executeRefining(session.run(source), refine);
  return { execution, twin: session.twin };
}
