import { checkAnswerIds, checkIntegrity } from '../../twin/integrity/integrity.ts';
import { findFunction } from '../../twin/query/functions/index.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import type { Expression } from '../../twin/query/syntax.ts';
import type { Answer, AnswerType, QueryError } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import {
  type Segment,
  STRUCTURE_CHECKS,
  type StructureCheck,
  type StructureScore,
} from '../../twin/trace/schema.ts';
import type { Task } from '../types.ts';
import { readTranscript } from './grammar.ts';
import type { Rollout } from './rollout.ts';

type CheckName = StructureCheck['name'];

/** The right answer, as far as its kind goes. */
interface Wanted {
  /** Nothing fits. */
  readonly none: boolean;
  readonly value?: string | number | boolean | undefined;
}

/** What a check found wrong; undefined when it holds. */
type Finding = string | undefined;

/** The transcript of a rollout as text, block by block. */
export const transcriptOf = (segments: readonly Segment[]): string =>
  segments.map(({ tag, text }) => `<${tag}>${text}</${tag}>`).join('\n');

/**
 * The structure term of the reward (DESIGN section 7): the share of the checks that hold, 0 where the tags do not parse. A pure
 * function of what was written and what came of it; it says nothing about whether the answer is right. Longer rollouts, more
 * plans or repeated text never add to it.
 *
 * @param wanted what the right answer is, where it is known: only its kind counts here. Without it, any value in order would do for a question
 * that asks for a colour, and `none` for all of them: a policy learns to write what never fails.
 */
export function scoreStructure(
  rollout: Rollout,
  twinBefore: Twin,
  task: Task,
  wanted?: Wanted,
): StructureScore {
  const findings = findingsOf(rollout, twinBefore, task, wanted);
  const checks = STRUCTURE_CHECKS.map((name): StructureCheck => {
    const detail = findings[name];
    return detail === undefined
      ? { name, passed: true }
      : { name, passed: false, detail: detail.slice(0, 1_000) };
  });
  const passed = checks.filter((check) => check.passed).length;
  const parses = findings['tag-grammar'] === undefined;
  return { score: parses ? passed / checks.length : 0, checks };
}

function findingsOf(
  rollout: Rollout,
  twinBefore: Twin,
  task: Task,
  wanted: Wanted | undefined,
): Readonly<Record<CheckName, Finding>> {
  const { outcome, segments, execution, twin } = rollout;
  const read = readTranscript(transcriptOf(segments));
  const grammar =
    outcome.kind === 'malformed' ? outcome.fault.message : read.ok ? undefined : read.fault.message;
  const programs = segments.filter(({ tag }) => tag === 'plan' || tag === 'answer').map(({ text }) => text);
  const parsed = programs.map(parseProgram);
  const unparsed = parsed.find((program) => !program.ok);
  const calls = parsed.flatMap((program) =>
    program.ok ? program.value.assignments.flatMap(({ expression }) => callsIn(expression)) : [],
  );
  const unknown = calls.find((name) => findFunction(name) === undefined);
  const error = firstError(rollout);
  const untyped = error && (error.kind === 'type' || error.kind === 'name') ? error.message : undefined;
  const refused = execution.steps
    .flatMap(({ needs = [] }) => needs)
    .find((need) => need.refused !== undefined);
  const { answer } = execution;
  const noAnswer = 'there is no answer';
  const unfinished = outcome.kind === 'answered' ? undefined : `the rollout ended as ${outcome.kind}`;
  const parses = unparsed && !unparsed.ok ? unparsed.error.message : undefined;
  return {
    'tag-grammar': grammar,
    'plans-parse': parses,
    'types-check': untyped ?? parses,
    'tools-exist': unknown === undefined ? undefined : `there is no tool “${unknown}”`,
    'calls-accepted': refused ? `${refused.kind}: ${refused.refused}` : runtimeFault(error),
    'plans-execute': error?.message ?? unfinished,
    'answer-type': answer ? (typeFault(answer.type, task) ?? kindFault(answer, wanted)) : noAnswer,
    'answer-ids-exist': answer ? checkAnswerIds(twin, answer.ids).offenders[0] : noAnswer,
    'twin-sound': soundnessFault(twin, twinBefore),
  };
}

/** The first error of any plan or of the answer: what came after it does not make it good. */
function firstError({ rounds, execution }: Rollout): QueryError | undefined {
  return rounds.find((round) => round.execution.error)?.execution.error ?? execution.error;
}

const runtimeFault = (error: QueryError | undefined): Finding =>
  error?.kind === 'runtime' || error?.kind === 'budget' ? error.message : undefined;

/** `none` answers every task: nothing may fit. */
const typeFault = (type: AnswerType, task: Task): Finding =>
  type === task || type === 'none' ? undefined : `a ${task} was asked for, ${type} was given`;

/** "Yes" and 2 are no colours, and nothing is no answer where there is one. */
function kindFault({ type, value }: Answer, wanted: Wanted | undefined): Finding {
  if (!wanted || wanted.none) return undefined;
  if (type === 'none') return 'there is an answer, none was given';
  if (type !== 'value' || wanted.value === undefined || typeof value === typeof wanted.value)
    return undefined;
  return `a value like ${JSON.stringify(wanted.value)} was asked for, ${JSON.stringify(value)} was given`;
}

/** Checks that the refined twin fails and the one before did not: a policy is not blamed for what it was given. */
function soundnessFault(twin: Twin, before: Twin): Finding {
  if (twin === before) return undefined;
  const failedBefore = new Set(checkIntegrity(before).flatMap(({ name, passed }) => (passed ? [] : [name])));
  const failed = checkIntegrity(twin).find(({ name, passed }) => !passed && !failedBefore.has(name));
  return failed && `${failed.name}: ${failed.offenders[0] ?? ''}`;
}

function callsIn(expression: Expression): readonly string[] {
  if (expression.kind !== 'call') return [];
  return [expression.name, ...expression.args.flatMap(callsIn)];
}
