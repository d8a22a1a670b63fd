import { labelsForUse, splitList } from '../../knowledge/lexicon.ts';
import { USES } from '../../knowledge/uses.ts';
import { baseForms, baseFormsOf } from './lemma.ts';

const CUES = USES.flatMap((use) =>
  splitList(use.cues).map((cue) => ({ use: use.name, words: cue.split(' ') })),
).toSorted((a, b) => b.words.length - a.words.length);

const CUE_WORDS = new Set(CUES.flatMap(({ words }) => words));

/** Whether some form of a word speaks of a use: "tells", "fetching". */
export const isCueWord = (word: string): boolean => baseForms(word).some((form) => CUE_WORDS.has(form));

/** Every use that a clause may speak of, the longest cue first. */
export function usesOfClause(clause: readonly string[]): readonly string[] {
  const forms = baseFormsOf(clause);
  return [
    ...new Set(CUES.filter(({ words }) => words.every((word) => forms.has(word))).map(({ use }) => use)),
  ];
}

/** The likeliest use that a clause speaks of and that some of the labels serve. */
export function servingUse(labels: readonly string[], clause: readonly string[]): string | undefined {
  return usesOfClause(clause).find((use) => {
    const scores = labelsForUse(use);
    return labels.some((label) => (scores.get(label) ?? 0) >= 0.5);
  });
}
