import { meaningOf } from '../../../knowledge/lexicon.ts';
import { type Compilation, compilePhrase, wordOf } from '../compile.ts';
import { parseFullPhrase, parseModifiers } from '../modifiers.ts';
import { parseNounPhrase } from '../nounPhrase.ts';
import type { Modifier, NounPhrase } from '../syntax.ts';
import { usesOfClause } from '../uses.ts';
import { COMPARATIVES, relationAt } from '../vocabulary.ts';
import { saysNothing } from './ground.ts';
import {
  ground,
  type Intent,
  type IntentInput,
  type IntentReading,
  lenient,
  read,
  strict,
  wordsIn,
} from './intent.ts';

/** "What is on the table?", "Which animal can fly?", "What vehicle is parked behind the sign?", "Who is riding the horse?" */
export const whatIntent: Intent = (input) => {
  const question = /^(?:what|which|who)$/.exec(input.words[0] ?? '')?.[0];
  if (question === undefined || input.words.length < 2) return undefined;
  const comparison = readComparison(input);
  if (comparison) return comparison;
  const ofThese = /^(?:one )?of /.exec(input.words.slice(1).join(' '));
  if (ofThese) return readKind(input, 1 + wordsIn(ofThese[0]));
  const start =
    /^(?:kind|type|sort|species|class|category)s?$/.test(input.words[1] ?? '') && input.words[2] === 'of'
      ? 3
      : 1;
  const auxiliary = /^(?:is|are|was|were|can|could|should|would|do|does|did|will|might)$/.test(
    input.words[start] ?? '',
  );
  if (auxiliary || question === 'who') return readPronoun(input, question, auxiliary ? 2 : 1);
  return readKind(input, start) ?? readPronoun(input, question, 1);
};

const THING = meaningOf('thing');
const PERSON = meaningOf('person');

function pronoun(word: string): NounPhrase | undefined {
  const meaning = word === 'who' ? PERSON : THING;
  return (
    meaning && { head: { kind: 'known', meaning }, definite: false, plural: true, modifiers: [], notes: [] }
  );
}

/** "what" and "who" as the noun: the rest of the sentence narrows it like a relative clause. */
function readPronoun(input: IntentInput, question: string, start: number): IntentReading | undefined {
  const noun = pronoun(question);
  const rest = input.words.slice(start);
  if (!noun || rest.length === 0) return undefined;
  const copula = /^(?:is|are|was|were)$/.test(input.words[1] ?? '');
  const role = readRole(rest, copula);
  if (role) return answerPhrase(input, { ...noun, modifiers: [role] }, asksInstrument(rest) || !copula);
  if (copula) {
    const named = parseFullPhrase(rest, 0);
    const definite =
      named && named.next === rest.length && named.value.head.kind === 'known' && named.value.definite;
    if (definite) return answerPhrase(input, named.value, false);
  }
  const modifiers = readRest(rest, noun, copula) ?? (question === 'who' ? undefined : readUse(rest));
  return modifiers && answerPhrase(input, { ...noun, modifiers }, false);
}

/** Modifiers that take the whole rest of the sentence, read as it stands or as a relative clause. */
function readRest(
  rest: readonly string[],
  noun: NounPhrase,
  copula: boolean,
): readonly Modifier[] | undefined {
  const candidates = copula ? [rest, ['that', 'is', ...rest]] : [['that', ...rest], rest];
  for (const words of candidates) {
    const parsed = parseModifiers(words, 0, noun);
    const telling = parsed.value.some((modifier) => modifier.kind !== 'unchecked');
    if (parsed.next === words.length && telling) return parsed.value;
  }
  return undefined;
}

/** "do firefighters need", "could I use to cut bread": nothing but the use tells what is meant. */
function readUse(rest: readonly string[]): readonly Modifier[] | undefined {
  const [use] = usesOfClause(rest);
  return use === undefined ? undefined : [{ kind: 'use', use }];
}

/** "the player hitting the ball with", "is the man riding": the subject of a clause whose object is asked for. */
function readRole(words: readonly string[], copula: boolean): (Modifier & { kind: 'objectOf' }) | undefined {
  if (!/^(?:the|this|that|these|those|his|her|their)$/.test(words[0] ?? '') && !/^\w+$/.test(words[0] ?? ''))
    return undefined;
  const subject = parseNounPhrase(words, 0);
  if (!subject || subject.value.head.kind === 'unknown') return undefined;
  // "What do firefighters need?" asks what such people need, and not what those in the picture do.
  if (!subject.value.definite && !(copula && subject.value.plural)) return undefined;
  // What a clock shows or a sign says is not among the things of the picture.
  if (!copula && !isLiving(subject.value.head.meaning.labels)) return undefined;
  const place = parseRolePlace(words, subject.next);
  const clause = trimClause(words.slice(place.next));
  const begun = clause.length > 0 && clause[0] !== words[place.next];
  const verb = clause[0] ?? '';
  if (relationAt(clause, 0)?.words.length === clause.length && clause.length > 0)
    return { kind: 'objectOf', subject: withModifiers(subject.value, place.value), clause };
  if (
    clause.length === 0 ||
    (copula && !begun && !/ing$/.test(verb)) ||
    /^(?:doing|looking|like|made|called|do|say)$/.test(verb)
  )
    return undefined;
  if (clause.length > 2 && !endsInPreposition(clause)) return undefined;
  return { kind: 'objectOf', subject: withModifiers(subject.value, place.value), clause };
}

const LIVING = new Set(meaningOf('living being')?.labels);
const isLiving = (labels: readonly string[]): boolean => labels.some((label) => LIVING.has(label));

/** "about to blow out", "holding in his hand", "throwing to the dog": the verb with what belongs to it. */
function trimClause(words: readonly string[]): readonly string[] {
  const begun =
    /^(?:about to|going to|trying to|ready to|getting ready to|preparing to|currently|probably|just) /;
  const text = words.join(' ').replace(begun, '');
  const aside =
    / (?:in|on|over|under|above|around|behind|across|at|to|towards?|into|from|against|with) (?:the|a|an|his|her|their|its|both|one|each) .+$/.exec(
      text,
    );
  const cut = aside && aside.index > 0 && !/^\S+ing the /.test(text) ? text.slice(0, aside.index) : text;
  return cut.split(' ').filter((word) => word !== '');
}

/** "the man on the left": a place between the subject and its verb. */
function parseRolePlace(
  words: readonly string[],
  index: number,
): { value: readonly Modifier[]; next: number } {
  for (let end = words.length - 1; end > index; end -= 1) {
    if (!/ing$/.test(words[end] ?? '')) continue;
    const inner = words.slice(0, end);
    const parsed = parseModifiers(inner, index, EMPTY);
    if (parsed.next === end) return parsed;
  }
  return { value: [], next: index };
}

const EMPTY: NounPhrase = {
  head: { kind: 'unknown', word: '' },
  definite: false,
  plural: false,
  modifiers: [],
  notes: [],
};

/** "(hitting the ball) with": asks for an instrument, a thing by its use. */
const asksInstrument = (words: readonly string[]): boolean => /^(?:with|for|from)$/.test(words.at(-1) ?? '');

const endsInPreposition = (words: readonly string[]): boolean =>
  /^(?:with|for|in|on|from|at|into|to)$/.test(words.at(-1) ?? '');

/** "what vehicle is parked …", "which appliance warms food", "which of the dogs is closest". */
function readKind(input: IntentInput, start: number): IntentReading | undefined {
  const core = parseNounPhrase(input.words, start);
  if (!core || core.value.head.kind === 'unknown') return undefined;
  const verb = input.words[core.next];
  const auxiliary = /^(?:is|are|was|were|can|could|should|would|do|does|did|will)$/.test(verb ?? '');
  const rest = input.words.slice(auxiliary ? core.next + 1 : core.next);
  if (auxiliary) {
    const role = readRole(rest, /^(?:is|are|was|were)$/.test(verb ?? ''));
    if (role) return answerPhrase(input, withModifiers(core.value, [role]), asksInstrument(rest));
  }
  const bare = rest.join(' ');
  if (/^(?:there|visible|shown|present|here|this|that|it|(?:do |can )?(?:you|we|i) see)?$/.test(bare)) {
    return answerPhrase(input, core.value, false);
  }
  const comparative = COMPARATIVES.get(rest.at(-1) ?? '') ?? COMPARATIVES.get(rest[0] ?? '');
  if (comparative && rest.length <= 4 && !rest.includes('than')) {
    const extreme = { pick: comparative.more ? 'argmax' : 'argmin', key: comparative.key } as const;
    return answerPhrase(input, withModifiers(core.value, [{ kind: 'extreme', extreme }]), false);
  }
  const early = parseModifiers(input.words, core.next, core.value);
  if (early.next === input.words.length && early.value.length > 0) {
    return answerPhrase(input, withModifiers(core.value, early.value), false);
  }
  const modifiers =
    readRest(rest, core.value, auxiliary) ??
    readAll(['that', ...(auxiliary ? [verb ?? ''] : []), ...rest], core.value) ??
    readUnchecked(rest, core.value) ??
    readUse(rest);
  return modifiers && answerPhrase(input, withModifiers(core.value, modifiers), false);
}

function readAll(words: readonly string[], noun: NounPhrase): readonly Modifier[] | undefined {
  const parsed = parseModifiers(words, 0, noun);
  return parsed.next === words.length && parsed.value.length > 0 ? parsed.value : undefined;
}

/** "are eating": a happening that boxes can't show leaves only the noun. */
function readUnchecked(words: readonly string[], noun: NounPhrase): readonly Modifier[] | undefined {
  const parsed = parseModifiers(words, 0, noun);
  return parsed.next === words.length ? parsed.value : undefined;
}

const withModifiers = (phrase: NounPhrase, modifiers: readonly Modifier[]): NounPhrase => ({
  ...phrase,
  modifiers: [...phrase.modifiers, ...modifiers],
});

/** Asked by use, an answer points at things; asked by kind or place, it names them. */
function answerPhrase(
  input: IntentInput,
  phrase: NounPhrase,
  instrument: boolean,
): IntentReading | undefined {
  if (saysNothing(phrase)) return undefined;
  // "What is in the bowl?" of a twin without a bowl has no answer; "on the desk" may go without saying.
  const anything = phrase.head.kind === 'known' && phrase.head.meaning.sort === 'any';
  const placed = phrase.modifiers.every((one) => one.kind === 'relation' && one.predicates[0] !== 'on');
  const compilation = anything && phrase.modifiers.length > 0 && placed ? strict(input) : lenient(input);
  const set = excludeLandmarks(phrase, compilation);
  const byUse = instrument || phrase.modifiers.some(({ kind }) => kind === 'use' || kind === 'part');
  const specific = phrase.head.kind === 'known' && phrase.head.meaning.sort === 'label';
  if (input.mode !== undefined || byUse || specific) return ground(compilation, set, input.mode ?? 'mask');
  return read(compilation, 'value', `value(${set})`);
}

/** "What is near the dog?" does not ask for another dog's dog: landmarks of the asked thing are no answer. */
function excludeLandmarks(phrase: NounPhrase, compilation: Compilation): string {
  const set = compilePhrase(phrase, compilation);
  const general = phrase.head.kind === 'known' && phrase.head.meaning.sort === 'any';
  if (!general) return set;
  let result = set;
  for (const modifier of phrase.modifiers) {
    if (modifier.kind !== 'relation' || modifier.landmark.head.kind === 'unknown') continue;
    if (!modifier.landmark.head.meaning.labels.some((label) => compilation.labels.has(label))) continue;
    result = compilation.builder.add(
      'others',
      `except(${result}, ${compilePhrase(modifier.landmark, compilation)})`,
    );
  }
  return result;
}

/** "Which is bigger, the cat or the dog?", "Who is closer to the camera, the man or the horse?" */
function readComparison(input: IntentInput): IntentReading | undefined {
  const match =
    /^(?:what|which|who)(?: (?:one|object|thing|animal|vehicle|of these|of the two))? (?:is|are|looks|appears) (?:the )?(\w+)(?: (?:to|from) the (?:camera|viewer)| away| up)? ?,? (.+) or (.+)$/.exec(
      input.text,
    );
  const word = match?.[1] ?? '';
  const comparative = COMPARATIVES.get(word) ?? COMPARATIVES.get(word.replace(/(?:est)$/, 'er'));
  if (!match || !comparative) return undefined;
  const first = parseFullPhrase((match[2] ?? '').replace(/ ,$/, '').split(' '), 0);
  const second = parseFullPhrase((match[3] ?? '').split(' '), 0);
  if (!first || !second || first.value.head.kind === 'unknown' || second.value.head.kind === 'unknown')
    return undefined;
  const compilation = lenient(input);
  const { builder } = compilation;
  const both = builder.add(
    'both',
    `union(${compilePhrase(first.value, compilation)}, ${compilePhrase(second.value, compilation)})`,
  );
  const pick = comparative.more ? 'argmax' : 'argmin';
  const chosen = builder.add(
    `${wordOf(first.value)}_or_${wordOf(second.value)}`,
    `${pick}(${both}, "${comparative.key}")`,
  );
  return read(compilation, 'value', `value(${chosen})`);
}
