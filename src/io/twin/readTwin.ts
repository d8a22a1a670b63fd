import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { checkIntegrity, pathText } from '../../twin/integrity/integrity.ts';
import { migrateTwin } from '../../twin/schema/migrations.ts';
import { MAX_OBJECTS, type Twin, twinSchema } from '../../twin/schema/twin.ts';
import { identifyJson, isRecord } from '../json/identify.ts';
import { readJson } from '../json/json.ts';

const invalid = (name: string, reason: string): Result<never, ErrorDetails> =>
  err({
    code: 'twin-invalid',
    message: `“${name}” is a twin, but ${reason}.`,
    remedy: 'Export the twin again, or correct the file at that place.',
  });

/** Validates parsed JSON as a twin: kind, version (older ones are migrated), schema, then every integrity check. Never throws. */
export function twinFromJson(json: unknown, name: string): Result<Twin, ErrorDetails> {
  if (!isRecord(json) || json.type !== 'twin')
    return err({
      code: 'not-a-twin',
      message: `“${name}” is not a twin: it is ${identifyJson(json)}.`,
      remedy: 'Open a file that was exported with “Twin JSON”; COCO files open together with their photo.',
    });
  const migrated = migrateTwin(json);
  if (!migrated.ok) return invalid(name, migrated.error);
  const { objects } = migrated.value;
  // Before the schema: ten thousand objects are checked in a moment, ten million are not.
  if (Array.isArray(objects) && objects.length > MAX_OBJECTS)
    return invalid(name, `it has ${objects.length} objects; at most ${MAX_OBJECTS} are read`);
  const parsed = parse(migrated.value);
  if (!parsed.ok) return invalid(name, parsed.error);
  const failed = checkIntegrity(parsed.value).find((check) => !check.passed);
  if (failed !== undefined) return invalid(name, `fails the check “${failed.name}”: ${failed.offenders[0]}`);
  return ok(parsed.value);
}

/** Reads a twin file. The error names the file, the place in it and the reason. Never throws. */
export function readTwin(text: string, name: string): Result<Twin, ErrorDetails> {
  const json = readJson(text, name);
  return json.ok ? twinFromJson(json.value, name) : json;
}

function parse(json: unknown): Result<Twin, string> {
  try {
    const parsed = twinSchema.safeParse(json);
    if (parsed.success) return ok(parsed.data);
    const issue = parsed.error.issues[0];
    return err(issue === undefined ? 'does not fit the schema' : `${pathText(issue.path)}: ${issue.message}`);
  } catch (error) {
    // zod recurses; the depth limit of readJson keeps this for values that did not come through it.
    if (error instanceof RangeError) return err('is nested too deeply');
    throw error;
  }
}
