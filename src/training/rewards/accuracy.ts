import { rleUnion } from '../../twin/geometry/rle.ts';
import type { Rle } from '../../twin/schema/rle.ts';
import { packRles } from '../kernels/packRles.ts';
import type { BoxPair, RewardKernels, TokenPair } from '../kernels/types.ts';
import { shownBoxes, shownMasks } from '../worlds/shown.ts';
import { factsIn, tokenPair, wordsIn } from './facts.ts';
import type { Accuracy, AccuracyMode, AnswerCase } from './types.ts';
import { sameValue } from './values.ts';

/** What is left of a case for the kernels, after everything that needs no numbers was decided. */
type Measure =
  | { readonly kind: 'decided'; readonly accuracy: Accuracy }
  | { readonly kind: 'mask'; readonly mask: Rle; readonly target: Rle }
  | { readonly kind: 'box'; readonly pair: BoxPair }
  | { readonly kind: 'summary'; readonly facts: TokenPair; readonly words: TokenPair };

const decided = (name: string, right: boolean): Measure => {
  const value = right ? 1 : 0;
  return { kind: 'decided', accuracy: { value, parts: { [name]: value }, right } };
};

/** A threshold is reached by its own value, up to float32. */
const reaches = (iou: number, threshold: number): boolean => iou >= threshold - 1e-6;

/** An overlap as accuracy. */
function graded(iou: number, mode: AccuracyMode): number {
  if (mode === 'continuous') return iou;
  if (mode === 'hard') return reaches(iou, 0.5) ? 1 : 0;
  if (reaches(iou, 0.8)) return 1;
  if (reaches(iou, 0.7)) return 0.75;
  return reaches(iou, 0.5) ? 0.5 : 0;
}

/**
 * How right answers are, for all cases at once. Masks: IoU of the union of what was answered with the union of the targets; boxes: the
 * overlaps of the best matching added up, divided by the longer of the two lists; values: equal or not; summaries: the mean of the F1 of the
 * facts named and of ROUGE-L. Where nothing is the right answer, and where nothing was answered: 1 if both, else 0.
 */
export async function scoreAnswers(
  cases: readonly AnswerCase[],
  mode: AccuracyMode,
  kernels: RewardKernels,
): Promise<readonly Accuracy[]> {
  const measures = cases.map(measureOf);
  const scores: Accuracy[] = measures.map((measure) =>
    measure.kind === 'decided' ? measure.accuracy : { value: 0, parts: {}, right: false },
  );
  const put = (index: number, accuracy: Accuracy): void => {
    scores[index] = accuracy;
  };
  await Promise.all([
    scoreMasks(measures, mode, kernels, put),
    scoreBoxes(measures, mode, kernels, put),
    scoreSummaries(measures, kernels, put),
  ]);
  return scores;
}

function measureOf({ task, answer, twin, targets }: AnswerCase): Measure {
  if (!answer) return decided('none', false);
  const empty = answer.type === 'none';
  if (targets.none || empty) return decided('none', targets.none && empty);
  if (answer.type !== task) return decided('type', false);
  switch (task) {
    case 'value': {
      const given = answer.value;
      const known = given !== undefined && targets.value !== undefined;
      return decided('exact', known && sameValue(given, targets.value));
    }
    case 'mask':
      return maskMeasure(shownMasks(twin, answer), targets.ellipses);
    case 'box':
      return { kind: 'box', pair: { boxes: flat(shownBoxes(twin, answer)), targets: flat(targets.boxes) } };
    case 'summary':
      return {
        kind: 'summary',
        facts: tokenPair(factsIn(answer.text), targets.facts),
        words: tokenPair(wordsIn(answer.text), wordsIn(targets.text ?? targets.facts.join(' '))),
      };
  }
}

const flat = (boxes: readonly (readonly number[])[]): Float32Array => Float32Array.from(boxes.flat());

/** Objects whose mask was not measured add nothing: the plan should have had it measured. */
function maskMeasure(masks: readonly Rle[], targets: readonly Rle[]): Measure {
  const target = union(targets);
  const given = union(masks);
  if (!target || !given || given.size.join() !== target.size.join()) return decided('iou', false);
  return { kind: 'mask', mask: given, target };
}

const union = (masks: readonly Rle[]): Rle | undefined => {
  const [first, ...rest] = masks;
  return first && rest.reduce(rleUnion, first);
};

type Put = (index: number, accuracy: Accuracy) => void;

/** One call a target: the masks of a group are all held against the same one. */
async function scoreMasks(
  measures: readonly Measure[],
  mode: AccuracyMode,
  kernels: RewardKernels,
  put: Put,
): Promise<void> {
  const byTarget = new Map<string, { readonly target: Rle; readonly rows: { index: number; mask: Rle }[] }>();
  for (const [index, measure] of measures.entries()) {
    if (measure.kind !== 'mask') continue;
    const key = [...measure.target.size, ...measure.target.counts].join();
    const entry = byTarget.get(key) ?? { target: measure.target, rows: [] };
    entry.rows.push({ index, mask: measure.mask });
    byTarget.set(key, entry);
  }
  await Promise.all(
    [...byTarget.values()].map(async ({ target, rows }) => {
      const masks = rows.map(({ mask }) => mask);
      const { ious } = await kernels.maskOverlaps(
        packRles(masks, target.size),
        packRles([target], target.size),
      );
      for (const [row, { index }] of rows.entries()) {
        const iou = ious[row] ?? 0;
        put(index, { value: graded(iou, mode), parts: { iou }, right: reaches(iou, 0.5) });
      }
    }),
  );
}

async function scoreBoxes(
  measures: readonly Measure[],
  mode: AccuracyMode,
  kernels: RewardKernels,
  put: Put,
): Promise<void> {
  const rows = measures.flatMap((measure, index) => (measure.kind === 'box' ? [{ index, ...measure }] : []));
  if (rows.length === 0) return;
  const ious = await kernels.boxIous(rows.map(({ pair }) => pair));
  const matchings = await kernels.match(ious);
  for (const [row, { index }] of rows.entries()) {
    const [matrix, matching] = [ious[row], matchings[row]];
    if (!matrix || !matching) continue;
    const matched = [...matching.columns].flatMap((column, box) =>
      column < 0 ? [] : [matrix.values[box * matrix.columns + column] ?? 0],
    );
    const longer = Math.max(matrix.rows, matrix.columns);
    const sum = matched.reduce((total, iou) => total + graded(iou, mode), 0);
    const value = longer === 0 ? 1 : sum / longer;
    const iou = longer === 0 ? 1 : matched.reduce((total, one) => total + one, 0) / longer;
    const right = matched.length === longer && matched.every((one) => reaches(one, 0.5));
    put(index, { value, parts: { iou, matched: matched.length }, right });
  }
}

async function scoreSummaries(measures: readonly Measure[], kernels: RewardKernels, put: Put): Promise<void> {
  const rows = measures.flatMap((measure, index) =>
    measure.kind === 'summary' ? [{ index, ...measure }] : [],
  );
  if (rows.length === 0) return;
  const overlaps = await kernels.tokenOverlaps([
    ...rows.map(({ facts }) => facts),
    ...rows.map(({ words }) => words),
  ]);
  for (const [row, { index }] of rows.entries()) {
    const facts = overlaps[row]?.f1 ?? 0;
    const rougeL = overlaps[rows.length + row]?.rougeL ?? 0;
    const value = (facts + rougeL) / 2;
    put(index, { value, parts: { facts, rougeL }, right: value >= 0.5 });
  }
}
