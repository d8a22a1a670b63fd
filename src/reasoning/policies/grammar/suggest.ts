import { pluralize } from '../../../twin/query/words.ts';
import type { Twin } from '../../../twin/schema/twin.ts';

/** "a" or "an". */
const article = (noun: string): string => (/^[aeiou]/.test(noun) ? 'an' : 'a');

/**
 * Three questions that this policy reads and that have an answer in the twin at hand: about its most frequent label, its
 * largest object, and how its two largest kinds stand to each other; of a clip about when, which way and what happened.
 */
export function suggestQuestions(twin: Twin): readonly string[] {
  return twin.source.kind === 'video' ? aboutClip(twin) : aboutPicture(twin);
}

const WHAT_HAPPENS = 'What happens in the video?';

function aboutClip({ objects }: Twin): readonly string[] {
  // What is seen for the longest is what the clip is about.
  const [main, ...others] = objects.toSorted((a, b) => b.states.length - a.states.length);
  if (!main) return ['Is there a person?', 'How many people are there?', WHAT_HAPPENS];
  const way =
    others.length === 0 ? `In which direction does the ${main.label} move?` : 'Which object moves the most?';
  return [`When is the ${main.label} visible?`, way, WHAT_HAPPENS];
}

function aboutPicture(twin: Twin): readonly string[] {
  const counts = new Map<string, number>();
  const areas = new Map<string, number>();
  for (const { label, states } of twin.objects) {
    const [x0, y0, x1, y1] = states[0]?.box ?? [0, 0, 0, 0];
    counts.set(label, (counts.get(label) ?? 0) + 1);
    areas.set(label, Math.max(areas.get(label) ?? 0, (x1 - x0) * (y1 - y0)));
  }
  const frequent = [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
  const [largest, second] = [...areas].toSorted((a, b) => b[1] - a[1]).map(([label]) => label);
  if (frequent === undefined || largest === undefined) {
    return ['Is there a person?', 'How many people are there?', 'What is going on in this picture?'];
  }
  const third = second
    ? `Is there ${article(second)} ${second} to the left of the ${largest}?`
    : 'What is going on in this picture?';
  return [`How many ${pluralize(frequent)} are there?`, `Where is the ${largest}?`, third];
}
