import { convexIou, type Point, polygonArea, sharedArea } from '../../src/twin/geometry/quad.ts';

type Polygon = readonly Point[];

/** The annotated texts of a photo; those to be ignored are illegible, and finding them is neither right nor wrong. */
export interface AnnotatedTexts {
  readonly texts: readonly Polygon[];
  readonly ignored: readonly Polygon[];
}

/** Right, wrong and missed texts. */
export interface TextMatches {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly misses: number;
}

/** From this overlap on a found text is the annotated one. */
const MATCH_IOU = 0.5;
/** A found text with more of its area in an ignored one is left out. */
const IGNORED_SHARE = 0.5;

/** Matches found and annotated texts of one photo by the rules of ICDAR 2015: one to one, the best overlaps first. */
export function matchTexts(found: readonly Polygon[], { texts, ignored }: AnnotatedTexts): TextMatches {
  const counted = found.filter(
    (own) => !ignored.some((other) => sharedArea(own, other) > IGNORED_SHARE * polygonArea(own)),
  );
  const pairs = counted
    .flatMap((own, at) => texts.map((text, index) => ({ at, index, iou: convexIou(own, text) })))
    .filter(({ iou }) => iou > MATCH_IOU)
    .toSorted((a, b) => b.iou - a.iou);
  const usedFound = new Set<number>();
  const usedTexts = new Set<number>();
  for (const { at, index } of pairs) {
    if (usedFound.has(at) || usedTexts.has(index)) continue;
    usedFound.add(at);
    usedTexts.add(index);
  }
  const truePositives = usedFound.size;
  return {
    truePositives,
    falsePositives: counted.length - truePositives,
    misses: texts.length - truePositives,
  };
}

/** Precision, recall and their harmonic mean over photos; null where there is nothing to divide by. */
export function textDetectionMetrics(matches: readonly TextMatches[]): Record<string, number | null> {
  const sum = (key: keyof TextMatches): number => matches.reduce((total, one) => total + one[key], 0);
  const [right, wrong, missed] = [sum('truePositives'), sum('falsePositives'), sum('misses')];
  const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  return {
    precision: ratio(right, right + wrong),
    recall: ratio(right, right + missed),
    f1: ratio(2 * right, 2 * right + wrong + missed),
    truePositives: right,
    falsePositives: wrong,
    misses: missed,
  };
}

/** The fewest insertions, deletions and replacements of characters that turn one text into another (Levenshtein 1966). */
export function editDistance(a: string, b: string): number {
  const [first, second] = [[...a], [...b]];
  let row = Array.from({ length: second.length + 1 }, (_, column) => column);
  first.forEach((character, index) => {
    const next = [index + 1];
    second.forEach((other, column) => {
      const replaced = (row[column] ?? 0) + (character === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    });
    row = next;
  });
  return row[second.length] ?? 0;
}

export interface ReadWord {
  readonly truth: string;
  readonly read: string;
}

/** Letters and digits in lower case: what word accuracy is usually measured on. */
export const alphanumeric = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** The share of words that are read right, and the mean of 1 − edit distance / longer length. */
export function readingMetrics(
  words: readonly ReadWord[],
  normalise: (text: string) => string = (text) => text,
): { wordAccuracy: number | null; oneMinusNed: number | null } {
  if (words.length === 0) return { wordAccuracy: null, oneMinusNed: null };
  let [right, likeness] = [0, 0];
  for (const word of words) {
    const [truth, read] = [normalise(word.truth), normalise(word.read)];
    if (truth === read) right++;
    likeness += 1 - editDistance(truth, read) / Math.max([...truth].length, [...read].length, 1);
  }
  return { wordAccuracy: right / words.length, oneMinusNed: likeness / words.length };
}
