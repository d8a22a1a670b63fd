import type { Answer } from '../../twin/query/types.ts';
import { countNoun } from '../../twin/query/words.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { factsIn } from '../rewards/facts.ts';
import { shownBoxes, shownMasks } from './shown.ts';
import type { Targets } from './types.ts';

/** What an answer is measured against where this one, about the true twin, is right. */
export function targetsOf(answer: Answer, trueTwin: Twin): Targets {
  const { type, ids, value } = answer;
  return {
    ids,
    boxes: type === 'mask' || type === 'box' ? shownBoxes(trueTwin, answer) : [],
    ellipses: type === 'mask' ? shownMasks(trueTwin, answer) : [],
    ...(value === undefined ? {} : { value }),
    facts: type === 'summary' ? factsOf(answer, trueTwin) : [],
    none: type === 'none',
  };
}

/** The same for targets that one answer fits. */
export const targetKeyOf = ({ value, boxes }: Pick<Targets, 'value' | 'boxes'>): string =>
  JSON.stringify(value ?? boxes);

/** "2 cups": what a summary of a scene must name; of a video the numbers that are told, of things and of seconds. */
function factsOf({ text }: Answer, { source, objects }: Twin): readonly string[] {
  if (source.kind === 'video') return factsIn(text);
  const counts = new Map<string, number>();
  for (const { label } of objects) if (label !== 'text') counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, amount]) => countNoun(amount, label));
}
