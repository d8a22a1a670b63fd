import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { twinJsonSchema, twinJsonSchemaText } from './jsonSchema.ts';

describe('the published JSON Schema', () => {
  it('is the one of the code (run `npx tsx scripts/schema.ts` after a change)', () => {
    const url = new URL('../../../docs/twin.schema.json', import.meta.url);
    expect(readFileSync(url, 'utf8')).toBe(twinJsonSchemaText());
  });

  it('requires every top-level key and allows no other', () => {
    expect(twinJsonSchema()).toMatchObject({
      required: ['type', 'version', 'source', 'camera', 'objects', 'log'],
      additionalProperties: false,
    });
  });
});
