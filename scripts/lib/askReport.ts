import type { Perceived } from '../../src/app/headlessApi.ts';
import { formatDuration, formatScore } from '../../src/core/units.ts';
import type { AskRecord } from '../../src/reasoning/types.ts';
import type { Answer, NeedRecord } from '../../src/twin/query/types.ts';
import type { Twin, TwinObject } from '../../src/twin/schema/twin.ts';
import type { Trace } from '../../src/twin/trace/schema.ts';
import { startOf, timelineOf, visibleSpans } from '../../src/twin/tracks/timeline.ts';
import { formatInterval } from '../../src/twin/tracks/words.ts';

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
  /** The box is that of a photo, or of the first frame that shows the object; of a clip `seen` says when it is seen, as seconds. */
  readonly objects: readonly {
    readonly id: string;
    readonly label: string;
    readonly score: number;
    readonly box: readonly number[];
    readonly seen?: readonly (readonly [start: number, end: number])[];
  }[];
  /** Of a clip: frames that were looked at, of how many. */
  readonly frames?: { readonly looked: number; readonly of: number };
  readonly device: string;
  readonly timings: Readonly<Record<string, number>>;
}

/** What a question was asked of: a photo's twin or a clip's. */
type Asked = Pick<Perceived, 'twin' | 'timings' | 'detector'>;

const objectsOf = (twin: Twin): AskJson['objects'] =>
  twin.objects.map((object) => {
    const { id, label, score, states } = object;
    const box = states[0]?.box ?? [];
    return {
      id,
      label,
      score,
      box,
      ...(twin.source.kind === 'video' && { seen: seenSeconds(twin, object) }),
    };
  });

/** When an object of a clip is seen, each stretch as seconds, end exclusive. */
function seenSeconds(twin: Twin, object: TwinObject): readonly (readonly [number, number])[] {
  const timeline = timelineOf(twin);
  return visibleSpans(timeline, object).map(
    ([start, end]) => [startOf(timeline, start) / 1e6, startOf(timeline, end) / 1e6] as const,
  );
}

/** Of a clip: how many of its frames were looked at. */
const framesOf = ({ source }: Twin): Pick<AskJson, 'frames'> =>
  source.kind === 'video' ? { frames: { looked: source.frames?.length ?? 0, of: source.frameCount } } : {};

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
    ...framesOf(twin),
    device: detector.device,
    timings: { ...timings, ask: ms, answer: (timings.total ?? 0) + ms },
  };
}

const needText = ({ kind, ids, phrase, ms, refused }: NeedRecord): string => {
  const where = phrase ?? (ids.length === 0 ? 'the whole picture' : ids.join(', '));
  return `  ${kind} of ${where}: ${refused ?? formatDuration(ms)}`;
};

/** Where a photo shows an object, or when a clip does. */
const placeText = ({ box, seen }: AskJson['objects'][number]): string =>
  seen
    ? seen.map(([start, end]) => formatInterval(start * 1e6, end * 1e6)).join(', ')
    : `[${box.map((side) => Math.round(side)).join(', ')}]`;

/** What a few looks did not find may still be in the clip. */
const fewLooks = ({ evidence, frames }: AskJson): boolean =>
  evidence.length === 0 && frames !== undefined && frames.looked < frames.of;

const indent = (text: string): string => text.trimEnd().replaceAll(/^/gm, '  ');

/** The same for a person to read. */
export function askText(record: AskRecord, perceived: Asked): string {
  const asked = askJson(record, perceived);
  const { question, answer, evidence, program, suggestions, notes, needs, objects, frames, device, timings } =
    asked;
  const lines = [question, `  ${answer.text}`];
  if (suggestions)
    lines.push('Questions that I can read:', ...suggestions.map((suggestion) => `  ${suggestion}`));
  const shown = objects.filter(({ id }) => evidence.includes(id));
  if (shown.length > 0) lines.push('Because of');
  for (const object of shown)
    lines.push(`  ${object.id} ${object.label} ${formatScore(object.score)} ${placeText(object)}`);
  if (program !== null) lines.push('Program', indent(program));
  if (needs && needs.length > 0) lines.push('Measured for this question', ...needs.map(needText));
  for (const note of notes ?? []) lines.push(`Note: ${note}`);
  if (fewLooks(asked)) lines.push('Note: most frames were not looked at; --rate looks at more of them');
  const total = formatDuration(timings.answer ?? Number.NaN);
  const found = `${objects.length} ${objects.length === 1 ? 'object' : 'objects'}`;
  const looked = frames ? ` in ${frames.looked} of ${frames.of} frames; clip` : '; photo';
  lines.push(`${found}${looked} to answer in ${total} on ${device}`);
  return `${lines.join('\n')}\n`;
}
