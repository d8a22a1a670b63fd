import { labelsForUse } from '../../../reasoning/knowledge/lexicon.ts';
import { PARTS } from '../../../reasoning/knowledge/parts.ts';
import { TEXT_LABEL } from '../../../twin/query/needs.ts';
import { chance, choose, chooseWeighted } from '../random.ts';
import { absent, type Builder, find, nounSlots, quote, single, wordFor } from './context.ts';
import { DEED_BUILDERS } from './deedQuestions.ts';
import {
  coloured,
  count,
  countRelated,
  draft,
  exist,
  extreme,
  filtered,
  half,
  kindWith,
  masked,
  nounWith,
  numbers,
  pairOfSingles,
  related,
  relation,
  relationWord,
  says,
  shown,
  speaking,
  which,
} from './drafts.ts';
import { FURTHER_BUILDERS } from './furtherQuestions.ts';
import { UNSEEN_BUILDERS } from './unseenQuestions.ts';
import { HELD_OUT_WIDER_FAMILIES, WIDER_BUILDERS } from './widerQuestions.ts';
import { ASKED_PARTS, USES } from './words.ts';

const FIRST_BUILDERS: Readonly<Record<string, Builder>> = {
  'exist/label': (context) => {
    const wanted = half(context);
    const word = nounWith(context, wanted);
    return draft('exist', nounSlots('x', word), exist(find(word)), { wanted });
  },
  'exist/kind': (context) => {
    const wanted = half(context);
    const kind = kindWith(context, wanted);
    return kind === undefined
      ? undefined
      : draft('exist', nounSlots('x', kind), exist(find(kind)), { wanted });
  },
  'exist/colour': (context) => {
    const wanted = half(context);
    const named = coloured(context, wanted);
    return (
      named &&
      draft('exist', nounSlots('x', `${named.colour} ${named.label}`), exist(filtered(named)), { wanted })
    );
  },
  'count/label': (context) => {
    const { random, groups } = context;
    const label = chance(random, 0.1)
      ? absent(context)
      : chooseWeighted(
          random,
          [...groups].map(([name, things]) => [name, things.length ** 1.5] as const),
        );
    const word = wordFor(label, random);
    return draft('count', nounSlots('x', word), count(find(word)));
  },
  'count/kind': (context) => {
    const kind = kindWith(context, chance(context.random, 0.9));
    return kind === undefined ? undefined : draft('count', nounSlots('x', kind), count(find(kind)));
  },
  'count/colour': (context) => {
    const named = coloured(context, chance(context.random, 0.85));
    return named && draft('count', nounSlots('x', `${named.colour} ${named.label}`), count(filtered(named)));
  },
  'count/related': countRelated,
  'relation/holds': relation,
  'attribute/colour': (context) => {
    const labels = single(context).filter((label) => label !== 'person');
    if (labels.length === 0) return undefined;
    const word = wordFor(choose(context.random, labels), context.random);
    return draft('colour', nounSlots('x', word), `a = ${find(word)}\nanswer = value(query(a, "color"))`);
  },
  'compare/more': (context) => numbers(context, 'more'),
  'compare/same number': (context) => numbers(context, 'same number'),
  'compare/nearer': (context) => {
    const pair = pairOfSingles(context);
    if (!pair) return undefined;
    const [x, y] = pair;
    const program = `answer = value(less(depth(${find(x)}), depth(${find(y)})))`;
    return draft('nearer', { ...nounSlots('x', x), y }, program, { wanted: half(context) });
  },
  'what/on': (context) => {
    const { random, groups } = context;
    const carriers = single(context).filter((label) =>
      ['dining table', 'bed', 'couch', 'bench'].includes(label),
    );
    const anchor = carriers.length > 0 ? choose(random, carriers) : undefined;
    if (anchor === undefined || groups.size < 2) return undefined;
    const word = wordFor(anchor, random);
    const program = `a = relate(${find(word)}, "on")\nanswer = value(a)`;
    return draft('what on', { y: word, rel: relationWord('on', context) }, program);
  },
  'which/best': which,
  'mask/label': (context) => {
    const word = nounWith(context, true);
    return shown(nounSlots('x', word), find(word), 'mask');
  },
  'mask/colour': (context) => {
    const named = coloured(context, true);
    return named && shown(nounSlots('x', `${named.colour} ${named.label}`), filtered(named), 'mask');
  },
  'mask/extreme': (context) => extreme(context, 'mask'),
  'mask/related': (context) => related(context, 'mask'),
  'mask/use': (context) => {
    const { random, groups } = context;
    const fitting = USES.filter((use) =>
      [...labelsForUse(use)].some(
        ([label, score]) => score >= 0.5 && [...groups.keys()].some((own) => own === label),
      ),
    );
    if (fitting.length === 0) return undefined;
    const use = choose(random, fitting);
    return draft('use', { use }, masked(`affords(scene(), ${quote(use)})`), { task: 'mask' });
  },
  'mask/part': (context) => {
    const { random, groups } = context;
    const fitting = ASKED_PARTS.filter((part) => (PARTS[part] ?? []).some((label) => groups.has(label)));
    if (fitting.length === 0) return undefined;
    const part = choose(random, fitting);
    return draft('part', { part }, masked(`has(scene(), ${quote(part)})`), { task: 'mask' });
  },
  'box/label': (context) => {
    const word = nounWith(context, true);
    return shown(nounSlots('x', word), find(word), 'box');
  },
  'box/extreme': (context) => extreme(context, 'box'),
  'box/related': (context) => related(context, 'box'),
  'none/mask': (context) => {
    const word = nounWith(context, false);
    return shown(nounSlots('x', word), find(word), 'mask', true);
  },
  'none/box': (context) => {
    const named = coloured(context, false);
    return named && shown(nounSlots('x', `${named.colour} ${named.label}`), filtered(named), 'box', true);
  },
  'summary/scene': () => draft('summary', {}, 'answer = summary()', { task: 'summary' }),
  'text/all': ({ scene }) =>
    scene.things.some(({ words }) => words !== undefined)
      ? draft('text', {}, `a = need(scene(), ${quote(TEXT_LABEL)})\nanswer = value(text(a))`)
      : undefined,
  'text/on': (context) => {
    const carriers = speaking(context);
    if (carriers.length === 0) return undefined;
    const [label] = choose(context.random, carriers);
    const program = `a = need(${find(label)}, "text")\nanswer = value(text(a))`;
    return draft('text on', nounSlots('x', label), program);
  },
  'text/says': says,
  ...FURTHER_BUILDERS,
};

/** Each form of question of the photo world, by its family. A builder gives nothing where a scene has no such question. */
export const BUILDERS: Readonly<Record<string, Builder>> = {
  ...FIRST_BUILDERS,
  ...WIDER_BUILDERS,
  ...DEED_BUILDERS,
  ...UNSEEN_BUILDERS,
};

/** Combinations that are kept from training. */
export const HELD_OUT_PHOTO_FAMILIES: readonly string[] = [
  ...['count/colour', 'mask/part', 'box/related'],
  ...HELD_OUT_WIDER_FAMILIES,
];

const trained = (builders: Readonly<Record<string, Builder>>): readonly string[] =>
  Object.keys(builders).filter((name) => !HELD_OUT_PHOTO_FAMILIES.includes(name));

/** What the first corpora are drawn from: they stay what they were when more families come. */
export const FIRST_PHOTO_FAMILIES = trained(FIRST_BUILDERS);
/** The families that came later and may be trained on. */
export const WIDER_PHOTO_FAMILIES = trained(WIDER_BUILDERS);
/** Those about what things do. */
export const DEED_PHOTO_FAMILIES = trained(DEED_BUILDERS);
/** Those that name what no detector sees, which came last. */
export const UNSEEN_PHOTO_FAMILIES = trained(UNSEEN_BUILDERS);
