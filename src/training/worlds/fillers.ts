import type { Random } from '../../core/random.ts';
import { chance, choose } from './random.ts';

/** What people put before a question that changes nothing in it. */
const OPENINGS = [
  'Please tell me: ',
  'Quick question: ',
  'Hey, ',
  'So, ',
  'In this scene, ',
  'Looking at the picture, ',
  'I wonder: ',
  'Okay, ',
  'Now, ',
  'One more question: ',
] as const;

const CLOSINGS = [', please', ' in this picture', ' here', ' in the scene'] as const;

const lowerFirst = (text: string): string =>
  /^I\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);

export const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The question as people may put it: mostly as it stands, at times with a polite word, in lower case or without its mark. */
export function dressed(random: Random, question: string, medium: 'picture' | 'video' = 'picture'): string {
  const put = (words: string): string => words.replace('picture', medium);
  const opened = chance(random, 0.12) ? put(choose(random, OPENINGS)) + lowerFirst(question) : question;
  const oneSentence = !/[.;:] /.test(question) && question.endsWith('?');
  const closed =
    oneSentence && chance(random, 0.06) ? opened.replace(/\?$/, `${put(choose(random, CLOSINGS))}?`) : opened;
  if (chance(random, 0.04)) return closed.toLowerCase();
  return chance(random, 0.04) ? closed.replace(/[?.]$/, '') : closed;
}
