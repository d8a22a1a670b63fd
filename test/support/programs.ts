import fc from 'fast-check';
import { QUERY_FUNCTIONS } from '../../src/twin/query/functions/index.ts';
import type { Parameter, QueryFunction } from '../../src/twin/query/functions/spec.ts';
import type { QueryType } from '../../src/twin/query/types.ts';

const WORDS = [
  'person',
  'car',
  'animal',
  'unicorn',
  'color',
  'blue',
  'label',
  'sit on',
  'wheel',
  '',
  'näh"\\\n',
];

/** Draws an argument: a variable of an accepted type when there is one, else a literal or a call that gives one. */
function drawArgument(
  draw: <T>(arbitrary: fc.Arbitrary<T>) => T,
  parameter: Parameter,
  wanted: QueryType,
  variables: ReadonlyMap<string, QueryType>,
): string {
  const fitting = [...variables].filter(
    ([, type]) => type === wanted || (wanted === 'Set' && type === 'Object'),
  );
  const closed = parameter.words;
  if (wanted === 'Text') return JSON.stringify(draw(fc.constantFrom(...(closed ?? WORDS))));
  if (fitting.length > 0 && draw(fc.boolean()))
    return draw(fc.constantFrom(...fitting.map(([name]) => name)));
  if (wanted === 'Number')
    return String(draw(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))));
  return wanted === 'Bool' ? String(draw(fc.boolean())) : 'scene()';
}

const drawCall = (
  draw: <T>(arbitrary: fc.Arbitrary<T>) => T,
  called: QueryFunction,
  variables: ReadonlyMap<string, QueryType>,
): string => {
  const given: QueryType[] = [];
  const args: string[] = [];
  for (const parameter of called.parameters) {
    if (parameter.optional && draw(fc.boolean())) break;
    const same = parameter.sameTypeAs === undefined ? undefined : given[parameter.sameTypeAs];
    const type = same ?? draw(fc.constantFrom(...parameter.types));
    given.push(type);
    args.push(drawArgument(draw, parameter, type, variables));
  }
  return `${called.name}(${args.join(', ')})`;
};

/** Random programs in which every call has arguments of the right types. */
export const wellTypedProgram: fc.Arbitrary<string> = fc.gen().chain((gen) => {
  const draw = <T>(arbitrary: fc.Arbitrary<T>): T => gen(() => arbitrary);
  const variables = new Map<string, QueryType>();
  const lines: string[] = [];
  const length = draw(fc.integer({ min: 1, max: 8 }));
  for (let line = 0; line < length; line += 1) {
    const called = draw(
      fc.constantFrom(...QUERY_FUNCTIONS.filter(({ result }) => result !== 'Answer' || line === length - 1)),
    );
    lines.push(`v${line} = ${drawCall(draw, called, variables)}`);
    variables.set(`v${line}`, called.result);
  }
  return fc.constant(lines.join('\n'));
});
