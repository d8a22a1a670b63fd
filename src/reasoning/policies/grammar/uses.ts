import { splitList } from '../../knowledge/lexicon.ts';
import { USES } from '../../knowledge/uses.ts';
import { baseFormsOf } from './lemma.ts';

const CUES = USES.flatMap((use) =>
  splitList(use.cues).map((cue) => ({ use: use.name, words: cue.split(' ') })),
).toSorted((a, b) => b.words.length - a.words.length);

/** The use that a clause speaks of ("would you bake a cake in" → bake), with the words that say so. */
export function useOfClause(
  clause: readonly string[],
): { readonly use: string; readonly cue: readonly string[] } | undefined {
  const forms = baseFormsOf(clause);
  for (const { use, words } of CUES) {
    if (words.every((word) => forms.has(word))) return { use, cue: words };
  }
  return undefined;
}

/** Every use that a clause may speak of, the longest cue first. */
export function usesOfClause(clause: readonly string[]): readonly string[] {
  const forms = baseFormsOf(clause);
  return [
    ...new Set(CUES.filter(({ words }) => words.every((word) => forms.has(word))).map(({ use }) => use)),
  ];
}
