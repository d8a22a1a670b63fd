import { readFileSync } from 'node:fs';
import { z } from '../../src/core/zod.ts';
import { readConfig } from '../../src/training/model/config.ts';
import { readSafetensors } from '../../src/training/model/safetensors.ts';
import { ADAPTER_TARGETS, type Tensor, type Weights } from '../../src/training/model/types.ts';

const FACTS = z.object({
  config: z.unknown(),
  loss: z.object({ epsilon: z.number(), epsilonHigh: z.number(), beta: z.number(), temperature: z.number() }),
  adamw: z.object({
    learningRate: z.number(),
    beta1: z.number(),
    beta2: z.number(),
    eps: z.number(),
    weightDecay: z.number(),
    maxGradNorm: z.number(),
  }),
  lora: z.object({ rank: z.number(), alpha: z.number() }),
  crossEntropy: z.number(),
  gradNorm: z.number(),
  tokenLoss: z.number(),
  tokenKl: z.number(),
  sequenceLoss: z.number(),
  sequenceKl: z.number(),
  adapterLoss: z.number(),
});

/** What PyTorch computed for a small random model; `scripts/models/nano/golden.py` writes it. */
export function policyGolden() {
  const file = readSafetensors(
    readFileSync(new URL('../fixtures/policy-golden.safetensors', import.meta.url)),
    'policy-golden.safetensors',
  );
  const facts = FACTS.parse(JSON.parse(file.metadata.facts ?? '{}'));
  const group = (name: string): Weights =>
    new Map(
      [...file.tensors].flatMap(([key, tensor]): [string, Tensor][] =>
        key.startsWith(`${name}/`) ? [[key.slice(name.length + 1), tensor]] : [],
      ),
    );
  const tensor = (name: string): Tensor => {
    const found = file.tensors.get(name);
    if (!found) throw new Error(`The golden dump has no ${name}.`);
    return found;
  };
  const tokens = tensor('data/tokens');
  const [rows = 0, length = 0] = tokens.shape;
  const mask = Uint8Array.from(tensor('data/mask').data);
  const batch = { rows, length, tokens: Int32Array.from(tokens.data) };
  return {
    facts,
    config: readConfig(facts.config),
    lora: { ...facts.lora, targets: ADAPTER_TARGETS, seed: 1 },
    group,
    tensor,
    batch,
    supervised: { ...batch, mask },
    policy: {
      ...batch,
      mask,
      advantages: tensor('data/advantages').data,
      oldLogprobs: tensor('data/old').data,
      referenceLogprobs: tensor('data/reference').data,
    },
  };
}

/** The largest difference of two arrays over the largest value of the second. */
export function relativeError(actual: Float32Array | undefined, wanted: Float32Array): number {
  if (actual?.length !== wanted.length) return Number.POSITIVE_INFINITY;
  let [difference, largest] = [0, 1e-30];
  wanted.forEach((value, index) => {
    const one = Math.abs((actual[index] ?? Number.NaN) - value);
    if (!(one <= difference)) difference = one;
    largest = Math.max(largest, Math.abs(value));
  });
  return difference / largest;
}
