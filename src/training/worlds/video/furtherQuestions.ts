import type { TwinObject } from '../../../twin/schema/twin.ts';
import { find, nounSlots, quote } from '../photo/context.ts';
import { chance, choose, chooseWeighted } from '../random.ts';
import {
  absentWord,
  moment,
  oneOf,
  secondsText,
  several,
  type VideoBuilder,
  type VideoContext,
  type VideoDraft,
  verbSlots,
} from './context.ts';
import { eachThat } from './forms.ts';
import { EXTREMES, HAPPENING, NEARNESS } from './words.ts';

/** A part of the time: its words, and what it makes of a set. */
export interface Clause {
  readonly words: string;
  readonly narrow: (set: string) => string;
}

export type TimeName = 'at' | 'before' | 'after' | 'between';

export function timeClause(context: VideoContext, name: TimeName): Clause {
  const { random } = context;
  const time = moment(context);
  const text = secondsText(time);
  switch (name) {
    case 'at':
      return {
        words: choose(random, [
          `at ${text}`,
          `${text} into the video`,
          `at the time ${time} s`,
          `at ${time} s`,
        ]),
        narrow: (set) => `at(${set}, ${time})`,
      };
    case 'before':
      return {
        words: choose(random, [
          `before ${text}`,
          `in the first ${text}`,
          `before ${time} s`,
          `until ${text}`,
        ]),
        narrow: (set) => `before(${set}, ${time})`,
      };
    case 'after':
      return {
        words: choose(random, [`after ${text}`, `from ${text} on`, `after ${time} s`, `later than ${text}`]),
        narrow: (set) => `after(${set}, ${time})`,
      };
    case 'between': {
      const end = time + random.int(2, 6) / 2;
      const until = secondsText(end);
      return {
        words: choose(random, [
          `between ${time} and ${until}`,
          `from ${time} to ${until}`,
          `from ${time} s to ${end} s`,
        ]),
        narrow: (set) => `before(after(${set}, ${time}), ${end})`,
      };
    }
  }
}

/** While something else is there. */
function whileClause(context: VideoContext, one: TwinObject): Clause | undefined {
  const other = oneOf(context, ({ id }) => id !== one.id);
  if (!other) return undefined;
  const { words, set } = other;
  return {
    words: choose(context.random, [
      `while the ${words} is visible`,
      `as long as the ${words} is visible`,
      `while the ${words} is there`,
      `during the time that the ${words} is seen`,
      `when the ${words} is in view`,
    ]),
    narrow: (own) => `during(${own}, ${set})`,
  };
}

const itIs = ({ label }: TwinObject): string => (label === 'person' ? 'they are' : 'it is');

const PREDICATES = ['near', 'near', 'left_of', 'right_of'] as const;

/** While a thing stands in a relation to another one. */
function relationClause(
  context: VideoContext,
  one: TwinObject,
): (Clause & { rel: string; other: string }) | undefined {
  const other = oneOf(context, ({ id }) => id !== one.id);
  if (!other) return undefined;
  const predicate = choose(context.random, PREDICATES);
  const rel = choose(context.random, NEARNESS[predicate]);
  return {
    rel,
    other: other.words,
    words: `${choose(context.random, ['while', 'when', 'as long as'])} ${itIs(one)} ${rel} the ${other.words}`,
    narrow: (own) => `relate(${other.set}, ${quote(predicate)}, ${own})`,
  };
}

function movingClause({ random }: VideoContext, one: TwinObject): Clause {
  return {
    words: `${choose(random, ['while', 'when', 'as long as'])} ${itIs(one)} ${choose(random, ['moving', 'in motion'])}`,
    narrow: (own) => `moved(${own})`,
  };
}

/** A thing in a part of the time, as masks or boxes. */
export function shownThen(
  context: VideoContext,
  task: 'mask' | 'box',
  clauseOf: (one: TwinObject) => Clause | undefined,
) {
  const one = oneOf(context);
  const clause = one && clauseOf(one.object);
  if (!clause) return undefined;
  const narrow = clause.narrow(one.set);
  const draft: VideoDraft = {
    kind: task === 'mask' ? 'segment then' : 'where then',
    slots: { ...nounSlots('x', one.words), clause: clause.words },
    program:
      task === 'mask' ? `a = need(${narrow}, "mask")\nanswer = mask(a)` : `a = ${narrow}\nanswer = box(a)`,
    task,
    wider: { set: one.set, narrow },
  };
  return draft;
}

/** Whether a thing of a kind is there in a part of the time; the answer is drawn first. */
export const isThere =
  (name: TimeName): VideoBuilder =>
  (context) => {
    const wanted = chance(context.wish, 0.5);
    const clause = timeClause(context, name);
    // Mostly of what the clip shows at another time.
    const word =
      !wanted && chance(context.wish, 0.15) ? absentWord(context) : several(context, 1, false)?.words;
    if (word === undefined) return undefined;
    return {
      kind: 'is there',
      slots: { ...nounSlots('x', word), clause: clause.words },
      program: `answer = value(exist(${clause.narrow(find(word))}))`,
      task: 'value',
      wanted,
    };
  };

export const howManyThen =
  (names: readonly TimeName[]): VideoBuilder =>
  (context) => {
    const clause = timeClause(context, choose(context.wish, names));
    const wanted = chooseWeighted(context.wish, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 2],
    ] as const);
    const many = several(context, Math.max(1, wanted), true);
    if (!many) return undefined;
    return {
      kind: 'how many then',
      slots: { ...nounSlots('x', many.words), clause: clause.words },
      program: `answer = value(count(${clause.narrow(many.set)}))`,
      task: 'value',
      wider: { set: many.set, narrow: clause.narrow(many.set) },
      wanted,
    };
  };

/** Who does something most, first, longest. Things that are alike in it are no question: see `steady`. */
const extreme =
  (name: string): VideoBuilder =>
  (context) => {
    const found = EXTREMES.find(([family]) => family === name);
    const many = several(context, 2, true);
    if (!found || !many || new Set(many.objects.map(({ label }) => label)).size < 2) return undefined;
    const [, call, key, verbs] = found;
    if (isTied(key, call, many.objects)) return undefined;
    return {
      kind: 'which most',
      slots: { ...nounSlots('x', many.words), ...verbSlots(choose(context.random, verbs)) },
      program: `answer = value(${call}(${many.set}, ${quote(key)}))`,
      task: 'value',
    };
  };

/** Whether the first two in an order over time are equal: they come in the same frame, or are seen in as many. */
export function isTied(key: string, call: string, objects: readonly TwinObject[]): boolean {
  const values = objects.map(({ states }) => {
    if (key === 'start') return states[0]?.timeUs ?? 0;
    return key === 'end' ? (states.at(-1)?.timeUs ?? 0) : states.length;
  });
  if (key === 'path' || key === 'speed') return false;
  const best = call === 'argmin' ? Math.min(...values) : Math.max(...values);
  return values.filter((value) => value === best).length > 1;
}

/** "Does the dog come in before the cat?" */
const order =
  (kind: 'entered' | 'left'): VideoBuilder =>
  (context) => {
    const { random } = context;
    const both = eachThat(context, kind, kind);
    if (!both) return undefined;
    const { first, second } = both;
    const wanted = chance(context.wish, 0.5);
    const [than, call] = choose(context.wish, [
      ['before', 'less'],
      ['earlier than', 'less'],
      ['after', 'greater'],
      ['later than', 'greater'],
    ] as const);
    const seen = kind === 'entered' ? 'first_seen' : 'last_seen';
    return {
      kind: 'order',
      slots: {
        ...nounSlots('x', first.words),
        y: second.words,
        than,
        ...verbSlots(choose(random, HAPPENING[kind])),
      },
      program: `answer = value(${call}(${seen}(${first.set}), ${seen}(${second.set})))`,
      task: 'value',
      wanted,
      instead: `value(${call === 'less' ? 'greater' : 'less'}(${seen}(${first.set}), ${seen}(${second.set})))`,
    };
  };

/** Directions in the words of answers, each as likely. */
const DIRECTIONS = ['to the left', 'to the right', 'towards the camera', 'away from the camera', 'in place'];

export const FURTHER_BUILDERS: Readonly<Record<string, VideoBuilder>> = {
  'exist/at': isThere('at'),
  'exist/before': isThere('before'),
  'exist/after': isThere('after'),
  'when/visible': (context) => {
    const one = oneOf(context, ({ states }) => states.length < (context.twin.source.frames?.length ?? 0));
    return (
      one && {
        kind: 'visible',
        slots: nounSlots('x', one.words),
        program: `answer = value(when(${one.set}))`,
        task: 'value',
      }
    );
  },
  'when/together': (context) => {
    const one = oneOf(context);
    const other = oneOf(context, ({ id }) => id !== one?.object.id);
    if (!one || !other) return undefined;
    const narrow = `during(${one.set}, ${other.set})`;
    return {
      kind: 'together',
      slots: { ...nounSlots('x', one.words), y: other.words },
      program: `answer = value(when(${narrow}))`,
      task: 'value',
      wider: { set: one.set, narrow },
    };
  },
  'when/related': (context) => {
    const one = oneOf(context);
    const clause = one && relationClause(context, one.object);
    if (!clause) return undefined;
    const narrow = clause.narrow(one.set);
    return {
      kind: 'when related',
      slots: { ...nounSlots('x', one.words), y: clause.other, rel: clause.rel },
      program: `answer = value(when(${narrow}))`,
      task: 'value',
      wider: { set: one.set, narrow },
    };
  },
  'duration/visible': (context) => {
    const one = oneOf(context);
    return (
      one && {
        kind: 'how long',
        slots: nounSlots('x', one.words),
        program: `answer = value(measure(${one.set}, "duration"))`,
        task: 'value',
      }
    );
  },
  'count/at': howManyThen(['at']),
  'count/then': howManyThen(['before', 'after']),
  'count/at once': (context) => {
    const many = several(context, 2, true);
    return (
      many && {
        kind: 'at once',
        slots: nounSlots('x', many.words),
        program: `answer = value(at_once(${many.set}))`,
        task: 'value',
        wanted: choose(context.wish, [1, 2, 3]),
      }
    );
  },
  'count/over time': (context) => {
    const many = several(context, 2, true);
    return (
      many && {
        kind: 'over time',
        slots: nounSlots('x', many.words),
        program: `answer = value(counts(${many.set}))`,
        task: 'value',
      }
    );
  },
  ...Object.fromEntries(EXTREMES.map(([name]) => [`which/${name}`, extreme(name)])),
  direction: (context) => {
    const wanted = choose(context.wish, DIRECTIONS);
    const one = oneOf(context);
    return (
      one && {
        kind: 'where to',
        slots: nounSlots('x', one.words),
        program: `answer = value(direction(${one.set}))`,
        task: 'value',
        wanted,
      }
    );
  },
  'order/entered': order('entered'),
  'order/left': order('left'),
  'mask/at': (context) => shownThen(context, 'mask', () => timeClause(context, 'at')),
  'mask/before': (context) => shownThen(context, 'mask', () => timeClause(context, 'before')),
  'mask/after': (context) => shownThen(context, 'mask', () => timeClause(context, 'after')),
  'mask/between': (context) => shownThen(context, 'mask', () => timeClause(context, 'between')),
  'mask/while': (context) => shownThen(context, 'mask', (one) => whileClause(context, one)),
  'mask/related': (context) => shownThen(context, 'mask', (one) => relationClause(context, one)),
  'mask/moving': (context) => shownThen(context, 'mask', (one) => movingClause(context, one)),
  'box/at': (context) => shownThen(context, 'box', () => timeClause(context, 'at')),
  'box/while': (context) => shownThen(context, 'box', (one) => whileClause(context, one)),
  'summary/one': (context) => {
    const one = oneOf(context, ({ states }) => states.length > 3);
    return (
      one && {
        kind: 'story',
        slots: nounSlots('x', one.words),
        program: `answer = summary(events(${one.set}))`,
        task: 'summary',
      }
    );
  },
  'summary/whole': () => ({ kind: 'whole story', slots: {}, program: 'answer = summary()', task: 'summary' }),
};
