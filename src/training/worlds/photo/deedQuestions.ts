import { chance, choose } from '../random.ts';
import { type Builder, find, nounSlots, present, quote, single, wordFor } from './context.ts';
import { count, draft, exist, nounWith } from './drafts.ts';
import { participle, placeSlots, thirdPerson } from './furtherQuestions.ts';
import { PEOPLE } from './widerWords.ts';

/** Deeds that put one thing in a relation to another; those that no relation tells are `TRUSTED_DEEDS`. */
const DEEDS = {
  near: [
    'sit by',
    'stand by',
    'stand near',
    'wait by',
    'walk beside',
    'rest near',
    'play near',
    'lean against',
    'flank',
    'accompany',
  ],
  on: ['sit on', 'stand on', 'lie on', 'rest on', 'perch on'],
  behind: ['stand behind', 'wait behind', 'hide behind', 'follow'],
  in_front_of: ['stand in front of', 'sit in front of', 'lead', 'wait in front of'],
  left_of: ['stand left of', 'sit to the left of'],
  right_of: ['stand right of', 'sit to the right of'],
} as const;

const PREDICATES = ['near', 'near', 'near', 'on', 'behind', 'in_front_of', 'left_of', 'right_of'] as const;

/** Families about what things do: a deed says where they are, a posture and a place that nothing can check say no more than that they are there. */
export const DEED_BUILDERS: Readonly<Record<string, Builder>> = {
  'exist/the one placed': (context) => {
    const { random, groups, yes: wanted } = context;
    const ofPeople = groups.has('person') === wanted && chance(random, 0.5);
    const noun = ofPeople ? choose(random, PEOPLE) : nounWith(context, wanted);
    const slots = { ...nounSlots('x', noun), ...placeSlots(context) };
    return draft('the one placed', slots, exist(find(noun)), { wanted });
  },
  'count/deed': (context) => deed(context, 'count deed', count, chance(context.random, 0.7) ? 1 : 0),
  'exist/deed': (context) => deed(context, 'exist deed', exist, context.yes),
};

function deed(
  context: Parameters<Builder>[0],
  kind: 'count deed' | 'exist deed',
  make: (set: string) => string,
  wanted: boolean | number,
): ReturnType<Builder> {
  const { random } = context;
  const anchors = single(context);
  if (anchors.length === 0) return undefined;
  const y = wordFor(choose(random, anchors), random);
  const label = choose(random, present(context));
  const x = label === 'person' && chance(random, 0.4) ? choose(random, PEOPLE) : wordFor(label, random);
  if (x === y) return undefined;
  const predicate = choose(random, PREDICATES);
  const words = choose(random, DEEDS[predicate]);
  const slots = {
    ...nounSlots('x', x),
    y,
    deed: words,
    does: thirdPerson(words),
    doing: participle(words),
  };
  return draft(kind, slots, make(`relate(${find(y)}, ${quote(predicate)}, ${find(x)})`), { wanted });
}
