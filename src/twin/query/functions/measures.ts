import type { QueryContext } from '../context.ts';
import { isMeasureKey, MEASURE_KEYS, type MeasureKey, measureObject } from '../measures.ts';
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
  const [id] = idsOf(args[0]);
  const entry = id === undefined ? undefined : context.objects.get(id);
  if (id === undefined || !entry) return absence(args[0], context);
  const measured = measureObject(entry.object, entry.state, key);
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
    doc: 'A measure of an object: place and extent in pixels, area in px², score, depth and distance in metres.',
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
