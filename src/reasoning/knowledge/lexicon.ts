import type { Lexicon } from '../../twin/query/context.ts';
import { editDistance, singularCandidates } from '../../twin/query/words.ts';
import { COCO_LABELS, type CocoLabel } from '../../twin/schema/labels.ts';
import { ANYTHING_WORDS, KINDS } from './kinds.ts';
import { PARTS } from './parts.ts';
import { PERSON_WORDS, SYNONYMS } from './synonyms.ts';
import { USES } from './uses.ts';

/** What a noun means to the detector. */
export interface Meaning {
  /** The word in its singular form, as programs write it: "sofa". */
  readonly word: string;
  readonly labels: readonly string[];
  /** `label`: the label itself or a synonym; `kind`: a hypernym; `person`: a word for people; `any`: "thing". */
  readonly sort: 'label' | 'kind' | 'person' | 'any';
  readonly note?: string;
}

export const splitList = (list: string): readonly string[] =>
  list
    .split(',')
    .map((item) => item.trim().replace(/\s+/g, ' '))
    .filter((item) => item !== '');

function buildMeanings(): ReadonlyMap<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  for (const word of ANYTHING_WORDS) meanings.set(word, { word, labels: COCO_LABELS, sort: 'any' });
  for (const [word, labels] of Object.entries(KINDS)) {
    const note = `“${word}” covers ${labels.join(', ')}`;
    meanings.set(word, { word, labels, sort: 'kind', note });
  }
  const bySynonym = new Map<string, CocoLabel[]>();
  for (const label of COCO_LABELS) {
    for (const word of splitList(SYNONYMS[label]))
      bySynonym.set(word, [...(bySynonym.get(word) ?? []), label]);
  }
  for (const [word, labels] of bySynonym) {
    const kind = meanings.get(word);
    const all = [...new Set([...labels, ...(kind?.labels ?? [])])];
    const note = `“${word}” is read as ${all.join(' or ')}`;
    meanings.set(word, { word, labels: all, sort: all.length > 2 ? 'kind' : 'label', note });
  }
  for (const word of splitList(PERSON_WORDS)) {
    const note = `“${word}” is read as person: who a person is can't be checked`;
    meanings.set(word, { word, labels: ['person'], sort: 'person', note });
  }
  for (const label of COCO_LABELS) meanings.set(label, { word: label, labels: [label], sort: 'label' });
  return meanings;
}

const MEANINGS = buildMeanings();
const LONGEST_TERM = Math.max(...[...MEANINGS.keys()].map((word) => word.split(' ').length));

/** The meaning of a noun or compound in singular or plural, or undefined. The last word carries the plural. */
export function meaningOf(phrase: string): Meaning | undefined {
  const [head, of, ...rest] = phrase.split(' ');
  // "slices of pizza": the first word carries the plural.
  if (of === 'of' && head !== undefined && !MEANINGS.has(phrase)) {
    const singular = singularCandidates(head).map((one) => [one, of, ...rest].join(' '));
    const found = singular.find((one) => MEANINGS.has(one));
    if (found !== undefined) return MEANINGS.get(found);
  }
  const direct = MEANINGS.get(phrase);
  const split = phrase.lastIndexOf(' ') + 1;
  for (const candidate of singularCandidates(phrase.slice(split))) {
    const meaning = MEANINGS.get(phrase.slice(0, split) + candidate);
    if (meaning) return meaning;
  }
  return direct;
}

/** The longest term of the lexicon that begins at a word of a sentence, with the number of words it takes. */
export function longestTerm(
  words: readonly string[],
  start: number,
): { readonly meaning: Meaning; readonly length: number } | undefined {
  for (let length = Math.min(LONGEST_TERM, words.length - start); length > 0; length -= 1) {
    const meaning = meaningOf(words.slice(start, start + length).join(' '));
    if (meaning) return { meaning, length };
  }
  return undefined;
}

/** The term meant by a misspelt word: one letter off (two from eight letters on), never for words under five letters. */
export function correctSpelling(word: string): Meaning | undefined {
  if (word.length < 5 || word.length > 24) return undefined;
  const allowed = word.length >= 8 ? 2 : 1;
  let best: { meaning: Meaning; distance: number } | undefined;
  for (const form of singularCandidates(word)) {
    for (const [term, meaning] of MEANINGS) {
      if (meaning.sort === 'person' || meaning.sort === 'any') continue;
      if (Math.abs(term.length - form.length) > allowed || term[0] !== form[0]) continue;
      const distance = editDistance(form, term);
      if (distance <= allowed && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
        best = { meaning, distance };
    }
  }
  return best?.meaning;
}

const parseScores = (labels: string): ReadonlyMap<string, number> =>
  new Map(
    splitList(labels).map((item) => {
      const [, label = item, score = '1'] = /^(.*?)(?: ([\d.]+))?$/.exec(item) ?? [];
      return [label, Number(score)];
    }),
  );

const USE_SCORES: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  USES.map((use) => [use.name, parseScores(use.labels)]),
);

const PART_LABELS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(PARTS).map(([part, labels]) => [part, new Set<string>(labels)]),
);

/** The part that a word names, in singular form, or undefined. */
export function partOf(phrase: string): string | undefined {
  const split = phrase.lastIndexOf(' ') + 1;
  for (const candidate of singularCandidates(phrase.slice(split))) {
    const part = phrase.slice(0, split) + candidate;
    if (PART_LABELS.has(part)) return part;
  }
  return undefined;
}

/** The labels (with scores) that serve a use. */
export const labelsForUse = (use: string): ReadonlyMap<string, number> => USE_SCORES.get(use) ?? new Map();

const kindsOfLabel = (label: string): readonly string[] =>
  Object.entries(KINDS).flatMap(([kind, labels]) =>
    labels.some((member) => member === label) ? [kind] : [],
  );

/** Shared kinds over all kinds of the two labels (Jaccard index), in [0, 1]. */
function labelSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const first = new Set(kindsOfLabel(a));
  const second = kindsOfLabel(b);
  const common = second.filter((kind) => first.has(kind)).length;
  const all = first.size + second.length - common;
  return all === 0 ? 0 : common / all;
}

/** English common knowledge about the detector's labels, for the executor of the query language. */
export const englishLexicon: Lexicon = {
  labelsFor: (word) => {
    const meaning = meaningOf(word);
    if (!meaning) return undefined;
    const { labels, note } = meaning;
    return note === undefined ? { labels } : { labels, note };
  },
  affords: (label, use) => {
    const scores = USE_SCORES.get(use);
    return scores && (scores.get(label) ?? 0);
  },
  hasPart: (label, part) => PART_LABELS.get(part)?.has(label),
  similarity: (word, label) => {
    const labels = meaningOf(word)?.labels ?? [];
    if (labels.length !== 1) return labels.includes(label) ? 1 : 0;
    return labelSimilarity(labels[0] ?? word, label);
  },
};
