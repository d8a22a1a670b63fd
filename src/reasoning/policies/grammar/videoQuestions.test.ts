import { describe, expect, it } from 'vitest';
import { STREET } from '../../../../test/support/scenes.ts';
import { parkVideo } from '../../../../test/support/videos.ts';
import type { Twin } from '../../../twin/schema/twin.ts';
import { ask } from '../../ask.ts';
import { suggestQuestions } from './suggest.ts';

const park = parkVideo();

/** The answer in short, with the times of its objects in seconds where it has any: "mask o1 | o1 1–4.5". */
async function short(question: string, twin: Twin = park): Promise<string> {
  const { record } = await ask(question, twin, { id: 'q', now: () => 0 });
  if (!record.reading.readable) return '?';
  const { answer, error } = record.execution ?? {};
  if (!answer) return `error: ${error?.message}`;
  const times = (answer.intervals ?? []).map(
    ({ startUs, endUs, ids }) => `${ids.join(' ')} ${startUs / 1e6}–${endUs / 1e6}`,
  );
  const shown = answer.type === 'value' && !answer.text.includes('(o') ? answer.text : answer.ids.join(' ');
  const said = answer.type === 'value' ? shown : `${answer.type} ${answer.ids.join(' ')}`.trim();
  return times.length > 0 && answer.type !== 'summary' ? `${said} | ${times.join(', ')}` : said;
}

/** The scene: a dog comes in from the left after 1 s and walks right to a bench; a cat is there until 1.5 s; a car drives left. */
const CASES: readonly (readonly [question: string, expected: string])[] = [
  ['When does the dog appear?', '1 s | o1 1–1.5'],
  ['When does the dog first appear in the video?', '1 s | o1 1–1.5'],
  ['When is the dog visible?', '1–4.5 s | o1 1–4.5'],
  ['When can you see the cat?', '0–1.5 s | o3 0–1.5'],
  ['At what time does the cat disappear?', '1.5 s | o3 1–1.5'],
  ['When is the dog near the bench?', '3–4.5 s | o1 3–4.5'],
  ['When is the dog moving?', '1–3.5 s | o1 1–3.5'],
  ['When does the dog approach the bench?', '2.5–3.5 s | o1 2.5–3.5'],
  ['When does the dog stop?', '3–3.5 s | o1 3–3.5'],
  ['How long is the cat visible?', '1.5 s'],
  ['Which object moved?', 'o1 o4 | o4 0–3.5, o1 1–3.5'],
  ['What moves to the right?', 'o1 | o1 1–3.5'],
  ['Which animal moves the most?', 'o1 | o1 1–4.5'],
  ['Which object moves fastest?', 'o4 | o4 0–3.5'],
  ['Which animal appears last?', 'o1 | o1 1–4.5'],
  ['Which object is visible the longest?', 'o2 | o2 0–4.5'],
  ['How many cars pass from left to right?', '0'],
  ['How many cars pass from right to left?', '1 | o4 0–3.5'],
  ['How many animals are visible at the same time?', '2 | o1 o3 1–1.5'],
  ['How many animals are there over time?', '1 (0–1 s), 2 (1–1.5 s), 1 (1.5–4.5 s) | o3 0–1.5, o1 1–4.5'],
  ['How many animals are there?', '2'],
  ['How many animals are there at 0.5 seconds?', '1 | o3 0.5–1'],
  ['Does the dog enter?', 'yes | o1 1–1.5'],
  ['Does the car move to the left?', 'yes | o4 0–3.5'],
  ['Does the cat move?', 'no'],
  ['Did the dog approach the bench?', 'yes | o1 2.5–3.5'],
  ['In which direction does the dog walk?', 'to the right'],
  ['Where is the car going?', 'to the left'],
  ['What did the dog do?', 'summary o1'],
  ['What does the dog do in the video?', 'summary o1'],
  ['What happens in the video?', 'summary o1 o2 o3 o4'],
  ['Summarize the video.', 'summary o1 o2 o3 o4'],
  ['Segment the dog.', 'mask o1 | o1 1–4.5'],
  ['Segment the animal while it is near the bench.', 'mask o1 | o1 3–4.5'],
  ['Segment the dog while the cat is visible.', 'mask o1 | o1 1–1.5'],
  ['Segment the dog between 2 and 3 seconds.', 'mask o1 | o1 2–3'],
  ['Where is the dog at 2.5 seconds?', 'box o1 | o1 2.5–3'],
  ['Segment the object that moves to the left.', 'mask o4 | o4 0–3.5'],
  ['Is there a cat after 2 seconds?', 'no'],
  ['When does the horse appear?', 'none'],
];

describe('questions about a video', () => {
  it.each(CASES)('%s → %s', async (question, expected) => {
    expect(await short(question)).toBe(expected);
  });

  it.each([
    'When does the dog appear?',
    'When is the dog visible?',
    'Which object moved?',
    'Which person moves the most?',
    'How many cars pass from left to right?',
    'What did the dog do?',
    'Where is the dog at 2 seconds?',
  ])('are answered on a picture by saying that it shows one moment: %s', async (question) => {
    const { record } = await ask(question, STREET, { id: 'q', now: () => 0 });
    expect(record.execution?.answer).toMatchObject({ type: 'none' });
    expect(record.execution?.answer?.text).toContain('shows one moment');
  });

  it('are suggested of a clip, and have answers', async () => {
    const suggestions = suggestQuestions(park);
    expect(suggestions).toEqual([
      expect.stringMatching(/^When is the \w+ visible\?$/),
      'Which object moves the most?',
      'What happens in the video?',
    ]);
    for (const question of suggestions) expect(await short(question)).not.toMatch(/^(\?|error|none)/);
    const [dog] = park.objects;
    const alone = { ...park, objects: dog ? [dog] : [] };
    for (const question of suggestQuestions(alone))
      expect(await short(question, alone)).not.toMatch(/^(\?|error|none)/);
    for (const question of suggestQuestions({ ...park, objects: [] }))
      expect(await short(question, { ...park, objects: [] })).not.toMatch(/^(\?|error)/);
  });

  it('leave questions about pictures as they were', async () => {
    expect(await short('How many cars are there?', STREET)).toBe('2');
    expect(await short('Is the dog visible?', STREET)).toBe('yes');
  });
});
