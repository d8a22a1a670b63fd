import { z } from 'zod';

/** 64-bit integers are strings in protobuf's JSON form; some exporters write numbers. */
const integer = z.union([z.string().regex(/^-?\d+$/), z.int()]).transform(Number);

const shape = z.object({ dim: z.array(z.object({ size: integer })).optional() });

/** An attribute of a TensorFlow node in protobuf's JSON form; byte strings are base64. */
const attribute = z.object({
  s: z.string().optional(),
  i: integer.optional(),
  f: z.number().optional(),
  b: z.boolean().optional(),
  type: z.string().optional(),
  shape: shape.optional(),
  list: z.object({ i: z.array(integer).optional(), s: z.array(z.string()).optional() }).optional(),
});

const node = z.object({
  name: z.string().min(1),
  op: z.string().min(1),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attribute).default({}),
});

const weight = z.object({
  name: z.string().min(1),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.object({ dtype: z.literal('float16') }).optional(),
});

/** `model.json` of a TensorFlow.js graph model, as far as the converter reads it. */
export const graphModelSchema = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.object({ node: z.array(node) }),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weight) })),
});

export type TfjsNode = z.infer<typeof node>;
export type TfjsWeight = z.infer<typeof weight>;
