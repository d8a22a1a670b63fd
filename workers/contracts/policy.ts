import { z } from '../../src/core/zod.ts';
import { defineContract } from '../rpc/contract.ts';

const siteFileSchema = z.object({
  /** Path relative to the site's root. */
  file: z.string().min(1),
  bytes: z.int().positive(),
  sha256: z.string(),
});

/** One entry for each file of the Hugging Face layout that a model of ours consists of. */
const layoutSchema = <T extends z.ZodType>(value: T) =>
  z.object({
    'config.json': value,
    'tokenizer.json': value,
    'tokenizer_config.json': value,
    'model.safetensors': value,
  });

const policyReportSchema = z.object({
  parameters: z.int().positive(),
  /** Tokens that the model reads and writes at most, together. */
  maxPositions: z.int().positive(),
  /** Bytes of its files. */
  bytes: z.number().nonnegative(),
  loadMs: z.number().nonnegative(),
});
export type PolicyReport = z.infer<typeof policyReportSchema>;

const writtenSchema = z.object({
  end: z.enum(['turn', 'end-token', 'no-room']),
  tokens: z.int().nonnegative(),
  /** From the call to the first token, the prompt's reading included. */
  firstTokenMs: z.number().nonnegative(),
  /** From the call to the end. */
  ms: z.number().nonnegative(),
});
export type Written = z.infer<typeof writtenSchema>;

/** A worker that writes rollouts with one small language model of ours, token by token. */
export const policyContract = defineContract({
  /** Reads a model; the one before is forgotten. */
  load: {
    args: z.union([
      z.object({ site: layoutSchema(siteFileSchema) }),
      z.object({ given: layoutSchema(z.instanceof(Uint8Array)) }),
    ]),
    result: policyReportSchema,
    progress: z.object({ received: z.number(), total: z.number() }),
  },
  /** Writes on until a plan or the answer is closed; `text` is what was written since the last progress. */
  write: {
    args: z.object({
      prompt: z.string(),
      transcript: z.string(),
      video: z.boolean(),
      constrained: z.boolean(),
      temperature: z.number().min(0),
      topP: z.number().gt(0).max(1),
      seed: z.int(),
      maxNewTokens: z.int().positive(),
    }),
    result: writtenSchema,
    progress: z.object({ text: z.string() }),
  },
});
export type PolicyContract = typeof policyContract;
