import { KINDS } from '../../../reasoning/knowledge/kinds.ts';
import { labelsForUse } from '../../../reasoning/knowledge/lexicon.ts';
import { chance, choose } from '../random.ts';
import {
  absent,
  type Context,
  type Draft,
  find,
  nounSlots,
  present,
  quote,
  single,
  wordFor,
} from './context.ts';
import { ASKED_KINDS, type AskedPredicate, EXTREMES, RELATION_WORDS, SUPERLATIVES } from './words.ts';

export const half = ({ random }: Context): boolean => chance(random, 0.5);
export const relationWord = (predicate: AskedPredicate, { random }: Context): string =>
  choose(random, RELATION_WORDS[predicate]);

/** A noun of the scene or one that it lacks, as the wanted answer says. */
export function nounWith(context: Context, wanted: boolean): string {
  const { random } = context;
  return wordFor(wanted ? choose(random, present(context)) : absent(context), random);
}

/** Kinds of which the scene has members, or lacks them. */
export function kindWith(context: Context, wanted: boolean): string | undefined {
  const { random, groups } = context;
  const fitting = ASKED_KINDS.filter(
    (kind) => (KINDS[kind] ?? []).some((label) => groups.has(label)) === wanted,
  );
  return fitting.length > 0 ? choose(random, fitting) : undefined;
}

/** A label with a colour: of one of its things, or one that none of them has. */
export function coloured(context: Context, wanted: boolean): { label: string; colour: string } | undefined {
  const { random, groups } = context;
  // Nobody should be asked for people by a colour.
  const coloured = [...groups].filter(([name]) => name !== 'person');
  if (coloured.length === 0) return undefined;
  const [label, things] = choose(random, coloured);
  const held = new Set(things.flatMap(({ colours }) => colours));
  const pool = wanted
    ? [...held]
    : ['red', 'blue', 'green', 'yellow', 'white', 'black'].filter((colour) => !held.has(colour));
  return pool.length > 0 ? { label: wordFor(label, random), colour: choose(random, pool) } : undefined;
}

export const filtered = ({ label, colour }: { label: string; colour: string }): string =>
  `filter(${find(label)}, "color", ${quote(colour)})`;

export function pairOfSingles(context: Context): readonly [string, string] | undefined {
  const { random } = context;
  const labels = single(context);
  if (labels.length < 2) return undefined;
  const first = choose(random, labels);
  const second = choose(
    random,
    labels.filter((label) => label !== first),
  );
  return [wordFor(first, random), wordFor(second, random)];
}

export const draft = (
  kind: Draft['kind'],
  slots: Draft['slots'],
  program: string,
  more: Partial<Draft> = {},
): Draft => ({ kind, slots, program, task: 'value', ...more });

export const exist = (set: string): string => `answer = value(exist(${set}))`;
export const count = (set: string): string => `answer = value(count(${set}))`;
export const masked = (set: string): string => `a = need(${set}, "mask")\nanswer = mask(a)`;
const boxed = (set: string): string => `a = ${set}\nanswer = box(a)`;

/** Grounding as masks or boxes. */
export const shown = (slots: Draft['slots'], set: string, task: 'mask' | 'box', none = false): Draft =>
  draft(task, slots, task === 'mask' ? masked(set) : boxed(set), { task, ...(none ? { none } : {}) });

export function extreme(context: Context, task: 'mask' | 'box'): Draft | undefined {
  const { random, groups } = context;
  const several = [...groups].flatMap(([label, things]) => (things.length > 1 ? [label] : []));
  if (several.length === 0) return undefined;
  const word = wordFor(choose(random, several), random);
  const [call, key, words] = choose(random, EXTREMES);
  return shown(
    nounSlots('x', `${choose(random, words)} ${word}`),
    `${call}(${find(word)}, ${quote(key)})`,
    task,
  );
}

export function related(context: Context, task: 'mask' | 'box'): Draft | undefined {
  const { random, groups } = context;
  const anchors = single(context);
  if (anchors.length === 0) return undefined;
  const anchor = choose(random, anchors);
  const others = [...groups.keys()].filter((label) => label !== anchor);
  if (others.length === 0) return undefined;
  const label = choose(random, others);
  const predicate = choose(random, ['left_of', 'right_of', 'near', 'on'] as const);
  const [x, y] = [wordFor(label, random), wordFor(anchor, random)];
  const set = `relate(${find(y)}, ${quote(predicate)}, ${find(x)})`;
  return shown(nounSlots('x', `${x} ${relationWord(predicate, context)} the ${y}`), set, task);
}

export function relation(context: Context): Draft | undefined {
  const pair = pairOfSingles(context);
  if (!pair) return undefined;
  const [x, y] = pair;
  const { random } = context;
  const predicate = choose(random, [
    'left_of',
    'right_of',
    'above',
    'below',
    'in_front_of',
    'behind',
  ] as const);
  const slots = { ...nounSlots('x', x), y, rel: relationWord(predicate, context) };
  return draft('relation', slots, exist(`relate(${find(y)}, ${quote(predicate)}, ${find(x)})`), {
    wanted: half(context),
  });
}

export function countRelated(context: Context): Draft | undefined {
  const { random, groups } = context;
  const anchors = single(context);
  const several = [...groups].flatMap(([label, things]) => (things.length > 1 ? [label] : []));
  if (anchors.length === 0 || several.length === 0) return undefined;
  const [x, y] = [wordFor(choose(random, several), random), wordFor(choose(random, anchors), random)];
  const predicate = choose(random, ['left_of', 'right_of', 'near', 'behind', 'in_front_of'] as const);
  const slots = { ...nounSlots('x', x), y, rel: relationWord(predicate, context) };
  return draft('count related', slots, count(`relate(${find(y)}, ${quote(predicate)}, ${find(x)})`), {
    wanted: chance(random, 0.7) ? 1 : 0,
  });
}

export function numbers(context: Context, kind: 'more' | 'same number'): Draft | undefined {
  const { random } = context;
  const labels = present(context);
  if (labels.length < 2) return undefined;
  const first = choose(random, labels);
  const second = choose(
    random,
    labels.filter((label) => label !== first),
  );
  const [x, y] = [wordFor(first, random), wordFor(second, random)];
  const call = kind === 'more' ? 'greater' : 'equal';
  return draft(
    kind,
    { ...nounSlots('x', x), ...nounSlots('y', y) },
    `answer = value(${call}(count(${find(x)}), count(${find(y)})))`,
    { wanted: half(context) },
  );
}

/** Labels of things with words on them that no other thing of the label has. */
export const speaking = ({ groups }: Context): readonly (readonly [string, string])[] =>
  [...groups].flatMap(([label, things]) => {
    const [thing] = things;
    return things.length === 1 && thing?.words !== undefined ? [[label, thing.words] as const] : [];
  });

export function says(context: Context): Draft | undefined {
  const { random } = context;
  const carriers = speaking(context);
  if (carriers.length === 0) return undefined;
  const [label, written] = choose(random, carriers);
  const wanted = half(context);
  const other = choose(random, ['OPEN', 'SALE', 'EXIT', 'HOTEL', 'BAKERY']);
  const words = (wanted ? written : other).toLowerCase();
  const program = `a = need(${find(label)}, "text")\nanswer = value(says(a, ${quote(words)}))`;
  return draft('says', { ...nounSlots('x', label), words }, program, { wanted });
}

export function which(context: Context): Draft | undefined {
  const { random, groups } = context;
  const [quality, best] = choose(random, SUPERLATIVES);
  const kinds = ASKED_KINDS.filter(
    (kind) =>
      (KINDS[kind] ?? []).filter((label) => groups.has(label) && labelsForUse(quality).has(label)).length > 1,
  );
  if (kinds.length === 0) return undefined;
  const kind = choose(random, kinds);
  return draft(
    'which',
    { ...nounSlots('x', kind), best },
    `a = best(${find(kind)}, ${quote(quality)})\nanswer = value(a)`,
  );
}
