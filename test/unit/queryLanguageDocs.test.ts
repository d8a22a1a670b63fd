import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../src/twin/query/check.ts';
import { QUERY_FUNCTIONS } from '../../src/twin/query/functions/index.ts';
import { parseProgram } from '../../src/twin/query/parser.ts';
import { functionReference } from '../../src/twin/query/reference.ts';

const PATH = fileURLToPath(new URL('../../docs/query-language.md', import.meta.url));
const BEGIN =
  '<!-- functions: begin (written by UPDATE_DOCS=1 npx vitest run test/unit/queryLanguageDocs.test.ts) -->';
const END = '<!-- functions: end -->';

describe('docs/query-language.md', () => {
  it('holds the functions as they are', () => {
    const text = readFileSync(PATH, 'utf8');
    const [before, rest] = text.split(BEGIN);
    const [, after] = (rest ?? '').split(END);
    const fresh = `${before}${BEGIN}\n\n${functionReference()}\n\n${END}${after}`;
    if (process.env.UPDATE_DOCS) writeFileSync(PATH, fresh);
    expect(readFileSync(PATH, 'utf8')).toBe(fresh);
  });

  it('holds examples that pass the checker', () => {
    const blocks = [...readFileSync(PATH, 'utf8').matchAll(/```query\n([\s\S]*?)```/g)].map(
      ([, code]) => code ?? '',
    );
    expect(blocks.length).toBeGreaterThan(2);
    for (const code of [...blocks, ...QUERY_FUNCTIONS.map(({ example }) => example)]) {
      const program = parseProgram(code);
      if (!program.ok) throw new Error(`${program.error.message}\n${code}`);
      const typed = checkProgram(program.value);
      if (!typed.ok) throw new Error(`${typed.error.message}\n${code}`);
    }
  });
});
