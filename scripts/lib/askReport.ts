import type { Perceived } from '../../src/app/headlessApi.ts';
import { formatDuration, formatScore } from '../../src/core/units.ts';
import type { AskRecord } from '../../src/reasoning/types.ts';
import type { Answer, NeedRecord } from '../../src/twin/query/types.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import type { Trace } from '../../src/twin/trace/schema.ts';

/** What is printed for one question: the shape is part of the command's interface, keys may be added. */
export interface AskJson {
  readonly question: string;
  readonly task: string | null;
  readonly answer: Answer;
  readonly evidence: readonly string[];
  readonly program: string | null;
  readonly readable: boolean;
  readonly suggestions?: readonly string[];
  /** The whole rollout (see docs/traces.md). */
  readonly trace?: Trace;
  /** What the question made necessary, in order. */
  readonly needs?: readonly NeedRecord[];
  readonly notes?: readonly string[];
  readonly objects: readonly { id: string; label: string; score: number; box: readonly number[] }[];
  readonly device: string;
  readonly timings: Readonly<Record<string, number>>;
}

/** What a question was asked of: a photo's twin or a clip's. */
type Asked = Pick<Perceived, 'twin' | 'timings' | 'detector'>;

const objectsOf = (twin: Twin): AskJson['objects'] =>
  twin.objects.map(({ id, label, score, states }) => ({ id, label, score, box: states[0]?.box ?? [] }));

/** A question without an answer still gets a sentence; its type is never `none`, which would mean "nothing fits". */
const unanswered = (text: string): Answer => ({ type: 'value', ids: [], text });

function answerOf({ reading, execution }: AskRecord): Answer {
  if (!reading.readable) return unanswered(`I can't read this question: ${reading.reason}`);
  if (execution?.answer) return execution.answer;
  const error = execution?.error;
  return unanswered(
    error ? `The program stopped at line ${error.line}: ${error.message}` : 'There is no answer.',
  );
}

export function askJson(record: AskRecord, { twin, timings, detector }: Asked): AskJson {
  const { question, reading, execution, trace, ms } = record;
  const needs = (execution?.steps ?? []).flatMap((step) => step.needs ?? []);
  return {
    question,
    task: reading.readable ? reading.task : null,
    answer: answerOf(record),
    evidence: execution?.evidence ?? [],
    program: reading.readable ? reading.program : null,
    readable: reading.readable,
    ...(reading.readable ? { notes: reading.notes } : { suggestions: reading.suggestions }),
    ...(trace ? { trace, needs } : {}),
    objects: objectsOf(twin),
    device: detector.device,
    timings: { ...timings, ask: ms, answer: (timings.total ?? 0) + ms },
  };
}

const needText = ({ kind, ids, phrase, ms, refused }: NeedRecord): string => {
  const where = phrase ?? (ids.length === 0 ? 'the whole picture' : ids.join(', '));
  return `  ${kind} of ${where}: ${refused ?? formatDuration(ms)}`;
};

const indent = (text: string): string => text.trimEnd().replaceAll(/^/gm, '  ');

/** The same for a person to read. */
export function askText(record: AskRecord, perceived: Asked): string {
  const asked = askJson(record, perceived);
  const { question, answer, evidence, program, suggestions, notes, needs, objects, device, timings } = asked;
  const lines = [question, `  ${answer.text}`];
  if (suggestions)
    lines.push('Questions that I can read:', ...suggestions.map((suggestion) => `  ${suggestion}`));
  const shown = objects.filter(({ id }) => evidence.includes(id));
  if (shown.length > 0) lines.push('Because of');
  for (const { id, label, score, box } of shown) {
    lines.push(`  ${id} ${label} ${formatScore(score)} [${box.map((side) => Math.round(side)).join(', ')}]`);
  }
  if (program !== null) lines.push('Program', indent(program));
  if (needs && needs.length > 0) lines.push('Measured for this question', ...needs.map(needText));
  for (const note of notes ?? []) lines.push(`Note: ${note}`);
  const total = formatDuration(timings.answer ?? Number.NaN);
  lines.push(`${objects.length} objects; photo to answer in ${total} on ${device}`);
  return `${lines.join('\n')}\n`;
}
