import { questionText } from '../../prompt/prompt.ts';
import { EXAMPLE_PICTURE, EXAMPLES } from './examples.ts';

/** A part of a conversation, as chat models take it. */
export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

const INTRODUCTION =
  'You answer questions about pictures by writing small programs, in the form that is shown here. ' +
  'Write nothing else, and use only the functions that you are given.';

const examplesText = (): string =>
  [
    'Examples, all of one picture:',
    EXAMPLE_PICTURE,
    ...EXAMPLES.map(({ question, rollout }) => `${questionText(question, undefined)}\n${rollout}`),
  ].join('\n\n');

/** The prompt of a rollout as a conversation: how it is done, with worked examples, then the prompt as it stands. */
export const chatMessages = (prompt: string): readonly ChatMessage[] => [
  { role: 'system', content: `${INTRODUCTION}\n\n${examplesText()}` },
  { role: 'user', content: prompt },
];
