import { describe, expect, it } from 'vitest';
import { DESK, KITCHEN, MEADOW, STREET, sceneTwin } from '../../../../test/support/scenes.ts';
import type { Twin } from '../../../twin/schema/twin.ts';
import { ask } from '../../ask.ts';

/** Two people under umbrellas on and beside a bench, a dog below it, a kite in the sky, a surfboard under an arm. */
const SHORE = sceneTwin([
  ['person', [100, 150, 180, 400], 5, { colour: 'red' }],
  ['person', [300, 150, 370, 400], 5],
  ['bench', [80, 280, 240, 420], 5, { colour: 'brown' }],
  ['umbrella', [290, 100, 400, 200], 5, { colour: 'blue' }],
  ['dog', [430, 340, 520, 420], 5, { colour: 'white' }],
  ['kite', [500, 20, 560, 80], 20],
  ['surfboard', [340, 200, 420, 390], 5, { colour: 'yellow' }],
  ['boat', [10, 200, 80, 240], 30],
]);

const RANK = sceneTwin([
  ['car', [20, 260, 200, 380], 6, { colour: 'gray' }],
  ['car', [220, 260, 380, 350], 8, { colour: 'yellow' }],
  ['car', [400, 260, 500, 320], 12, { colour: 'white' }],
  ['bear', [520, 260, 620, 380], 6, { colour: 'brown' }],
  ['bird', [500, 400, 530, 430], 5],
]);

/** The ids that an answer is about, or its bare value. */
async function answerTo(question: string, twin: Twin): Promise<string> {
  const { record } = await ask(question, twin, { id: 'q', now: () => 0 });
  const { reading, execution } = record;
  if (!reading.readable) return '?';
  const answer = execution?.answer;
  if (answer === undefined) return `error: ${execution?.error?.message}`;
  if (answer.type === 'none') return 'none';
  if (typeof answer.value === 'boolean') return answer.value ? 'yes' : 'no';
  if (typeof answer.value === 'number') return String(answer.value);
  return answer.text.includes('(o') ? answer.ids.join(' ') : answer.text;
}

const CASES: readonly (readonly [string, Twin, readonly (readonly [string, string])[]])[] = [
  [
    'what a person in the picture does something with',
    SHORE,
    [
      ['What is the woman sitting on?', 'o3'],
      ['What is the man on the right carrying under his arm?', 'o4 o7'],
      ['What is the man holding over his head?', 'o4 o7'],
      ['Segment the thing the woman is sitting on.', 'o3'],
      ['Segment the bench on which the woman sits.', 'o3'],
      ['What is the man walking?', 'o5'],
    ],
  ],
  [
    'places that the detector does not know',
    SHORE,
    [
      ['What is in the sky?', 'o6'],
      ['Segment the thing on a string.', 'o6'],
      ['What is floating on the water?', 'o8'],
      ['What could take me across the lake?', 'o8'],
    ],
  ],
  [
    'one among several',
    RANK,
    [
      ['What colour is the taxi in front?', 'yellow'],
      ['Segment the taxi.', 'o2'],
      ['How many taxis are there?', '1'],
      ['What colour is the black taxi?', 'none'],
      ['Segment the smaller animal.', 'o5'],
      ['Segment the big car.', 'o1'],
      ['Segment all cars except the white one.', 'o1 o2'],
      ['Segment every animal but the bird.', 'o4'],
      ['Segment the car between the other cars.', 'o2'],
      ['Which animal would you run away from?', 'o4'],
    ],
  ],
  [
    'two sentences',
    RANK,
    [
      ['There is a bear. What colour is it?', 'brown'],
      ['It is getting late. Which animal can fly?', 'o5'],
      ['What colour is the bear? How many cars are there?', '?'],
    ],
  ],
  [
    'shapes, parts and quantities',
    KITCHEN,
    [
      ['What tells the time?', 'o14'],
      ['Which object has numbers on it?', 'o14'],
      ['How many slices of pizza are there?', '1'],
      ['How many cups and knives are there?', '3'],
      ['What is hanging on the wall?', 'o14'],
      ['What does the clock show?', '?'],
      ['Is the number of cups two?', 'yes'],
      ['Is every fruit a banana?', 'no'],
      ['Are there any fruits that are not bananas?', 'yes'],
      ['Segment something edible.', 'o5 o6 o7'],
      ['Give me the mask of the clock.', 'o14'],
      ['Show me the location of the clock.', 'o14'],
      ['Where do people eat?', 'o1'],
    ],
  ],
  [
    'states that leave no trace, and clauses that say nothing',
    KITCHEN,
    [
      ['Is the oven on?', 'none'],
      ['What makes the room cosy?', '?'],
      ['What are the cups doing?', '?'],
    ],
  ],
  [
    'uses in the middle of other words',
    DESK,
    [
      ['What controls the cursor on the screen?', 'o3'],
      ['Which device fits in a pocket?', 'o7'],
      ['What do firefighters need?', 'none'],
    ],
  ],
  ['kinds that are known by their limbs', MEADOW, [['Segment the two-legged animals.', 'o5 o6 o7']]],
  ['vehicles by their wheels', STREET, [['Segment the two-wheeled vehicle.', 'o7']]],
];

describe.each(CASES)('questions about %s', (_, twin, questions) => {
  it.each(questions)('%s → %s', async (question, expected) => {
    expect(await answerTo(question, twin)).toBe(expected);
  });
});
