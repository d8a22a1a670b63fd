import { err, ok, type Result } from '../../core/result.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import { printExpression } from '../../twin/query/printer.ts';
import type { Expression } from '../../twin/query/syntax.ts';

type Call = Extract<Expression, { kind: 'call' }>;

/** Functions whose arguments may change places. */
const COMMUTATIVE = ['union', 'intersect', 'equal', 'and', 'or', 'plus'];
/** Functions that only narrow the set that is their first argument, so that a run of them may be in any order. */
const NARROWING = ['filter'];

/**
 * A program in a form in which only its meaning counts, for telling whether two programs are the same: variables are written out,
 * filters in a run and arguments that may change places are ordered, `value` around the answer and what is never read are left out. Two
 * programs with one normal form do the same; the reverse need not hold. The error is the parser's.
 */
export function normalForm(source: string): Result<string, string> {
  const program = parseProgram(source);
  if (!program.ok) return err(program.error.message);
  const lines = new Map<string, Expression>();
  let last: Expression | undefined;
  for (const { name, expression } of program.value.assignments) {
    last = normal(expression, lines);
    lines.set(name, last);
  }
  if (!last) return err('an empty program');
  const [inner] = last.kind === 'call' && last.name === 'value' ? last.args : [];
  return ok(printExpression(inner ?? last));
}

function normal(expression: Expression, lines: ReadonlyMap<string, Expression>): Expression {
  if (expression.kind === 'variable') return lines.get(expression.name) ?? expression;
  if (expression.kind !== 'call') return expression;
  const call: Call = { ...expression, args: expression.args.map((arg) => normal(arg, lines)) };
  if (COMMUTATIVE.includes(call.name)) return { ...call, args: ordered(call.args) };
  return NARROWING.includes(call.name) ? orderedRun(call) : call;
}

const ordered = (expressions: readonly Expression[]): readonly Expression[] =>
  expressions.toSorted((a, b) => (printExpression(a) < printExpression(b) ? -1 : 1));

/** Puts a call into the run of like calls below it, which is in order. */
function orderedRun(call: Call): Expression {
  const [below, ...own] = call.args;
  if (below?.kind !== 'call' || below.name !== call.name) return call;
  const [base, ...lower] = below.args;
  if (!base) return call;
  const key = (args: readonly Expression[]): string => args.map(printExpression).join(' ');
  if (key(lower) <= key(own)) return call;
  return { ...below, args: [orderedRun({ ...call, args: [base, ...own] }), ...lower] };
}
