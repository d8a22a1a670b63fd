import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifyJson } from './identify.ts';
import { JSON_LIMITS, measureJson, readJson } from './json.ts';

const codeOf = (text: string): string => {
  const result = readJson(text, 'a.json');
  return result.ok ? 'ok' : result.error.code;
};

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? 1 + Math.max(0, ...Object.values(value).map((item) => depthOf(item)))
    : 0;

describe('reading JSON of unknown origin', () => {
  it('gives the value of any sound JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/__proto__|constructor|prototype/.test(text));
        expect(readJson(text, 'a.json')).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  it('never throws and always names the file, for any text', () => {
    const soup = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', 'a', ' ') });
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        const result = readJson(text, 'a.json');
        if (!result.ok) {
          expect(result.error.message).toContain('a.json');
          expect(result.error.remedy).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  it('measures depth as it is, and does not look inside strings', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        expect(measureJson(JSON.stringify(value), JSON_LIMITS).depth).toBe(depthOf(value));
      }),
    );
    expect(measureJson('"[[[[\\"{{{"', JSON_LIMITS)).toEqual({ depth: 0, nodes: 1 });
  });

  it('reads 64 levels and refuses 65, 10,000 and five million', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(codeOf(nested(64))).toBe('ok');
    expect(codeOf(nested(65))).toBe('json-too-deep');
    expect(codeOf(nested(10_000))).toBe('json-too-deep');
    expect(codeOf('['.repeat(5_000_000))).toBe('json-too-deep');
  });

  it('refuses keys that could reach a prototype, at any depth and however they are written', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])
      expect(codeOf(`{"a": [1, {"b": {"${key}": {"polluted": true}}}]}`)).toBe('json-malformed');
    expect(codeOf('{"a": "__proto__"}')).toBe('ok');
    expect('polluted' in {}).toBe(false);
  });

  it('refuses what is too long, too many, empty or broken, and says what breaks it', () => {
    expect(codeOf(`"${'x'.repeat(JSON_LIMITS.maxLength)}"`)).toBe('file-too-large');
    expect(codeOf(`[${'0,'.repeat(JSON_LIMITS.maxNodes)}0]`)).toBe('file-too-large');
    expect(codeOf(' \n')).toBe('file-empty');
    const broken = readJson('{\n  "a": 1,\n  "b": x\n}', 'a.json');
    expect(broken.ok ? '' : broken.error.message).toMatch(/not valid JSON: .*x/s);
    expect(codeOf('\ufeff{}')).toBe('ok');
  });
});

describe('saying what a JSON file is', () => {
  const cases: readonly [string, unknown][] = [
    ['a Twinsight twin', { type: 'twin' }],
    ['a COCO annotation file', { images: [], annotations: [], categories: [] }],
    ['a GeoJSON file', { type: 'FeatureCollection', features: [] }],
    ['a package.json', { name: 'x', version: '1', dependencies: {} }],
    ['a list of 3 values', [1, 2, 3]],
    ['a single number', 5],
    ['the value null', null],
    ['an empty object', {}],
    ['an object with the keys a, b', { a: 1, b: 2 }],
  ];
  for (const [name, value] of cases)
    it(`recognises ${name}`, () => {
      expect(identifyJson(value)).toBe(name);
    });
});
