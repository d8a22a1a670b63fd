import type { QueryContext } from './context.ts';
import { round } from './functions/spec.ts';
import type { Sentence } from './types.ts';
import { countNoun, joinWords } from './words.ts';

/** Labels of some objects with their ids, in order of first appearance. */
function groupByLabel(
  ids: readonly string[],
  context: QueryContext,
): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const id of ids) {
    const label = context.objects.get(id)?.object.label ?? 'object';
    groups.set(label, [...(groups.get(label) ?? []), id]);
  }
  return [...groups];
}

/** "the horse (o3)", "2 cats (o1, o4) and the dog (o2)"; beyond six ids of a label the rest is counted. */
export function describeObjects(ids: readonly string[], context: QueryContext): string {
  const parts = groupByLabel(ids, context).map(([label, members]) => {
    const shown = members.slice(0, 6).join(', ') + (members.length > 6 ? ', …' : '');
    return members.length === 1
      ? `the ${label} (${shown})`
      : `${countNoun(members.length, label)} (${shown})`;
  });
  return joinWords(parts);
}

/** "cat and bird": the different labels of some objects. */
export const labelsOf = (ids: readonly string[], context: QueryContext): string =>
  joinWords(groupByLabel(ids, context).map(([label]) => label));

/** How many kinds a summary counts out, and how many facts about places it adds. */
const MAX_KINDS = 16;
const MAX_FACTS = 3;

/** Relations less clear than this are not worth telling. */
const TELLING_SCORE = 0.7;

/** Predicates worth telling in a summary, the most telling first. */
const TELLING = ['on', 'inside', 'near'] as const;

/**
 * A description of the scene: what is there, most prominent kind first (by total box area), and how the most prominent
 * objects stand to each other. Every sentence comes with its objects and the relations that it tells.
 */
export function summarize(context: QueryContext): {
  readonly ids: readonly string[];
  readonly sentences: readonly Sentence[];
} {
  const area = (id: string): number => {
    const box = context.objects.get(id)?.state.box ?? [0, 0, 0, 0];
    return (box[2] - box[0]) * (box[3] - box[1]);
  };
  const ids = [...context.objects.keys()];
  if (ids.length === 0) {
    const text = 'The twin holds no objects, so there is nothing to describe.';
    return { ids, sentences: [{ text, ids, because: [] }] };
  }
  const total = (members: readonly string[]) => members.reduce((sum, id) => sum + area(id), 0);
  const groups = groupByLabel(ids, context).toSorted((a, b) => total(b[1]) - total(a[1]));
  const shown = groups.slice(0, MAX_KINDS).map(([label, members]) => countNoun(members.length, label));
  const rest = groups.length - shown.length;
  const listed =
    rest > 0 ? `${shown.join(', ')} and ${countNoun(rest, 'other kind')} of object` : joinWords(shown);
  const first = groups[0]?.[1].length === 1 ? 'There is' : 'There are';
  const facts = relationFacts(ids.toSorted((a, b) => area(b) - area(a)).slice(0, 8), context);
  const told = groups.slice(0, MAX_KINDS).flatMap(([, members]) => members);
  return { ids, sentences: [{ text: `${first} ${listed}.`, ids: told, because: [] }, ...facts] };
}

function relationFacts(ids: readonly string[], context: QueryContext): readonly Sentence[] {
  const facts: Sentence[] = [];
  const told = new Set<string>();
  for (const predicate of TELLING) {
    for (const subject of ids) {
      for (const object of ids) {
        if (facts.length >= MAX_FACTS || subject === object || told.has(subject)) continue;
        const relation = context.relate(subject, predicate, object);
        if (!relation || relation.score < TELLING_SCORE) continue;
        told.add(subject).add(object);
        const words = predicate === 'near' ? 'near' : predicate.replaceAll('_', ' ');
        const name = (id: string) => `the ${context.objects.get(id)?.object.label ?? 'object'} (${id})`;
        const sentence = `${name(subject)} is ${words} ${name(object)}.`;
        const numbers = { relation: predicate, ...relation.because, score: round(relation.score) };
        facts.push({
          text: sentence.charAt(0).toUpperCase() + sentence.slice(1),
          ids: [subject, object],
          because: [{ ids: [subject, object], numbers }],
        });
      }
    }
  }
  return facts;
}
