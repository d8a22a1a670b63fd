import { z } from '../../core/zod.ts';
import { RUN_LENGTHS_JSON_SCHEMA, runLengthsSchema } from './rle.ts';
import { TWIN_VERSION, twinSchema } from './twin.ts';

/** The JSON Schema (draft 2020-12) of a twin file, made from the one schema that the code validates with. */
export const twinJsonSchema = (): object => ({
  ...z.toJSONSchema(twinSchema, {
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      if (zodSchema === runLengthsSchema) Object.assign(jsonSchema, RUN_LENGTHS_JSON_SCHEMA);
    },
  }),
  title: `Twinsight twin, version ${TWIN_VERSION}`,
  description:
    'The digital twin of one image or video. What JSON Schema cannot say is checked by name: see twin.md.',
});

/** As stored in `docs/twin.schema.json`. */
export const twinJsonSchemaText = (): string => `${JSON.stringify(twinJsonSchema(), null, 2)}\n`;
