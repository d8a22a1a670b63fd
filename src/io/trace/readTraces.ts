import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { pathText } from '../../twin/integrity/integrity.ts';
import { TRACE_VERSION, type Trace, traceSchema } from '../../twin/trace/schema.ts';
import { identifyJson, isRecord } from '../json/identify.ts';
import { readJson } from '../json/json.ts';

/** Files with more lines are refused: nobody looks through so many traces. */
export const MAX_TRACES = 10_000;

const invalid = (name: string, line: number, reason: string): Result<never, ErrorDetails> =>
  err({
    code: 'trace-invalid',
    message: `“${name}”, line ${line}: ${reason}.`,
    remedy: 'Export the traces again, or correct the file at that line.',
  });

/** Reads a file of traces in JSON Lines; empty lines are skipped. The error names the file, the line and the place. Never throws. */
export function readTraces(text: string, name: string): Result<readonly Trace[], ErrorDetails> {
  const lines = text.split('\n');
  if (lines.length > MAX_TRACES + 1)
    return invalid(name, MAX_TRACES + 1, `a file may hold at most ${MAX_TRACES} traces`);
  const traces: Trace[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const trace = readTrace(line, name, index + 1);
    if (!trace.ok) return trace;
    traces.push(trace.value);
  }
  return ok(traces);
}

function readTrace(line: string, name: string, number: number): Result<Trace, ErrorDetails> {
  const json = readJson(line, name);
  if (!json.ok) return invalid(name, number, json.error.message.replace(/\.$/, ''));
  if (!isRecord(json.value) || json.value.type !== 'trace')
    return invalid(name, number, `this is no trace: it is ${identifyJson(json.value)}`);
  if (json.value.version !== TRACE_VERSION)
    return invalid(name, number, `version ${String(json.value.version)} of the format is not known here`);
  const parsed = traceSchema.safeParse(json.value);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return invalid(
    name,
    number,
    issue ? `${pathText(issue.path)}: ${issue.message}` : 'it does not fit the format',
  );
}
