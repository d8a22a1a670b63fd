import type { QueryValue } from '../types.ts';
import { bool, boolOf, number, numberOf, type QueryFunction, scalar, type Traced } from './spec.ts';

const truth = (value: boolean): QueryValue => ({ type: 'Bool', value });

const comparison = (name: string, doc: string, holds: (a: number, b: number) => boolean): QueryFunction => ({
  name,
  family: 'numbers',
  parameters: [number('first'), number('second')],
  result: 'Bool',
  doc,
  example: `${name}(count(find("cat")), 2)`,
  run: (args) => {
    const [a, b] = [numberOf(args[0]), numberOf(args[1])];
    return scalar(truth(holds(a, b)), args, [{ ids: [], numbers: { first: a, second: b } }]);
  },
});

const arithmetic = (name: string, doc: string, compute: (a: number, b: number) => number): QueryFunction => ({
  name,
  family: 'numbers',
  parameters: [number('first'), number('second')],
  result: 'Number',
  doc,
  example: `${name}(count(find("cat")), count(find("dog")))`,
  run: (args) => {
    const [a, b] = [numberOf(args[0]), numberOf(args[1])];
    const value = compute(a, b);
    if (!Number.isFinite(value)) return { refused: `${name}(${a}, ${b}) is not a finite number` };
    return scalar({ type: 'Number', value }, args, [{ ids: [], numbers: { first: a, second: b } }]);
  },
});

const connective = (
  name: string,
  doc: string,
  compute: (a: boolean, b: boolean) => boolean,
): QueryFunction => ({
  name,
  family: 'numbers',
  parameters: [bool('first'), bool('second')],
  result: 'Bool',
  doc,
  example: `${name}(exist(find("cat")), exist(find("dog")))`,
  run: (args) => scalar(truth(compute(boolOf(args[0]), boolOf(args[1]))), args),
});

/** Equality of two values of one type; sets are equal when they hold the same objects. */
function equalValues(first: Traced | undefined, second: Traced | undefined): boolean {
  const key = (traced: Traced | undefined): string => {
    const value = traced?.value;
    if (value === undefined || value.type === 'Answer') return '';
    if (value.type === 'Set') return JSON.stringify(value.ids);
    if (value.type === 'Object') return JSON.stringify([value.id]);
    return value.type === 'Text' ? value.value.toLowerCase() : String(value.value);
  };
  return key(first) === key(second);
}

export const numberFunctions: readonly QueryFunction[] = [
  {
    name: 'equal',
    family: 'numbers',
    parameters: [
      { name: 'first', types: ['Set', 'Number', 'Text', 'Bool'] },
      { name: 'second', types: ['Set', 'Number', 'Text', 'Bool'], sameTypeAs: 0 },
    ],
    result: 'Bool',
    doc: 'Whether two values of one type are equal.',
    example: 'equal(query(find("cat"), "color"), query(find("dog"), "color"))',
    run: (args) => {
      const numbers: Record<string, number | string> = {};
      for (const [index, name] of (['first', 'second'] as const).entries()) {
        const value = args[index]?.value;
        if (value?.type === 'Number' || value?.type === 'Text') numbers[name] = value.value;
      }
      const because = Object.keys(numbers).length > 0 ? [{ ids: [], numbers }] : [];
      return scalar(truth(equalValues(args[0], args[1])), args, because);
    },
  },
  comparison('less', 'Whether the first number is smaller.', (a, b) => a < b),
  comparison('greater', 'Whether the first number is larger.', (a, b) => a > b),
  arithmetic('plus', 'The sum of two numbers.', (a, b) => a + b),
  arithmetic('minus', 'The difference of two numbers.', (a, b) => a - b),
  connective('and', 'Whether both are true.', (a, b) => a && b),
  connective('or', 'Whether at least one is true.', (a, b) => a || b),
  {
    name: 'not',
    family: 'numbers',
    parameters: [bool('value')],
    result: 'Bool',
    doc: 'The opposite.',
    example: 'not(exist(find("dog")))',
    run: (args) => scalar(truth(!boolOf(args[0])), args),
  },
];
