import { z } from '../../core/zod.ts';
import { rleSchema } from './rle.ts';

/** The version of the twin file format that this code writes. Older versions are migrated on import (`migrations.ts`). */
export const TWIN_VERSION = 1;

/** Larger twins are refused: every view and every pairwise relation is made for thousands of objects at most. */
export const MAX_OBJECTS = 10_000;

/** More sampled frames than this are refused: every track may have a state in each. */
export const MAX_FRAMES = 100_000;

const finite = z.number();
const score = finite.min(0).max(1);

export const boxSchema = z
  .tuple([finite, finite, finite, finite])
  .describe('[x0, y0, x1, y1] in canonical pixels, origin top-left, end exclusive');

const pointSchema = z.tuple([finite, finite]);

export const quadSchema = z
  .tuple([pointSchema, pointSchema, pointSchema, pointSchema])
  .describe('Corners [x, y] in canonical pixels, clockwise from the one that reads as top-left');

export const provenanceSchema = z
  .union([z.int().nonnegative(), z.literal('human')])
  .describe('Index into the twin log of the tool run that measured this, or "human"');

export const attributeSchema = z.strictObject({
  value: z.string().max(256),
  score,
  by: provenanceSchema,
});

export const depthSchema = z
  .strictObject({
    mean: finite,
    std: finite.nonnegative(),
    min: finite,
    max: finite,
    unit: z.enum(['m', 'relative']),
    by: provenanceSchema,
  })
  .describe('Distance along the view direction; larger is farther');

export const objectStateSchema = z.strictObject({
  frame: z.int().nonnegative(),
  timeUs: z.int().nonnegative(),
  box: boxSchema,
  interpolated: z
    .literal(true)
    .optional()
    .describe('The box was not seen in this frame but follows from the frames around it'),
  by: provenanceSchema.describe('What measured the box and the label'),
  mask: rleSchema.optional(),
  maskBy: provenanceSchema
    .optional()
    .describe('What measured the mask, where that is not what measured the box'),
  area: finite.nonnegative().optional().describe('Mask area in pixels'),
  quad: quadSchema.optional().describe('What a flat thing such as a line of text fills of its box'),
  center: z.tuple([finite, finite]).describe('Box centre in pixels'),
  depth: depthSchema.optional(),
  position: z
    .tuple([finite, finite, finite])
    .optional()
    .describe('Camera frame in metres: x right, y up, −z forward'),
  velocity: z.tuple([finite, finite, finite]).optional().describe('Metres per second, camera frame'),
});

export const twinObjectSchema = z.strictObject({
  id: z.string().min(1).max(64),
  label: z.string().min(1).max(256),
  score,
  attributes: z.record(z.string().min(1).max(64), attributeSchema),
  states: z.array(objectStateSchema).min(1).describe('One per frame; an image has exactly one'),
});

export const toolRunSchema = z
  .strictObject({
    tool: z.string().min(1).max(64),
    model: z.string().max(256),
    revision: z.string().max(128),
    device: z.string().max(64),
    dtype: z.string().max(32),
    args: z.record(z.string().max(64), z.union([z.string().max(1024), finite, z.boolean()])),
    ms: finite.nonnegative(),
  })
  .describe('One run of a perception tool: the provenance of what it measured');

export const cameraSchema = z.strictObject({
  verticalFovDeg: finite.gt(0).lt(180),
  estimated: z.boolean().describe('True when assumed rather than read from the file or measured'),
  heightM: finite.positive().optional().describe('Height above the ground plane'),
  pitchDeg: finite.optional().describe('Downward tilt of the view direction'),
});

/**
 * How the background moved in the picture since the sampled frame before: a point (x, y) of that frame is seen at
 * (a·x − b·y + dx, b·x + a·y + dy) of this one, in canonical pixels. a and b are scale · cosine and scale · sine of the turn.
 */
export const cameraMotionSchema = z.strictObject({
  a: finite,
  b: finite,
  dx: finite,
  dy: finite,
});

export const sampledFrameSchema = z.strictObject({
  frame: z.int().nonnegative().describe('Index in the order of the container timestamps'),
  timeUs: z.int().nonnegative().describe('Container timestamp in microseconds'),
  motion: cameraMotionSchema
    .optional()
    .describe('Similarity that maps background pixels of the sampled frame before to this one'),
});

export const sourceSchema = z.strictObject({
  kind: z.enum(['image', 'video']),
  name: z.string().max(1024),
  width: z.int().positive(),
  height: z.int().positive(),
  frameCount: z.int().positive(),
  durationUs: z.int().nonnegative(),
  sha256: z
    .string()
    .regex(/^([0-9a-f]{64})?$/)
    .describe('Of the source file; empty when unknown'),
  frames: z
    .array(sampledFrameSchema)
    .min(1)
    .max(MAX_FRAMES)
    .optional()
    .describe(
      'Of a video: the frames that were looked at, in order. An object without a state there was not seen',
    ),
});

/** The digital twin of one image or video: the single source of truth for type, validator and JSON Schema. */
export const twinSchema = z.strictObject({
  type: z.literal('twin'),
  version: z.literal(TWIN_VERSION),
  source: sourceSchema,
  camera: cameraSchema,
  objects: z.array(twinObjectSchema).max(MAX_OBJECTS),
  log: z.array(toolRunSchema).max(10_000),
});

export type Box = z.infer<typeof boxSchema>;
export type Provenance = z.infer<typeof provenanceSchema>;
export type Attribute = z.infer<typeof attributeSchema>;
export type Depth = z.infer<typeof depthSchema>;
export type ObjectState = z.infer<typeof objectStateSchema>;
export type TwinObject = z.infer<typeof twinObjectSchema>;
export type ToolRun = z.infer<typeof toolRunSchema>;
export type Camera = z.infer<typeof cameraSchema>;
export type CameraMotion = z.infer<typeof cameraMotionSchema>;
export type SampledFrame = z.infer<typeof sampledFrameSchema>;
export type TwinSource = z.infer<typeof sourceSchema>;
export type Twin = z.infer<typeof twinSchema>;
