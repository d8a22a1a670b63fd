import { parseProgram } from '../../twin/query/parser.ts';
import { printExpression } from '../../twin/query/printer.ts';
import type { Expression } from '../../twin/query/syntax.ts';
import type { QueryStep, QueryValue } from '../../twin/query/types.ts';
import { joinWords } from '../../twin/query/words.ts';
import { formatNumber } from './numbers.ts';
import { explainReason, relationIn } from './reasons.ts';
import { predicateWords } from './relations.ts';

/** Something said, and the objects that it is about. */
export interface Told {
  readonly text: string;
  readonly ids: readonly string[];
}

/** One step of a program as a person reads it. */
export interface StepExplanation {
  /** What was done and what came of it. */
  readonly sentence: string;
  /** Why, with the numbers that decided: one for each object or relation. */
  readonly reasons: readonly Told[];
  /** What was taken from common knowledge and not from the picture. */
  readonly knowledge: readonly string[];
}

/** The label of an object; undefined where it is not known. */
export type LabelOf = (id: string) => string | undefined;

const NAMED = 4;

/** "cup o5": an object for a reader. */
export const nameOf = (id: string, labelOf: LabelOf): string => {
  const label = labelOf(id);
  return label === undefined ? id : `${label} ${id}`;
};

/** "cup o5, cup o6 and 3 more"; "nothing" for none. */
export function nameAll(ids: readonly string[], labelOf: LabelOf): string {
  if (ids.length === 0) return 'nothing';
  const shown = ids.slice(0, NAMED).map((id) => nameOf(id, labelOf));
  return joinWords(ids.length > NAMED ? [...shown, `${ids.length - NAMED} more`] : shown);
}

/** Says of every step what it did, what it gave and why. Pure: reads the steps alone; labels come from whoever has the twin. */
export function explainSteps(steps: readonly QueryStep[], labelOf: LabelOf): readonly StepExplanation[] {
  const values = new Map<string, QueryValue>();
  return steps.map((step) => {
    const explanation = explainStep(step, values, labelOf);
    values.set(step.name, step.value);
    return explanation;
  });
}

function explainStep(
  step: QueryStep,
  values: ReadonlyMap<string, QueryValue>,
  labelOf: LabelOf,
): StepExplanation {
  const parsed = parseProgram(step.source);
  const expression = parsed.ok ? parsed.value.assignments.at(-1)?.expression : undefined;
  const relation = expression && relationIn(expression);
  const told = step.because.map(({ ids, numbers }) => ({
    ids,
    ...explainReason(
      ids.map((id) => ({ name: nameOf(id, labelOf), kind: labelOf(id) ?? id })),
      numbers,
      relation,
    ),
  }));
  const reasons = told.flatMap(({ ids, text }) => (text === undefined ? [] : [{ ids, text }]));
  const facts = told.flatMap(({ knowledge }) => knowledge ?? []);
  const meant = wordMeaning(expression, step);
  return {
    sentence: sentenceOf(step, expression, values, labelOf),
    reasons,
    knowledge: [...new Set([...(meant === undefined ? [] : [meant]), ...facts])],
  };
}

/** A word that names objects of other labels than itself: the lexicon knew. */
function wordMeaning(expression: Expression | undefined, step: QueryStep): string | undefined {
  const word = expression?.kind === 'call' && expression.name === 'find' ? expression.args[0] : undefined;
  if (word?.kind !== 'text') return undefined;
  const labels = new Set(
    step.because.flatMap(({ numbers: { label } }) => (label === undefined ? [] : [label])),
  );
  labels.delete(word.value);
  if (labels.size === 0) return undefined;
  return step.note ?? `“${word.value}” names ${joinWords([...labels].map(String))}`;
}

type Say = (given: {
  /** The arguments in words. */
  readonly args: readonly string[];
  /** What came of it, in words. */
  readonly result: string;
  readonly value: QueryValue;
  readonly step: QueryStep;
}) => string;

const list =
  (before: (args: readonly string[]) => string): Say =>
  ({ args, result }) =>
    `${before(args)}: ${result}.`;

const SUPERLATIVES: Readonly<Record<string, readonly [most: string, least: string]>> = {
  x: ['rightmost', 'leftmost'],
  right: ['rightmost', 'leftmost'],
  left: ['rightmost', 'leftmost'],
  y: ['lowest', 'highest'],
  bottom: ['lowest', 'highest'],
  top: ['lowest', 'highest'],
  width: ['widest', 'narrowest'],
  height: ['tallest', 'shortest'],
  area: ['largest', 'smallest'],
  path: ['one that moves most', 'one that moves least'],
  speed: ['fastest', 'slowest'],
  start: ['one that appears last', 'one that appears first'],
  end: ['one that is seen last', 'one that leaves first'],
  duration: ['one seen longest', 'one seen shortest'],
  score: ['surest', 'least sure'],
  depth: ['farthest', 'nearest'],
  distance: ['farthest', 'nearest'],
};

const extreme =
  (which: 0 | 1): Say =>
  ({ args: [of = '', key = '', to], result }) =>
    `The ${SUPERLATIVES[key]?.[which] ?? key} of ${of}${to === undefined ? '' : `, from ${to}`}: ${result}.`;

const comparison =
  (words: string): Say =>
  ({ args: [a, b], result }) =>
    `${a} is ${words} ${b}: ${result}.`;

const SENTENCES: Readonly<Record<string, Say>> = {
  scene: ({ value, result }) =>
    value.type === 'Set' && value.ids.length > NAMED
      ? `All ${value.ids.length} things of the twin.`
      : `All things of the twin: ${result}.`,
  find: ({ args: [word], value, result }) =>
    value.type === 'Set' && value.ids.length === 0
      ? `Found nothing called “${word}”.`
      : `Found “${word}”: ${result}.`,
  union: list(() => 'Together'),
  intersect: list(() => 'In both'),
  except: list(([, b]) => `Remaining without ${b}`),
  or_else: list(() => 'Taken'),
  unique: list(() => 'Exactly one'),
  argmax: extreme(0),
  argmin: extreme(1),
  nth: list(([of, key, position]) => `Number ${position} of ${of} by ${key}`),
  count: ({ args: [of], result }) => `Counted ${of}: ${result}.`,
  exist: ({ args: [of], value }) =>
    value.type === 'Bool' && value.value ? `There is ${of}: yes.` : 'There is none: no.',
  filter: list(([of, name, wanted]) => `With ${name} ${wanted} among ${of}`),
  prefer: list(([of, name, wanted]) => `With ${name} ${wanted}, if any, among ${of}`),
  query: list(([of, name]) => `The ${name} of ${of}`),
  same: list(([of, name]) => `With the same ${name} as ${of}`),
  text: list(([of]) => `What is written on ${of}`),
  says: list(([of, words]) => `“${words}” is written on ${of}`),
  relate: ({ args: [anchors, predicate = ''], value, result }) =>
    value.type === 'Set' && value.ids.length === 0
      ? `Nothing ${predicateWords(predicate)} ${anchors}.`
      : `What ${predicateWords(predicate)} ${anchors}: ${result}.`,
  landmarks: list(([of, predicate = '']) => `What ${of} ${predicateWords(predicate)}`),
  near: list(([, anchors]) => `Near ${anchors}`),
  distance: list(([a, b]) => `The smallest distance between ${a} and ${b}`),
  measure: list(([of, key]) => `The ${key} of ${of}`),
  depth: list(([of]) => `How far away ${of} is`),
  at: list(([of, seconds]) => `Seen at ${seconds} s of ${of}`),
  before: list(([of, seconds]) => `Before ${seconds} of ${of}`),
  after: list(([of, seconds]) => `From ${seconds} on of ${of}`),
  during: list(([of, others]) => `While there is ${others} of ${of}`),
  when: list(([of]) => `When ${of} is there`),
  first_seen: list(([of]) => `When ${of} is seen first`),
  last_seen: list(([of]) => `Until when ${of} is seen`),
  moved: list(([of, way]) => `Moving${way === undefined ? '' : ` ${way}`} of ${of}`),
  still: list(([of]) => `Never moving of ${of}`),
  direction: list(([of]) => `Where ${of} goes`),
  did: list(([of, event, others]) => `That ${event}${others === undefined ? '' : ` ${others}`} of ${of}`),
  events: list(([of]) => `What ${of} does`),
  counts: list(([of]) => `How many of ${of} are seen over time`),
  at_once: list(([of]) => `How many of ${of} one frame shows at most`),
  equal: comparison('the same as'),
  less: comparison('less than'),
  greater: comparison('more than'),
  plus: ({ args: [a, b], result }) => `${a} + ${b} = ${result}.`,
  minus: ({ args: [a, b], result }) => `${a} − ${b} = ${result}.`,
  and: list(([a, b]) => `Both ${a} and ${b}`),
  or: list(([a, b]) => `${a} or ${b}`),
  not: list(([a]) => `Not ${a}`),
  affords: list(([, use]) => `Good for “${use}”, by common knowledge`),
  best: list(([, use]) => `Best for “${use}”, by common knowledge`),
  has: list(([, part]) => `With a ${part}, by common knowledge`),
  need: ({ args: [of, kind], step }) =>
    step.needs === undefined
      ? `The ${kind} of ${of}: known already.`
      : `The ${kind} of ${of}: ${step.needs.some(({ refused }) => refused !== undefined) ? 'could not be measured' : 'measured now'}.`,
};

function sentenceOf(
  step: QueryStep,
  expression: Expression | undefined,
  values: ReadonlyMap<string, QueryValue>,
  labelOf: LabelOf,
): string {
  const { value } = step;
  if (value.type === 'Answer') return capital(answerSentence(value.answer, labelOf));
  const result = describeValue(value, labelOf);
  const say = expression?.kind === 'call' ? SENTENCES[expression.name] : undefined;
  if (expression?.kind !== 'call' || !say) return capital(`${step.name}: ${result}.`);
  const args = expression.args.map((arg) => describeArgument(arg, values, labelOf));
  return capital(say({ args, result, value, step }));
}

function answerSentence(answer: Extract<QueryValue, { type: 'Answer' }>['answer'], labelOf: LabelOf): string {
  switch (answer.type) {
    case 'none':
      return `No answer: ${answer.text}.`;
    case 'value':
      return `The answer: ${answer.text}.`;
    case 'summary':
      return `The answer describes ${answer.ids.length} ${answer.ids.length === 1 ? 'object' : 'objects'}.`;
    case 'mask':
    case 'box':
      return `The answer shows the ${answer.type === 'mask' ? 'masks' : 'boxes'} of ${nameAll(answer.ids, labelOf)}.`;
  }
}

export function describeValue(value: QueryValue, labelOf: LabelOf): string {
  switch (value.type) {
    case 'Set':
      return nameAll(value.ids, labelOf);
    case 'Object':
      return nameOf(value.id, labelOf);
    case 'Number':
      return `${formatNumber(value.value)}${value.unit === undefined ? '' : ` ${value.unit}`}`;
    case 'Text':
      return value.value;
    case 'Bool':
      return value.value ? 'yes' : 'no';
    case 'Answer':
      return value.answer.text;
  }
}

function describeArgument(
  expression: Expression,
  values: ReadonlyMap<string, QueryValue>,
  labelOf: LabelOf,
): string {
  switch (expression.kind) {
    case 'text':
      return expression.value;
    case 'variable': {
      const value = values.get(expression.name);
      return value ? describeValue(value, labelOf) : expression.name;
    }
    default:
      return printExpression(expression);
  }
}

/** One line that begins like a sentence: texts of pictures and programs may hold anything. */
function capital(sentence: string): string {
  const line = sentence.replace(/\s+/g, ' ').replace(/ \.$/, '.');
  return line.charAt(0).toUpperCase() + line.slice(1);
}
