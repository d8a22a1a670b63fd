import { describe, expect, it } from 'vitest';
import { oneOf, parseOptions, wholeNumber } from './arguments.ts';
import { BadInput } from './badInput.ts';

const OPTIONS = { json: { type: 'boolean' }, limit: { type: 'string' } } as const;

describe('command line', () => {
  it('separates options from positionals', () => {
    const parsed = parseOptions('help', OPTIONS, ['photo.jpg', '--json', 'How many?', '--limit', '3']);
    expect(parsed?.positionals).toEqual(['photo.jpg', 'How many?']);
    expect(parsed?.values).toMatchObject({ json: true, limit: '3' });
  });

  it.each([[['--jsn']], [['--limit']], [['--json=yes']]])('refuses %j on one line', (args) => {
    expect(() => parseOptions('help', OPTIONS, args)).toThrow(BadInput);
    expect(() => parseOptions('help', OPTIONS, args)).toThrow(/^[^\n]*--help$/);
  });

  it.each(['', '-1', '2.5', '1e3', '70000', 'many'])('refuses %j as a port', (text) => {
    expect(() => wholeNumber('--port', text, 0, 65_535)).toThrow(BadInput);
  });

  it('takes whole numbers at both ends of the range', () => {
    expect([wholeNumber('n', '0', 0, 9), wholeNumber('n', '9', 0, 9)]).toEqual([0, 9]);
  });

  it('names the choices when the word is none of them', () => {
    expect(oneOf('--device', 'wasm', ['auto', 'wasm'])).toBe('wasm');
    expect(() => oneOf('--device', 'tpu', ['auto', 'wasm'])).toThrow(/--device .*auto, wasm.*"tpu"/);
  });
});
