import type { Assignment, Expression, Program } from './syntax.ts';

/** The canonical text of an expression: one space after commas, texts as JSON strings, numbers in shortest form. */
export function printExpression(expression: Expression): string {
  switch (expression.kind) {
    case 'text':
      return JSON.stringify(expression.value);
    case 'number':
      return String(expression.value);
    case 'bool':
      return expression.value ? 'true' : 'false';
    case 'variable':
      return expression.name;
    case 'call':
      return `${expression.name}(${expression.args.map(printExpression).join(', ')})`;
  }
}

export const printAssignment = (line: Assignment): string =>
  `${line.name} = ${printExpression(line.expression)}`;

/** The canonical text of a program: every line named, no comments or blank lines. Parses back to the same program. */
export const printProgram = (program: Program): string => program.assignments.map(printAssignment).join('\n');
