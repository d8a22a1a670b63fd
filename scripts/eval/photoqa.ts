import { z } from 'zod';
import type { AskRecord } from '../../src/reasoning/types.ts';
import { boxIou } from '../../src/twin/geometry/box.ts';
import { rleIou, rleUnion } from '../../src/twin/geometry/rle.ts';
import type { Answer } from '../../src/twin/query/types.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import type { Box, Twin } from '../../src/twin/schema/twin.ts';
import { mean as average } from '../lib/statistics.ts';

export const PHOTO_QUESTION_KINDS = [
  'exist',
  'count',
  'attribute',
  'relation',
  'compare',
  'text',
  'ocr',
  'mask',
  'box',
  'none',
  'summary',
] as const;
export type PhotoQuestionKind = (typeof PHOTO_QUESTION_KINDS)[number];

const questionSchema = z.object({
  image: z.int(),
  question: z.string(),
  kind: z.enum(PHOTO_QUESTION_KINDS),
  answer: z.union([z.string(), z.number()]).optional(),
  accept: z.array(z.string()).optional(),
  target: z.object({ categories: z.array(z.string()), which: z.string() }).optional(),
  facts: z.array(z.string()).optional(),
  expected: z.string().optional(),
});

/** `questions.json` of an evaluation folder. */
export const questionsSchema = z.object({ questions: z.array(questionSchema) });
export type PhotoQuestion = z.infer<typeof questionSchema>;

/** An annotated object of the photo that a question is about. */
export interface Annotated {
  readonly label: string;
  readonly box: Box;
  readonly area: number;
  readonly mask?: Rle;
}

/** A score in [0, 1], for masks with the IoU behind it; or none: questions that no program can score are left out. */
export type Score = { readonly score: number; readonly iou?: number } | { readonly unscored: 'left-out' };

/** What was answered: the answer, or undefined when there was none, and the twin that its ids belong to. */
export interface Answered {
  readonly answer: Answer | undefined;
  readonly twin: Twin;
}

const right = (held: boolean): Score => ({ score: held ? 1 : 0 });

/** Scores one answer by the rules of its kind (IoU thresholds 0.5). Objects of `annotated` are those of the same photo. */
export function scorePhotoAnswer(
  question: PhotoQuestion,
  answered: Answered,
  annotated: readonly Annotated[],
): Score {
  const { answer } = answered;
  switch (question.kind) {
    case 'exist':
    case 'compare':
      return right(answer?.type === 'value' && yesNo(answer) === String(question.answer).toLowerCase());
    case 'relation':
      if (question.accept) return right(answer !== undefined && namesAny(answer, question.accept));
      return right(answer?.type === 'value' && yesNo(answer) === String(question.answer).toLowerCase());
    case 'count':
      return right(answer?.type === 'value' && answer.value === Number(question.answer));
    case 'attribute':
    case 'text':
    case 'ocr':
      return right(answer !== undefined && answer.type !== 'none' && namesAny(answer, question.accept ?? []));
    case 'none':
      return right(answer?.type === 'none');
    case 'summary':
      return { score: shareOfFacts(answer, question.facts ?? []) };
    case 'box':
    case 'mask':
      return scoreGrounding(question, answered, annotated);
  }
}

/** "yes" or "no", from the value or from the text of an answer. */
function yesNo(answer: Answer): string | undefined {
  if (typeof answer.value === 'boolean') return answer.value ? 'yes' : 'no';
  const first = /^\p{L}+/u.exec(answer.text.trim().toLowerCase())?.[0];
  return first === 'yes' || first === 'no' ? first : undefined;
}

/** Whether an accepted string stands in an answer's text or value as whole words, whatever the case. */
export function namesAny(answer: Answer, accepted: readonly string[]): boolean {
  const text = words(`${answer.text} ${typeof answer.value === 'string' ? answer.value : ''}`);
  return accepted.some((one) => text.includes(words(one)));
}

const words = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;

/** The share of facts that an answer names, in singular or plural ("bus" counts in "2 buses"). */
function shareOfFacts(answer: Answer | undefined, facts: readonly string[]): number {
  if (!answer || facts.length === 0) return 0;
  const plurals = (fact: string) => [
    fact,
    `${fact}s`,
    `${fact}es`,
    fact === 'person' ? 'people' : fact.replace(/fe?$/, 'ves'),
    fact.replace(/mouse$/, 'mice'),
  ];
  return facts.filter((fact) => namesAny(answer, plurals(fact))).length / facts.length;
}

/** The annotated objects that a question means, or undefined when only a person can tell. */
export function targetsOf(
  question: PhotoQuestion,
  annotated: readonly Annotated[],
): readonly Annotated[] | undefined {
  const { target } = question;
  if (!target || (target.which !== 'all' && target.which !== 'largest')) return undefined;
  const all = annotated.filter(({ label }) => target.categories.includes(label));
  return target.which === 'all' ? all : all.toSorted((a, b) => b.area - a.area).slice(0, 1);
}

function scoreGrounding(
  question: PhotoQuestion,
  { answer, twin }: Answered,
  annotated: readonly Annotated[],
): Score {
  const targets = targetsOf(question, annotated);
  if (!targets || targets.length === 0) return { unscored: 'left-out' };
  const ids = new Set(answer && answer.type !== 'none' ? answer.ids : []);
  const states = twin.objects.flatMap(({ id, states: [state] }) => (ids.has(id) && state ? [state] : []));
  if (question.kind === 'box') {
    const boxes = states.map(({ box }) => box);
    return right(
      boxes.length === targets.length &&
        matchBoxes(
          targets.map(({ box }) => box),
          boxes,
        ) === targets.length,
    );
  }
  const truth = unionOf(targets.map(({ mask }) => mask));
  if (!truth || targets.some(({ mask }) => !mask)) return { unscored: 'left-out' };
  const given = unionOf(states.map(({ mask }) => mask));
  const iou = given ? rleIou(given, truth) : 0;
  return { ...right(iou >= 0.5), iou };
}

/** The union of masks; undefined of none. */
const unionOf = (masks: readonly (Rle | undefined)[]): Rle | undefined =>
  masks.reduce((union, mask) => (union && mask ? rleUnion(union, mask) : (union ?? mask)), undefined);

/** The size of the largest one-to-one matching of boxes at IoU ≥ 0.5 (augmenting paths). */
export function matchBoxes(targets: readonly Box[], boxes: readonly Box[]): number {
  const matchOf = new Map<number, number>();
  const assign = (target: number, seen: Set<number>): boolean => {
    for (const [index, box] of boxes.entries()) {
      const wanted = targets[target];
      if (!wanted || seen.has(index) || boxIou(wanted, box) < 0.5) continue;
      seen.add(index);
      const holder = matchOf.get(index);
      if (holder !== undefined && !assign(holder, seen)) continue;
      matchOf.set(index, target);
      return true;
    }
    return false;
  };
  return targets.filter((_, target) => assign(target, new Set())).length;
}

export interface PhotoqaMetrics {
  /** Mean over the kinds that the project holds itself to: exist, count, relation, attribute, compare, none. */
  readonly accuracy: number;
  readonly overall: number;
  readonly byKind: Readonly<Record<string, { readonly n: number; readonly accuracy: number }>>;
  /**
   * Of the `mask` questions: gIoU is the mean of the IoUs of the answered union with the annotated one, 0 where nothing is answered (as
   * there is always something annotated, the conventions for empty masks don't matter).
   */
  readonly masks: { readonly n: number; readonly giou: number };
  readonly leftOut: number;
}

const CORE_KINDS: readonly PhotoQuestionKind[] = [
  'exist',
  'count',
  'relation',
  'attribute',
  'compare',
  'none',
];

/** Sums up scores: accuracies over questions that could be scored, and how many could not, and why. */
export function summarizeScores(
  scores: readonly { readonly kind: PhotoQuestionKind; readonly score: Score }[],
): PhotoqaMetrics {
  const mean = (kinds: readonly string[]): { n: number; accuracy: number } => {
    const values = scores.flatMap(({ kind, score }) =>
      kinds.includes(kind) && 'score' in score ? [score.score] : [],
    );
    const sum = values.reduce((total, value) => total + value, 0);
    return { n: values.length, accuracy: values.length === 0 ? 0 : sum / values.length };
  };
  const byKind: Record<string, { n: number; accuracy: number }> = {};
  for (const kind of PHOTO_QUESTION_KINDS) {
    const scored = mean([kind]);
    if (scored.n > 0) byKind[kind] = scored;
  }
  const ious = scores.flatMap(({ score }) =>
    'score' in score && score.iou !== undefined ? [score.iou] : [],
  );
  const leftOut = scores.filter(({ score }) => 'unscored' in score && score.unscored === 'left-out').length;
  return {
    accuracy: mean(CORE_KINDS).accuracy,
    overall: mean(PHOTO_QUESTION_KINDS).accuracy,
    byKind,
    masks: { n: ious.length, giou: average(ious) },
    leftOut,
  };
}

/** One question with its answer and score. */
export interface PhotoqaRow {
  readonly kind: PhotoQuestionKind;
  readonly image: number;
  readonly question: string;
  readonly answer: string;
  readonly score: Score;
}

/** Asks and scores one question. `record` is what the app gave for it on `twin`. */
export function scoreRecord(
  question: PhotoQuestion,
  record: AskRecord,
  twin: Twin,
  annotated: readonly Annotated[],
): PhotoqaRow {
  const answer = record.execution?.answer;
  const why = record.reading.readable
    ? (record.execution?.error?.message ?? 'no answer')
    : record.reading.reason;
  const { kind, image, question: text } = question;
  return {
    kind,
    image,
    question: text,
    answer: answer ? `${answer.type}: ${answer.text}` : why,
    score: scorePhotoAnswer(question, { answer, twin }, annotated),
  };
}

/** The annotated objects of a photo as scoring needs them, from its oracle twin. */
export const annotatedFrom = (oracle: Twin): readonly Annotated[] =>
  oracle.objects.flatMap(({ label, states: [state] }) => {
    if (!state) return [];
    const [x0, y0, x1, y1] = state.box;
    const object = { label, box: state.box, area: state.area ?? (x1 - x0) * (y1 - y0) };
    return [state.mask ? { ...object, mask: state.mask } : object];
  });
