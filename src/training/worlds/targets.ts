import type { Answer } from '../../twin/query/types.ts';
import { countNoun } from '../../twin/query/words.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import type { Targets } from './types.ts';

/** What an answer is measured against where this one, about the true twin, is right. */
export function targetsOf(answer: Answer, trueTwin: Twin): Targets {
  const { type, ids, value } = answer;
  const states = ids.flatMap((id) => trueTwin.objects.find((object) => object.id === id)?.states[0] ?? []);
  return {
    ids,
    boxes: type === 'mask' || type === 'box' ? states.map(({ box }) => box) : [],
    ellipses: type === 'mask' ? states.flatMap(({ mask }) => mask ?? []) : [],
    ...(value === undefined ? {} : { value }),
    facts: type === 'summary' ? factsOf(trueTwin) : [],
    none: type === 'none',
  };
}

/** "2 cups": what a summary of a scene must name. */
function factsOf({ objects }: Twin): readonly string[] {
  const counts = new Map<string, number>();
  for (const { label } of objects) if (label !== 'text') counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, amount]) => countNoun(amount, label));
}
