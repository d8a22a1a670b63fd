import { intersectSpans, type Spans, subtractSpans, uniteSpans } from '../../tracks/spans.ts';
import type { QueryContext } from '../context.ts';
import { isMeasureKey, isTimeKey, MEASURE_KEYS } from '../measures.ts';
import { TEXT_LABEL } from '../needs.ts';
import { measured, PICTURE_HAS_NO_TIME, spansIn } from '../time.ts';
import { boxGap } from './gap.ts';
import {
  absence,
  idsOf,
  numberOf,
  type Outcome,
  phraseOf,
  type QueryFunction,
  type Reason,
  round,
  scalar,
  set,
  setOf,
  type Traced,
  text,
  textOf,
} from './spec.ts';

const combine = (
  name: string,
  doc: string,
  keep: (id: string, inFirst: boolean, inSecond: boolean) => boolean,
  joiner: string,
  /** The same of times: a set of a video is one for each of its frames. */
  ofTimes: (a: Spans, b: Spans) => Spans,
): QueryFunction => ({
  name,
  family: 'sets',
  parameters: [
    { name: 'first', types: ['Set'] },
    { name: 'second', types: ['Set'] },
  ],
  result: 'Set',
  doc,
  example: `${name}(find("cat"), find("dog"))`,
  run: ([first, second], context) => {
    const a = new Set(idsOf(first));
    const b = new Set(idsOf(second));
    const phrase = joiner === '' ? phraseOf(first) : `${phraseOf(first)} ${joiner} ${phraseOf(second)}`;
    if (first?.times || second?.times) {
      const times = new Map<string, Spans>();
      for (const id of new Set([...a, ...b])) {
        const spans = ofTimes(
          a.has(id) ? spansIn(first, id, context) : [],
          b.has(id) ? spansIn(second, id, context) : [],
        );
        if (spans.length > 0) times.set(id, spans);
      }
      return { ...setOf(context, times.keys(), phrase), times };
    }
    const ids = [...context.objects.keys()].filter((id) => keep(id, a.has(id), b.has(id)));
    return setOf(context, ids, phrase);
  },
});

function rank(args: readonly Traced[], context: QueryContext, sign: 1 | -1): Outcome {
  const key = textOf(args[1]);
  if (!isMeasureKey(key)) return { refused: `"${key}" is not a measure; known: ${MEASURE_KEYS.join(', ')}` };
  const targets = args[2] ? idsOf(args[2]) : undefined;
  if (isTimeKey(key) && !context.time) return { absent: PICTURE_HAS_NO_TIME };
  if (targets && key !== 'distance') return { refused: 'Only "distance" takes a third argument.' };
  const rows: { id: string; value: number }[] = [];
  for (const id of idsOf(args[0])) {
    const value = targets ? nearestGap(id, targets, context) : measured(id, key, context)?.value;
    if (value !== undefined) rows.push({ id, value });
  }
  const ids = idsOf(args[0]);
  const note = rows.length === 0 && ids.length > 0 ? `${key} has not been measured` : undefined;
  if (note !== undefined && !targets && (key === 'depth' || key === 'distance')) {
    return rankByBottomEdge(args, context, sign, note);
  }
  const sorted = rows.toSorted((a, b) => sign * (b.value - a.value));
  const because: Reason[] = sorted.map(({ id, value }) => ({ ids: [id], numbers: { [key]: round(value) } }));
  // Without the measurement a lone object is still the extreme of its set; of several none can be named.
  const [best] = note !== undefined && ids.length === 1 ? ids : sorted.map(({ id }) => id);
  return setOf(context, best === undefined ? [] : [best], phraseOf(args[0]), because, note);
}

/** Of things that stand on one ground, the one whose box ends lowest is nearest: the cue that relations use, too. */
function rankByBottomEdge(
  args: readonly Traced[],
  context: QueryContext,
  sign: 1 | -1,
  note: string,
): Outcome {
  const bottom = (id: string): number => context.objects.get(id)?.state.box[3] ?? 0;
  const sorted = idsOf(args[0]).toSorted((a, b) => sign * (bottom(a) - bottom(b)));
  const because: Reason[] = sorted.map((id) => ({ ids: [id], numbers: { bottom: round(bottom(id)) } }));
  const taken = `${note}: the lower bottom edge is taken as nearer`;
  return setOf(context, sorted.slice(0, 1), phraseOf(args[0]), because, taken);
}

function nearestGap(id: string, targets: readonly string[], context: QueryContext): number | undefined {
  let best: number | undefined;
  for (const target of targets) {
    const gap = target === id ? undefined : boxGap(id, target, context);
    if (gap !== undefined && (best === undefined || gap < best)) best = gap;
  }
  return best;
}

/** The labels that a word stands for, itself among them. */
const labelsOfWord = (word: string, { lexicon }: QueryContext): ReadonlySet<string> =>
  new Set([word, ...(lexicon.labelsFor(word)?.labels ?? [])]);

/** A phrase for a model that finds things by words is a few words. */
const MAX_PHRASE = 64;

const extremeParameters = [
  set,
  text('key', MEASURE_KEYS),
  { name: 'to', types: ['Set'], optional: true },
] as const;

export const setFunctions: readonly QueryFunction[] = [
  {
    name: 'scene',
    family: 'sets',
    parameters: [],
    result: 'Set',
    doc: 'All things of the twin. Lines of text are no things: `find("text")` gives those.',
    example: 'scene()',
    run: (_args, context) => {
      const things = [...context.objects].filter(([, { object }]) => object.label !== TEXT_LABEL);
      const ids = things.map(([id]) => id);
      return { ...setOf(context, ids, 'object'), whole: true };
    },
  },
  {
    name: 'find',
    family: 'sets',
    parameters: [text('word')],
    result: 'Set',
    doc: 'The objects that a word names: a label, one of its synonyms, or a kind of thing ("animal"). Where a model is chosen that finds things by words, it looks for what no object is called.',
    example: 'find("sofa")',
    needs: ([word], context) => {
      const phrase = textOf(word).trim().toLowerCase();
      if (!context.finds || phrase === '') return undefined;
      const labels = labelsOfWord(phrase, context);
      const known = [...context.objects.values()].some(({ object }) =>
        labels.has(object.label.toLowerCase()),
      );
      return known ? undefined : { kind: 'objects', ids: [], phrase: phrase.slice(0, MAX_PHRASE) };
    },
    run: ([word], context) => {
      const name = textOf(word).trim().toLowerCase();
      const meaning = context.lexicon.labelsFor(name);
      const labels = labelsOfWord(name, context);
      const because: Reason[] = [];
      for (const [id, { object }] of context.objects) {
        if (!labels.has(object.label.toLowerCase())) continue;
        because.push({ ids: [id], numbers: { label: object.label, score: round(object.score) } });
      }
      const known = meaning !== undefined || because.length > 0;
      const note = known ? meaning?.note : `“${name}” is not a word that this lexicon knows`;
      return setOf(
        context,
        because.flatMap(({ ids }) => ids),
        name,
        because,
        note,
      );
    },
  },
  combine('union', 'The objects in either set.', (_id, a, b) => a || b, 'or', uniteSpans),
  combine('intersect', 'The objects in both sets.', (_id, a, b) => a && b, '', intersectSpans),
  combine(
    'except',
    'The objects of the first set that are not in the second.',
    (_id, a, b) => a && !b,
    '',
    subtractSpans,
  ),
  {
    name: 'or_else',
    family: 'sets',
    parameters: [
      { name: 'first', types: ['Set'] },
      { name: 'second', types: ['Set'] },
    ],
    result: 'Set',
    doc: 'The first set unless it is empty, else the second.',
    example: 'or_else(relate(find("person"), "near", find("bicycle")), find("bicycle"))',
    run: ([first, second], context) => {
      const ids = idsOf(first);
      if (ids.length > 0) return setOf(context, ids, phraseOf(first));
      const note = `no ${phraseOf(first)}: every ${phraseOf(second)} is taken`;
      const taken = setOf(
        context,
        idsOf(second),
        phraseOf(second),
        [],
        idsOf(second).length > 0 ? note : undefined,
      );
      return second?.whole ? { ...taken, whole: true } : taken;
    },
  },
  {
    name: 'unique',
    family: 'sets',
    parameters: [set],
    result: 'Object',
    doc: 'The one object of a set; an error unless there is exactly one (the rule of CLEVR).',
    example: 'unique(find("laptop"))',
    run: (args, context) => {
      const ids = idsOf(args[0]);
      const [id] = ids;
      if (id === undefined || ids.length > 1) {
        return { refused: `unique needs exactly one ${phraseOf(args[0])}, found ${ids.length}` };
      }
      return { ...setOf(context, ids, phraseOf(args[0])), value: { type: 'Object', id } };
    },
  },
  {
    name: 'argmax',
    family: 'sets',
    parameters: extremeParameters,
    result: 'Set',
    doc: 'The object with the largest value of a measure (empty for an empty set); with `to`, the farthest from those.',
    example: 'argmax(find("horse"), "x")',
    run: (args, context) => rank(args, context, 1),
  },
  {
    name: 'argmin',
    family: 'sets',
    parameters: extremeParameters,
    result: 'Set',
    doc: 'The object with the smallest value of a measure (empty for an empty set); with `to`, the nearest to those.',
    example: 'argmin(find("chair"), "distance", find("tv"))',
    run: (args, context) => rank(args, context, -1),
  },
  {
    name: 'nth',
    family: 'sets',
    parameters: [set, text('key', MEASURE_KEYS), { name: 'position', types: ['Number'] }],
    result: 'Set',
    doc: 'The object at a position (from 1) when the set is ordered by a measure, smallest first; −1 is the last.',
    example: 'nth(find("person"), "x", 2)',
    run: (args, context) => {
      const key = textOf(args[1]);
      if (!isMeasureKey(key)) return { refused: `"${key}" is not a measure` };
      if (isTimeKey(key) && !context.time) return { absent: PICTURE_HAS_NO_TIME };
      const rows = idsOf(args[0]).flatMap((id) => {
        const measure = measured(id, key, context);
        return measure ? [{ id, value: measure.value }] : [];
      });
      const sorted = rows.toSorted((a, b) => a.value - b.value);
      const position = Math.trunc(numberOf(args[2]));
      const chosen =
        position > 0 ? sorted[position - 1] : sorted.at(position === 0 ? sorted.length : position);
      const because = sorted.map(({ id, value }) => ({ ids: [id], numbers: { [key]: round(value) } }));
      return setOf(context, chosen ? [chosen.id] : [], phraseOf(args[0]), because);
    },
  },
  {
    name: 'count',
    family: 'sets',
    parameters: [set],
    result: 'Number',
    doc: 'How many objects a set holds.',
    example: 'count(find("person"))',
    run: (args) => {
      const ids = idsOf(args[0]);
      const because = [{ ids, numbers: { count: ids.length } }];
      return scalar({ type: 'Number', value: ids.length }, args, because);
    },
  },
  {
    name: 'exist',
    family: 'sets',
    parameters: [set],
    result: 'Bool',
    doc: 'Whether a set holds any object.',
    example: 'exist(find("dog"))',
    run: (args, context) => {
      const ids = idsOf(args[0]);
      const because = [{ ids, numbers: { count: ids.length } }];
      const absent = absence(args[0], context);
      const note = ids.length === 0 && 'absent' in absent ? absent.absent : undefined;
      return scalar({ type: 'Bool', value: ids.length > 0 }, args, because, note);
    },
  },
];
