import type { Execution, NeedRecord, QueryStep, QueryValue } from '../../twin/query/types.ts';
import { escapeText, quoteData } from './escape.ts';

/** Ids of a set that results spell out. */
const MAX_IDS = 24;
/** Results that grow longer are cut: a policy's memory is small. */
const MAX_RESULTS = 6_000;

/** How a plan ended, as the last line of its results begins. */
export const NONE_LINE = 'none: ';
export const ERROR_LINE = 'error: ';

function valueText(value: QueryValue): string {
  switch (value.type) {
    case 'Set':
      return idsText(value.ids);
    case 'Object':
      return idText(value.id);
    case 'Number':
      return value.unit === undefined ? String(value.value) : `${value.value} ${escapeText(value.unit)}`;
    case 'Text':
      return quoteData(value.value);
    case 'Bool':
      return value.value ? 'true' : 'false';
    case 'Answer':
      return `${value.answer.type} ${idsText(value.answer.ids)}`;
  }
}

/** Ids are data too: an imported twin may call its objects anything. */
const idText = (id: string): string => (/^[\w-]+$/.test(id) ? id : quoteData(id));

const idsText = (ids: readonly string[]): string => {
  const shown = ids.slice(0, MAX_IDS).map(idText).join(', ');
  return ids.length > MAX_IDS ? `{${shown}, … ${ids.length} in all}` : `{${shown}}`;
};

function needText({ kind, ids, phrase, added, refused }: NeedRecord): string {
  if (kind === 'objects')
    return `# looked for ${quoteData(phrase ?? '')}: ${refused === undefined ? `${idsText(added)} added` : quoteData(refused)}`;
  const where = ids.length === 0 ? 'the whole picture' : idsText(ids);
  if (refused !== undefined) return `# ${kind} of ${where} is not measured: ${quoteData(refused)}`;
  const more = added.length > 0 ? `, ${idsText(added)} added` : '';
  return `# measured ${kind} of ${where}${more}`;
}

function stepLines(step: QueryStep): readonly string[] {
  const lines = (step.needs ?? []).map(needText);
  lines.push(`${step.name} = ${valueText(step.value)}`);
  if (step.note !== undefined) lines.push(`# ${quoteData(step.note)}`);
  return lines;
}

/**
 * What a plan gave, for the policy to read: a line a variable, notes as comments, and at the end why it stopped early if it
 * did. Everything that came from the picture is quoted, cut and escaped; nothing in it is a tag.
 */
export function writeResults({ steps, answer, error }: Execution): string {
  const last = steps.at(-1);
  const stopped = answer?.type === 'none' && last?.value.type === 'Answer';
  const kept = stopped ? steps.slice(0, -1) : steps;
  const lines = kept.flatMap(stepLines);
  if (stopped) lines.push(...(last.needs ?? []).map(needText), `${NONE_LINE}${quoteData(answer.text)}`);
  if (error) {
    const { line, column, message } = error;
    lines.push(`${ERROR_LINE}${quoteData(`line ${line}, column ${column}: ${message}`)}`);
  }
  const text = lines.join('\n');
  if (text.length <= MAX_RESULTS) return text;
  // Whole lines from the end are left out, not the end itself: it says how the plan ended.
  const end = stopped || error ? lines.pop() : undefined;
  let length = end?.length ?? 0;
  const short: string[] = [];
  for (const line of lines) {
    length += line.length + 1;
    if (length > MAX_RESULTS) break;
    short.push(line);
  }
  return [...short, `# ${lines.length - short.length} lines are left out`, ...(end ? [end] : [])].join('\n');
}
