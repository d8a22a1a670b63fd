import { z } from '../../src/core/zod.ts';

export const rungSchema = z.enum(['webgpu', 'wasm-threads', 'wasm']);

/** One rung of the device ladder that was tried, and why it was taken or left. */
export const ladderStepSchema = z.object({
  rung: rungSchema,
  outcome: z.enum(['chosen', 'available', 'unavailable', 'failed', 'slower']),
  reason: z.string(),
  /** Warm milliseconds of one detector run, where measured. */
  ms: z.number().optional(),
});

export const adapterSchema = z.object({
  vendor: z.string(),
  architecture: z.string(),
  description: z.string(),
  isFallback: z.boolean(),
  shaderF16: z.boolean(),
  features: z.array(z.string()),
  limits: z.record(z.string(), z.number()),
});

/** What this browser, on this machine, can do for perception: shown on the capability card. */
export const capabilityReportSchema = z.object({
  secureContext: z.boolean(),
  crossOriginIsolated: z.boolean(),
  hardwareConcurrency: z.number(),
  threads: z.number().describe('WASM threads in use'),
  simd: z.boolean(),
  webgpu: z.enum(['available', 'no-api', 'no-adapter', 'error']),
  webgpuDetail: z.string(),
  adapter: adapterSchema.optional(),
  storage: z.object({
    available: z.boolean(),
    persisted: z.boolean(),
    quotaBytes: z.number().optional(),
    usageBytes: z.number().optional(),
    detail: z.string(),
  }),
});

export type LadderStep = z.infer<typeof ladderStepSchema>;
export type CapabilityReport = z.infer<typeof capabilityReportSchema>;
