import { PICTURE_HAS_NO_TIME } from '../../../../twin/query/time.ts';
import type { Direction } from '../../../../twin/tracks/movement.ts';
import { quote } from '../builder.ts';
import { type Compilation, compilePhrase, wordOf } from '../compile.ts';
import { parseFullPhrase } from '../modifiers.ts';
import { parseNounPhrase } from '../nounPhrase.ts';
import type { NounPhrase } from '../syntax.ts';
import { unknownReason } from './count.ts';
import {
  ground,
  type Intent,
  type IntentInput,
  type IntentReading,
  lenient,
  read,
  wordsIn,
} from './intent.ts';

const MOVE =
  '(?:mov(?:es?|ed|ing)|go(?:es|ing)?|went|walk(?:s|ed|ing)?|run(?:s|ning)?|ran|driv(?:es?|ing)|drove|pass(?:es|ed|ing)?|travel(?:s|l?ed|l?ing)?|com(?:es?|ing)|came|cross(?:es|ed|ing)?|fl(?:y|ies|ew|ying)|swim(?:s|ming)?|swam|rid(?:es?|ing)|rode|head(?:s|ed|ing)?|pass(?:es)? by)';
const APPEAR =
  '(?:appears?|appeared|shows? up|showed up|enter(?:s|ed)?|comes? in|came in|comes? into view|arrives?|arrived)';
const LEAVE =
  '(?:disappears?|disappeared|leaves?|left|exit(?:s|ed)?|vanish(?:es|ed)?|goes? away|went away|goes out|go out)';
const SEEN = '(?:visible|seen|there|present|shown|on screen|in the video|in it|to be seen)';
const APPROACH =
  '(?:approach(?:es|ed)?|reach(?:es|ed)?|comes? near|came near|gets? close to|got close to|comes? close to|walks? up to)';
const TOUCH = '(?:overlaps?|overlapped|touch(?:es|ed)?|meets?|met)';
/** Words after a verb of motion that say nothing about where to. */
const ALONG = '(?: by| past| through| along| around| across| about| forward)?';

/** Where to, as people say it. */
const WAYS: readonly (readonly [RegExp, Direction])[] = [
  [/^(?:from )?(?:the )?left to (?:the )?right$/, 'right'],
  [/^(?:from )?(?:the )?right to (?:the )?left$/, 'left'],
  [/^(?:(?:to|towards?) the )?right(?:wards?)?$/, 'right'],
  [/^(?:(?:to|towards?) the )?left(?:wards?)?$/, 'left'],
  [/^(?:up(?:wards?)?|to the top)$/, 'up'],
  [/^(?:down(?:wards?)?|to the bottom)$/, 'down'],
  [/^(?:towards? (?:the )?(?:camera|us|me|viewer)|closer(?: to (?:the camera|us|me))?)$/, 'closer'],
  [/^away(?: from (?:the camera|us|me))?$/, 'away'],
];

/** A set of a program on its way to an answer. */
interface Asked {
  readonly set: string;
  readonly input: IntentInput;
  readonly compilation: Compilation;
  /** What the pattern for the rest of the sentence matched. */
  readonly rest: RegExpExecArray;
}

interface Form {
  readonly opening: RegExp;
  /** What follows the noun phrase, to the end of the sentence. */
  readonly rest: RegExp;
  readonly answer: (asked: Asked) => IntentReading | undefined;
  /** That it is about time beyond doubt, so that on a picture it is answered by saying that there is none. */
  readonly timeOnly?: true;
}

const value = ({ compilation }: Asked, hint: string, call: string): IntentReading =>
  read(compilation, 'value', `value(${compilation.builder.add(hint, call)})`);

/** `when(did(set, event))` and the like. */
const nested = (asked: Asked, outer: string, hint: string, inner: string): IntentReading =>
  value(asked, outer, `${outer}(${asked.compilation.builder.add(hint, inner)})`);

/** The moved members of the set, with the direction that the words after the verb name; undefined for words of another kind. */
function movedSet(asked: Asked, words: string | undefined): string | undefined {
  const { builder } = asked.compilation;
  const way = words?.trim() ?? '';
  if (way === '') return builder.add('moving', `moved(${asked.set})`);
  const direction = WAYS.find(([pattern]) => pattern.test(way))?.[1];
  return direction && builder.add('moving', `moved(${asked.set}, ${quote(direction)})`);
}

/** What happens to the set, with the set that another noun phrase means where the event is one of two. */
function didSet(asked: Asked, event: string, others?: string): string | undefined {
  const { compilation, set } = asked;
  if (others === undefined) return compilation.builder.add(event, `did(${set}, ${quote(event)})`);
  const phrase = wholePhrase(others.trim().split(' '));
  if (!phrase) return undefined;
  return compilation.builder.add(
    event,
    `did(${set}, ${quote(event)}, ${compilePhrase(phrase, compilation)})`,
  );
}

function wholePhrase(words: readonly string[]): NounPhrase | undefined {
  const parsed = parseFullPhrase(words, 0);
  return parsed && parsed.next === words.length ? parsed.value : undefined;
}

const WHEN =
  /^(?:when|at what times?|at which times?|in which frames|during which times?) (?:does|do|did|will|has|have|is|are|was|were) /;
const WHICH = /^(?:which|what)(?: of)? /;
const HOW_MANY = /^(?:how many(?: of)?|count) /;
const DOES = /^(?:does|do|did|has|have|is|are|was|were) /;

const motion = (ending = ''): RegExp =>
  new RegExp(`^(?:is |are |was |were )?${MOVE}${ALONG}( .+?)?${ending}$`);
const event = (verbs: string, ending = ''): RegExp => new RegExp(`^(?:first |last )?${verbs}${ending}$`);

/** "started", "stopped" and "turned", by the words for them. */
const CHANGES: readonly (readonly [string, string])[] = [
  ['(?:starts?|started|begins?|began)(?: to move| moving| to walk| walking| to run| running)?', 'started'],
  ['(?:stops?|stopped|halts?|halted)(?: to move| moving| walking| running)?', 'stopped'],
  ['(?:turns?|turned)(?: around| back)?', 'turned'],
];

const FORMS: readonly Form[] = [
  {
    opening: WHEN,
    rest: event(APPEAR, '(?: first| for the first time)?'),
    answer: (asked) => value(asked, 'first_time', `first_seen(${asked.set})`),
    timeOnly: true,
  },
  {
    opening: WHEN,
    rest: event(LEAVE),
    answer: (asked) => value(asked, 'last_time', `last_seen(${asked.set})`),
    timeOnly: true,
  },
  {
    opening: WHEN,
    rest: new RegExp(`^(?:${SEEN})?$`),
    answer: (asked) => value(asked, 'times', `when(${asked.set})`),
    timeOnly: true,
  },
  {
    opening: /^when (?:can|could|do|did) (?:you|we|i|one) see /,
    rest: /^$/,
    answer: (asked) => value(asked, 'times', `when(${asked.set})`),
    timeOnly: true,
  },
  ...CHANGES.map(
    ([verbs, kind]): Form => ({
      opening: WHEN,
      rest: event(verbs),
      answer: (asked) => nested(asked, 'when', kind, `did(${asked.set}, ${quote(kind)})`),
      timeOnly: true,
    }),
  ),
  ...(
    [
      [APPROACH, 'approached'],
      [TOUCH, 'overlapped'],
    ] as const
  ).flatMap(([verbs, kind]): Form[] => [
    {
      opening: WHEN,
      rest: event(verbs, ' (.+)'),
      answer: (asked) => {
        const set = didSet(asked, kind, asked.rest[1]);
        return set === undefined ? undefined : value(asked, 'times', `when(${set})`);
      },
      timeOnly: true,
    },
    {
      opening: DOES,
      rest: event(verbs, ' (.+)'),
      answer: (asked) => {
        const set = didSet(asked, kind, asked.rest[1]);
        return set === undefined ? undefined : value(asked, 'any', `exist(${set})`);
      },
    },
    {
      opening: WHICH,
      rest: event(verbs, ' (.+)'),
      answer: (asked) => {
        const set = didSet(asked, kind, asked.rest[1]);
        return set === undefined ? undefined : read(asked.compilation, 'value', `value(${set})`);
      },
    },
  ]),
  {
    opening: WHEN,
    rest: motion(),
    answer: (asked) => {
      const set = movedSet(asked, asked.rest[1]);
      return set === undefined ? undefined : value(asked, 'times', `when(${set})`);
    },
    timeOnly: true,
  },
  {
    opening: /^(?:for )?how long (?:is|are|was|were|does|do|did|can you see|can we see) /,
    rest: new RegExp(`^(?:${SEEN}|stay|appear|last)?$`),
    answer: (asked) => value(asked, 'seconds', `measure(${asked.set}, "duration")`),
    timeOnly: true,
  },
  {
    opening: WHICH,
    rest: new RegExp(
      `^(?:is |are |was |were )?${MOVE}${ALONG} (?:the )?(most|farthest|furthest|fastest|quickest|least|slowest)$`,
    ),
    answer: (asked) => {
      const how = asked.rest[1] ?? '';
      const key = /fast|quick|slow/.test(how) ? 'speed' : 'path';
      const pick = /least|slow/.test(how) ? 'argmin' : 'argmax';
      const { builder } = asked.compilation;
      return read(
        asked.compilation,
        'value',
        `value(${builder.add('chosen', `${pick}(${asked.set}, ${quote(key)})`)})`,
      );
    },
    timeOnly: true,
  },
  {
    opening: WHICH,
    rest: new RegExp(
      `^(?:is |are )?(${APPEAR}|${LEAVE}|visible|seen|there) (?:the )?(first|last|longest|shortest)$`,
    ),
    answer: (asked) => {
      const [, verb = '', order = ''] = asked.rest;
      const lasting = /longest|shortest/.test(order);
      const key = lasting ? 'duration' : new RegExp(`^${LEAVE}$`).test(verb) ? 'end' : 'start';
      const pick = /last|longest/.test(order) ? 'argmax' : 'argmin';
      const { builder } = asked.compilation;
      return read(
        asked.compilation,
        'value',
        `value(${builder.add('chosen', `${pick}(${asked.set}, ${quote(key)})`)})`,
      );
    },
    timeOnly: true,
  },
  {
    opening: WHICH,
    rest: /^(?:(?:does|do|did) not move|(?:stays?|stayed|stands?|stood|remains?|remained|is|are) still|never (?:moves?|moved))$/,
    answer: (asked) =>
      read(
        asked.compilation,
        'value',
        `value(${asked.compilation.builder.add('at_rest', `still(${asked.set})`)})`,
      ),
    timeOnly: true,
  },
  {
    opening: WHICH,
    rest: motion(),
    answer: (asked) => {
      const set = movedSet(asked, asked.rest[1]);
      return set === undefined ? undefined : read(asked.compilation, 'value', `value(${set})`);
    },
  },
  {
    opening: HOW_MANY,
    rest: /^(?:are |is )?(?:visible |there |seen |shown )?(?:at once|at the same time|simultaneously|at any time|at most)(?: at most)?$/,
    answer: (asked) => value(asked, 'most', `at_once(${asked.set})`),
    timeOnly: true,
  },
  {
    opening: HOW_MANY,
    rest: /^(?:are |is )?(?:visible |there |seen |shown )?over time$/,
    answer: (asked) => value(asked, 'over_time', `counts(${asked.set})`),
    timeOnly: true,
  },
  {
    opening: HOW_MANY,
    rest: motion(),
    answer: (asked) => {
      const set = movedSet(asked, asked.rest[1]);
      return set === undefined ? undefined : value(asked, 'number', `count(${set})`);
    },
  },
  ...([[APPEAR, 'entered'], [LEAVE, 'left'], ...CHANGES] as const).flatMap(([verbs, kind]): Form[] => [
    {
      opening: HOW_MANY,
      rest: event(verbs),
      answer: (asked) => nested(asked, 'count', kind, `did(${asked.set}, ${quote(kind)})`),
    },
    {
      opening: DOES,
      rest: event(verbs),
      answer: (asked) => nested(asked, 'exist', kind, `did(${asked.set}, ${quote(kind)})`),
    },
    {
      opening: WHICH,
      rest: event(verbs),
      answer: (asked) =>
        read(
          asked.compilation,
          'value',
          `value(${asked.compilation.builder.add(kind, `did(${asked.set}, ${quote(kind)})`)})`,
        ),
    },
  ]),
  {
    opening: DOES,
    rest: motion(),
    answer: (asked) => {
      const set = movedSet(asked, asked.rest[1]);
      return set === undefined ? undefined : value(asked, 'any', `exist(${set})`);
    },
  },
  {
    opening: /^(?:(?:in )?(?:which|what) (?:direction|way)|where(?: to)?) (?:does|do|did|is|are|was|were) /,
    rest: new RegExp(`^${MOVE}(?: to| in| towards?)?$`),
    answer: (asked) => value(asked, 'way', `direction(${asked.set})`),
  },
  {
    opening: /^how fast (?:does|do|did|is|are|was|were) /,
    rest: new RegExp(`^(?:${MOVE})?$`),
    answer: (asked) => value(asked, 'speed', `measure(${asked.set}, "speed")`),
    timeOnly: true,
  },
  {
    opening: /^how far (?:does|do|did|has|have) /,
    rest: new RegExp(`^${MOVE}$`),
    answer: (asked) => value(asked, 'distance_moved', `measure(${asked.set}, "path")`),
    timeOnly: true,
  },
  {
    opening: /^(?:what (?:did|does|do|is|are|was|were|has|have)|(?:describe|tell me) what) /,
    rest: /^(?:do|does|did|doing|done|up to)(?: here| over time| next)?$/,
    answer: (asked) => summaryOf(asked),
  },
  {
    opening: /^what (?:happens|happened|is happening) (?:to|with) /,
    rest: /^$/,
    answer: (asked) => summaryOf(asked),
  },
  {
    opening: /^(?:segment|mask|highlight|outline|mark|show|find|select)(?: me)? (?:everything|(?=\w))/,
    rest: new RegExp(`^(?:that|which|who) (?:is |are |was |were )?${MOVE}${ALONG}( .+?)?$`),
    answer: (asked) => {
      const set = movedSet(asked, asked.rest[1]);
      return set === undefined ? undefined : ground(asked.compilation, set, asked.input.mode ?? 'mask');
    },
  },
];

function summaryOf(asked: Asked): IntentReading {
  const { compilation, set } = asked;
  return read(compilation, 'summary', `summary(${compilation.builder.add('story', `events(${set})`)})`);
}

/** On a picture only the past tells that a question is about time: "What did the dog do?", but not "What is the dog doing?". */
const PAST =
  /^what (?:did|has|have|was|were)\b|\b(?:moved|did|entered|appeared|disappeared|stopped|turned|approached|passed|crossed|from (?:the )?(?:left|right) to)\b/;

/**
 * Questions about what happens over time: "When does the dog appear?", "Which person moves the most?", "How many cars pass from left to
 * right?", "What did the dog do?". Of a picture they are answered by saying that it shows one moment.
 */
export const timeIntent: Intent = (given) => {
  const input = withNoun(given);
  const picture = input.twin.source.kind === 'image';
  // First without what follows the noun: "the dog moving" is asked about its motion, "the dog near the bench" about its place.
  for (const parse of [parseNounPhrase, parseFullPhrase])
    for (const form of FORMS) {
      const opening = form.opening.exec(`${input.text} `);
      if (!opening || (picture && !form.timeOnly && !PAST.test(input.text))) continue;
      const phrase = parse(input.words, wordsIn(opening[0]));
      const rest = phrase && form.rest.exec(input.words.slice(phrase.next).join(' '));
      const reading = phrase && rest && answerForm(form, phrase.value, rest, input);
      if (reading) return reading;
    }
  return undefined;
};

/** "What moves …", "Who leaves …": which thing, which person. And "the dog stops" is no kind of stop, as a bus stop is. */
function withNoun(input: IntentInput): IntentInput {
  const bare = new RegExp(`^(what|who) (?=(?:is |are )?(?:${MOVE}|${APPEAR}|${LEAVE}|${APPROACH})\\b)`);
  const text = input.text
    .replace(bare, (_, word) => (word === 'who' ? 'which person ' : 'which thing '))
    .replace(/ stops?(?= moving$| walking$| running$|$)/, ' halts');
  return text === input.text ? input : { ...input, text, words: text.split(' ') };
}

function answerForm(
  form: Form,
  phrase: NounPhrase,
  rest: RegExpExecArray,
  input: IntentInput,
): IntentReading | undefined {
  const compilation = lenient(input);
  if (input.twin.source.kind === 'image')
    return read(compilation, 'value', `none(${quote(PICTURE_HAS_NO_TIME)})`);
  if (phrase.head.kind === 'unknown' && !compilation.labels.has(phrase.head.word))
    return read(compilation, 'value', `none(${quote(unknownReason(wordOf(phrase)))})`);
  const plural = /^how many|^count|^which|^what/.test(input.text) && !phrase.definite;
  const set = compilePhrase(plural ? { ...phrase, plural: true } : phrase, compilation);
  return form.answer({ set, input, compilation, rest });
}
