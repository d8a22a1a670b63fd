import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { pathText } from '../../twin/integrity/integrity.ts';
import { identifyJson, isRecord } from '../json/identify.ts';
import { JSON_LIMITS, readJson } from '../json/json.ts';
import { twinFromJson } from '../twin/readTwin.ts';
import { correctionFault, correctionId } from './correction.ts';
import {
  CORRECTIONS_VERSION,
  type Correction,
  correctionHeadSchema,
  correctionsFileSchema,
  MAX_CORRECTIONS,
} from './schema.ts';

/** Every correction has a twin of its own. */
const LIMITS = { ...JSON_LIMITS, maxLength: 256_000_000, maxNodes: 32_000_000 };

const invalid = (name: string, reason: string): Result<never, ErrorDetails> =>
  err({
    code: 'corrections-invalid',
    message: `“${name}”: ${reason}.`,
    remedy: 'Export the corrections again, or correct the file at that place.',
  });

/**
 * Reads a file of corrections. Of several for one question about one source the last counts. The error names the file, the place in it and
 * the reason. Never throws.
 */
export function readCorrections(text: string, name: string): Result<readonly Correction[], ErrorDetails> {
  const json = readJson(text, name, LIMITS);
  if (!json.ok) return json;
  if (!isRecord(json.value) || json.value.type !== 'corrections')
    return invalid(name, `this is no file of corrections: it is ${identifyJson(json.value)}`);
  if (json.value.version !== CORRECTIONS_VERSION)
    return invalid(name, `version ${String(json.value.version)} of the format is not known here`);
  if (Array.isArray(json.value.corrections) && json.value.corrections.length > MAX_CORRECTIONS)
    return invalid(
      name,
      `it has ${json.value.corrections.length} corrections; at most ${MAX_CORRECTIONS} are read`,
    );
  const file = correctionsFileSchema.safeParse(json.value);
  if (!file.success) return invalid(name, issueText(file.error.issues));
  const read = new Map<string, Correction>();
  for (const [index, entry] of file.data.corrections.entries()) {
    const correction = correctionFrom(entry, name, `corrections[${index}]`);
    if (!correction.ok) return correction;
    read.set(correctionId(correction.value.question, correction.value.twin.source), correction.value);
  }
  return ok([...read.values()]);
}

function correctionFrom(entry: unknown, name: string, place: string): Result<Correction, ErrorDetails> {
  if (!isRecord(entry)) return invalid(name, `${place} is ${identifyJson(entry)}`);
  const { twin: twinJson, ...headJson } = entry;
  const head = correctionHeadSchema.safeParse(headJson);
  if (!head.success) return invalid(name, `${place}.${issueText(head.error.issues)}`);
  const twin = twinFromJson(twinJson, `${name}, ${place}.twin`);
  if (!twin.ok) return twin;
  const correction = { ...head.data, twin: twin.value };
  const fault = correctionFault(correction);
  return fault === undefined ? ok(correction) : invalid(name, `${place}: ${fault}`);
}

const issueText = (issues: readonly { path: readonly PropertyKey[]; message: string }[]): string => {
  const [issue] = issues;
  return issue ? `${pathText(issue.path)}: ${issue.message}` : 'it does not fit the format';
};
