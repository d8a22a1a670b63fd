import { singularCandidates } from '../../../twin/query/words.ts';

const IRREGULAR_VERBS: ReadonlyMap<string, string> = new Map([
  ['is', 'be'],
  ['are', 'be'],
  ['has', 'have'],
  ['does', 'do'],
  ['goes', 'go'],
  ['sat', 'sit'],
  ['stood', 'stand'],
  ['laid', 'lay'],
  ['lying', 'lie'],
  ['tying', 'tie'],
  ['held', 'hold'],
  ['worn', 'wear'],
  ['wore', 'wear'],
  ['ridden', 'ride'],
  ['driven', 'drive'],
  ['eaten', 'eat'],
  ['written', 'write'],
  ['kept', 'keep'],
  ['left', 'leave'],
  ['hung', 'hang'],
  ['thrown', 'throw'],
  ['flown', 'fly'],
  ['cutting', 'cut'],
  ['made', 'make'],
  ['teeth', 'tooth'],
  ['told', 'tell'],
  ['shown', 'show'],
  ['swung', 'swing'],
  ['slept', 'sleep'],
  ['caught', 'catch'],
  ['worn', 'wear'],
  ['leaves', 'leaf'],
]);

/** Possible base forms of a word as verb or noun, the word itself included: "slicing" → slic, slice; "sits" → sit. */
export function baseForms(word: string): readonly string[] {
  const forms = new Set<string>([word, ...singularCandidates(word)]);
  const irregular = IRREGULAR_VERBS.get(word);
  if (irregular !== undefined) forms.add(irregular);
  for (const ending of ['ing', 'ed', 'er']) {
    if (!word.endsWith(ending) || word.length < ending.length + 2) continue;
    const stem = word.slice(0, -ending.length);
    forms.add(stem).add(`${stem}e`);
    if (/([^aeiou])\1$/.test(stem)) forms.add(stem.slice(0, -1));
  }
  if (/ied$/.test(word)) forms.add(`${word.slice(0, -3)}y`);
  return [...forms];
}

/** The base forms of all words of a clause. */
export const baseFormsOf = (words: readonly string[]): ReadonlySet<string> =>
  new Set(words.flatMap(baseForms));

/** The base form of a word among known verbs, or undefined. "closer" and "driver" are no verbs. */
export const verbAmong = (word: string, known: { has(verb: string): boolean }): string | undefined =>
  word.endsWith('er') && !known.has(word) ? undefined : baseForms(word).find((form) => known.has(form));
