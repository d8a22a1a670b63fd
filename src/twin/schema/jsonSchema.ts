import { z } from '../../core/zod.ts';
import { TWIN_VERSION, twinSchema } from './twin.ts';

/** The JSON Schema (draft 2020-12) of a twin file, made from the one schema that the code validates with. */
export const twinJsonSchema = (): object => ({
  ...z.toJSONSchema(twinSchema),
  title: `Twinsight twin, version ${TWIN_VERSION}`,
  description:
    'The digital twin of one image or video. What JSON Schema cannot say is checked by name: see twin.md.',
});

/** As stored in `docs/twin.schema.json`. */
export const twinJsonSchemaText = (): string => `${JSON.stringify(twinJsonSchema(), null, 2)}\n`;
