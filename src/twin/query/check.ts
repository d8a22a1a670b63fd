import { err, ok, type Result } from '../../core/result.ts';
import { findFunction, QUERY_FUNCTIONS } from './functions/index.ts';
import type { Parameter, QueryFunction } from './functions/spec.ts';
import { ANSWER_NAME, type Expression, type Place, type Program } from './syntax.ts';
import type { QueryError, QueryType } from './types.ts';
import { nearestWord } from './words.ts';

/** Programs with more lines, or more calls, than this are refused. */
export const MAX_STEPS = 256;

/** The static types of a program: of each variable, and of the last line. */
export interface TypedProgram {
  readonly types: ReadonlyMap<string, QueryType>;
  readonly result: QueryType;
}

const problem = (kind: QueryError['kind'], place: Place, message: string) =>
  err<QueryError>({ kind, line: place.line, column: place.column, message });

/**
 * Checks names, argument counts, types and closed vocabularies before anything runs. The error is the first one, with
 * its place and, where a near miss is likely, a suggestion. `known` holds variables that programs before have assigned.
 */
export function checkProgram(
  program: Program,
  known: ReadonlyMap<string, QueryType> = new Map(),
): Result<TypedProgram, QueryError> {
  const types = new Map(known);
  // A last line without a name is called so in every program.
  const assigned = new Set([...known.keys()].filter((name) => name !== ANSWER_NAME));
  const [first] = program.assignments;
  if (program.assignments.length > MAX_STEPS && first) {
    return problem('budget', first, `A program may have at most ${MAX_STEPS} lines.`);
  }
  let result: QueryType = 'Answer';
  const counter = { calls: 0 };
  for (const line of program.assignments) {
    if (assigned.has(line.name))
      return problem('name', line, `"${line.name}" is already assigned: use a new name.`);
    const type = typeOf(line.expression, types, counter);
    if (!type.ok) return type;
    types.set(line.name, type.value);
    assigned.add(line.name);
    result = type.value;
  }
  return ok({ types, result });
}

function typeOf(
  expression: Expression,
  types: ReadonlyMap<string, QueryType>,
  counter: { calls: number },
): Result<QueryType, QueryError> {
  switch (expression.kind) {
    case 'text':
      return ok('Text');
    case 'number':
      return ok('Number');
    case 'bool':
      return ok('Bool');
    case 'variable': {
      const type = types.get(expression.name);
      if (type) return ok(type);
      const hint = suggest(expression.name, [...types.keys()]);
      return problem('name', expression, `No line above assigns "${expression.name}".${hint}`);
    }
    case 'call': {
      counter.calls += 1;
      if (counter.calls > MAX_STEPS) {
        return problem('budget', expression, `A program may make at most ${MAX_STEPS} calls.`);
      }
      const called = findFunction(expression.name);
      if (called) return typeOfCall(called, expression, types, counter);
      const names = QUERY_FUNCTIONS.map(({ name }) => name);
      const hint = suggest(expression.name, names);
      return problem('name', expression, `There is no function "${expression.name}".${hint}`);
    }
  }
}

function typeOfCall(
  called: QueryFunction,
  call: Expression & { kind: 'call' },
  types: ReadonlyMap<string, QueryType>,
  counter: { calls: number },
): Result<QueryType, QueryError> {
  const required = called.parameters.filter((parameter) => !parameter.optional).length;
  if (call.args.length < required || call.args.length > called.parameters.length) {
    const message = `${signature(called)} takes ${describeArity(required, called.parameters.length)}, not ${call.args.length}.`;
    return problem('type', call, message);
  }
  const given: QueryType[] = [];
  for (const [index, arg] of call.args.entries()) {
    const parameter = called.parameters[index];
    const type = typeOf(arg, types, counter);
    if (!type.ok) return type;
    if (!parameter) continue;
    const fault = argumentFault(called, parameter, arg, type.value, given);
    if (fault) return problem('type', arg, fault);
    given.push(type.value);
  }
  return ok(called.result);
}

const asSet = (type: QueryType | undefined): QueryType | undefined => (type === 'Object' ? 'Set' : type);

function argumentFault(
  called: QueryFunction,
  parameter: Parameter,
  arg: Expression,
  type: QueryType,
  given: readonly QueryType[],
): string | undefined {
  const accepted = parameter.types.some((wanted) => wanted === type || wanted === asSet(type));
  if (!accepted) {
    const wanted = parameter.types.join(' or ');
    return `${called.name} expects ${wanted} for "${parameter.name}", got ${type}.${conversionHint(parameter, type)}`;
  }
  if (parameter.sameTypeAs !== undefined && asSet(given[parameter.sameTypeAs]) !== asSet(type)) {
    return `${called.name} compares two values of one type, got ${given[parameter.sameTypeAs]} and ${type}.`;
  }
  if (parameter.words && arg.kind === 'text' && !parameter.words.includes(arg.value)) {
    const hint = suggest(arg.value, parameter.words);
    return `"${arg.value}" is not a ${parameter.name} of ${called.name}: use one of ${parameter.words.join(', ')}.${hint}`;
  }
  return undefined;
}

function conversionHint(parameter: Parameter, type: QueryType): string {
  if (parameter.types.includes('Set') && type === 'Text') return ' Use find("…") to turn a word into a set.';
  if (parameter.types.includes('Number') && asSet(type) === 'Set')
    return ' Use count(…) for how many there are.';
  if (parameter.types.includes('Bool') && asSet(type) === 'Set')
    return ' Use exist(…) for whether there is any.';
  if (parameter.types.includes('Text') && asSet(type) === 'Set')
    return ' Use query(…, "label") for its name.';
  if (type === 'Answer') return ' An answer can only be the last line.';
  return '';
}

function suggest(word: string, known: readonly string[]): string {
  const near = nearestWord(word, known);
  return near === undefined ? '' : ` Did you mean "${near}"?`;
}

function describeArity(required: number, most: number): string {
  if (required !== most) return `${required} to ${most} arguments`;
  return required === 1 ? '1 argument' : `${required} arguments`;
}

/** "filter(set: Set, attribute: Text, value: Text) → Set". */
export function signature(called: QueryFunction): string {
  const parameters = called.parameters.map(
    ({ name, types, optional }) => `${name}${optional ? '?' : ''}: ${types.join(' | ')}`,
  );
  return `${called.name}(${parameters.join(', ')}) → ${called.result}`;
}
