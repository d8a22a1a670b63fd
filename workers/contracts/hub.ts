import { z } from '../../src/core/zod.ts';
import { twinSchema } from '../../src/twin/schema/twin.ts';
import { defineContract } from '../rpc/contract.ts';
import { heldFileSchema } from './models.ts';
import { deviceSchema, progressSchema, segmentedSchema, segmentPromptSchema } from './perception.ts';

const dtypeSchema = z.enum(['q8', 'q4', 'q4f16', 'fp16', 'fp32']);

/** A model of the hub as far as its files and its way of working are concerned. */
const hubModelRefSchema = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  /** `owner/name` on the hub; its files are read from the store alone. */
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  revision: z.string().min(1),
  task: z.enum([
    'object-detection',
    'grounded-detection',
    'zero-shot-detection',
    'promptable-segmentation',
    'relative-depth',
    'florence',
    'chat-vision',
    'text-generation',
  ]),
});

/** A model that a worker has loaded and tested. */
export const hubReportSchema = z.object({
  device: deviceSchema,
  dtype: dtypeSchema,
  threads: z.number(),
  /** Bytes read from the store. */
  bytes: z.number(),
  loadMs: z.number(),
  /** A test of plausibility: the right answers of these models are not known beforehand. */
  selfTest: z.object({
    kind: z.enum(['repeated', 'remembered']),
    distance: z.number(),
    tolerance: z.number(),
    fingerprint: z.array(z.number()),
  }),
});
export type HubReport = z.infer<typeof hubReportSchema>;

const twinResult = z.object({ twin: twinSchema });

const writtenSchema = z.object({
  /** `turn`: another has the word; `end-token`: the model ended; `no-room`: it may write no more tokens. */
  end: z.enum(['turn', 'end-token', 'no-room']),
  /** Tokens that were read: fewer than the conversation has where it goes on from the turn before. */
  readTokens: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  /** From the call to the first token, reading included. */
  firstTokenMs: z.number().nonnegative(),
  /** From the call to the end. */
  ms: z.number().nonnegative(),
});
export type Written = z.infer<typeof writtenSchema>;

/** A worker that runs one model of the hub by transformers.js; one worker a role. */
export const hubContract = defineContract({
  /** Loads a model from the store and tests it; at once where that is done. Another model or device needs a new worker. */
  load: {
    args: z.object({
      model: hubModelRefSchema,
      device: deviceSchema,
      dtype: dtypeSchema,
      /** What the same model answered on the same device at an earlier load. */
      remembered: z.array(z.number()).optional(),
      /** Files that are not on disk: they live as long as the page. */
      held: z.array(heldFileSchema).readonly().optional(),
    }),
    result: hubReportSchema,
    progress: progressSchema,
  },
  /** Decodes the image that the other methods are about; only the latest is kept. */
  open: {
    args: z.object({ bytes: z.instanceof(ArrayBuffer), name: z.string() }),
    result: z.object({ imageId: z.string() }),
    progress: progressSchema,
  },
  /** `detect`: the twin of the open image. */
  detect: {
    args: z.object({ imageId: z.string(), minScore: z.number().min(0).max(1).optional() }),
    result: twinResult,
    progress: progressSchema,
  },
  /** `find`: adds what phrases describe; `ids` are the objects meant, old and new. */
  find: {
    args: z.object({
      imageId: z.string(),
      twin: twinSchema,
      phrases: z.array(z.string().min(1).max(100)).min(1).max(20),
    }),
    result: z.object({ twin: twinSchema, ids: z.array(z.string()) }),
    progress: progressSchema,
  },
  /** `segment`: masks of these objects, prompted by their boxes. */
  masks: {
    args: z.object({ imageId: z.string(), twin: twinSchema, ids: z.array(z.string()) }),
    result: twinResult,
    progress: progressSchema,
  },
  /** `segment`: the mask of what is pointed at. The photo is encoded once; further prompts are quick. */
  segment: {
    args: z.object({ imageId: z.string(), prompt: segmentPromptSchema }),
    result: segmentedSchema,
    progress: progressSchema,
  },
  /** `depth`: replaces depth and positions. */
  depth: {
    args: z.object({ imageId: z.string(), twin: twinSchema }),
    result: twinResult,
    progress: progressSchema,
  },
  /** `describe`: material and state of these objects where the model states them; without ids a caption, kept in the log. */
  describe: {
    args: z.object({ imageId: z.string(), twin: twinSchema, ids: z.array(z.string()) }),
    result: twinResult,
    progress: progressSchema,
  },
  /** `policy`: writes on where a conversation stands, one token after the other; the text comes as progress. */
  write: {
    args: z.object({
      messages: z
        .array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }))
        .min(1),
      /** What the answer has come to so far, results included. */
      transcript: z.string(),
      maxTokens: z.int().min(1).max(8192),
      /** Whether only what may stand in a well-formed rollout is written, and how many plans it may have. */
      constrained: z.boolean(),
      rounds: z.int().min(0).max(16),
      video: z.boolean(),
    }),
    result: writtenSchema,
    progress: z.object({ text: z.string().optional(), read: z.number().min(0).max(1).optional() }),
  },
});
export type HubContract = typeof hubContract;
