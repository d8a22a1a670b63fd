import { KINDS } from '../../../reasoning/knowledge/kinds.ts';
import { labelsForUse, splitList } from '../../../reasoning/knowledge/lexicon.ts';
import { PARTS } from '../../../reasoning/knowledge/parts.ts';
import type { Use } from '../../../reasoning/knowledge/use.ts';
import { USES } from '../../../reasoning/knowledge/uses.ts';
import { chance, choose } from '../random.ts';
import { type Builder, type Context, find, nounSlots, present, quote, wordFor } from './context.ts';
import {
  coloured,
  count,
  draft,
  exist,
  filtered,
  half,
  kindWith,
  masked,
  nounWith,
  relationWord,
} from './drafts.ts';
import {
  ASKED_KINDS,
  ASKED_PARTS,
  EXTREMES,
  NUMBER_WORDS,
  POSTURES,
  SOMEONE,
  SPELT_NUMBERS,
  SURROUNDINGS,
} from './words.ts';

type Slots = Readonly<Record<string, string>>;

/** Surroundings and a posture: said, and not checked. */
export function placeSlots({ random }: Context): Slots {
  const [rest, rests, resting] = choose(random, POSTURES);
  return { place: choose(random, SURROUNDINGS), rest, rests, resting };
}

/** "cut paper" → "cuts paper". */
export function thirdPerson(phrase: string): string {
  const [verb = '', ...rest] = phrase.split(' ');
  const ending = /(?:s|sh|ch|x|z|o)$/.test(verb) ? `${verb}es` : `${verb}s`;
  const inflected = /[^aeiou]y$/.test(verb) ? `${verb.slice(0, -1)}ies` : ending;
  return [inflected, ...rest].join(' ');
}

/** Verbs of one syllable that double their last letter. */
const DOUBLING = /^(?:cut|chop|trim|hit|sit|put|get|hug|swim|run|snip|chat|nap|skim|grab)$/;

/** "cut paper" → "cutting paper". */
export function participle(phrase: string): string {
  const [verb = '', ...rest] = phrase.split(' ');
  const stem = /ie$/.test(verb) ? `${verb.slice(0, -2)}y` : verb.replace(/(?<=[^eo])e$/, '');
  const doubled = DOUBLING.test(verb) ? `${verb}${verb.at(-1) ?? ''}` : stem;
  return [`${doubled}ing`, ...rest].join(' ');
}

/** A use of things that are there, with one of the word groups that point at it. */
export function drawUse(
  context: Context,
  labels: readonly string[] = [...context.groups.keys()],
): { readonly name: string; readonly slots: Slots } | undefined {
  const serves = ({ name }: Use): boolean =>
    !name.startsWith('be ') && labels.some((label) => (labelsForUse(name).get(label) ?? 0) >= 0.5);
  const fitting = USES.filter(serves);
  if (fitting.length === 0) return undefined;
  const { name, cues } = choose(context.random, fitting);
  const use = chance(context.random, 0.3) ? name : choose(context.random, splitList(cues));
  const someone = choose(context.random, SOMEONE);
  return { name, slots: { use, uses: thirdPerson(use), using: participle(use), used: `${use}n`, someone } };
}

export const affords = (set: string, use: string): string => `affords(${set}, ${quote(use)})`;

/** Kinds of which the scene has members. */
export function kindsThere({
  groups,
}: Context): readonly (readonly [kind: string, labels: readonly string[]])[] {
  return ASKED_KINDS.flatMap((kind) => {
    const own = (KINDS[kind] ?? []).filter((label) => groups.has(label));
    return own.length > 0 ? [[kind, own] as const] : [];
  });
}

export const RIDDEN = ['ride', 'hold', 'eat', 'read', 'wear', 'drive'] as const;
export const RIDDEN_PAST: Readonly<Record<(typeof RIDDEN)[number], string>> = {
  ride: 'ridden',
  hold: 'held',
  eat: 'eaten',
  read: 'read',
  wear: 'worn',
  drive: 'driven',
};

/** More forms of questions of the photo world: places that nothing can check, numbers, kinds, and uses in many words. */
export const FURTHER_BUILDERS: Readonly<Record<string, Builder>> = {
  'count/placed': (context) => {
    const word = nounWith(context, true);
    return draft('placed count', { ...nounSlots('x', word), ...placeSlots(context) }, count(find(word)));
  },
  'exist/placed': (context) => {
    const wanted = half(context);
    const word = nounWith(context, wanted);
    const slots = { ...nounSlots('x', word), ...placeSlots(context) };
    return draft('placed exist', slots, exist(find(word)), { wanted });
  },
  'mask/placed': (context) => {
    const word = nounWith(context, true);
    const slots = { ...nounSlots('x', word), ...placeSlots(context) };
    return draft('placed mask', slots, masked(find(word)), { task: 'mask' });
  },
  'attribute/placed colour': (context) => {
    const label = choose(context.random, present(context));
    if (label === 'person') return undefined;
    const word = wordFor(label, context.random);
    const slots = { ...nounSlots('x', word), ...placeSlots(context) };
    return draft('placed colour', slots, `a = ${find(word)}\nanswer = value(query(a, "color"))`);
  },
  'attribute/is colour': (context) => {
    const wanted = half(context);
    const named = coloured(context, wanted);
    if (!named) return undefined;
    const slots = { ...nounSlots('x', named.label), colour: named.colour };
    return draft('is colour', slots, exist(filtered(named)), { wanted });
  },
  'which/kind': (context) => {
    const kind = kindWith(context, true);
    if (kind === undefined) return undefined;
    const slots = { ...nounSlots('x', kind), ...placeSlots(context) };
    return draft('which kind', slots, `a = ${find(kind)}\nanswer = value(a)`);
  },
  'which/related': (context) => {
    const kind = kindWith(context, true);
    if (kind === undefined) return undefined;
    const word = nounWith(context, true);
    const predicate = choose(context.random, [
      'left_of',
      'right_of',
      'near',
      'behind',
      'in_front_of',
      'on',
    ] as const);
    const slots = { ...nounSlots('x', kind), y: word, rel: relationWord(predicate, context) };
    const program = `a = relate(${find(word)}, ${quote(predicate)}, ${find(kind)})\nanswer = value(a)`;
    return draft('which related', slots, program);
  },
  'compare/number': (context) => {
    const { random, groups } = context;
    const label = choose(random, present(context));
    const there = groups.get(label)?.length ?? 0;
    const number = Math.min(10, Math.max(1, there + random.int(-2, 2)));
    const [than, call, add] = choose(random, NUMBER_WORDS);
    const word = wordFor(label, random);
    const n = chance(random, 0.6) ? (SPELT_NUMBERS[number] ?? String(number)) : String(number);
    const program = `answer = value(${call}(count(${find(word)}), ${number + add}))`;
    return draft('number', { ...nounSlots('x', word), than, n }, program, { wanted: half(context) });
  },
  'count/either': (context) => {
    const labels = present(context);
    if (labels.length < 2) return undefined;
    const [x, y] = [nounWith(context, true), nounWith(context, true)];
    if (x === y) return undefined;
    const slots = { ...nounSlots('x', x), ...nounSlots('y', y) };
    return draft('either', slots, count(`union(${find(x)}, ${find(y)})`));
  },
  'which/extreme': (context) => {
    const { random } = context;
    const kind = chance(random, 0.5) ? kindWith(context, true) : nounWith(context, true);
    if (kind === undefined) return undefined;
    const [call, key, words] = choose(random, EXTREMES);
    const program = `a = ${call}(${find(kind)}, ${quote(key)})\nanswer = value(a)`;
    return draft('extreme', { ...nounSlots('x', kind), ext: choose(random, words) }, program);
  },
  'measure/distance': (context) => {
    const word = nounWith(context, true);
    const program = `a = argmax(${find(word)}, "area")\nanswer = value(measure(a, "distance"))`;
    return draft('far', nounSlots('x', word), program);
  },
  'mask/use cue': (context) => {
    const use = drawUse(context);
    return use && draft('use cue', use.slots, masked(affords('scene()', use.name)), { task: 'mask' });
  },
  'mask/kind use': (context) => {
    const kinds = kindsThere(context);
    if (kinds.length === 0) return undefined;
    const [kind, labels] = choose(context.random, kinds);
    const use = drawUse(context, labels);
    if (!use) return undefined;
    const slots = { ...nounSlots('x', kind), ...use.slots };
    return draft('kind use', slots, masked(affords(find(kind), use.name)), { task: 'mask' });
  },
  'mask/kind part': (context) => {
    const kinds = kindsThere(context);
    if (kinds.length === 0) return undefined;
    const [kind, labels] = choose(context.random, kinds);
    const parts = ASKED_PARTS.filter((part) => (PARTS[part] ?? []).some((label) => labels.includes(label)));
    if (parts.length === 0) return undefined;
    const part = choose(context.random, parts);
    const program = masked(`has(${find(kind)}, ${quote(part)})`);
    return draft('kind part', { ...nounSlots('x', kind), part }, program, { task: 'mask' });
  },
  'which/ridden': (context) => {
    const { random } = context;
    const use = choose(random, RIDDEN);
    const slots = {
      someone: choose(random, SOMEONE),
      use,
      using: participle(use),
      used: RIDDEN_PAST[use],
    };
    return draft('riding', slots, `a = ${affords('scene()', use)}\nanswer = value(a)`);
  },
};
