import { z } from '../../src/core/zod.ts';
import { defineContract } from '../rpc/contract.ts';

const floats = z.custom<Float32Array>((value) => value instanceof Float32Array, {
  error: 'is no Float32Array',
});
const ints = z.custom<Int32Array>((value) => value instanceof Int32Array, { error: 'is no Int32Array' });
const count = z.int().nonnegative();
/** Any number: what is not finite must arrive as it is, for the engine to tell it and to skip the step. */
const float = z.custom<number>((value) => typeof value === 'number', { error: 'is no number' });

const configSchema = z.object({
  vocabSize: z.int().positive(),
  hiddenSize: z.int().positive(),
  intermediateSize: z.int().positive(),
  layers: z.int().positive(),
  heads: z.int().positive(),
  rmsNormEps: z.number(),
  ropeTheta: z.number(),
  maxPositions: z.int().positive(),
  tiedEmbeddings: z.boolean(),
  bosToken: count,
  eosToken: count,
  padToken: count,
});

const lossRowSchema = z.object({
  tokens: ints,
  times: z.int().positive(),
  policyWeights: floats,
  supervisedWeights: floats,
  advantage: float,
  inverseTemperature: float,
  oldLogprobs: z.union([floats, z.undefined()]),
  referenceLogprobs: z.union([floats, z.undefined()]),
});

const lossOptionsSchema = z.object({
  epsilon: float,
  epsilonHigh: float,
  beta: float,
  importanceSamplingLevel: z.enum(['token', 'sequence']),
});

const lossSumsSchema = z.object({
  loss: float,
  policyTokens: float,
  kl: float,
  entropy: float,
  clippedLow: float,
  clippedHigh: float,
  supervisedTokens: float,
  crossEntropy: float,
});

const nothing = z.object({});
const none = z.never();

/** A thread that computes a share of a policy's passes beside the one that trains it. Its shapes are those of `Compute`. */
export const computeContract = defineContract({
  /** Makes room for a model. */
  open: { args: z.object({ config: configSchema }), result: nothing, progress: none },
  setWeights: {
    args: z.object({
      weights: z.map(z.string(), z.object({ shape: z.array(z.int()).readonly(), data: floats })),
    }),
    result: nothing,
    progress: none,
  },
  logits: {
    args: z.object({ sequences: z.array(ints).readonly() }),
    result: z.array(floats).readonly(),
    progress: none,
  },
  logprobs: {
    args: z.object({ sequences: z.array(ints).readonly(), inverseTemperature: float }),
    result: z.array(floats).readonly(),
    progress: none,
  },
  gradients: {
    args: z.object({
      rows: z.array(lossRowSchema).readonly(),
      options: lossOptionsSchema,
      names: z.array(z.string()).readonly(),
    }),
    result: z.object({ sums: lossSumsSchema, gradients: z.map(z.string(), floats) }),
    progress: none,
  },
  /** One decoder at a time; a new one takes the place of the last. */
  openDecoder: {
    args: z.object({
      groups: z.array(z.object({ prompt: z.array(count).readonly(), rows: z.int().positive() })).readonly(),
      capacity: z.int().positive(),
    }),
    result: z.object({ atOnce: z.int().positive(), promptLogits: floats }),
    progress: none,
  },
  stepDecoder: {
    args: z.object({
      branches: z
        .array(
          z.object({
            tokens: z.array(count).nonempty().readonly(),
            rows: z.array(count).nonempty().readonly(),
          }),
        )
        .readonly(),
    }),
    result: floats,
    progress: none,
  },
  closeDecoder: { args: nothing, result: nothing, progress: none },
});
export type ComputeContract = typeof computeContract;
