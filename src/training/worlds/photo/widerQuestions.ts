import { KINDS } from '../../../reasoning/knowledge/kinds.ts';
import { labelsForUse } from '../../../reasoning/knowledge/lexicon.ts';
import { PARTS } from '../../../reasoning/knowledge/parts.ts';
import { USES } from '../../../reasoning/knowledge/uses.ts';
import { TEXT_LABEL } from '../../../twin/query/needs.ts';
import { pluralize } from '../../../twin/query/words.ts';
import type { CocoLabel } from '../../../twin/schema/labels.ts';
import { chance, choose } from '../random.ts';
import {
  type Builder,
  type Context,
  type Draft,
  find,
  nounSlots,
  present,
  quote,
  single,
  wordFor,
} from './context.ts';
import {
  coloured,
  count,
  draft,
  exist,
  filtered,
  masked,
  nounWith,
  numbers,
  pairOfSingles,
  shown,
  speaking,
} from './drafts.ts';
import {
  affords,
  drawUse,
  kindsThere,
  participle,
  placeSlots,
  RIDDEN,
  RIDDEN_PAST,
  thirdPerson,
} from './furtherQuestions.ts';
import {
  ADVERBS,
  COMPARATIVES,
  DESCRIPTIONS,
  DONE,
  PART_ADJECTIVES,
  PEOPLE,
  WIDER_KINDS,
  WIDER_RELATION_WORDS,
  WIDER_SUPERLATIVES,
} from './widerWords.ts';
import { type AskedPredicate, NUMBER_WORDS, SOMEONE, SPELT_NUMBERS } from './words.ts';

/** Kinds of which the scene has members, or lacks them. */
function kindThere({ random, groups }: Context, wanted: boolean): string | undefined {
  const fitting = WIDER_KINDS.filter(
    (kind) => (KINDS[kind] ?? []).some((label) => groups.has(label)) === wanted,
  );
  return fitting.length > 0 ? choose(random, fitting) : undefined;
}

/** Whatever a person may name: a label, a word for it, a kind, a word for people. */
export function anyNoun(context: Context, wanted: boolean): string {
  const { random, groups } = context;
  const draw = random.next();
  if (draw < 0.15 && groups.has('person') === wanted) return choose(random, PEOPLE);
  return (draw < 0.4 ? kindThere(context, wanted) : undefined) ?? nounWith(context, wanted);
}

/** A word for a label; for people mostly one that says who. */
const word = (label: CocoLabel, { random }: Context): string =>
  label === 'person' && chance(random, 0.5) ? choose(random, PEOPLE) : wordFor(label, random);

interface Described {
  /** "leftmost car", "car on the left". */
  readonly phrase: string;
  readonly label: CocoLabel;
  readonly set: string;
}

/** One thing of a label by where it is or how large it is, mostly where there are several of them. */
function described(context: Context, from: readonly CocoLabel[] = present(context)): Described | undefined {
  const { random, groups } = context;
  const several = from.filter((label) => (groups.get(label)?.length ?? 0) > 1);
  const pool = several.length > 0 && chance(random, 0.8) ? several : from;
  if (pool.length === 0) return undefined;
  const label = choose(random, pool);
  const noun = word(label, context);
  const [call, key, before, behind] = choose(random, DESCRIPTIONS);
  const phrase = chance(random, 0.4)
    ? `${choose(random, before)} ${noun}`
    : `${noun} ${choose(random, behind)}`;
  return { phrase, label, set: `${call}(${find(noun)}, ${quote(key)})` };
}

const colourful = (context: Context): readonly CocoLabel[] =>
  present(context).filter((label) => label !== 'person');

const relationOf = (predicate: AskedPredicate, { random }: Context): string =>
  choose(random, WIDER_RELATION_WORDS[predicate]);

const SPATIAL = ['left_of', 'right_of', 'near', 'behind', 'in_front_of', 'above', 'below', 'on'] as const;

/** What stands in a relation to one thing, plain or described: the other's words and set, the relation's words and name. */
function anchor(
  context: Context,
): { readonly y: string; readonly set: string; readonly rel: string; readonly name: string } | undefined {
  const { random } = context;
  const name = choose(random, SPATIAL);
  const rel = relationOf(name, context);
  const alone = single(context);
  if (alone.length > 0 && chance(random, 0.5)) {
    const y = word(choose(random, alone), context);
    return { y, set: find(y), rel, name };
  }
  const other = described(context);
  return other && { y: other.phrase, set: other.set, rel, name };
}

function relatedTo(
  context: Context,
  kind: Draft['kind'],
  make: (set: string) => string,
  noun: string,
  more: Partial<Draft>,
): Draft | undefined {
  const one = anchor(context);
  if (!one) return undefined;
  const set = `relate(${one.set}, ${quote(one.name)}, ${find(noun)})`;
  return draft(kind, { ...nounSlots('x', noun), y: one.y, rel: one.rel }, make(set), more);
}

/** A number of a set as it is or one off, spelt or in digits. */
function numberNear(
  { random, groups }: Context,
  label: CocoLabel,
): { readonly n: number; readonly spelt: string } {
  const n = Math.max(1, (groups.get(label)?.length ?? 0) + random.int(-1, 1));
  return { n, spelt: chance(random, 0.6) ? (SPELT_NUMBERS[n] ?? String(n)) : String(n) };
}

function peopleSlots({ random }: Context): Readonly<Record<string, string>> {
  const folk = choose(random, PEOPLE);
  return { folk, folks: pluralize(folk), someone: chance(random, 0.5) ? folk : choose(random, SOMEONE) };
}

/** Two different nouns of the scene, or one of them not of it. */
function twoNouns(context: Context, second: boolean): readonly [string, string] | undefined {
  const x = nounWith(context, true);
  const y = nounWith(context, second);
  if (x === y) return undefined;
  return chance(context.random, 0.5) ? [x, y] : [y, x];
}

const verbSlots = (context: Context, use: string): Readonly<Record<string, string>> => ({
  use,
  uses: thirdPerson(use),
  using: participle(use),
  adverb: choose(context.random, ADVERBS),
});

const asValue = (set: string): string => `a = ${set}\nanswer = value(a)`;

/** A kind and a label of it that the scene has. */
function kindAndMember(context: Context): readonly [kind: string, member: string] | undefined {
  const kinds = kindsThere(context).filter(([, labels]) => labels.length > 1);
  if (kinds.length === 0) return undefined;
  const [kind, labels] = choose(context.random, kinds);
  const own = present(context).filter((label) => labels.includes(label));
  return [kind, wordFor(choose(context.random, own), context.random)];
}

/** Families with freer sentences than the first ones, things by description, negation, alternatives, comparisons, people. */
export const WIDER_BUILDERS: Readonly<Record<string, Builder>> = {
  'exist/freely': (context) => {
    const wanted = context.yes;
    const noun = anyNoun(context, wanted);
    return draft('free exist', nounSlots('x', noun), exist(find(noun)), { wanted });
  },
  'exist/lacking': (context) => {
    const wanted = context.yes;
    const noun = anyNoun(context, !wanted);
    return draft('lacking', nounSlots('x', noun), `answer = value(not(exist(${find(noun)})))`, { wanted });
  },
  'exist/described': (context) =>
    relatedTo(context, 'is described', exist, anyNoun(context, true), { wanted: context.yes }),
  'exist/or': (context) => {
    const wanted = context.yes;
    const both = wanted
      ? twoNouns(context, chance(context.random, 0.3))
      : [nounWith(context, false), nounWith(context, false)];
    const [x, y] = both ?? [];
    if (x === undefined || y === undefined || x === y) return undefined;
    const slots = { ...nounSlots('x', x), ...nounSlots('y', y) };
    return draft('or exist', slots, exist(`union(${find(x)}, ${find(y)})`), { wanted });
  },
  'exist/and': (context) => {
    const wanted = context.yes;
    const both = twoNouns(context, wanted);
    if (!both) return undefined;
    const [x, y] = both;
    const program = `answer = value(and(exist(${find(x)}), exist(${find(y)})))`;
    return draft('and exist', { ...nounSlots('x', x), ...nounSlots('y', y) }, program, { wanted });
  },
  'count/freely': (context) => {
    const noun = anyNoun(context, chance(context.random, 0.9));
    return draft('free count', nounSlots('x', noun), count(find(noun)));
  },
  'count/described': (context) =>
    relatedTo(context, 'count described', count, anyNoun(context, true), {
      wanted: chance(context.random, 0.7) ? 1 : 0,
    }),
  'count/not': (context) => {
    const pair = kindAndMember(context);
    if (!pair) return undefined;
    const [x, y] = pair;
    return draft(
      'not',
      { ...nounSlots('x', x), ...nounSlots('y', y) },
      count(`except(${find(x)}, ${find(y)})`),
    );
  },
  'compare/fewer': (context) => {
    const more = numbers(context, 'more');
    return (
      more && {
        ...more,
        kind: 'fewer',
        wanted: context.yes,
        program: more.program.replace('greater(', 'less('),
      }
    );
  },
  'compare/more freely': (context) => {
    const more = numbers(context, 'more');
    return more && { ...more, kind: 'free more', wanted: context.yes };
  },
  'compare/difference': (context) => {
    const more = numbers(context, 'more');
    if (!more) return undefined;
    const program = more.program.replace('greater(', 'minus(');
    return draft('difference', more.slots, program, { wanted: 1 });
  },
  'compare/size': (context) => {
    const pair = pairOfSingles(context);
    if (!pair) return undefined;
    const [x, y] = pair;
    const [key, holds, words] = choose(context.random, COMPARATIVES);
    const measured = (noun: string): string =>
      key === 'depth' ? `depth(${find(noun)})` : `measure(${find(noun)}, "area")`;
    const program = `answer = value(${holds}(${measured(x)}, ${measured(y)}))`;
    return draft('bigger', { x, y, big: choose(context.random, words) }, program, { wanted: context.yes });
  },
  'compare/nearer freely': (context) => {
    const pair = pairOfSingles(context);
    if (!pair) return undefined;
    const [x, y] = pair;
    const program = `answer = value(less(depth(${find(x)}), depth(${find(y)})))`;
    return draft('free nearer', { x, y }, program, { wanted: context.yes });
  },
  'which/of two': (context) => {
    const pair = pairOfSingles(context);
    if (!pair) return undefined;
    const [x, y] = pair;
    const [key, holds, words] = choose(context.random, COMPARATIVES);
    const call = holds === 'greater' ? 'argmax' : 'argmin';
    const set = `${call}(union(${find(x)}, ${find(y)}), ${quote(key)})`;
    return draft('which of two', { x, y, big: choose(context.random, words) }, asValue(set));
  },
  'number/exactly': (context) => {
    const label = choose(context.random, present(context));
    const noun = word(label, context);
    const { n, spelt } = numberNear(context, label);
    const slots = { ...nounSlots('x', noun), n: spelt };
    return draft('exact number', slots, `answer = value(equal(count(${find(noun)}), ${n}))`, {
      wanted: context.yes,
    });
  },
  'number/or more': (context) => {
    const label = choose(context.random, present(context));
    const noun = word(label, context);
    const { n, spelt } = numberNear(context, label);
    const slots = { ...nounSlots('x', noun), n: spelt };
    return draft('or more', slots, `answer = value(greater(count(${find(noun)}), ${n - 1}))`, {
      wanted: context.yes,
    });
  },
  'number/freely': (context) => {
    const label = choose(context.random, present(context));
    const noun = word(label, context);
    const { n, spelt } = numberNear(context, label);
    const [than, call, add] = choose(context.random, NUMBER_WORDS);
    const slots = { ...nounSlots('x', noun), n: spelt, than };
    return draft('free number', slots, `answer = value(${call}(count(${find(noun)}), ${n + add}))`, {
      wanted: context.yes,
    });
  },
  'relation/freely': (context) => {
    const pair = pairOfSingles(context);
    if (!pair) return undefined;
    const [x, y] = pair;
    const name = choose(context.random, [
      'left_of',
      'right_of',
      'above',
      'below',
      'in_front_of',
      'behind',
    ] as const);
    const slots = { ...nounSlots('x', x), y, rel: relationOf(name, context) };
    return draft('free relation', slots, exist(`relate(${find(y)}, ${quote(name)}, ${find(x)})`), {
      wanted: context.yes,
    });
  },
  'what/related': (context) => {
    const one = anchor(context);
    if (!one) return undefined;
    return draft(
      'what related',
      { y: one.y, rel: one.rel },
      asValue(`relate(${one.set}, ${quote(one.name)})`),
    );
  },
  'who/related': (context) => {
    const one = anchor(context);
    if (!one) return undefined;
    const slots = { y: one.y, rel: one.rel, ...peopleSlots(context) };
    return draft('who related', slots, asValue(`relate(${one.set}, ${quote(one.name)}, find("person"))`));
  },
  'attribute/colour freely': (context) => {
    const label =
      colourful(context).at(0) === undefined ? undefined : choose(context.random, colourful(context));
    if (label === undefined) return undefined;
    const noun = wordFor(label, context.random);
    return draft('free colour', nounSlots('x', noun), `a = ${find(noun)}\nanswer = value(query(a, "color"))`);
  },
  'attribute/described colour': (context) => {
    const one = described(context, colourful(context));
    if (!one) return undefined;
    return draft('described colour', { x: one.phrase }, `a = ${one.set}\nanswer = value(query(a, "color"))`);
  },
  'attribute/same colour': (context) => {
    const labels = single(context).filter((label) => label !== 'person');
    if (labels.length < 2) return undefined;
    const [x, y] = [
      wordFor(choose(context.random, labels), context.random),
      wordFor(choose(context.random, labels), context.random),
    ];
    if (x === y) return undefined;
    const colour = (noun: string): string => `query(${find(noun)}, "main color")`;
    return draft('same colour', { x, y }, `answer = value(equal(${colour(x)}, ${colour(y)}))`, {
      wanted: context.yes,
    });
  },
  'attribute/colour or': (context) => {
    const named = coloured(context, true);
    const other = coloured(context, false);
    if (!named || !other || named.colour === other.colour) return undefined;
    const [c1 = '', c2 = ''] = chance(context.random, 0.5)
      ? [named.colour, other.colour]
      : [other.colour, named.colour];
    const program = `a = ${find(named.label)}\nanswer = value(query(a, "color"))`;
    return draft('colour or', { x: named.label, c1, c2 }, program);
  },
  'attribute/side': (context) => {
    const labels = single(context);
    if (labels.length === 0) return undefined;
    const noun = word(choose(context.random, labels), context);
    return draft('side', { x: noun }, `a = ${find(noun)}\nanswer = value(query(a, "position"))`);
  },
  'mask/freely': (context) => {
    const noun = anyNoun(context, true);
    return outlined('free mask', nounSlots('x', noun), find(noun));
  },
  'mask/described': (context) => {
    const one = described(context);
    return one && outlined('described mask', { x: one.phrase }, one.set);
  },
  'mask/coloured freely': (context) => {
    const named = coloured(context, true);
    return named && outlined('free mask', nounSlots('x', `${named.colour} ${named.label}`), filtered(named));
  },
  'mask/not': (context) => {
    const pair = kindAndMember(context);
    if (!pair) return undefined;
    const [x, y] = pair;
    const slots = { ...nounSlots('x', x), ...nounSlots('y', y) };
    return outlined('mask not', slots, `except(${find(x)}, ${find(y)})`);
  },
  'mask/two': (context) => {
    const both = twoNouns(context, true);
    if (!both) return undefined;
    const [x, y] = both;
    const slots = { ...nounSlots('x', x), ...nounSlots('y', y) };
    return outlined('two masks', slots, `union(${find(x)}, ${find(y)})`);
  },
  'mask/best': (context) => {
    const [quality, words] = choose(context.random, WIDER_SUPERLATIVES);
    const kinds = kindsThere(context).filter(([, labels]) =>
      labels.some((label) => labelsForUse(quality).has(label)),
    );
    if (kinds.length === 0) return undefined;
    const [kind] = choose(context.random, kinds);
    const slots = { ...nounSlots('x', kind), best: choose(context.random, words) };
    return outlined('free best', slots, `best(${find(kind)}, ${quote(quality)})`);
  },
  'mask/use freely': (context) => {
    const use = drawUse(context);
    if (!use) return undefined;
    const slots = { ...use.slots, ...verbSlots(context, use.slots.use ?? ''), ...peopleSlots(context) };
    return outlined('free use', slots, affords('scene()', use.name));
  },
  'none/use freely': (context) => {
    const { random, groups } = context;
    const unserved = USES.filter(
      ({ name }) =>
        !name.startsWith('be ') && [...groups.keys()].every((label) => !labelsForUse(name).has(label)),
    );
    if (unserved.length === 0) return undefined;
    const { name } = choose(random, unserved);
    const use = drawUse(context, [...labelsForUse(name).keys()]);
    if (!use || [...groups.keys()].some((label) => labelsForUse(use.name).has(label))) return undefined;
    const slots = { ...use.slots, ...verbSlots(context, use.slots.use ?? ''), ...peopleSlots(context) };
    return { ...outlined('free use', slots, affords('scene()', use.name)), none: true };
  },
  'mask/kind use freely': (context) => {
    const kinds = kindsThere(context);
    if (kinds.length === 0) return undefined;
    const [kind, labels] = choose(context.random, kinds);
    const use = drawUse(context, labels);
    if (!use) return undefined;
    const slots = { ...use.slots, ...nounSlots('x', kind), ...verbSlots(context, use.slots.use ?? '') };
    return outlined('free kind use', slots, affords(find(kind), use.name));
  },
  'mask/kind part freely': (context) => {
    const kinds = kindsThere(context);
    if (kinds.length === 0) return undefined;
    const [kind, labels] = choose(context.random, kinds);
    const parts = Object.keys(PARTS).filter((part) =>
      (PARTS[part] ?? []).some((label) => labels.includes(label)),
    );
    if (parts.length === 0) return undefined;
    const part = choose(context.random, parts);
    const slots = { ...nounSlots('x', kind), part, adjective: choose(context.random, PART_ADJECTIVES) };
    return outlined('free kind part', slots, `has(${find(kind)}, ${quote(part)})`);
  },
  'mask/done': (context) => {
    const use = choose(context.random, DONE);
    const slots = { ...placeSlots(context), ...verbSlots(context, use), ...peopleSlots(context) };
    return outlined('standing', slots, affords('scene()', use));
  },
  'which/freely': (context) => {
    const kind = kindThere(context, true);
    if (kind === undefined) return undefined;
    const n = SPELT_NUMBERS[context.random.int(2, 4)] ?? '';
    return draft('free which', { ...nounSlots('x', kind), ...placeSlots(context), n }, asValue(find(kind)));
  },
  'which/kind ridden': (context) => {
    const kinds = kindsThere(context);
    if (kinds.length === 0) return undefined;
    const [kind, labels] = choose(context.random, kinds);
    const uses = RIDDEN.filter((use) => labels.some((label) => labelsForUse(use).has(label)));
    if (uses.length === 0) return undefined;
    const use = choose(context.random, uses);
    const slots = {
      ...nounSlots('x', kind),
      ...verbSlots(context, use),
      ...peopleSlots(context),
      used: RIDDEN_PAST[use],
      n: SPELT_NUMBERS[context.random.int(2, 4)] ?? '',
    };
    return draft('free riding', slots, asValue(affords(find(kind), use)));
  },
  'box/freely': (context) => {
    const noun = anyNoun(context, true);
    return { ...shown(nounSlots('x', noun), find(noun), 'box'), kind: 'free box' };
  },
  'box/described': (context) => {
    const one = described(context);
    return one && { ...shown({ x: one.phrase }, one.set, 'box'), kind: 'described box' };
  },
  'summary/freely': () => draft('free summary', {}, 'answer = summary()', { task: 'summary' }),
  'text/freely': ({ scene }) =>
    scene.things.some(({ words }) => words !== undefined)
      ? draft('free text', {}, `a = need(scene(), ${quote(TEXT_LABEL)})\nanswer = value(text(a))`)
      : undefined,
  'text/described': (context) => {
    const carriers = speaking(context).flatMap(([label]) => present(context).filter((own) => own === label));
    if (carriers.length === 0) return undefined;
    if (chance(context.random, 0.4)) {
      const noun = wordFor(choose(context.random, carriers), context.random);
      return draft('free text on', { x: noun }, `a = need(${find(noun)}, "text")\nanswer = value(text(a))`);
    }
    const one = described(context, carriers);
    return (
      one && draft('free text on', { x: one.phrase }, `a = need(${one.set}, "text")\nanswer = value(text(a))`)
    );
  },
};

/** Combinations that are kept from training. */
export const HELD_OUT_WIDER_FAMILIES: readonly string[] = ['box/described', 'compare/size', 'exist/and'];

function outlined(kind: Draft['kind'], slots: Draft['slots'], set: string): Draft {
  return draft(kind, slots, masked(set), { task: 'mask' });
}
