import { questionText } from '../../reasoning/prompt/prompt.ts';
import type { Task } from '../../reasoning/types.ts';

/**
 * What our own small model reads before it writes a rollout: the question, the kind of answer where the person chose it, and, where
 * a model was trained with it, the digest of the twin. It knows the rules and the tools from its training.
 */
export const policyPrompt = (question: string, task?: Task, digest?: string): string =>
  `${digest === undefined ? '' : `${digest}\n`}${questionText(question, task)}\n`;
