import type { Random } from '../../../core/random.ts';
import { chance, shuffled } from '../random.ts';
import type { Sample } from '../types.ts';
import { sceneOf, twinOf } from './twin.ts';
import { ATTRIBUTES, DIRECTION_WORDS, SYNONYMS, VALUES } from './vocabulary.ts';
import { answered } from './world.ts';

/** Another naming of the same world: values become values of the same attribute, one to one; directions are mirrored or not. */
export interface Renaming {
  /** By value; those that are not in it stay. */
  readonly values: Readonly<Record<string, string>>;
  /** Left becomes right. */
  readonly mirrored: boolean;
  /** In front becomes behind. */
  readonly turned: boolean;
}

export function drawRenaming(random: Random): Renaming {
  const pairs = ATTRIBUTES.flatMap((name) => {
    const others = shuffled(random, VALUES[name]);
    return VALUES[name].map((value, index) => [value, others[index] ?? value] as const);
  });
  return {
    values: Object.fromEntries(pairs),
    mirrored: chance(random, 0.5),
    turned: chance(random, 0.5),
  };
}

interface Spelling {
  readonly value: string;
  /** The place among the synonyms. */
  readonly index: number;
  readonly plural: boolean;
}

const pluralOf = (word: string): string => (word.endsWith('x') ? `${word}es` : `${word}s`);

const SPELLINGS: ReadonlyMap<string, Spelling> = new Map(
  Object.entries(SYNONYMS).flatMap(([value, words]) =>
    words.flatMap((word, index): [string, Spelling][] => [
      [word, { value, index, plural: false }],
      [pluralOf(word), { value, index, plural: true }],
    ]),
  ),
);

const OPPOSITE_WORDS: ReadonlyMap<string, string> = new Map(
  DIRECTION_WORDS.front.flatMap((front, index): [string, string][] => {
    const behind = DIRECTION_WORDS.behind[index] ?? 'behind';
    return [
      [front, behind],
      [behind, front],
    ];
  }),
);

/** Longest first, so that no word hides in another. "How big" and "as big as" ask for sizes and name none. */
const WORDS = new RegExp(
  `(?<!\\b(?:how|as) )\\b(?:${[...OPPOSITE_WORDS.keys(), ...SPELLINGS.keys(), 'left', 'right']
    .toSorted((a, b) => b.length - a.length)
    .join('|')})\\b`,
  'gi',
);

function renamedWord(word: string, { values, mirrored, turned }: Renaming): string {
  if (word === 'left' || word === 'right') {
    if (!mirrored) return word;
    return word === 'left' ? 'right' : 'left';
  }
  const opposite = OPPOSITE_WORDS.get(word);
  if (opposite !== undefined) return turned ? opposite : word;
  const spelling = SPELLINGS.get(word);
  const value = spelling && values[spelling.value];
  if (!spelling || value === undefined || value === spelling.value) return word;
  const synonyms = SYNONYMS[value] ?? [value];
  const other = synonyms[spelling.index] ?? synonyms[0] ?? value;
  return spelling.plural ? pluralOf(other) : other;
}

/** A question in the other naming: every word for a value becomes the like word for the other one; articles follow. */
export function renamedQuestion(question: string, renaming: Renaming): string {
  const renamed = question.replace(WORDS, (word) => {
    const other = renamedWord(word.toLowerCase(), renaming);
    return /^[A-Z]/.test(word) ? other.charAt(0).toUpperCase() + other.slice(1) : other;
  });
  return renamed.replace(/\b(a)n? (?=(\w))/gi, (_, article: string, next: string) =>
    /[aeiou]/i.test(next) ? `${article}n ` : `${article} `,
  );
}

const ACROSS: Readonly<Record<string, string>> = { left: 'right', right: 'left' };
const ALONG: Readonly<Record<string, string>> = { front: 'behind', behind: 'front' };

/** A program in the other naming: its text literals alone change. */
export const renamedProgram = (program: string, { values, mirrored, turned }: Renaming): string =>
  program.replace(/"(\w+)"/g, (literal, word: string) => {
    const other = values[word] ?? (mirrored ? ACROSS[word] : undefined) ?? (turned ? ALONG[word] : undefined);
    return other === undefined ? literal : JSON.stringify(other);
  });

/**
 * A sample of the clevr world in another naming: question, program and scene are renamed together, the scene is mirrored where the
 * directions are, the answer is that of the renamed program. One question gives many, and none can be answered by
 * what colour or side usually comes up.
 * @throws RangeError for a sample of another world
 */
export function renamedSample(sample: Sample, renaming: Renaming): Sample {
  if (sample.world !== 'clevr')
    throw new RangeError(`A sample of the world ${sample.world} has no renaming.`);
  const { things, camera } = sceneOf(sample.trueTwin);
  const scene = {
    camera,
    things: things.map(({ values, right, away }) => ({
      values: {
        size: renaming.values[values.size] ?? values.size,
        color: renaming.values[values.color] ?? values.color,
        material: renaming.values[values.material] ?? values.material,
        shape: renaming.values[values.shape] ?? values.shape,
      },
      right: renaming.mirrored ? -right : right,
      away: renaming.turned ? 2 * camera.distance - away : away,
    })),
  };
  const twin = twinOf(scene, sample.trueTwin.source.name);
  const program = renamedProgram(sample.program, renaming);
  return {
    ...sample,
    question: renamedQuestion(sample.question, renaming),
    twin,
    measured: twin,
    trueTwin: twin,
    program,
    ...answered(program, twin),
  };
}
