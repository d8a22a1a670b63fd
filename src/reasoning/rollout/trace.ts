import { checkAnswerIds, checkIntegrity } from '../../twin/integrity/integrity.ts';
import { isKnown } from '../../twin/query/needs.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { TRACE_VERSION, type Trace, type TwinCounts } from '../../twin/trace/schema.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { Task } from '../types.ts';
import type { Rollout } from './rollout.ts';
import { scoreStructure } from './structure.ts';

/** What a twin holds, counted. */
export function countKnowledge({ objects }: Twin): TwinCounts {
  const known = (kind: 'mask' | 'depth' | 'text'): number =>
    objects.filter((object) => object.states.some((state) => isKnown(object, state, kind))).length;
  return {
    objects: objects.length,
    masks: known('mask'),
    depths: known('depth'),
    texts: known('text'),
    attributes: objects.reduce((sum, { attributes }) => sum + Object.keys(attributes).length, 0),
  };
}

export interface TraceInput {
  readonly id: string;
  readonly question: string;
  readonly task: Task;
  readonly policy: string;
  readonly notes: readonly string[];
  readonly prompt: Prompt;
  readonly twinBefore: Twin;
  readonly rollout: Rollout;
  readonly ms: number;
}

/** Puts down everything that led to an answer as plain data. */
export function traceOf(input: TraceInput): Trace {
  const { rollout, twinBefore, prompt } = input;
  const { execution, twin, segments, outcome, tokens } = rollout;
  const needs = execution.steps.flatMap((step) => step.needs ?? []);
  const indices = [...new Set(needs.flatMap(({ runs }) => runs))];
  let from = 0;
  const rounds = rollout.rounds.map(({ reason, plan, results, ms, execution: { steps, error } }) => {
    const range: [number, number] = [from, from + steps.length];
    from = range[1];
    return { reason, plan, results, ms, steps: range, ...(error ? { error } : {}) };
  });
  const answer = segments.findLast(({ tag }) => tag === 'answer')?.text.trim();
  return {
    type: 'trace',
    version: TRACE_VERSION,
    id: input.id,
    question: input.question,
    task: input.task,
    policy: input.policy,
    notes: input.notes,
    prompt: {
      text: prompt.text,
      parts: prompt.parts.map(({ name, tokens: count }) => ({ name, tokens: count })),
    },
    segments,
    ...(rollout.unread.trim() === '' ? {} : { unread: rollout.unread }),
    rounds,
    outcome,
    program: [
      ...rounds.map(({ plan }) => plan),
      ...(answer === undefined ? [] : [`answer = ${answer}`]),
    ].join('\n'),
    execution,
    toolRuns: indices.flatMap((index) => {
      const run = twin.log[index];
      return run ? [{ index, run }] : [];
    }),
    twin: {
      name: twin.source.name,
      sha256: twin.source.sha256,
      before: countKnowledge(twinBefore),
      after: countKnowledge(twin),
    },
    integrity: [...checkIntegrity(twin), checkAnswerIds(twin, execution.answer?.ids ?? [])],
    structure: scoreStructure(rollout, twinBefore, input.task),
    tokens: { prompt: prompt.tokens, ...tokens },
    ms: { total: input.ms, tools: needs.reduce((sum, need) => sum + need.ms, 0) },
  };
}
