import type { Task } from '../../reasoning/types.ts';

/** The field's names for the kinds of answer. */
export const TASK_WORDS: Readonly<Record<Task, string>> = {
  mask: 'segmentation',
  box: 'grounding',
  value: 'question answering',
  summary: 'summary',
};
