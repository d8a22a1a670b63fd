import { eventsOf } from '../../../twin/tracks/events.ts';
import { nounSlots, quote } from '../photo/context.ts';
import { chance, choose, chooseWeighted } from '../random.ts';
import {
  happened,
  oneOf,
  several,
  type VideoContext,
  type VideoDraft,
  verbSlots,
  withObject,
} from './context.ts';
import { HAPPENING, MEETING, MOVING, STAYING, TOWARDS, type Verb } from './words.ts';

export type Happening = keyof typeof HAPPENING;
export type Meeting = keyof typeof MEETING;
export type Way = keyof typeof TOWARDS;

export const WAYS: readonly Way[] = ['left', 'right', 'closer', 'away'];

export const half = ({ wish }: VideoContext): boolean => chance(wish, 0.5);

/** A verb about one thing, with what it makes of a set. */
export interface Said {
  readonly verb: Verb;
  readonly narrow: (set: string) => string;
}

const did = (set: string, kind: string, others?: string): string =>
  `did(${set}, ${quote(kind)}${others === undefined ? '' : `, ${others}`})`;

export const saidOf = ({ random }: VideoContext, kind: Happening): Said => ({
  verb: choose(random, HAPPENING[kind]),
  narrow: (set) => did(set, kind),
});

export const movingSaid = ({ random }: VideoContext): Said => ({
  verb: choose(random, MOVING),
  narrow: (set) => `moved(${set})`,
});

export const waySaid = ({ random }: VideoContext, way: Way): Said => ({
  verb: choose(random, TOWARDS[way]),
  narrow: (set) => `moved(${set}, ${quote(way)})`,
});

/** Questions of yes and no about one thing. The wanted answer is drawn first, then a thing of which it is true. */
export function whether(
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

/** A thing that did one thing, and another that did the other. */
export function eachThat(context: VideoContext, own: Happening, others: Happening) {
  const first = oneOf(context, ({ id }) => happened(context, own, id));
  const second = oneOf(context, ({ id }) => id !== first?.object.id && happened(context, others, id));
  return first && second && { first, second };
}

/** A thing and another one, and what happens between them or not. */
export function meeting(context: VideoContext, kind: Meeting, wanted: boolean) {
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

/** While something holds of one thing: `measure` asks for how long. */
export function spanOf(said: Said, one: ReturnType<typeof oneOf>, measure: boolean) {
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

export function howMany(context: VideoContext, said: Said): VideoDraft | undefined {
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
export function which(context: VideoContext, said: Said, task: 'value' | 'mask'): VideoDraft | undefined {
  const many = several(context, 2, true);
  if (!many) return undefined;
  const narrow = said.narrow(many.set);
  const slots = { ...nounSlots('x', many.words), ...verbSlots(said.verb) };
  const wider = { set: many.set, narrow };
  return task === 'value'
    ? { kind: 'which', slots, program: `answer = value(${narrow})`, task, wider }
    : { kind: 'segment what', slots, program: `a = need(${narrow}, "mask")\nanswer = mask(a)`, task, wider };
}

export const standingSaid = ({ random }: VideoContext): Said => ({
  verb: choose(random, STAYING),
  narrow: (set) => `still(${set})`,
});
