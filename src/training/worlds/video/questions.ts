import { find, nounSlots, quote } from '../photo/context.ts';
import { choose } from '../random.ts';
import {
  absentWord,
  goes,
  happened,
  moves,
  oneOf,
  type VideoBuilder,
  type VideoContext,
  type VideoDraft,
  verbSlots,
} from './context.ts';
import {
  type Happening,
  half,
  howMany,
  type Meeting,
  meeting,
  movingSaid,
  saidOf,
  spanOf,
  standingSaid,
  WAYS,
  type Way,
  waySaid,
  whether,
  which,
} from './forms.ts';
import { FURTHER_BUILDERS } from './furtherQuestions.ts';
import { LATER_BUILDERS, NESTED_BUILDERS } from './laterQuestions.ts';
import { OPPOSITE } from './words.ts';

const CHANGES: readonly Happening[] = ['started', 'stopped', 'turned'];

const whetherMet =
  (kind: Meeting): VideoBuilder =>
  (context) => {
    const wanted = half(context);
    const met = meeting(context, kind, wanted);
    return (
      met && {
        kind: 'does it',
        slots: { ...nounSlots('x', met.first.words), ...verbSlots(met.said.verb) },
        program: `answer = value(exist(${met.said.narrow(met.first.set)}))`,
        task: 'value',
        wanted,
      }
    );
  };

const whenMet =
  (kind: Meeting): VideoBuilder =>
  (context) => {
    const met = meeting(context, kind, true);
    return (
      met && {
        kind: 'when it',
        slots: { ...nounSlots('x', met.first.words), ...verbSlots(met.said.verb) },
        program: `answer = value(when(${met.said.narrow(met.first.set)}))`,
        task: 'value',
        wider: { set: met.first.set, narrow: met.said.narrow(met.first.set) },
      }
    );
  };

/** When something happens to one thing: a number of seconds for what begins or ends to be seen, else a stretch of time. */
const whenHappened =
  (kinds: readonly Happening[]): VideoBuilder =>
  (context) => {
    const kind = choose(context.wish, kinds);
    const one = oneOf(context, ({ id }) => happened(context, kind, id));
    if (!one) return undefined;
    const { verb, narrow } = saidOf(context, kind);
    const calls = { entered: `first_seen(${one.set})`, left: `last_seen(${one.set})` } as const;
    const call = kind === 'entered' || kind === 'left' ? calls[kind] : `when(${narrow(one.set)})`;
    return {
      kind: 'when it',
      slots: { ...nounSlots('x', one.words), ...verbSlots(verb) },
      program: `answer = value(${call})`,
      task: 'value',
    };
  };

const drawWay = ({ wish }: VideoContext): Way => choose(wish, WAYS);
const drawChange = ({ wish }: VideoContext): Happening => choose(wish, CHANGES);
const drawPassage = ({ wish }: VideoContext): Happening => choose(wish, ['entered', 'left'] as const);
const whetherHappened = (context: VideoContext, kind: Happening): VideoDraft | undefined =>
  whether(context, saidOf(context, kind), ({ id }) => happened(context, kind, id));

/** What something approaches or touches: "What approaches the bench?" */
const whichMet =
  (task: 'value' | 'mask'): VideoBuilder =>
  (context) => {
    const met = meeting(context, choose(context.wish, ['approached', 'overlapped'] as const), true);
    return met && which(context, met.said, task);
  };

const FIRST_BUILDERS: Readonly<Record<string, VideoBuilder>> = {
  'exist/moved': (context) => whether(context, movingSaid(context), (object) => moves(context, object)),
  'exist/direction': (context) => {
    const way = drawWay(context);
    return whether(
      context,
      waySaid(context, way),
      (object) => goes(context, object, way),
      (set) => `moved(${set}, ${quote(OPPOSITE[way])})`,
    );
  },
  'exist/passage': (context) => whetherHappened(context, drawPassage(context)),
  'exist/change': (context) => whetherHappened(context, drawChange(context)),
  'exist/approached': whetherMet('approached'),
  'exist/overlapped': whetherMet('overlapped'),
  'when/entered': whenHappened(['entered']),
  'when/left': whenHappened(['left']),
  'when/change': whenHappened(CHANGES),
  'when/approached': whenMet('approached'),
  'when/overlapped': whenMet('overlapped'),
  'when/moved': (context) =>
    spanOf(
      movingSaid(context),
      oneOf(context, (object) => moves(context, object)),
      false,
    ),
  'when/direction': (context) => {
    const way = drawWay(context);
    return spanOf(
      waySaid(context, way),
      oneOf(context, (object) => goes(context, object, way)),
      false,
    );
  },
  'duration/moved': (context) =>
    spanOf(
      movingSaid(context),
      oneOf(context, (object) => moves(context, object)),
      true,
    ),
  'count/moved': (context) => howMany(context, movingSaid(context)),
  'count/direction': (context) => howMany(context, waySaid(context, drawWay(context))),
  'count/passage': (context) => howMany(context, saidOf(context, drawPassage(context))),
  'count/change': (context) => howMany(context, saidOf(context, drawChange(context))),
  'count/still': (context) => howMany(context, standingSaid(context)),
  'which/moved': (context) => which(context, movingSaid(context), 'value'),
  'which/direction': (context) => which(context, waySaid(context, drawWay(context)), 'value'),
  'which/passage': (context) => which(context, saidOf(context, drawPassage(context)), 'value'),
  'which/change': (context) => which(context, saidOf(context, drawChange(context)), 'value'),
  'which/still': (context) => which(context, standingSaid(context), 'value'),
  'which/met': whichMet('value'),
  'mask/moved': (context) => which(context, movingSaid(context), 'mask'),
  'mask/direction': (context) => which(context, waySaid(context, drawWay(context)), 'mask'),
  'mask/passage': (context) => which(context, saidOf(context, drawPassage(context)), 'mask'),
  'mask/change': (context) => which(context, saidOf(context, drawChange(context)), 'mask'),
  'mask/met': whichMet('mask'),
  'none/when': (context) => {
    const word = absentWord(context);
    const kind = drawPassage(context);
    return {
      kind: 'when it',
      slots: { ...nounSlots('x', word), ...verbSlots(saidOf(context, kind).verb) },
      program: `answer = value(${kind === 'entered' ? 'first' : 'last'}_seen(${find(word)}))`,
      task: 'value',
      none: true,
    };
  },
  'none/mask': (context) => {
    const draft = which(context, waySaid(context, drawWay(context)), 'mask');
    return draft && { ...draft, wider: undefined, none: true };
  },
  ...FURTHER_BUILDERS,
};

/** Each form of question of the video world, by its family. A builder gives nothing where a clip has no such question. */
export const VIDEO_BUILDERS: Readonly<Record<string, VideoBuilder>> = {
  ...FIRST_BUILDERS,
  ...LATER_BUILDERS,
  ...NESTED_BUILDERS,
};

/** No training sample is of these unless it is asked for by name: their calls are trained on in other forms. */
export const HELD_OUT_VIDEO_FAMILIES: readonly string[] = [
  'exist/overlapped',
  'count/still',
  'which/longest',
  'mask/between',
  'order/left',
];

/** What the first corpora are drawn from: they stay what they were when more families come. */
export const FIRST_VIDEO_FAMILIES = Object.keys(FIRST_BUILDERS).filter(
  (name) => !HELD_OUT_VIDEO_FAMILIES.includes(name),
);
/** Those and the ones that came later. */
export const LATER_VIDEO_FAMILIES = [...FIRST_VIDEO_FAMILIES, ...Object.keys(LATER_BUILDERS)];
export const NESTED_VIDEO_FAMILIES = Object.keys(NESTED_BUILDERS);
