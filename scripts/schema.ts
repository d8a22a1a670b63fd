/** Writes docs/twin.schema.json, the JSON Schema of the twin file format, from the schema in the code. */
import { writeFileSync } from 'node:fs';
import { twinJsonSchemaText } from '../src/twin/schema/jsonSchema.ts';

const target = new URL('../docs/twin.schema.json', import.meta.url);
writeFileSync(target, twinJsonSchemaText());
console.log('docs/twin.schema.json written');
