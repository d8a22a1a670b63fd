import { describe, expect, it } from 'vitest';
import { checkProgram } from '../../twin/query/check.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import { TOOLS } from './tools.ts';

describe('the tools', () => {
  it('that refine the twin are two', () => {
    expect(TOOLS.filter(({ effect }) => effect === 'refines').map(({ name }) => name)).toEqual([
      'find',
      'need',
    ]);
  });

  it('that edit are none that a program could call', () => {
    const edits = TOOLS.filter(({ effect }) => effect === 'edits');
    expect(edits.length).toBeGreaterThan(0);
    for (const { name } of edits) {
      for (const spelling of [name, name.replace(' ', '_'), name.replace('edit ', '')]) {
        const program = parseProgram(`${spelling}(scene())`);
        // `mask` and `box` are answers; they have nothing to do with the edits of that name.
        if (program.ok && !/^(?:mask|box|depth)\(/.test(`${spelling}(`))
          expect(checkProgram(program.value).ok, spelling).toBe(false);
      }
    }
  });
});
