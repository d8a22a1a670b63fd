import type { Trace } from '../../twin/trace/schema.ts';

/** Writes traces as JSON Lines: one trace a line, in order. */
export const writeTraces = (traces: readonly Trace[]): string =>
  traces.map((trace) => `${JSON.stringify(trace)}\n`).join('');
