import type { QueryContext } from '../context.ts';
import { describeObjects, labelsOf, summarize } from '../describe.ts';
import { summarizeVideo } from '../describeVideo.ts';
import { intervalsOf } from '../time.ts';
import type { Answer } from '../types.ts';
import {
  idsOf,
  noneText,
  type Outcome,
  phraseOf,
  type QueryFunction,
  scalar,
  set,
  type Traced,
  textOf,
} from './spec.ts';

const answered = (answer: Answer, from: readonly Traced[], note?: string): Traced =>
  scalar({ type: 'Answer', answer }, from, [], note);

/** An answer with the times of its objects, where it is about a video. */
function timed(answer: Answer, traced: Traced | undefined, context: QueryContext): Answer {
  const intervals = intervalsOf(answer.ids, traced, context);
  return intervals && intervals.length > 0 ? { ...answer, intervals } : answer;
}

/** The same of a number, a text or a truth: when it holds, where it is about a part of the time. */
function withTimes(answer: Answer, traced: Traced, context: QueryContext): Answer {
  const { times } = traced;
  return times ? { ...answer, ...timesOfAnswer([...times.keys()], traced, context) } : answer;
}

function timesOfAnswer(
  ids: readonly string[],
  traced: Traced,
  context: QueryContext,
): Pick<Answer, 'intervals'> {
  const intervals = intervalsOf(ids, traced, context);
  return intervals && intervals.length > 0 ? { intervals } : {};
}

/** An answer that points at objects; one of type `none` when there are none to point at. */
function grounded(type: 'mask' | 'box', args: readonly Traced[], context: QueryContext): Outcome {
  const ids = idsOf(args[0]);
  if (ids.length === 0) return { absent: noneText(phraseOf(args[0]), context) };
  const without =
    type === 'mask'
      ? ids.filter((id) => !context.objects.get(id)?.object.states.some(({ mask }) => mask !== undefined))
      : [];
  const note =
    without.length > 0 ? `no mask is known of ${without.slice(0, 8).join(', ')}: boxes are shown` : undefined;
  const answer = { type, ids, text: describeObjects(ids, context) } as const;
  return answered(timed(answer, args[0], context), args, note);
}

/** "2", "0.5 m", "1.2": numbers without trailing digits that mean nothing. */
const formatNumber = (value: number, unit: string | undefined): string => {
  const digits = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(3)));
  return unit === undefined ? digits : `${digits} ${unit}`;
};

/** The answer that a bare value stands for: also given when the last line of a program is not an answer. */
export function valueAnswer(traced: Traced, context: QueryContext): Answer | undefined {
  const { value, evidence } = traced;
  switch (value.type) {
    case 'Answer':
      return value.answer;
    case 'Bool':
      return withTimes(
        { type: 'value', value: value.value, ids: evidence, text: value.value ? 'yes' : 'no' },
        traced,
        context,
      );
    case 'Number': {
      const answer = { type: 'value', value: value.value, ids: evidence } as const;
      const text = formatNumber(value.value, value.unit);
      const full = value.unit === undefined ? { ...answer, text } : { ...answer, unit: value.unit, text };
      return withTimes(full, traced, context);
    }
    case 'Text':
      return withTimes(
        { type: 'value', value: value.value, ids: evidence, text: value.value },
        traced,
        context,
      );
    case 'Object':
    case 'Set': {
      const ids = value.type === 'Object' ? [value.id] : value.ids;
      if (ids.length === 0) return undefined;
      const answer = { type: 'value', value: labelsOf(ids, context), ids } as const;
      return timed({ ...answer, text: describeObjects(ids, context) }, traced, context);
    }
  }
}

export const answerFunctions: readonly QueryFunction[] = [
  {
    name: 'mask',
    family: 'answers',
    parameters: [set],
    result: 'Answer',
    doc: 'Answers with the masks of a set; `none` for an empty one.',
    example: 'mask(find("elephant"))',
    run: (args, context) => grounded('mask', args, context),
  },
  {
    name: 'box',
    family: 'answers',
    parameters: [set],
    result: 'Answer',
    doc: 'Answers with the boxes of a set; `none` for an empty one.',
    example: 'box(find("airplane"))',
    run: (args, context) => grounded('box', args, context),
  },
  {
    name: 'value',
    family: 'answers',
    parameters: [{ name: 'value', types: ['Number', 'Text', 'Bool', 'Set'] }],
    result: 'Answer',
    doc: 'Answers with a number, a text, yes or no, or the names of objects (`none` for an empty set).',
    example: 'value(count(find("person")))',
    run: (args, context) => {
      const answer = args[0] && valueAnswer(args[0], context);
      return answer ? answered(answer, args) : { absent: noneText(phraseOf(args[0]), context) };
    },
  },
  {
    name: 'summary',
    family: 'answers',
    parameters: [{ name: 'text', types: ['Text'], optional: true }],
    result: 'Answer',
    doc: 'Answers with a description of the scene, or with the given text.',
    example: 'summary()',
    run: (args, context) => {
      const [given] = args;
      if (given) {
        const ids = given.evidence;
        const { sentences } = given;
        const answer = {
          type: 'summary',
          ids,
          text: textOf(given),
          ...(sentences && { sentences }),
        } as const;
        return { ...answered(withTimes(answer, given, context), args), evidence: ids };
      }
      const { ids, sentences } = context.time ? summarizeVideo(context, context.time) : summarize(context);
      const text = sentences.map((sentence) => sentence.text).join(' ');
      return { ...answered({ type: 'summary', ids, text, sentences }, args), evidence: ids };
    },
  },
  {
    name: 'none',
    family: 'answers',
    parameters: [{ name: 'reason', types: ['Text'], optional: true }],
    result: 'Answer',
    doc: 'Answers that nothing in the twin fits, or that the twin can not tell, with the reason.',
    example: 'none()',
    run: (args) =>
      answered({ type: 'none', ids: [], text: textOf(args[0]) || 'nothing in the twin fits' }, []),
  },
];
