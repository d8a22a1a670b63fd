import { err, ok, type Result } from '../../core/result.ts';
import { type Token, tokenize } from './lexer.ts';
import {
  ANSWER_NAME,
  type Assignment,
  type Expression,
  MAX_NESTING,
  MAX_PROGRAM_LENGTH,
  type Place,
  type Program,
} from './syntax.ts';
import type { QueryError } from './types.ts';

/** Carries a syntax error out of the recursive descent; never leaves this module. */
class SyntaxFailure extends Error {
  readonly error: QueryError;
  constructor(place: Place, message: string) {
    super(message);
    this.error = { kind: 'syntax', line: place.line, column: place.column, message };
  }
}

/**
 * Parses a program: one assignment per line, the last line is the answer and may omit `name =`.
 * Never throws; the error names the line, the column and what was expected.
 */
export function parseProgram(source: string): Result<Program, QueryError> {
  if (source.length > MAX_PROGRAM_LENGTH) {
    const message = `The program has ${source.length} characters; at most ${MAX_PROGRAM_LENGTH} are allowed.`;
    return err({ kind: 'budget', line: 1, column: 1, message });
  }
  const tokens = tokenize(source);
  if (!tokens.ok) return tokens;
  try {
    return ok({ assignments: new Parser(tokens.value).parseLines() });
  } catch (thrown) {
    if (thrown instanceof SyntaxFailure) return err(thrown.error);
    throw thrown;
  }
}

class Parser {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parseLines(): readonly Assignment[] {
    const assignments: Assignment[] = [];
    for (;;) {
      while (this.#peek().kind === 'newline') this.#index += 1;
      if (this.#peek().kind === 'end') break;
      const previous = assignments.at(-1);
      if (previous !== undefined && previous.line === this.#peek().line) {
        throw new SyntaxFailure(this.#peek(), 'One line holds one assignment: start a new line here.');
      }
      assignments.push(this.#parseAssignment());
      const after = this.#peek();
      if (after.kind !== 'newline' && after.kind !== 'end') {
        throw new SyntaxFailure(after, `Expected the end of the line, found ${describe(after)}.`);
      }
    }
    const unnamed = assignments.slice(0, -1).find((line) => line.name === '');
    if (unnamed) throw new SyntaxFailure(unnamed, 'Only the last line may leave out "name = ".');
    if (assignments.length === 0) throw new SyntaxFailure({ line: 1, column: 1 }, 'The program is empty.');
    return assignments.map((line) => (line.name === '' ? { ...line, name: ANSWER_NAME } : line));
  }

  #peek(ahead = 0): Token {
    const token = this.#tokens[Math.min(this.#index + ahead, this.#tokens.length - 1)];
    // The token list always ends with `end`, so an index clamped to it exists.
    return token ?? { kind: 'end', line: 1, column: 1 };
  }

  #parseAssignment(): Assignment {
    const first = this.#peek();
    const place: Place = { line: first.line, column: first.column };
    const second = this.#peek(1);
    if (first.kind === 'name' && second.kind === 'symbol' && second.text === '=') {
      this.#index += 2;
      return { ...place, name: first.text, expression: this.#parseExpression(0) };
    }
    return { ...place, name: '', expression: this.#parseExpression(0) };
  }

  #parseExpression(depth: number): Expression {
    const token = this.#peek();
    const place: Place = { line: token.line, column: token.column };
    if (depth > MAX_NESTING) throw new SyntaxFailure(place, `Calls are nested deeper than ${MAX_NESTING}.`);
    if (token.kind === 'text' || token.kind === 'number') {
      this.#index += 1;
      return token.kind === 'text'
        ? { kind: 'text', value: token.value, ...place }
        : { kind: 'number', value: token.value, ...place };
    }
    if (token.kind !== 'name') {
      throw new SyntaxFailure(
        place,
        `Expected a call, a variable, a number or a text, found ${describe(token)}.`,
      );
    }
    this.#index += 1;
    if (this.#takeSymbol('('))
      return { kind: 'call', name: token.text, args: this.#parseArguments(depth), ...place };
    if (token.text === 'true' || token.text === 'false') {
      return { kind: 'bool', value: token.text === 'true', ...place };
    }
    return { kind: 'variable', name: token.text, ...place };
  }

  #parseArguments(depth: number): readonly Expression[] {
    const args: Expression[] = [];
    if (this.#takeSymbol(')')) return args;
    do {
      args.push(this.#parseExpression(depth + 1));
    } while (this.#takeSymbol(','));
    if (!this.#takeSymbol(')')) {
      throw new SyntaxFailure(this.#peek(), `Expected "," or ")", found ${describe(this.#peek())}.`);
    }
    return args;
  }

  #takeSymbol(text: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== text) return false;
    this.#index += 1;
    return true;
  }
}

function describe(token: Token): string {
  if (token.kind === 'end') return 'the end of the program';
  if (token.kind === 'newline') return 'the end of the line';
  if (token.kind === 'text') return 'a text';
  return token.kind === 'number' ? `the number ${token.value}` : `"${token.text}"`;
}
