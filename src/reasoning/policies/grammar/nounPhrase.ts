import { correctSpelling, longestTerm, type Meaning, meaningOf, partOf } from '../../knowledge/lexicon.ts';
import { PART_ADJECTIVES } from '../../knowledge/parts.ts';
import { POSTURE_VERBS, VERB_RELATIONS } from '../../knowledge/verbs.ts';
import { verbAmong } from './lemma.ts';
import type { Head, Modifier, NounPhrase, Parsed } from './syntax.ts';
import { isCueWord, servingUse } from './uses.ts';
import {
  COLORS,
  COMPARATIVES,
  COMPOUND_HEADS,
  DETERMINERS,
  FUNCTION_WORDS,
  MATERIALS,
  numberOfWord,
  ORDINALS,
  OTHER_NOUNS,
  POSITION_ADJECTIVES,
  SIZES,
  SUPERLATIVES,
} from './vocabulary.ts';

/** Openings that add nothing to the noun behind them: "all of the", "a pair of". */
const QUANTIFIERS =
  /^(?:(?:all|any|each|some|most|none|one|both|many) of|a (?:pair|group|bunch|couple|lot|number|set|kind|type|piece) of|(?:pairs|groups|lots|kinds?|types?|pieces?|sorts?|items?) of) /;

const QUALITIES: ReadonlyMap<string, string> = new Map([
  ['dangerous', 'be dangerous'],
  ['scary', 'be dangerous'],
  ['expensive', 'be expensive'],
  ['valuable', 'be expensive'],
  ['healthy', 'be healthy'],
  ['friendly', 'be friendly'],
  ['fragile', 'break easily'],
  ['heavy', 'be heavy'],
  ['fast', 'be fast'],
  ['sharp', 'cut'],
]);

const isVerb = (word: string): boolean =>
  verbAmong(word, POSTURE_VERBS) !== undefined || verbAmong(word, VERB_RELATIONS) !== undefined;

/** A verb in a form that can't be a noun: "sitting", "parked"; or any form of a known verb. */
export const looksLikeVerb = (word: string): boolean => /.{2}(?:ing|ed)$/.test(word) || isVerb(word);

/** Mutable state of one noun phrase while it is read. */
interface Draft {
  definite: boolean;
  quantity: number | undefined;
  readonly modifiers: Modifier[];
  readonly notes: string[];
}

/**
 * Reads a noun phrase without what follows the noun: determiners, numbers, adjectives, superlatives, then the longest
 * noun that the lexicon knows, else an unknown one. Undefined when no noun stands at `start`.
 */
export function parseNounPhrase(words: readonly string[], start: number): Parsed<NounPhrase> | undefined {
  const draft: Draft = { definite: false, quantity: undefined, modifiers: [], notes: [] };
  let index = start;
  for (;;) {
    const next = readDeterminer(words, index, draft) ?? readAdjective(words, index, draft);
    if (next === undefined) break;
    index = next;
  }
  const noun = readNoun(words, index, draft);
  if (!noun) return readBareExtreme(draft, index, start);
  return { value: finish(noun.value.head, noun.value.last, draft), next: noun.next };
}

/** "the largest", "the leftmost one": a superlative with no noun picks among all things. */
function readBareExtreme(draft: Draft, index: number, start: number): Parsed<NounPhrase> | undefined {
  const extreme = draft.modifiers.some(({ kind }) => kind === 'extreme' || kind === 'ordinal');
  const thing = meaningOf('thing');
  if (index === start || !extreme || !thing) return undefined;
  return { value: finish({ kind: 'known', meaning: thing }, 'thing', draft), next: index };
}

function finish(head: Head, last: string, draft: Draft): NounPhrase {
  const word = head.kind === 'known' ? head.meaning.word : head.word;
  const invariable = /(?:people|sheep|skis|scissors)$/.test(last);
  const plural =
    (draft.quantity ?? 1) > 1 ||
    (last !== word.split(' ').at(-1) && /s$|people|men$|mice|children/.test(last)) ||
    (invariable && last !== 'scissors' && last !== 'sheep');
  const phrase = { head, definite: draft.definite, plural, modifiers: draft.modifiers, notes: draft.notes };
  return draft.quantity === undefined ? phrase : { ...phrase, quantity: draft.quantity };
}

function readDeterminer(words: readonly string[], index: number, draft: Draft): number | undefined {
  const word = words[index];
  if (word === undefined) return undefined;
  const quantifier = QUANTIFIERS.exec(`${words.slice(index, index + 4).join(' ')} `);
  if (quantifier) return index + quantifier[0].trim().split(' ').length;
  const number = numberOfWord(word);
  const limbs = /^(wheel|leg)(?:s|ed|ged)$/.exec(words[index + 1] ?? '')?.[1];
  const part = limbs === undefined ? undefined : partOf(`${word} ${limbs}`);
  if (number !== undefined && part !== undefined && nounFollows(words, index + 2)) {
    draft.modifiers.push({ kind: 'part', part });
    return index + 2;
  }
  if (number !== undefined && words[index + 1] !== undefined) {
    const noun = longestTerm(words, index);
    if (!noun || noun.meaning.sort === 'any') {
      draft.quantity = number;
      return index + 1;
    }
  }
  if (!DETERMINERS.has(word)) return undefined;
  if (/^(?:the|this|that|these|those|my|your|his|her|their|its|our)$/.test(word)) draft.definite = true;
  return index + 1;
}

/** Whether a noun (or adjectives and then a noun) begins here: decides "orange suitcase" against "orange". */
function nounFollows(words: readonly string[], index: number): boolean {
  for (let ahead = index; ahead < Math.min(words.length, index + 4); ahead += 1) {
    const word = words[ahead] ?? '';
    if (longestTerm(words, ahead) && !(ahead > index && FUNCTION_WORDS.has(word))) return true;
    if (FUNCTION_WORDS.has(word) || looksLikeVerb(word)) return false;
  }
  const word = words[index];
  return word !== undefined && word !== ',' && !FUNCTION_WORDS.has(word) && !looksLikeVerb(word);
}

function readAdjective(words: readonly string[], index: number, draft: Draft): number | undefined {
  const word = words[index];
  if (word === undefined) return undefined;
  const term = longestTerm(words, index);
  if (term && term.length > 1) return undefined;
  const extreme = readExtreme(words, index, draft);
  if (extreme !== undefined) return extreme;
  if (!nounFollows(words, index + 1)) return undefined;
  const color = COLORS.get(word);
  const size = SIZES.get(word);
  const material = MATERIALS.get(word);
  const part = PART_ADJECTIVES.get(word);
  const position = POSITION_ADJECTIVES.get(word);
  if (color) draft.modifiers.push({ kind: 'attribute', attribute: 'color', value: color });
  else if (size) draft.modifiers.push({ kind: 'attribute', attribute: 'size', value: size });
  else if (material) draft.modifiers.push({ kind: 'attribute', attribute: 'material', value: material });
  else if (part) draft.modifiers.push({ kind: 'part', part });
  else if (position) draft.modifiers.push({ kind: 'position', value: word, extreme: position });
  else if (
    word === 'and' &&
    draft.modifiers.at(-1)?.kind === 'attribute' &&
    COLORS.has(words[index + 1] ?? '')
  ) {
    return index + 1;
  } else return undefined;
  return index + 1;
}

function readExtreme(words: readonly string[], index: number, draft: Draft): number | undefined {
  const word = words[index] ?? '';
  const superlative = SUPERLATIVES.get(word);
  if (superlative) {
    draft.modifiers.push({ kind: 'extreme', extreme: superlative });
    return index + 1;
  }
  const quality = QUALITIES.get(words[index + 1] ?? '');
  if ((word === 'most' || word === 'least') && quality) {
    if (word === 'least') draft.notes.push(`“least ${words[index + 1]}” can't be ranked; read as any`);
    else draft.modifiers.push({ kind: 'extreme', extreme: { pick: 'best', use: quality } });
    return index + 2;
  }
  // "the smaller elephant" of two.
  const comparative = draft.definite && nounFollows(words, index + 1) ? COMPARATIVES.get(word) : undefined;
  if (comparative && !words.includes('than')) {
    const pick = comparative.more ? 'argmax' : 'argmin';
    draft.modifiers.push({ kind: 'extreme', extreme: { pick, key: comparative.key } });
    return index + 1;
  }
  const ordinal = ORDINALS.get(word);
  if (ordinal === undefined) return undefined;
  draft.modifiers.push({ kind: 'ordinal', position: ordinal, key: 'x' });
  return index + 1;
}

interface Noun {
  readonly head: Head;
  /** The last word of the noun as written: tells singular from plural. */
  readonly last: string;
}

function readNoun(words: readonly string[], start: number, draft: Draft): Parsed<Noun> | undefined {
  let index = start;
  let found = longestTerm(words, index);
  const skipped: string[] = [];
  // Unknown adjectives before a known noun: "the wet dog", "the portable radio clock".
  while (!found && skipped.length < 3) {
    const word = words[index];
    if (word === undefined || word === ',' || FUNCTION_WORDS.has(word)) break;
    skipped.push(word);
    index += 1;
    const ahead = words[index];
    if (ahead === undefined || ahead === ',' || FUNCTION_WORDS.has(ahead)) break;
    found = COLORS.has(ahead) ? undefined : longestTerm(words, index);
  }
  if (!found) return readUnknownNoun(words, start, draft);
  if (skipped.some((word) => isVerb(word) && !/(?:ing|ed)$/.test(word)))
    return readUnknownNoun(words, start, draft);
  if (skipped.length > 0) {
    // "time telling device", "food warming appliance": the adjectives may name a use.
    const use = servingUse(found.meaning.labels, skipped);
    if (use === undefined) draft.notes.push(`“${skipped.join(' ')}” can't be checked and is left out`);
    else draft.modifiers.push({ kind: 'use', use });
  }
  return readCompound(words, index, found, draft);
}

/** Takes a noun and whatever noun it is compounded with: the last noun is the head. */
function readCompound(
  words: readonly string[],
  start: number,
  first: { readonly meaning: Meaning; readonly length: number },
  draft: Draft,
): Parsed<Noun> {
  let meaning = first.meaning;
  let index = start + first.length;
  for (;;) {
    const last = words[index - 1] ?? '';
    const word = words[index] ?? '';
    if (meaning.sort === 'person' && /^(?:foot|feet|lap|legs?|shoulders?|body)$/.test(word))
      return { value: { head: { kind: 'known', meaning }, last }, next: index + 1 };
    const singular = meaningOf(last)?.word === last || last === meaning.word.split(' ').at(-1);
    if (singular && COMPOUND_HEADS.has(word) && meaning.sort !== 'any' && !isVerbUse(words, index)) {
      const phrase = words.slice(start, index + 1).join(' ');
      return { value: { head: { kind: 'unknown', word: phrase }, last: word }, next: index + 1 };
    }
    const next =
      singular && meaning.sort !== 'any' && !FUNCTION_WORDS.has(word) ? longestTerm(words, index) : undefined;
    if (!next || isVerb(word) || COLORS.has(word) || next.meaning.sort === 'any') {
      return { value: { head: { kind: 'known', meaning }, last }, next: index };
    }
    draft.notes.push(`“${meaning.word} ${next.meaning.word}” is read as ${next.meaning.word}`);
    meaning = next.meaning;
    index += next.length;
  }
}

/** "the car parks in …" against "the car park": a verb form that a preposition or object follows. */
const isVerbUse = (words: readonly string[], index: number): boolean =>
  isVerb(words[index] ?? '') &&
  words[index + 1] !== undefined &&
  !/^(?:is|are)$/.test(words[index + 1] ?? '');

/** Words that are spelled as they are meant, though they name nothing that a detector finds. */
const isKnownWord = (word: string): boolean =>
  OTHER_NOUNS.has(word) ||
  FUNCTION_WORDS.has(word) ||
  meaningOf(word) !== undefined ||
  partOf(word) !== undefined ||
  looksLikeVerb(word) ||
  isCueWord(word) ||
  COLORS.has(word) ||
  SIZES.has(word) ||
  MATERIALS.has(word);

function readUnknownNoun(words: readonly string[], start: number, draft: Draft): Parsed<Noun> | undefined {
  let end = start;
  while (end < words.length && end - start < 3) {
    const word = words[end] ?? '';
    if (word === ',' || FUNCTION_WORDS.has(word) || !/^[\p{L}][\p{L}\p{N}]*$/u.test(word)) break;
    if (end > start && looksLikeVerb(word)) break;
    end += 1;
  }
  if (end === start || (end === start + 1 && COLORS.has(words[start] ?? ''))) return undefined;
  const word = words.slice(start, end).join(' ');
  const last = words[end - 1] ?? '';
  const corrected = isKnownWord(last) ? undefined : correctSpelling(last);
  if (corrected) {
    draft.notes.push(`“${last}” is read as “${corrected.word}”`);
    return { value: { head: { kind: 'known', meaning: corrected }, last }, next: end };
  }
  return { value: { head: { kind: 'unknown', word }, last }, next: end };
}
