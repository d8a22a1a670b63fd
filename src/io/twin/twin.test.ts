import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryTwin, soundTwin } from '../../../test/support/twins.ts';
import { readTwin, twinFromJson } from './readTwin.ts';
import { writeTwin } from './writeTwin.ts';

const goldenText = readFileSync(new URL('../../../test/fixtures/twin-v1.json', import.meta.url), 'utf8');

const errorOf = (text: string): { code: string; message: string } => {
  const result = readTwin(text, 'a.json');
  return result.ok ? { code: 'ok', message: '' } : result.error;
};

/** The sound twin as JSON with one thing replaced in its text. */
const broken = (from: string, to: string): string => {
  const text = writeTwin(soundTwin());
  expect(text).toContain(from);
  return text.replace(from, to);
};

describe('twin files', () => {
  it('read back as what was written', () => {
    fc.assert(
      fc.property(arbitraryTwin, (twin) => {
        expect(readTwin(writeTwin(twin), 'a.json')).toEqual({ ok: true, value: twin });
      }),
    );
  });

  it('have the same bytes whatever order the keys were set in', () => {
    const twin = soundTwin();
    const reversed: unknown = JSON.parse(JSON.stringify(twin), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    );
    const read = twinFromJson(reversed, 'a.json');
    expect(read.ok && writeTwin(read.value)).toBe(writeTwin(twin));
  });

  it('of version 1 read and write byte for byte', () => {
    const read = readTwin(goldenText, 'twin-v1.json');
    expect(read.ok && writeTwin(read.value)).toBe(goldenText);
  });

  it('of another kind are refused with what they are', () => {
    expect(errorOf('{"images": [], "annotations": [], "categories": []}')).toMatchObject({
      code: 'not-a-twin',
      message: expect.stringContaining('a COCO annotation file'),
    });
    expect(errorOf('[1]').message).toContain('a list of 1 values');
  });

  it('of a newer version are refused readably', () => {
    expect(errorOf(broken('"version": 1', '"version": 2')).message).toContain('newer Twinsight');
  });

  it('with a wrong value name its place', () => {
    expect(errorOf(broken('"score":0.9', '"score":"high"')).message).toContain('objects[0].score');
    expect(errorOf(broken('"unit":"m"', '"unit":"feet"')).message).toContain(
      'objects[0].states[0].depth.unit',
    );
    expect(errorOf(broken('"id":"o1"', '"extra":1,"id":"o1"')).message).toContain('objects[0]');
  });

  it('with numbers that are not finite are refused', () => {
    expect(errorOf(broken('"mean":0.8', '"mean":1e999')).code).toBe('twin-invalid');
    expect(errorOf(broken('"mean":0.8', '"mean":NaN')).code).toBe('json-malformed');
    expect(errorOf(broken('"mean":0.8', '"mean":null')).code).toBe('twin-invalid');
  });

  it('that break a structural check are refused with its name', () => {
    expect(errorOf(broken('"id":"o2"', '"id":"o1"')).message).toContain('“unique-ids”');
    expect(errorOf(broken('"area":6', '"area":60')).message).toContain('“mask-area”');
  });

  it('with 10,001 objects are refused with the number', () => {
    const twin = soundTwin();
    const object = twin.objects[1];
    if (object === undefined) throw new Error('the sound twin has two objects');
    const many = (count: number): string =>
      writeTwin({
        ...twin,
        objects: Array.from({ length: count }, (_, i) => ({ ...object, id: `o${i + 1}` })),
      });
    const text = many(10_001);
    expect(errorOf(text)).toMatchObject({ code: 'twin-invalid', message: expect.stringContaining('10001') });
    expect(errorOf(many(10_000)).code).toBe('ok');
  });

  it('nested 10,000 levels deep are refused, also when they come in parsed', () => {
    const deep = `${'{"type":"twin","version":1,"log":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    expect(errorOf(deep).code).toBe('json-too-deep');
    expect(twinFromJson(JSON.parse(deep), 'a.json').ok).toBe(false);
  });

  it('with a prototype key are refused', () => {
    expect(errorOf(broken('"attributes":{', '"attributes":{"__proto__":{},')).code).toBe('json-malformed');
  });

  it('changed at random never throw, and are read only when sound', () => {
    fc.assert(
      fc.property(fc.nat(goldenText.length - 1), fc.string({ minLength: 0, maxLength: 4 }), (at, patch) => {
        const result = readTwin(
          goldenText.slice(0, at) + patch + goldenText.slice(at + patch.length),
          'a.json',
        );
        if (result.ok) expect(readTwin(writeTwin(result.value), 'b.json').ok).toBe(true);
        else expect(result.error.message).toContain('a.json');
      }),
      { numRuns: 500 },
    );
  });
});
