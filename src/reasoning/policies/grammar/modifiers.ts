import type { Predicate } from '../../../twin/relations/types.ts';
import { longestTerm, partOf } from '../../knowledge/lexicon.ts';
import { POSTURE_VERBS, VERB_RELATIONS } from '../../knowledge/verbs.ts';
import { AUXILIARY, readPurpose, readReduced, readUseAdjective } from './clauses.ts';
import { readFiller, readPictureOf } from './fillers.ts';
import { verbAmong } from './lemma.ts';
import { looksLikeVerb, parseNounPhrase } from './nounPhrase.ts';
import { readPlace } from './places.ts';
import type { Modifier, NounPhrase, Parsed } from './syntax.ts';
import { COLORS, PICTURE_WORDS, relationAt, SETTING_WORDS, SIZES, SUPERLATIVES } from './vocabulary.ts';

type ModifierList = readonly Modifier[];

/** Reads a noun phrase with everything that narrows it down. */
export function parseFullPhrase(words: readonly string[], start: number): Parsed<NounPhrase> | undefined {
  const core = parseNounPhrase(words, start);
  if (!core) return undefined;
  const rest = parseModifiers(words, core.next, core.value);
  let value: NounPhrase = {
    ...core.value,
    modifiers: settleNearest([...core.value.modifiers, ...rest.value]),
  };
  let next = rest.next;
  if ((words[next] === 'and' || words[next] === ',') && words[next + 1] !== undefined) {
    const from = words[next + 1] === 'and' ? next + 2 : next + 1;
    const second = parseFullPhrase(words, from);
    if (second && second.value.head.kind === 'known') {
      value = { ...value, and: second.value };
      next = second.next;
    }
  }
  return { value, next };
}

/** "the nearest chair to the door": nearest to the door, and not to the camera. */
function settleNearest(modifiers: ModifierList): ModifierList {
  const named = modifiers.some((one) => one.kind === 'extreme' && one.to !== undefined);
  return named ? modifiers.filter((one) => !isNearestToCamera(one)) : modifiers;
}

const isNearestToCamera = (one: Modifier): boolean =>
  one.kind === 'extreme' &&
  one.to === undefined &&
  one.extreme.pick !== 'best' &&
  one.extreme.key === 'depth';

/** Reads modifiers after a noun for as long as there are any. */
export function parseModifiers(
  words: readonly string[],
  start: number,
  noun: NounPhrase,
): Parsed<ModifierList> {
  const modifiers: Modifier[] = [];
  let index = start;
  for (;;) {
    const parsed = parseModifier(words, index, noun);
    if (!parsed || parsed.next === index) return { value: modifiers, next: index };
    modifiers.push(...parsed.value);
    index = parsed.next;
  }
}

type Reader = (words: readonly string[], index: number, noun: NounPhrase) => Parsed<ModifierList> | undefined;

export function parseModifier(
  words: readonly string[],
  index: number,
  noun: NounPhrase,
): Parsed<ModifierList> | undefined {
  if (index >= words.length) return undefined;
  const at = words[index] === ',' ? index + 1 : index;
  for (const reader of READERS) {
    const parsed = reader(words, at, noun);
    if (parsed && parsed.next > at) return parsed;
  }
  return undefined;
}

const one = (modifier: Modifier, next: number): Parsed<ModifierList> => ({ value: [modifier], next });

/** "closest to the dog", "nearest the door", "farthest from the car". */
const readNearestTo: Reader = (words, index, noun) => {
  const rest = words.slice(index).join(' ');
  const before = noun.modifiers.find(isNearestToCamera);
  if (before?.kind === 'extreme' && /^(?:to|from) /.test(rest)) {
    const to = parseFullLandmark(words, index + 1);
    const pick = before.extreme.pick === 'argmax' ? 'argmax' : 'argmin';
    return to && one({ kind: 'extreme', extreme: { pick, key: 'distance' }, to: to.value }, to.next);
  }
  const match =
    /^(?:that (?:is|are) |which (?:is|are) |who is )?(?:the )?(closest|nearest|farthest|furthest)(?: away)?(?: to| from)? /.exec(
      rest,
    );
  if (!match) return undefined;
  const landmark = parseFullLandmark(words, index + match[0].trim().split(' ').length);
  if (!landmark) return undefined;
  const pick = /closest|nearest/.test(match[1] ?? '') ? 'argmin' : 'argmax';
  return one({ kind: 'extreme', extreme: { pick, key: 'distance' }, to: landmark.value }, landmark.next);
};

/** "on the table", "to the left of the rightmost horse", "in the pool". */
const readRelation: Reader = (words, index) => {
  const phrase = relationAt(words, index);
  if (!phrase) return undefined;
  const from = index + phrase.words.length;
  const landmark = parseFullLandmark(words, from);
  const color = phrase.words[0] === 'in' && !landmark ? COLORS.get(words[from] ?? '') : undefined;
  if (color) return one({ kind: 'attribute', attribute: 'color', value: color }, from + 1);
  if (!landmark) return undefined;
  const text = words.slice(index, landmark.next).join(' ');
  const head = landmark.value.head;
  if (head.kind === 'unknown' && PICTURE_WORDS.has(head.word)) return { value: [], next: landmark.next };
  const setting = phrase.words.length === 1 && SETTING_WORDS.has(phrase.words[0] ?? '');
  const predicates = widen(phrase.predicate, phrase.words[0] ?? '');
  return one({ kind: 'relation', predicates, landmark: landmark.value, words: text, setting }, landmark.next);
};

/** English prepositions are wider than the predicates: a bird "in" a tree overlaps it, food is "on" or "in" a bowl. */
function widen(predicate: Predicate, word: string) {
  if (predicate === 'inside') return ['inside', 'on'] as const;
  if (predicate === 'on') return ['on', 'inside'] as const;
  if (word === 'at') return ['near', 'overlapping', 'on'] as const;
  if (predicate === 'near') return ['near', 'overlapping'] as const;
  return [predicate] as const;
}

/** A landmark: a noun phrase with its own place ("the bird in front"), but not with relations of its own. */
function parseFullLandmark(words: readonly string[], start: number): Parsed<NounPhrase> | undefined {
  const core = parseNounPhrase(words, start);
  if (!core) return undefined;
  const place = readPlace(words, core.next) ?? readWith(words, core.next, core.value);
  if (!place) return core;
  return { value: { ...core.value, modifiers: [...core.value.modifiers, ...place.value] }, next: place.next };
}

/** "with a trunk", "with the open trunk", "with an umbrella", "without a tail". */
const readWith: Reader = (words, index) => {
  const pair = words.slice(index, index + 2).join(' ');
  const opening = /^(?:with|having|has|have|(?:that|which|who) (?:has|have|had))\b/.exec(pair);
  if (!opening) return undefined;
  const from = index + opening[0].split(' ').length;
  for (let length = Math.min(5, words.length - from); length > 0; length -= 1) {
    for (let skip = 0; skip < length; skip += 1) {
      const named = words.slice(from + skip, from + length).join(' ');
      const part = partOf(named) ?? partOf(named.replace(/^(?:longest|longer) /, 'long '));
      if (part !== undefined && isPartContext(words.slice(from, from + skip))) {
        return one({ kind: 'part', part }, from + length);
      }
    }
  }
  const companion = parseNounPhrase(words, from);
  if (!companion) return undefined;
  const text = words.slice(index, companion.next).join(' ');
  if (companion.value.head.kind === 'unknown') return one({ kind: 'unchecked', words: text }, companion.next);
  const predicates = ['overlapping', 'near'] as const;
  return one(
    { kind: 'relation', predicates, landmark: companion.value, words: text, setting: false },
    companion.next,
  );
};

/** Words that may stand between "with" and a part: determiners and adjectives, but no preposition or noun of ours. */
const isPartContext = (words: readonly string[]): boolean =>
  words.every(
    (word, index) =>
      !relationAt([word], 0) &&
      word !== 'of' &&
      (word !== 'and' || (COLORS.has(words[index - 1] ?? '') && COLORS.has(words[index + 1] ?? ''))),
  );

/** "that is red", "which is on the table", "who are wearing ties": steps over the marker and reads on. */
const readRelative: Reader = (words, index, noun) => {
  if (!/^(?:that|which|who)$/.test(words[index] ?? '')) return undefined;
  let at = index + 1;
  while (/^(?:is|are|was|were|has|have|been|being|currently)$/.test(words[at] ?? '')) at += 1;
  const color = COLORS.get(words[at] ?? '');
  if (color) return one({ kind: 'attribute', attribute: 'color', value: color }, at + 1);
  const size = SIZES.get(words[at] ?? '');
  if (size) return one({ kind: 'attribute', attribute: 'size', value: size }, at + 1);
  const superlative =
    words[at] === 'the' ? SUPERLATIVES.get(words[at + 1] ?? '') : SUPERLATIVES.get(words[at] ?? '');
  if (words[at] === 'not')
    return negate(readRelative(['that', 'is', ...words.slice(at + 1)], 0, noun), at - 1);
  if (/^(?:a|an)$/.test(words[at] ?? '') || (at > index + 1 && longestTerm(words, at))) {
    const kind = parseNounPhrase(words, at);
    if (kind?.value.head.kind === 'known') return one({ kind: 'isA', phrase: kind.value }, kind.next);
  }
  const nested = parseModifier(words, at, noun);
  if (nested) return nested;
  if (superlative)
    return one({ kind: 'extreme', extreme: superlative }, words[at] === 'the' ? at + 2 : at + 1);
  return readVerb(words, at, noun);
};

/** Turns what was read after "not" around; `offset` is where the words before it ended. */
function negate(parsed: Parsed<ModifierList> | undefined, offset: number): Parsed<ModifierList> | undefined {
  const [modifier] = parsed?.value ?? [];
  if (!parsed || !modifier || modifier.kind === 'unchecked') return undefined;
  return one({ kind: 'not', modifier }, parsed.next + offset);
}

/** "without a person", "not on the table", "that are not red". */
const readNegation: Reader = (words, index, noun) => {
  if (words[index] === 'without')
    return negate(readWith(['with', ...words.slice(index + 1)], 0, noun), index);
  const verb = /^(?:is|are|was|were|does|do)$/.test(words[index] ?? '') ? index + 1 : index;
  if (words[verb] !== 'not') return undefined;
  return negate(readRelative(['that', 'is', ...words.slice(verb + 1)], 0, noun), verb - 1);
};

/** "between the car and the bus". */
const readBetween: Reader = (words, index) => {
  if (words[index] !== 'between' && words[index] !== 'among' && words[index] !== 'amongst') return undefined;
  const first = parseFullLandmark(words, index + 1);
  if (first?.value.plural && words[first.next] !== 'and' && first.value.head.kind === 'known')
    return one({ kind: 'between', first: first.value }, first.next);
  const second = first && words[first.next] === 'and' ? parseFullLandmark(words, first.next + 1) : undefined;
  if (!first || !second || first.value.head.kind === 'unknown' || second.value.head.kind === 'unknown')
    return undefined;
  return one({ kind: 'between', first: first.value, second: second.value }, second.next);
};

/** "except the bus", "other than the blue one", "but not the left one". */
const readExcept: Reader = (words, index, noun) => {
  const opening =
    /^(?:except(?: for)?|other than|apart from|besides|excluding|but(?: not)?|aside from|not including) /.exec(
      words.slice(index).join(' '),
    );
  if (!opening) return undefined;
  const from = index + opening[0].trim().split(' ').length;
  const parsed = parseFullLandmark(words, from);
  if (!parsed || parsed.value.head.kind === 'unknown') return undefined;
  // "the left one": one of what was named before.
  const phrase =
    parsed.value.head.meaning.sort === 'any' ? { ...parsed.value, head: noun.head } : parsed.value;
  return one({ kind: 'exceptFor', phrase }, parsed.next);
};

/** "of the spectators": what belongs together is together. */
const readOwner: Reader = (words, index) => {
  if (words[index] !== 'of') return undefined;
  const owner = parseFullLandmark(words, index + 1);
  if (owner?.value.head.kind === 'known') {
    const text = words.slice(index, owner.next).join(' ');
    const predicates = ['overlapping', 'near'] as const;
    return one(
      { kind: 'relation', predicates, landmark: owner.value, words: text, setting: true },
      owner.next,
    );
  }
  return owner && one({ kind: 'unchecked', words: words.slice(index, owner.next).join(' ') }, owner.next);
};

/** "riding a horse", "parked behind the sign", "surround the bear", "eating": verb relations and postures. */
const readVerb: Reader = (words, index) => {
  let at = index;
  while (AUXILIARY.test(words[at] ?? '') && at < words.length) at += 1;
  const word = words[at];
  if (word === undefined || word === 'doing' || !looksLikeVerb(word) || relationAt(words, at))
    return undefined;
  const relation = verbAmong(word, VERB_RELATIONS);
  const object = relation === undefined ? undefined : parseFullLandmark(words, at + 1);
  const rule = relation === undefined ? undefined : VERB_RELATIONS.get(relation);
  if (rule && object && object.value.head.kind === 'known') {
    const text = words.slice(at, object.next).join(' ');
    const predicates = rule.predicates;
    return one(
      { kind: 'relation', predicates, landmark: object.value, words: text, setting: true },
      object.next,
    );
  }
  const posture = verbAmong(word, POSTURE_VERBS);
  const after =
    relationAt(words, at + 1) ?? (words[at + 2] === undefined ? undefined : relationAt(words, at + 2));
  const skip = relationAt(words, at + 1) ? at + 1 : at + 2;
  if (posture !== undefined && after) {
    const place = readPlace(words, skip) ?? readPosturePlace(words, skip, posture);
    if (place) return place;
  }
  const unchecked = words.slice(at, uncheckedEnd(words, at + 1));
  return one({ kind: 'unchecked', words: unchecked.join(' ') }, at + unchecked.length);
};

/** What follows a posture: people sit "at" or "on" what they are near to; boxes can't tell more. */
function readPosturePlace(
  words: readonly string[],
  index: number,
  posture: string,
): Parsed<ModifierList> | undefined {
  const parsed = readRelation(words, index, EMPTY_PHRASE);
  const [modifier] = parsed?.value ?? [];
  if (
    !parsed ||
    modifier?.kind !== 'relation' ||
    !/^(?:sit|lie|sleep|stand|rest|ride|surf|skate)$/.test(posture)
  )
    return parsed;
  if (!modifier.predicates.includes('on') && !modifier.predicates.includes('inside')) return parsed;
  const predicates = [...new Set([...modifier.predicates, 'overlapping' as const])];
  return one({ ...modifier, predicates }, parsed.next);
}

const EMPTY_PHRASE: NounPhrase = {
  head: { kind: 'unknown', word: '' },
  definite: false,
  plural: false,
  modifiers: [],
  notes: [],
};

/** An unchecked verb takes the words up to the next place, comma or clause with it, at most six. */
function uncheckedEnd(words: readonly string[], from: number): number {
  let end = from;
  while (end < words.length && end - from < 6) {
    if (words[end] === ',' || words[end] === 'and' || relationAt(words, end) || words[end] === 'with') break;
    end += 1;
  }
  return end;
}

const READERS: readonly Reader[] = [
  readPictureOf,
  readPlace,
  readNearestTo,
  readExcept,
  readNegation,
  readBetween,
  readWith,
  readReduced,
  readPurpose,
  readRelative,
  readRelation,
  readVerb,
  readOwner,
  readFiller,
  readUseAdjective,
];
