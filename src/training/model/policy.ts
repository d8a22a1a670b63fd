import type { Policy, Turn } from '../../reasoning/rollout/policy.ts';
import { policyPrompt } from './prompt.ts';
import { type ModelFiles, readTextModel, type WriteRequest } from './textModel.ts';

/** How a model of ours writes. */
export type WritingOptions = Omit<WriteRequest, keyof Turn>;

/** The most probable well-formed rollout. Gold rollouts have at most 512 tokens, prompt included. */
export const DEFAULT_WRITING: WritingOptions = {
  constrained: true,
  temperature: 0,
  topP: 1,
  seed: 0,
  maxNewTokens: 512,
};

/** The name and the prompt of a policy that a model of ours writes, wherever it runs. */
export const ownPolicy = (id: string): Pick<Policy, 'id' | 'promptOf'> => ({
  id,
  promptOf: ({ question, task }) => policyPrompt(question, task),
});

/**
 * The policy that a model of ours writes in this very thread: for commands and tests; the page has a worker for it.
 * @param files of the model, in the Hugging Face layout
 * @throws {TwinsightError} `model-invalid`, naming the file
 */
export function createNanoPolicy(files: ModelFiles, options: Partial<WritingOptions> = {}): Policy {
  const model = readTextModel(files);
  return {
    ...ownPolicy('nano'),
    async *write(turn) {
      const writing = model.write({ ...DEFAULT_WRITING, ...options, ...turn });
      for (const { text } of writing) yield text;
    },
  };
}
