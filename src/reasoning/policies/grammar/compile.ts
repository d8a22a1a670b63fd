import type { Twin } from '../../../twin/schema/twin.ts';
import { labelsForUse, partOf } from '../../knowledge/lexicon.ts';
import { TYPICAL_COLOURS } from '../../knowledge/typicalColours.ts';
import { VERB_RELATIONS } from '../../knowledge/verbs.ts';
import { ProgramBuilder, quote } from './builder.ts';
import { verbAmong } from './lemma.ts';
import type { Modifier, NounPhrase } from './syntax.ts';
import type { TimeClause } from './timeClause.ts';
import { servingUse } from './uses.ts';
import { type Extreme, RELATION_PHRASES, SETTING_USES } from './vocabulary.ts';

/** What turning a reading into a program needs: the lines so far and the twin that is asked about. */
export interface Compilation {
  readonly builder: ProgramBuilder;
  readonly labels: ReadonlySet<string>;
  /**
   * What to do with a landmark that is not in the twin. `keep`: nothing stands in relation to it ("no"). `drop`: the
   * asker sees it, so the rest of the phrase is answered, with a note.
   */
  readonly missingLandmark: 'keep' | 'drop';
  /** The part of a video that all sets are narrowed to. */
  readonly time?: TimeClause | undefined;
}

export function createCompilation(
  twin: Twin,
  missingLandmark: Compilation['missingLandmark'],
  time?: TimeClause,
): Compilation {
  const labels = new Set(twin.objects.map(({ label }) => label));
  return { builder: new ProgramBuilder(), labels, missingLandmark, time };
}

/** Whether any object of the twin can be meant by a noun phrase. */
export function isInTwin(phrase: NounPhrase, compilation: Compilation): boolean {
  if (phrase.head.kind === 'unknown') return compilation.labels.has(phrase.head.word);
  return (
    phrase.head.meaning.sort === 'any' ||
    phrase.head.meaning.labels.some((label) => compilation.labels.has(label))
  );
}

export const wordOf = (phrase: NounPhrase): string =>
  phrase.head.kind === 'known' ? phrase.head.meaning.word : phrase.head.word;

/** Writes the lines that select what a noun phrase means, and gives the variable of the set. */
export function compilePhrase(phrase: NounPhrase, compilation: Compilation): string {
  const { builder } = compilation;
  for (const note of phrase.notes) builder.note(note);
  const word = wordOf(phrase);
  let current: string;
  if (phrase.head.kind === 'known' && phrase.head.meaning.sort === 'any') {
    current = inTime(builder.add('things', 'scene()'), compilation);
  } else {
    if (phrase.head.kind === 'known' && phrase.head.meaning.note) builder.note(phrase.head.meaning.note);
    if (phrase.head.kind === 'unknown') builder.note(`“${word}” is not a thing that the detector knows`);
    current = preferTypical(
      inTime(builder.add(word, `find(${quote(word)})`), compilation),
      phrase,
      compilation,
    );
  }
  for (const modifier of phrase.modifiers) current = narrow(current, modifier, phrase, compilation);
  current = pickExtreme(current, phrase, compilation);
  if (!phrase.and) return current;
  return builder.add('either', `union(${current}, ${compilePhrase(phrase.and, compilation)})`);
}

/** What of a set is in the part of the video that the question is about. */
function inTime(set: string, compilation: Compilation): string {
  const { builder, time } = compilation;
  if (!time) return set;
  switch (time.kind) {
    case 'between':
      return builder.add(
        'then',
        `before(${builder.add('later', `after(${set}, ${time.from})`)}, ${time.to})`,
      );
    case 'during': {
      const others = compilePhrase(time.phrase, { ...compilation, time: undefined });
      return builder.add('meanwhile', `during(${set}, ${others})`);
    }
    default:
      return builder.add('then', `${time.kind}(${set}, ${time.seconds})`);
  }
}

/** "the taxi": of the cars those of a taxi's usual colour, where there are any. */
function preferTypical(current: string, phrase: NounPhrase, { builder }: Compilation): string {
  const colour = TYPICAL_COLOURS.get(wordOf(phrase));
  const named = phrase.modifiers.some((one) => one.kind === 'attribute' && one.attribute === 'color');
  if (colour === undefined || named) return current;
  const typical = builder.add(`${colour}_${wordOf(phrase)}`, `filter(${current}, "color", ${quote(colour)})`);
  return builder.add('meant', `or_else(${typical}, ${current})`);
}

/** Applies everything but superlatives, which look at the set that is left at the end. */
function narrow(current: string, modifier: Modifier, phrase: NounPhrase, compilation: Compilation): string {
  const { builder } = compilation;
  const word = wordOf(phrase);
  switch (modifier.kind) {
    case 'attribute': {
      // "the big sign" is the biggest of several: a size picks among the rest at the end.
      if (modifier.attribute === 'size' && phrase.definite && !phrase.plural) return current;
      const call = phrase.definite && !phrase.plural ? 'prefer' : 'filter';
      const { attribute, value } = modifier;
      return builder.add(`${value}_${word}`, `${call}(${current}, ${quote(attribute)}, ${quote(value)})`);
    }
    case 'part':
      return builder.add(`with_${modifier.part}`, `has(${current}, ${quote(modifier.part)})`);
    case 'use':
      return builder.add('fit', `affords(${current}, ${quote(modifier.use)})`);
    case 'relation':
      return narrowByRelation(current, modifier, phrase, compilation);
    case 'objectOf':
      return narrowByRole(current, modifier, phrase, compilation);
    case 'position': {
      if (modifier.extreme && !phrase.plural && phrase.definite) return current;
      if (modifier.value === 'front' || modifier.value === 'back') {
        builder.note(`“in the ${modifier.value}” is left out: it does not say how many`);
        return current;
      }
      return builder.add('placed', `filter(${current}, "position", ${quote(modifier.value)})`);
    }
    case 'isA':
      return builder.add('both', `intersect(${current}, ${compilePhrase(modifier.phrase, compilation)})`);
    case 'not':
      return builder.add(
        'rest',
        `except(${current}, ${narrow(current, modifier.modifier, phrase, compilation)})`,
      );
    case 'between':
      return narrowBetween(current, modifier, compilation);
    case 'exceptFor':
      return builder.add('rest', `except(${current}, ${compilePhrase(modifier.phrase, compilation)})`);
    case 'unchecked':
      builder.note(`“${modifier.words}” can't be checked and is left out`);
      return current;
    case 'extreme':
    case 'ordinal':
      return current;
  }
}

function narrowByRelation(
  current: string,
  modifier: Modifier & { kind: 'relation' },
  phrase: NounPhrase,
  compilation: Compilation,
): string {
  const { builder } = compilation;
  const { landmark, predicates, words } = modifier;
  const unknown = landmark.head.kind === 'unknown' && !compilation.labels.has(landmark.head.word);
  const missing = !isInTwin(landmark, compilation);
  if ((unknown && modifier.setting) || (missing && compilation.missingLandmark === 'drop')) {
    builder.note(`“${words}” is left out: the twin has no ${wordOf(landmark)}`);
    return narrowBySetting(current, modifier, phrase, compilation);
  }
  const related = relateAny(current, predicates, compilePhrase(landmark, compilation), builder);
  // "moves the cursor on the screen": the place may belong to the use, not to the thing.
  const used = phrase.modifiers.some(({ kind }) => kind === 'use');
  return used && modifier.setting ? builder.add('meant', `or_else(${related}, ${current})`) : related;
}

/** What things in a place that the twin does not hold must at least be: in the sky they fly, on a shelf they can be put. */
function narrowBySetting(
  current: string,
  { landmark, words }: Modifier & { kind: 'relation' },
  phrase: NounPhrase,
  compilation: Compilation,
): string {
  const open = phrase.head.kind === 'known' && phrase.head.meaning.sort === 'any';
  if (!open || phrase.modifiers.some(({ kind }) => kind === 'use' || kind === 'part')) return current;
  const word = wordOf(landmark);
  const part = words.startsWith('on ') ? partOf(word) : undefined;
  if (part !== undefined) return compilation.builder.add('fit', `has(${current}, ${quote(part)})`);
  const use = SETTING_USES.find(({ place, phrase: opening }) => place.test(word) && opening.test(words))?.use;
  return use === undefined ? current : compilation.builder.add('fit', `affords(${current}, ${quote(use)})`);
}

/** Between two things, or among several: right of one and left of the other. */
function narrowBetween(
  current: string,
  modifier: Modifier & { kind: 'between' },
  compilation: Compilation,
): string {
  const { builder } = compilation;
  const first = compilePhrase(modifier.first, compilation);
  const ends = [first, modifier.second ? compilePhrase(modifier.second, compilation) : first] as const;
  const side = ([from, to]: readonly [string, string]): string => {
    const right = builder.add('right_of', `relate(${from}, "right_of", ${current})`);
    return builder.add('between', `relate(${to}, "left_of", ${right})`);
  };
  if (!modifier.second) return side(ends);
  return builder.add('between_both', `union(${side(ends)}, ${side([ends[1], ends[0]])})`);
}

/** The members of a set that stand in at least one of some relations to a landmark. */
export function relateAny(
  candidates: string,
  predicates: readonly string[],
  landmark: string,
  builder: ProgramBuilder,
): string {
  const sets = predicates.map((predicate) =>
    builder.add(predicate, `relate(${landmark}, ${quote(predicate)}, ${candidates})`),
  );
  return sets.reduce((first, second) => builder.add('related', `union(${first}, ${second})`));
}

/** "that the man is riding": things of the right use that the subject touches, else all of that use. */
function narrowByRole(
  current: string,
  modifier: Modifier & { kind: 'objectOf' },
  phrase: NounPhrase,
  compilation: Compilation,
): string {
  const { builder } = compilation;
  const place = placeOfClause(modifier.clause);
  if (place && isInTwin(modifier.subject, compilation)) {
    const subject = compilePhrase(modifier.subject, compilation);
    const others = builder.add('others', `except(${current}, ${subject})`);
    return builder.add(place, `relate(${subject}, ${quote(place)}, ${others})`);
  }
  const labels = phrase.head.kind === 'known' ? phrase.head.meaning.labels : [];
  // One catches a ball with a glove, but what one catches is the ball.
  const direct = verbUse(modifier.clause, labels);
  const instrument = /^(?:with|for|from|on|in|at)$/.test(modifier.clause.at(-1) ?? '');
  const byClause = servingUse(labels, modifier.clause);
  const use = instrument ? (byClause ?? direct) : (direct ?? byClause);
  const fit = use === undefined ? current : builder.add('fit', `affords(${current}, ${quote(use)})`);
  if (!isInTwin(modifier.subject, compilation) && use !== undefined) {
    builder.note(`the twin has no ${wordOf(modifier.subject)}`);
    return fit;
  }
  const subject = compilePhrase(modifier.subject, compilation);
  const others = use === undefined ? builder.add('others', `except(${current}, ${subject})`) : current;
  const candidates = use === undefined ? others : fit;
  const touching = builder.add('touching', `relate(${subject}, "overlapping", ${candidates})`);
  // The likeliest reading first: each is taken where those before find nothing.
  const readings = [touching];
  const carried = CARRIED_IN.get(modifier.clause.at(-1) ?? '');
  if (carried) readings.push(builder.add('under', `landmarks(${subject}, ${quote(carried)}, ${others})`));
  readings.push(builder.add('close', `relate(${subject}, "near", ${candidates})`));
  if (use !== undefined) readings.push(fit);
  // Cats sit on what is not made for sitting.
  if (carried && use !== undefined) {
    const rest = builder.add('others', `except(${current}, ${subject})`);
    readings.push(builder.add('touching', `relate(${subject}, "overlapping", ${rest})`));
  }
  return readings.reduce((first, second) => builder.add('meant', `or_else(${first}, ${second})`));
}

/** "(the cat is sitting) on": the relation of the subject to what is asked for. */
const CARRIED_IN: ReadonlyMap<string, string> = new Map([
  ['on', 'on'],
  ['in', 'inside'],
  ['inside', 'inside'],
]);

/** The use that the objects of a clause's verb serve: one holds what one carries. */
function verbUse(clause: readonly string[], labels: readonly string[]): string | undefined {
  const verb = clause[0] === undefined ? undefined : verbAmong(clause[0], VERB_RELATIONS);
  const use = verb === undefined ? undefined : VERB_RELATIONS.get(verb)?.use;
  return use !== undefined && labels.some((label) => (labelsForUse(use).get(label) ?? 0) >= 0.5)
    ? use
    : undefined;
}

const CONVERSES: Readonly<Record<string, string>> = {
  left_of: 'right_of',
  right_of: 'left_of',
  above: 'below',
  below: 'above',
  in_front_of: 'behind',
  behind: 'in_front_of',
  near: 'near',
};

/** "(the man is) standing next to": how the asked thing stands to the subject, where the clause ends in a place. */
function placeOfClause(clause: readonly string[]): string | undefined {
  const phrase = RELATION_PHRASES.find(
    ({ words }) =>
      clause.length >= words.length && words.every((word, index) => clause.at(index - words.length) === word),
  );
  return phrase && phrase.words[0] !== 'at' && phrase.words[0] !== 'by'
    ? CONVERSES[phrase.predicate]
    : undefined;
}

/** Picks what superlatives and ordinals name from the set that everything else has left. */
function pickExtreme(current: string, phrase: NounPhrase, compilation: Compilation): string {
  const { builder } = compilation;
  const word = wordOf(phrase);
  const ordinals = phrase.modifiers.flatMap((one) => (one.kind === 'ordinal' ? [one] : []));
  const ordinal = ordinals.find(({ position }) => position > 0);
  const fromRight = ordinals.some(({ position }) => position < 0);
  let result = current;
  let pending = ordinal;
  for (const modifier of phrase.modifiers) {
    const extreme = extremeOf(modifier, phrase);
    if (!extreme) continue;
    const to = modifier.kind === 'extreme' ? modifier.to : undefined;
    if (pending && !to && extreme.pick !== 'best' && modifier.kind === 'extreme') {
      const position = extreme.pick === 'argmax' ? -pending.position : pending.position;
      result = builder.add(`nth_${word}`, `nth(${result}, ${quote(extreme.key)}, ${position})`);
      pending = undefined;
    } else {
      result = applyExtreme(result, extreme, to, word, compilation);
    }
  }
  if (!pending) return result;
  if (!fromRight) builder.note('counted from the left');
  const position = fromRight ? -pending.position : pending.position;
  return builder.add(`nth_${word}`, `nth(${result}, ${quote(pending.key)}, ${position})`);
}

function extremeOf(modifier: Modifier, phrase: NounPhrase): Extreme | undefined {
  if (modifier.kind === 'extreme') return modifier.extreme;
  if (modifier.kind === 'attribute' && modifier.attribute === 'size' && phrase.definite && !phrase.plural)
    return { pick: modifier.value === 'large' ? 'argmax' : 'argmin', key: 'area' };
  return modifier.kind === 'position' && phrase.definite && !phrase.plural ? modifier.extreme : undefined;
}

function applyExtreme(
  current: string,
  extreme: Extreme,
  to: NounPhrase | undefined,
  word: string,
  compilation: Compilation,
): string {
  const { builder } = compilation;
  if (extreme.pick === 'best') return builder.add(`best_${word}`, `best(${current}, ${quote(extreme.use)})`);
  if (to && to.head.kind === 'unknown' && !isInTwin(to, compilation)) {
    builder.note(`the twin has no ${wordOf(to)} to measure from`);
    return current;
  }
  const target = to ? `, ${compilePhrase(to, compilation)}` : '';
  return builder.add(`chosen_${word}`, `${extreme.pick}(${current}, ${quote(extreme.key)}${target})`);
}
