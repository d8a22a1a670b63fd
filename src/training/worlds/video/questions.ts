import { eventsOf } from '../../../twin/tracks/events.ts';
import { find, nounSlots, quote } from '../photo/context.ts';
import { chance, choose, chooseWeighted } from '../random.ts';
import {
  absentWord,
  goes,
  happened,
  moves,
  oneOf,
  several,
  type VideoBuilder,
  type VideoContext,
  type VideoDraft,
  verbSlots,
  withObject,
} from './context.ts';
import { FURTHER_BUILDERS } from './furtherQuestions.ts';
import { HAPPENING, MEETING, MOVING, OPPOSITE, STAYING, TOWARDS, type Verb } from './words.ts';

type Happening = keyof typeof HAPPENING;
type Meeting = keyof typeof MEETING;
type Way = keyof typeof TOWARDS;

const WAYS: readonly Way[] = ['left', 'right', 'closer', 'away'];
const CHANGES: readonly Happening[] = ['started', 'stopped', 'turned'];

const half = ({ wish }: VideoContext): boolean => chance(wish, 0.5);

/** A verb about one thing, with what it makes of a set. */
interface Said {
  readonly verb: Verb;
  readonly narrow: (set: string) => string;
}

const did = (set: string, kind: string, others?: string): string =>
  `did(${set}, ${quote(kind)}${others === undefined ? '' : `, ${others}`})`;

const saidOf = ({ random }: VideoContext, kind: Happening): Said => ({
  verb: choose(random, HAPPENING[kind]),
  narrow: (set) => did(set, kind),
});

const movingSaid = ({ random }: VideoContext): Said => ({
  verb: choose(random, MOVING),
  narrow: (set) => `moved(${set})`,
});

const waySaid = ({ random }: VideoContext, way: Way): Said => ({
  verb: choose(random, TOWARDS[way]),
  narrow: (set) => `moved(${set}, ${quote(way)})`,
});

/** Questions of yes and no about one thing. The wanted answer is drawn first, then a thing of which it is true. */
function whether(
  context: VideoContext,
  said: Said,
  holds: (object: VideoContext['twin']['objects'][number]) => boolean,
  instead?: (set: string) => string,
): VideoDraft | undefined {
  const wanted = half(context);
  const one = oneOf(context, (object) => holds(object) === wanted);
  return (
    one && {
      kind: 'does it',
      slots: { ...nounSlots('x', one.words), ...verbSlots(said.verb) },
      program: `answer = value(exist(${said.narrow(one.set)}))`,
      task: 'value',
      wanted,
      ...(instead ? { instead: `value(exist(${instead(one.set)}))` } : {}),
    }
  );
}

/** A thing and another one, and what happens between them or not. */
function meeting(context: VideoContext, kind: Meeting, wanted: boolean) {
  const { random, twin } = context;
  const met = eventsOf(twin).filter((event) => event.kind === kind);
  const event = wanted ? (met.length > 0 ? choose(random, met) : undefined) : undefined;
  if (wanted && !event) return undefined;
  const first = oneOf(context, ({ id }) => (event ? event.ids[0] === id : true));
  const second = oneOf(context, ({ id }) =>
    event
      ? event.ids[1] === id
      : id !== first?.object.id &&
        !met.some(({ ids }) => ids.includes(id) && ids.includes(first?.object.id ?? '')),
  );
  if (!first || !second || twin.objects.length < 2) return undefined;
  const verb = withObject(choose(random, MEETING[kind]), second.words);
  const said: Said = { verb, narrow: (set) => did(set, kind, second.set) };
  return { first, second, said };
}

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

/** While something holds of one thing: `measure` asks for how long. */
function spanOf(said: Said, one: ReturnType<typeof oneOf>, measure: boolean) {
  if (!one) return undefined;
  const narrow = said.narrow(one.set);
  const call = measure ? `measure(${narrow}, "duration")` : `when(${narrow})`;
  return {
    kind: measure ? 'how long it' : 'while it',
    slots: { ...nounSlots('x', one.words), ...verbSlots(said.verb) },
    program: `answer = value(${call})`,
    task: 'value',
    wider: { set: one.set, narrow },
  } as const;
}

/** A number is drawn first, low ones oftener. */
const drawNumber = ({ wish }: VideoContext): number =>
  chooseWeighted(wish, [
    [0, 2],
    [1, 3],
    [2, 3],
    [3, 2],
    [4, 1],
  ] as const);

function howMany(context: VideoContext, said: Said): VideoDraft | undefined {
  const wanted = drawNumber(context);
  const many = several(context, Math.max(1, wanted), true);
  if (!many) return undefined;
  const narrow = said.narrow(many.set);
  return {
    kind: 'how many',
    slots: { ...nounSlots('x', many.words), ...verbSlots(said.verb) },
    program: `answer = value(count(${narrow}))`,
    task: 'value',
    wanted,
    wider: { set: many.set, narrow },
  };
}

/** "Which animal goes left?", with names or masks as the answer. */
function which(context: VideoContext, said: Said, task: 'value' | 'mask'): VideoDraft | undefined {
  const many = several(context, 2, true);
  if (!many) return undefined;
  const narrow = said.narrow(many.set);
  const slots = { ...nounSlots('x', many.words), ...verbSlots(said.verb) };
  const wider = { set: many.set, narrow };
  return task === 'value'
    ? { kind: 'which', slots, program: `answer = value(${narrow})`, task, wider }
    : { kind: 'segment what', slots, program: `a = need(${narrow}, "mask")\nanswer = mask(a)`, task, wider };
}

const drawWay = ({ wish }: VideoContext): Way => choose(wish, WAYS);
const drawChange = ({ wish }: VideoContext): Happening => choose(wish, CHANGES);
const drawPassage = ({ wish }: VideoContext): Happening => choose(wish, ['entered', 'left'] as const);
const standingSaid = ({ random }: VideoContext): Said => ({
  verb: choose(random, STAYING),
  narrow: (set) => `still(${set})`,
});

const whetherHappened = (context: VideoContext, kind: Happening): VideoDraft | undefined =>
  whether(context, saidOf(context, kind), ({ id }) => happened(context, kind, id));

/** What something approaches or touches: "What approaches the bench?" */
const whichMet =
  (task: 'value' | 'mask'): VideoBuilder =>
  (context) => {
    const met = meeting(context, choose(context.wish, ['approached', 'overlapped'] as const), true);
    return met && which(context, met.said, task);
  };

/** Each form of question of the video world, by its family. A builder gives nothing where a clip has no such question. */
export const VIDEO_BUILDERS: Readonly<Record<string, VideoBuilder>> = {
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

/** No training sample is of these unless it is asked for by name: their calls are trained on in other forms. */
export const HELD_OUT_VIDEO_FAMILIES: readonly string[] = [
  'exist/overlapped',
  'count/still',
  'which/longest',
  'mask/between',
  'order/left',
];
