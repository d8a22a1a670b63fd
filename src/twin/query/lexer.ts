import { err, ok, type Result } from '../../core/result.ts';
import type { Place } from './syntax.ts';
import type { QueryError } from './types.ts';

export type Token = Place &
  (
    | { readonly kind: 'name'; readonly text: string }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'symbol'; readonly text: '(' | ')' | ',' | '=' }
    | { readonly kind: 'newline' }
    | { readonly kind: 'end' }
  );

const SPACE = /[ \t\f\v\u00a0]+/y;
const COMMENT = /#[^\r\n]*/y;
const NEWLINE = /\r\n|\r|\n/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const TEXT = /"(?:[^"\\\r\n]|\\[^\r\n])*"/y;
const SYMBOL = /[(),=]/y;

/**
 * Splits a program into tokens; the last one is `end`. Comments run from `#` to the end of the line.
 * Text literals are JSON strings. Fails with a syntax error at the first character that fits nothing.
 */
export function tokenize(source: string): Result<readonly Token[], QueryError> {
  const tokens: Token[] = [];
  let offset = 0;
  let line = 1;
  let lineStart = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) return undefined;
    offset += text.length;
    return text;
  };

  while (offset < source.length) {
    if (match(SPACE) !== undefined || match(COMMENT) !== undefined) continue;
    const place: Place = { line, column: offset - lineStart + 1 };
    const fail = (message: string) => err<QueryError>({ kind: 'syntax', ...place, message });
    if (match(NEWLINE) !== undefined) {
      tokens.push({ kind: 'newline', ...place });
      line += 1;
      lineStart = offset;
      continue;
    }
    const name = match(NAME);
    if (name !== undefined) {
      tokens.push({ kind: 'name', text: name, ...place });
      continue;
    }
    const number = match(NUMBER);
    if (number !== undefined) {
      const value = Number(number);
      if (!Number.isFinite(value)) return fail(`The number ${number} is too large.`);
      tokens.push({ kind: 'number', value, ...place });
      continue;
    }
    const text = match(TEXT);
    if (text !== undefined) {
      const value = parseText(text);
      if (value === undefined)
        return fail(`The text ${text} holds a character or escape that is not allowed.`);
      tokens.push({ kind: 'text', value, ...place });
      continue;
    }
    const symbol = match(SYMBOL);
    if (symbol === '(' || symbol === ')' || symbol === ',' || symbol === '=') {
      tokens.push({ kind: 'symbol', text: symbol, ...place });
      continue;
    }
    const character = String.fromCodePoint(source.codePointAt(offset) ?? 0);
    return fail(
      character === '"'
        ? 'This text has no closing quote.'
        : `The character ${character} is not expected here.`,
    );
  }
  tokens.push({ kind: 'end', line, column: offset - lineStart + 1 });
  return ok(tokens);
}

function parseText(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
