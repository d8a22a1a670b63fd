import type { Random } from '../../../core/random.ts';
import { meaningOf, splitList } from '../../../reasoning/knowledge/lexicon.ts';
import { SYNONYMS } from '../../../reasoning/knowledge/synonyms.ts';
import type { Task } from '../../../reasoning/types.ts';
import { pluralize } from '../../../twin/query/words.ts';
import { COCO_LABELS, type CocoLabel } from '../../../twin/schema/labels.ts';
import { chance, choose } from '../random.ts';
import type { PhotoScene, Placed } from './layout.ts';
import type { SentenceKind } from './phrasings.ts';

/** A question before it has words: what fills the slots of its sentence, its program, and which answers will do. */
export interface Draft {
  readonly kind: SentenceKind;
  readonly slots: Readonly<Record<string, string>>;
  readonly program: string;
  readonly task: Task;
  /** For questions with yes or no: the one that is wanted. For counts: the lowest that will do. */
  readonly wanted?: boolean | number;
  readonly none?: true;
}

export interface Context {
  readonly random: Random;
  readonly scene: PhotoScene;
  /** The labels of the scene with their things. */
  readonly groups: ReadonlyMap<CocoLabel, readonly Placed[]>;
  /** Which answer a question with yes or no is to have; the same for all scenes that are looked at, so that neither is favoured. */
  readonly yes: boolean;
}

export type Builder = (context: Context) => Draft | undefined;

export function contextOf(random: Random, scene: PhotoScene, yes: boolean): Context {
  const groups = new Map<CocoLabel, readonly Placed[]>();
  for (const thing of scene.things) groups.set(thing.label, [...(groups.get(thing.label) ?? []), thing]);
  return { random, scene, groups, yes };
}

export const quote = (word: string): string => JSON.stringify(word);
export const find = (word: string): string => `find(${quote(word)})`;

/** Labels that a scene has. */
export const present = ({ groups }: Context): readonly CocoLabel[] => [...groups.keys()];

export function absent({ random, groups }: Context): CocoLabel {
  return choose(
    random,
    COCO_LABELS.filter((label) => !groups.has(label)),
  );
}

/** Labels of which a scene has exactly one thing. */
export const single = ({ groups }: Context): readonly CocoLabel[] =>
  [...groups].flatMap(([label, things]) => (things.length === 1 ? [label] : []));

/** Pronouns, and words whose plural is not at their end. */
const UNFIT = /(?:one|body|folk)$| of /;

/** A word for a label: mostly the label, at times a synonym that means it and nothing else. */
export function wordFor(label: CocoLabel, random: Random): string {
  if (!chance(random, 0.3)) return label;
  const clear = splitList(SYNONYMS[label]).filter((word) => {
    const meaning = meaningOf(word);
    return meaning?.sort === 'label' && meaning.labels.length === 1 && !UNFIT.test(word);
  });
  return clear.length > 0 ? choose(random, clear) : label;
}

const MASS = /^(?:broccoli|skis|scissors|cattle|luggage)$/;

/** "an apple", "skis". */
export const withArticle = (noun: string): string => {
  if (MASS.test(noun)) return noun;
  return `${/^[aeiou]/.test(noun) && !noun.startsWith('uni') ? 'an' : 'a'} ${noun}`;
};

/** The slots that one noun fills: `x`, `xs`, `ax`, with the adjectives in front. */
export function nounSlots(slot: 'x' | 'y', noun: string): Readonly<Record<string, string>> {
  return { [slot]: noun, [`${slot}s`]: pluralize(noun), [`a${slot}`]: withArticle(noun) };
}
