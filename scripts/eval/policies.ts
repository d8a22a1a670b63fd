import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '../../src/reasoning/rollout/limits.ts';
import type { Policy } from '../../src/reasoning/rollout/policy.ts';
import { createNanoPolicy } from '../../src/training/model/policy.ts';
import { policyPrompt } from '../../src/training/model/prompt.ts';
import { BadInput } from '../lib/badInput.ts';

/** The shipped model; its tokenizer is that of the early checkpoints, too. */
export const NANO = join('models', 'nano');

/**
 * The policy of a model in the Hugging Face layout. A folder without a tokenizer takes the shipped model's. With `digest` it reads the
 * digest of the twin before the question: for models that were trained with it.
 * @throws {BadInput} naming the file that is missing
 */
export function readNano(
  folder: string,
  { constrained, digest = false }: { readonly constrained: boolean; readonly digest?: boolean },
): Policy {
  const bytes = (name: string, base = folder): Uint8Array => {
    const path = join(base, name);
    if (!existsSync(path)) throw new BadInput(`--model: there is no ${path}`);
    return readFileSync(path);
  };
  const own = existsSync(join(folder, 'tokenizer.json')) ? folder : NANO;
  const policy = createNanoPolicy(
    {
      'config.json': bytes('config.json'),
      'model.safetensors': bytes('model.safetensors'),
      'tokenizer.json': bytes('tokenizer.json', own),
      'tokenizer_config.json': bytes('tokenizer_config.json', own),
    },
    { constrained },
  );
  if (!digest) return policy;
  return { ...policy, promptOf: (asked) => policyPrompt(asked.question, asked.task, asked.digest) };
}

/** Measurements must not depend on how busy a machine is. */
export const NO_HURRY = { ...DEFAULT_LIMITS, ms: Number.POSITIVE_INFINITY };

/** Whether a rollout kept to the grammar of tags and its programs could be run, whatever they found. */
export const isWellFormed = (outcome: string, error: string | undefined): boolean =>
  ['answered', 'wrong-answer'].includes(outcome) &&
  (error === undefined || ['runtime', 'budget'].includes(error));
