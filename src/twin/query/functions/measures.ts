import type { QueryContext } from '../context.ts';
import { isMeasureKey, isTimeKey, MEASURE_KEYS, type MeasureKey } from '../measures.ts';
import { measured as measuredOf, PICTURE_HAS_NO_TIME } from '../time.ts';
import {
  absence,
  idsOf,
  type Outcome,
  phraseOf,
  type QueryFunction,
  round,
  scalar,
  set,
  type Traced,
  text,
  textOf,
} from './spec.ts';

function measureFirst(args: readonly Traced[], key: MeasureKey, context: QueryContext): Outcome {
  if (isTimeKey(key) && !context.time) return { absent: PICTURE_HAS_NO_TIME };
  const [id] = idsOf(args[0]);
  if (id === undefined || !context.objects.has(id)) return absence(args[0], context);
  const measured = measuredOf(id, key, context);
  if (!measured) return { absent: `the ${key} of the ${phraseOf(args[0])} (${id}) has not been measured` };
  const value = { type: 'Number', value: round(measured.value) } as const;
  const numbers = { [key]: round(measured.value), ...(measured.unit ? { unit: measured.unit } : {}) };
  const several =
    idsOf(args[0]).length > 1 ? `the first ${phraseOf(args[0])} of several is measured` : undefined;
  const typed = measured.unit ? { ...value, unit: measured.unit } : value;
  return { ...scalar(typed, args, [{ ids: [id], numbers }], several), evidence: [id] };
}

export const measureFunctions: readonly QueryFunction[] = [
  {
    name: 'measure',
    family: 'measures',
    parameters: [set, text('key', MEASURE_KEYS)],
    result: 'Number',
    doc: 'A measure of an object: place and extent in pixels, area in px², score, depth and distance in metres; of a video also the way it goes in px, its mean speed in px/s, and when and how long it is seen in s.',
    example: 'measure(find("dog"), "area")',
    run: (args, context) => {
      const key = textOf(args[1]);
      return isMeasureKey(key) ? measureFirst(args, key, context) : { refused: `"${key}" is not a measure` };
    },
  },
  {
    name: 'depth',
    family: 'measures',
    parameters: [set],
    result: 'Number',
    doc: 'How far an object is along the view direction.',
    example: 'depth(find("car"))',
    run: (args, context) => measureFirst(args, 'depth', context),
  },
];
