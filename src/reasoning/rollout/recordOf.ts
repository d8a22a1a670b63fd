import type { Trace } from '../../twin/trace/schema.ts';
import type { AskRecord } from '../types.ts';

/** The record of an answered question from its trace, as it was kept when the question was asked. */
export function recordOf(trace: Trace): AskRecord {
  const { id, question, policy, task, program, notes, execution, ms } = trace;
  return {
    id,
    question,
    policy,
    reading: { readable: true, task, program, notes },
    execution,
    trace,
    ms: ms.total,
  };
}
