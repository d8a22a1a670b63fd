import { z } from '../../src/core/zod.ts';
import { defineContract } from '../rpc/contract.ts';

const hashSourceSchema = z.enum(['catalogue', 'pinned', 'hub', 'git', 'learnt']);
export type HashSource = z.infer<typeof hashSourceSchema>;

const keepingSchema = z.enum(['disk', 'memory']);
export type Keeping = z.infer<typeof keepingSchema>;

const wantedModelSchema = z.object({
  repository: z.string().min(1),
  revision: z.string().min(1),
  files: z
    .array(
      z.object({
        path: z.string().min(1),
        approximateBytes: z.number().nonnegative(),
        sha256: z.string().optional(),
      }),
    )
    .readonly(),
});
export type WantedModel = z.infer<typeof wantedModelSchema>;

/** A model at the hub or mirror whose address is given. */
const orderSchema = z.object({ model: wantedModelSchema, base: z.url() });

const storageFactsSchema = z.object({
  keeping: keepingSchema,
  /** Why nothing can be kept on disk, where that is so. */
  reason: z.string().optional(),
  quotaBytes: z.number().optional(),
  usageBytes: z.number().optional(),
  persisted: z.boolean(),
});
export type StorageFacts = z.infer<typeof storageFactsSchema>;

const planSchema = z.object({
  repository: z.string(),
  revision: z.string(),
  commit: z.string().optional(),
  host: z.string(),
  files: z
    .array(
      z.object({
        path: z.string(),
        bytes: z.number(),
        exact: z.boolean(),
        state: z.enum(['stored', 'partial', 'missing']),
        haveBytes: z.number(),
        hashSource: hashSourceSchema,
      }),
    )
    .readonly(),
  totalBytes: z.number(),
  fetchBytes: z.number(),
  storage: storageFactsSchema,
  fits: z.boolean(),
  unlisted: z.string().optional(),
});
export type ModelPlan = z.infer<typeof planSchema>;

const storedModelSchema = z.object({
  repository: z.string(),
  revision: z.string(),
  commit: z.string().optional(),
  files: z
    .array(
      z.object({
        path: z.string(),
        bytes: z.number(),
        sha256: z.string(),
        hashSource: hashSourceSchema,
        from: z.string(),
        storedAt: z.number(),
      }),
    )
    .readonly(),
  partialBytes: z.number(),
});
export type StoredModel = z.infer<typeof storedModelSchema>;

const verdictSchema = z.object({
  path: z.string(),
  state: z.enum(['whole', 'damaged', 'missing']),
  damagedBytes: z.number(),
});
export type FileVerdict = z.infer<typeof verdictSchema>;

export const heldFileSchema = z.object({ path: z.string(), file: z.instanceof(File) });
export type HeldFile = z.infer<typeof heldFileSchema>;

/** Progress over all files of one model, in bytes. */
const storeProgressSchema = z.object({
  /** `waiting`: another tab downloads the same model. */
  phase: z.enum(['waiting', 'downloading', 'checking', 'copying']),
  path: z.string().optional(),
  doneBytes: z.number(),
  totalBytes: z.number(),
  bytesPerSecond: z.number().optional(),
});
export type StoreProgress = z.infer<typeof storeProgressSchema>;

const noProgress = z.never();
const nothing = z.object({});
const modelName = z.object({ repository: z.string().min(1), revision: z.string().min(1) });

/** The models worker: fetches, hashes and keeps weights. It never sees a file or a question of the person. */
export const modelsContract = defineContract({
  /** What a download would do: nothing is fetched but the hub's list of files. */
  plan: { args: orderSchema, result: planSchema, progress: noProgress },
  /** Fetches what is missing, with its hash checked. Resolves with the files that only memory has. */
  download: {
    args: orderSchema.extend({ keeping: keepingSchema }),
    result: z.object({ held: z.array(heldFileSchema).readonly() }),
    progress: storeProgressSchema,
  },
  /** Takes the model from picked files, checked in the same way. `memory` uses them where they lie. */
  importFolder: {
    args: z.object({
      model: wantedModelSchema,
      files: z.array(heldFileSchema).readonly(),
      keeping: keepingSchema,
    }),
    result: z.object({ held: z.array(heldFileSchema).readonly() }),
    progress: storeProgressSchema,
  },
  /** Reads what is kept back from disk; what is damaged will be fetched again by the next download, and nothing else. */
  verify: {
    args: modelName,
    result: z.object({ files: z.array(verdictSchema).readonly() }),
    progress: storeProgressSchema,
  },
  /** Deletes files; the pinned commit and hashes stay unless they are to be forgotten. */
  remove: { args: modelName.extend({ forget: z.boolean() }), result: nothing, progress: noProgress },
  list: {
    args: nothing,
    result: z.object({ models: z.array(storedModelSchema).readonly(), storage: storageFactsSchema }),
    progress: noProgress,
  },
});
export type ModelsContract = typeof modelsContract;
