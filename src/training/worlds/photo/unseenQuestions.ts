import { meaningOf } from '../../../reasoning/knowledge/lexicon.ts';
import { TYPICAL_COLOURS } from '../../../reasoning/knowledge/typicalColours.ts';
import { TEXT_LABEL } from '../../../twin/query/needs.ts';
import { chance, choose } from '../random.ts';
import { type Builder, type Context, type Draft, find, nounSlots, quote } from './context.ts';
import { coloured, count, draft, exist, filtered, masked, nounWith, shown } from './drafts.ts';
import { participle, thirdPerson } from './furtherQuestions.ts';
import {
  ANCHOR_LOOKS,
  CARRIER_LOOKS,
  CARRIER_PLACES,
  CARRIERS,
  TRUSTED_DEEDS,
  UNCHECKED_ANCHORS,
  UNCHECKED_PLACES,
  UNKNOWN_NOUNS,
} from './unseenWords.ts';
import { anyNoun } from './widerQuestions.ts';
import { DESCRIPTIONS, PEOPLE, WIDER_RELATION_WORDS } from './widerWords.ts';
import { POSTURES } from './words.ts';

const asValue = (set: string): string => `a = ${set}\nanswer = value(a)`;
const colourOf = (set: string): string => `a = ${set}\nanswer = value(query(a, "color"))`;

/** A place by something that is not in the twin, and a posture: said, and not checked. */
function placeBeyond({ random }: Context, seen: boolean): Readonly<Record<string, string>> {
  const [rest, rests, resting] = choose(random, POSTURES);
  const where = choose(random, seen && chance(random, 0.6) ? UNCHECKED_PLACES.seen : UNCHECKED_PLACES.at);
  const anchor = choose(random, UNCHECKED_ANCHORS);
  const look = anchor.includes(' ') || chance(random, 0.5) ? '' : `${choose(random, ANCHOR_LOOKS)} `;
  return { place: `${where} the ${look}${anchor}`, rest, rests, resting };
}

/** A noun of the scene, at times with its colour: its words and set. */
function seenThing(context: Context): { readonly words: string; readonly set: string } {
  const named = chance(context.random, 0.2) ? coloured(context, true) : undefined;
  if (named) return { words: `${named.colour} ${named.label}`, set: filtered(named) };
  const noun = anyNoun(context, true);
  return { words: noun, set: find(noun) };
}

function beyond(
  context: Context,
  kind: Draft['kind'],
  program: (set: string) => string,
  task: Draft['task'] = 'value',
): Draft {
  const { words, set } = seenThing(context);
  return draft(kind, { ...nounSlots('x', words), ...placeBeyond(context, true) }, program(set), { task });
}

const SIDES = ['left_of', 'right_of', 'above', 'below', 'in_front_of', 'behind'] as const;

/** Kinds of things that are known by their colour: those of that colour, or all where there are none. */
function typical({ random, groups }: Context): { readonly noun: string; readonly set: string } | undefined {
  const there = new Set<string>(groups.keys());
  const fitting = [...TYPICAL_COLOURS].filter(([noun]) => {
    const meaning = meaningOf(noun);
    return meaning?.sort === 'label' && meaning.labels.some((label) => there.has(label));
  });
  if (fitting.length === 0) return undefined;
  const [noun, colour] = choose(random, fitting);
  return { noun, set: `or_else(${filtered({ label: noun, colour })}, ${find(noun)})` };
}

/** One of them by where it is. */
function typicalDescribed(context: Context): { readonly phrase: string; readonly set: string } | undefined {
  const one = typical(context);
  if (!one) return undefined;
  const { random } = context;
  const [call, key, before, behind] = choose(random, DESCRIPTIONS);
  const phrase = chance(random, 0.4)
    ? `${choose(random, before)} ${one.noun}`
    : `${one.noun} ${choose(random, behind)}`;
  return { phrase, set: `${call}(${one.set}, ${quote(key)})` };
}

/** Somebody or something that does what no relation tells. */
function trusted(context: Context, kind: Draft['kind'], program: (set: string) => string): Draft | undefined {
  const { random, groups } = context;
  const x = groups.has('person') && chance(random, 0.3) ? choose(random, PEOPLE) : anyNoun(context, true);
  const y = chance(random, 0.5) ? nounWith(context, true) : choose(random, UNKNOWN_NOUNS);
  if (x === y) return undefined;
  const deed = choose(random, TRUSTED_DEEDS);
  const slots = { ...nounSlots('x', x), y, deed, does: thirdPerson(deed), doing: participle(deed) };
  return draft(kind, slots, program(find(x)), kind === 'mask deed' ? { task: 'mask' } : {});
}

/** What words stand on, in the words of somebody who sees it. */
function carrier({ random }: Context): string {
  const noun = choose(random, CARRIERS);
  const looks = chance(random, 0.6) ? `${choose(random, CARRIER_LOOKS)} ${noun}` : noun;
  return chance(random, 0.2) ? `${looks} ${choose(random, CARRIER_PLACES)}` : looks;
}

const hasWords = ({ scene }: Context): boolean => scene.things.some(({ words }) => words !== undefined);
const EVERYTHING_READ = `need(scene(), ${quote(TEXT_LABEL)})`;

/** Families about what the detector has no class for, or can not tell from others: said and not checked, copied, or told by colour. */
export const UNSEEN_BUILDERS: Readonly<Record<string, Builder>> = {
  'which/beyond': (context) => beyond(context, 'placed which', asValue),
  'count/beyond': (context) => beyond(context, 'placed count', count),
  'mask/beyond': (context) => beyond(context, 'placed mask', masked, 'mask'),
  'box/beyond': (context) => beyond(context, 'placed box', (set) => `a = ${set}\nanswer = box(a)`, 'box'),
  'attribute/beyond colour': (context) => {
    const noun = nounWith(context, true);
    return meaningOf(noun)?.labels.includes('person')
      ? undefined
      : draft(
          'placed colour',
          { ...nounSlots('x', noun), ...placeBeyond(context, true) },
          colourOf(find(noun)),
        );
  },
  'exist/beyond': (context) => {
    const wanted = context.yes;
    const noun = anyNoun(context, wanted);
    const slots = { ...nounSlots('x', noun), ...placeBeyond(context, false) };
    return draft('placed exist', slots, exist(find(noun)), { wanted });
  },
  'relation/unknown': (context) => {
    const { random } = context;
    const [one, other] = [nounWith(context, true), choose(random, UNKNOWN_NOUNS)];
    const [x, y] = chance(random, 0.75) ? [one, other] : [other, one];
    const name = choose(random, SIDES);
    const slots = { ...nounSlots('x', x), y, rel: choose(random, WIDER_RELATION_WORDS[name]) };
    return draft('to the unknown', slots, exist(`relate(${find(y)}, ${quote(name)}, ${find(x)})`));
  },
  'exist/unknown': ({ random }) => {
    const noun = choose(random, UNKNOWN_NOUNS);
    const kind = choose(random, ['exist', 'free exist'] as const);
    return draft(kind, nounSlots('x', noun), exist(find(noun)));
  },
  'count/unknown': ({ random }) => {
    const noun = choose(random, UNKNOWN_NOUNS);
    return draft(choose(random, ['count', 'free count'] as const), nounSlots('x', noun), count(find(noun)));
  },
  'none/unknown mask': ({ random }) => {
    const noun = choose(random, UNKNOWN_NOUNS);
    const kind = choose(random, ['mask', 'free mask'] as const);
    return { ...shown(nounSlots('x', noun), find(noun), 'mask', true), kind };
  },
  'none/unknown box': ({ random }) => {
    const noun = choose(random, UNKNOWN_NOUNS);
    const kind = choose(random, ['box', 'free box'] as const);
    return { ...shown(nounSlots('x', noun), find(noun), 'box', true), kind };
  },
  'text/beyond': (context) => {
    if (!hasWords(context)) return undefined;
    const kind = choose(context.random, ['text on', 'free text on'] as const);
    return draft(kind, { x: carrier(context) }, `a = ${EVERYTHING_READ}\nanswer = value(text(a))`);
  },
  'text/beyond says': (context) => {
    const { random, scene, yes: wanted } = context;
    const written = scene.things.flatMap(({ words }) => (words === undefined ? [] : [words.toLowerCase()]));
    const other = [
      'open',
      'sale',
      'exit',
      'hotel',
      'bakery',
      'market',
      'welcome',
      'closed',
      'museum',
      'pizza',
    ];
    if (written.length === 0) return undefined;
    const words = choose(
      random,
      wanted ? written : other.filter((word) => !written.some((text) => text.includes(word))),
    );
    const program = `a = ${EVERYTHING_READ}\nanswer = value(says(a, ${quote(words)}))`;
    return draft('says', { x: carrier(context), words }, program, { wanted });
  },
  'mask/typical': (context) => {
    const one = typical(context);
    if (!one) return undefined;
    const kind = choose(context.random, ['mask', 'free mask'] as const);
    return { ...shown(nounSlots('x', one.noun), one.set, 'mask'), kind };
  },
  'box/typical': (context) => {
    const one = typical(context);
    if (!one) return undefined;
    const kind = choose(context.random, ['box', 'free box'] as const);
    return { ...shown(nounSlots('x', one.noun), one.set, 'box'), kind };
  },
  'count/typical': (context) => {
    const one = typical(context);
    const kind = choose(context.random, ['count', 'free count'] as const);
    return one && draft(kind, nounSlots('x', one.noun), count(one.set));
  },
  'mask/typical described': (context) => {
    const one = typicalDescribed(context);
    return one && draft('described mask', { x: one.phrase }, masked(one.set), { task: 'mask' });
  },
  'attribute/typical described': (context) => {
    const one = typicalDescribed(context);
    return one && draft('described colour', { x: one.phrase }, colourOf(one.set));
  },
  'count/trusted': (context) => trusted(context, 'count deed', count),
  'mask/trusted': (context) => trusted(context, 'mask deed', masked),
  'which/trusted': (context) => trusted(context, 'which deed', asValue),
};
