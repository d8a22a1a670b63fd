import { nounSlots, quote } from '../photo/context.ts';
import { chance, choose } from '../random.ts';
import { several, type VideoBuilder, type VideoContext, type VideoDraft, verbSlots } from './context.ts';
import { eachThat, howMany, meeting, movingSaid, standingSaid, WAYS, waySaid, which } from './forms.ts';
import { howManyThen, isThere, isTied, shownThen, timeClause } from './furtherQuestions.ts';
import { EXTREMES, HAPPENING } from './words.ts';

/** Which one does something most, first, longest: shown. */
const shownExtreme =
  (task: 'mask' | 'box'): VideoBuilder =>
  (context) => {
    const many = several(context, 2, true);
    const [, call, key, verbs] = choose(context.wish, EXTREMES);
    if (!many || new Set(many.objects.map(({ label }) => label)).size < 2) return undefined;
    if (isTied(key, call, many.objects)) return undefined;
    const set = `${call}(${many.set}, ${quote(key)})`;
    const slots = { ...nounSlots('x', many.words), ...verbSlots(choose(context.random, verbs)) };
    return task === 'mask'
      ? { kind: 'segment what', slots, program: `a = need(${set}, "mask")\nanswer = mask(a)`, task }
      : { kind: 'locate what', slots, program: `a = ${set}\nanswer = box(a)`, task };
  };

/** "Does the dog leave before the cat comes in?" */
const crossed: VideoBuilder = (context) => {
  const { random, wish } = context;
  const leaves = chance(wish, 0.5);
  const [own, others] = leaves ? (['left', 'entered'] as const) : (['entered', 'left'] as const);
  const both = eachThat(context, own, others);
  if (!both) return undefined;
  const { first, second } = both;
  const wanted = chance(wish, 0.5);
  const [than, call, turned] = choose(wish, [
    ['before', 'less', 'greater'],
    ['after', 'greater', 'less'],
  ] as const);
  const [a, b] = [
    `${leaves ? 'last' : 'first'}_seen(${first.set})`,
    `${leaves ? 'first' : 'last'}_seen(${second.set})`,
  ];
  return {
    kind: 'crossed order',
    slots: {
      ...nounSlots('x', first.words),
      y: second.words,
      than,
      ...verbSlots(choose(random, HAPPENING[own])),
      does: choose(random, HAPPENING[others])[1],
    },
    program: `answer = value(${call}(${a}, ${b}))`,
    task: 'value',
    wanted,
    instead: `value(${turned}(${a}, ${b}))`,
  };
};

/** What things do, in a part of the time: two calls, one in the other. */
function nested(context: VideoContext, task: 'value' | 'mask'): VideoDraft | undefined {
  const { wish } = context;
  const said = choose(wish, [
    () => standingSaid(context),
    () => movingSaid(context),
    () => waySaid(context, choose(wish, WAYS)),
  ])();
  const clause = timeClause(context, choose(wish, ['at', 'before', 'after'] as const));
  const many = several(context, 2, true);
  if (!many) return undefined;
  const narrow = clause.narrow(said.narrow(many.set));
  const slots = { ...nounSlots('x', many.words), ...verbSlots(said.verb), clause: clause.words };
  const wider = { set: many.set, narrow };
  return task === 'value'
    ? { kind: 'how many nested', slots, program: `answer = value(count(${narrow}))`, task, wider }
    : {
        kind: 'segment nested',
        slots,
        program: `a = need(${narrow}, "mask")\nanswer = mask(a)`,
        task,
        wider,
      };
}

/** Forms in which one call is in another. */
export const NESTED_BUILDERS: Readonly<Record<string, VideoBuilder>> = {
  'count/nested': (context) => nested(context, 'value'),
  'mask/nested': (context) => nested(context, 'mask'),
};

/** Further forms of questions of the video world, in which calls meet that the first ones have apart. */
export const LATER_BUILDERS: Readonly<Record<string, VideoBuilder>> = {
  'mask/still': (context) => which(context, standingSaid(context), 'mask'),
  'count/met': (context) => {
    const met = meeting(context, choose(context.wish, ['approached', 'overlapped'] as const), true);
    const draft = met && howMany(context, met.said);
    return draft && { ...draft, wanted: undefined };
  },
  'exist/between': isThere('between'),
  'count/between': howManyThen(['between']),
  'box/between': (context) => shownThen(context, 'box', () => timeClause(context, 'between')),
  'box/then': (context) =>
    shownThen(context, 'box', () => timeClause(context, choose(context.wish, ['before', 'after'] as const))),
  'which/then': (context) => {
    const names = ['at', 'before', 'after', 'between'] as const;
    const clause = timeClause(context, choose(context.wish, names));
    const many = several(context, 2, true);
    if (!many) return undefined;
    const narrow = clause.narrow(many.set);
    return {
      kind: 'which then',
      slots: { ...nounSlots('x', many.words), clause: clause.words },
      program: `answer = value(${narrow})`,
      task: 'value',
      wider: { set: many.set, narrow },
    };
  },
  'mask/most': shownExtreme('mask'),
  'box/most': shownExtreme('box'),
  'order/crossed': crossed,
};
