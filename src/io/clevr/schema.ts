import { z } from '../../core/zod.ts';

/** The attributes of CLEVR's objects, in the generator's order. */
export const CLEVR_ATTRIBUTES = ['size', 'color', 'material', 'shape'] as const;
export const CLEVR_DIRECTIONS = ['left', 'right', 'front', 'behind'] as const;
export type ClevrDirection = (typeof CLEVR_DIRECTIONS)[number];

/** CLEVR scenes have ten objects; generators for other worlds in this format stay far below this. */
const MAX_CLEVR_OBJECTS = 100;

const word = z.string().min(1).max(64);
const triple = z.tuple([z.number(), z.number(), z.number()]);
const neighbours = z.array(z.array(z.int().nonnegative()).max(MAX_CLEVR_OBJECTS)).max(MAX_CLEVR_OBJECTS);

const objectSchema = z.object({
  size: word,
  color: word,
  material: word,
  shape: word,
  '3d_coords': triple,
  /** Column, row and distance along the view direction, in pixels and world units. */
  pixel_coords: triple,
});

/** A scene of `CLEVR_*_scenes.json`. `relationships[d][i]` are the objects that lie in direction d of object i. */
export const clevrSceneSchema = z
  .object({
    image_index: z.int().nonnegative(),
    image_filename: z.string().max(256),
    objects: z.array(objectSchema).max(MAX_CLEVR_OBJECTS),
    relationships: z.object({ left: neighbours, right: neighbours, front: neighbours, behind: neighbours }),
  })
  .refine(
    ({ objects, relationships }) =>
      CLEVR_DIRECTIONS.every((direction) => {
        const rows = relationships[direction];
        return rows.length === objects.length && rows.flat().every((index) => index < objects.length);
      }),
    { message: 'relationships do not fit the objects' },
  );
export type ClevrScene = z.infer<typeof clevrSceneSchema>;

export const clevrScenesSchema = z.object({ scenes: z.array(clevrSceneSchema) });

const output = z.union([z.array(z.int()), z.int(), z.boolean(), z.string()]);

/** One call of a functional program; its inputs are earlier nodes. Names of keys differ between releases of the generator. */
const nodeSchema = z
  .object({
    type: word.optional(),
    function: word.optional(),
    inputs: z.array(z.int().nonnegative()).max(2),
    value_inputs: z.array(word).max(1).optional(),
    side_inputs: z.array(word).max(1).optional(),
    _output: output.optional(),
  })
  .transform((node) => ({
    name: node.function ?? node.type ?? '',
    inputs: node.inputs,
    values: node.value_inputs ?? node.side_inputs ?? [],
    /** What the generator computed: object indices, an index, a number, a truth or a word. */
    output: node._output,
  }));
export type ClevrNode = z.infer<typeof nodeSchema>;

export const clevrQuestionsSchema = z.object({
  questions: z.array(
    z.object({
      image_index: z.int().nonnegative(),
      question: z.string().max(4096),
      program: z.array(nodeSchema).min(1).max(256),
      answer: z.union([z.boolean(), z.int(), z.string()]),
    }),
  ),
});
export type ClevrQuestion = z.infer<typeof clevrQuestionsSchema>['questions'][number];
