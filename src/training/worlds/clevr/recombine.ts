import type { Random } from '../../../core/random.ts';
import { chance, choose } from '../random.ts';
import { answerOf, type Base, type Filters, type Phrase, type Question } from './question.ts';
import { drawScene } from './scene.ts';
import type { Attribute } from './vocabulary.ts';
import type { Asked } from './world.ts';

/** Scenes that are tried for a recombined question. */
const SCENES = 80;

const sides = (base: Base): readonly Phrase[] =>
  base.kind === 'both' ? base.sides.map(({ to }) => to) : [base.to];

/** The attributes that each noun phrase of a question names. */
function filtersOf(question: Question): readonly Filters[] {
  const all: Filters[] = [];
  const visit = ({ filters, base }: Phrase): void => {
    if (Object.keys(filters).length > 0) all.push(filters);
    if (base) for (const phrase of sides(base)) visit(phrase);
  };
  for (const phrase of 'set' in question ? [question.set] : [question.first, question.second]) visit(phrase);
  return all;
}

/**
 * New questions from a few: each noun phrase takes the attributes of another noun phrase of the same few, and a scene is looked for in which the
 * question has an answer. What is learnt from n programs so is that phrases may change places (data recombination, Jia and Liang
 * 2016); no program, relation or attribute comes in that was not among them.
 */
export function recombine(asked: readonly Asked[], random: Random): Asked {
  const original = choose(random, asked);
  const pool = asked.flatMap(({ question }) => filtersOf(question));
  const question = recombined(original.question, pool, random);
  for (let trial = 0; trial < SCENES; trial += 1) {
    const scene = drawScene(random, 'normal');
    if (answerOf(question, scene.things) !== undefined) return { ...original, scene, question };
  }
  return original;
}

function recombined(question: Question, pool: readonly Filters[], random: Random): Question {
  const phrase = (old: Phrase, asked?: Attribute): Phrase => {
    const { base } = old;
    const without = [asked, base?.kind === 'same' ? base.attribute : undefined];
    const filters = swapped(old.filters, without, pool, random);
    return base ? { filters, base: inner(base) } : { filters };
  };
  const inner = (base: Base): Base => {
    if (base.kind !== 'both') return { ...base, to: phrase(base.to) };
    const [first, second] = base.sides;
    return {
      ...base,
      sides: [
        { ...first, to: phrase(first.to) },
        { ...second, to: phrase(second.to) },
      ],
    };
  };
  if ('set' in question) {
    const asked = question.kind === 'query' ? question.attribute : undefined;
    return { ...question, set: phrase(question.set, asked) };
  }
  const asked = question.kind === 'match' ? question.attribute : undefined;
  return { ...question, first: phrase(question.first, asked), second: phrase(question.second, asked) };
}

function swapped(
  old: Filters,
  without: readonly (Attribute | undefined)[],
  pool: readonly Filters[],
  random: Random,
): Filters {
  if (Object.keys(old).length === 0 || chance(random, 0.1)) return old;
  const taken = Object.entries(choose(random, pool)).filter(
    ([name]) => !without.some((forbidden) => forbidden === name),
  );
  return taken.length > 0 ? Object.fromEntries(taken) : old;
}
