import { checkProgram } from '../../twin/query/check.ts';
import { findFunction } from '../../twin/query/functions/index.ts';
import type { Expression, Program } from '../../twin/query/syntax.ts';
import type { QueryType } from '../../twin/query/types.ts';
import type { Task } from '../types.ts';

/** What a program answers with, from its last call; `value` where that is none of the answers. */
export function taskOf({ assignments }: Program): Task {
  const last = assignments.at(-1)?.expression;
  const name = last?.kind === 'call' ? last.name : '';
  return name === 'mask' || name === 'box' || name === 'summary' ? name : 'value';
}

/**
 * The program with its last line changed so that it answers another task about the same objects: "How many cups are there?" as
 * masks gives those of the cups. Undefined where it is about no objects.
 */
export function retask(program: Program, task: Task): Program | undefined {
  if (taskOf(program) === task) return program;
  const last = program.assignments.at(-1);
  const typed = checkProgram(program);
  if (!last || !typed.ok) return undefined;
  const place = { line: last.line, column: last.column };
  const call = (name: string, ...args: Expression[]): Expression => ({ kind: 'call', name, args, ...place });
  const answer = (expression: Expression): Program =>
    withoutUnused({ assignments: [...program.assignments.slice(0, -1), { ...last, expression }] });
  if (task === 'summary') return answer(call('summary'));
  const lines = new Map(program.assignments.map((line) => [line.name, line.expression]));
  const set = setBehind(last.expression, lines, typed.value.types);
  if (!set) return undefined;
  if (task === 'mask')
    return answer(call('mask', call('need', set, { kind: 'text', value: 'mask', ...place })));
  return answer(call(task, set));
}

/** The set that an expression was computed from: itself, or that of its first argument, followed through variables. */
function setBehind(
  expression: Expression,
  lines: ReadonlyMap<string, Expression>,
  types: ReadonlyMap<string, QueryType>,
): Expression | undefined {
  if (expression.kind === 'variable') {
    const assigned = lines.get(expression.name);
    const type = types.get(expression.name);
    // What was measured for the task before is not needed for the other one.
    const measured = assigned?.kind === 'call' && assigned.name === 'need';
    if (!measured && (type === 'Set' || type === 'Object')) return expression;
    return assigned && setBehind(assigned, lines, types);
  }
  if (expression.kind !== 'call') return undefined;
  const called = findFunction(expression.name);
  if (expression.name === 'summary' && expression.args.length === 0) return { ...expression, name: 'scene' };
  if (expression.name === 'need') return expression.args[0] && setBehind(expression.args[0], lines, types);
  if (called?.result === 'Set' || called?.result === 'Object') return expression;
  for (const arg of expression.args) {
    const found = setBehind(arg, lines, types);
    if (found) return found;
  }
  return undefined;
}

/** The program without lines that nothing after them reads. */
function withoutUnused({ assignments }: Program): Program {
  const used = new Set<string>();
  const kept = assignments.toReversed().filter(({ name, expression }, index) => {
    if (index > 0 && !used.has(name)) return false;
    for (const variable of variablesIn(expression)) used.add(variable);
    return true;
  });
  return { assignments: kept.toReversed() };
}

function variablesIn(expression: Expression): readonly string[] {
  if (expression.kind === 'variable') return [expression.name];
  return expression.kind === 'call' ? expression.args.flatMap(variablesIn) : [];
}
