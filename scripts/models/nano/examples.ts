import type { Random } from '../../../src/core/random.ts';
import { retask } from '../../../src/reasoning/programs/retask.ts';
import type { Task } from '../../../src/reasoning/types.ts';
import { policyPrompt } from '../../../src/training/model/prompt.ts';
import { fewPrograms } from '../../../src/training/worlds/clevr/fewPrograms.ts';
import { recombine } from '../../../src/training/worlds/clevr/recombine.ts';
import { drawRenaming, renamedSample } from '../../../src/training/worlds/clevr/rename.ts';
import { sampleOf } from '../../../src/training/worlds/clevr/world.ts';
import { WORLDS } from '../../../src/training/worlds/index.ts';
import {
  DEED_PHOTO_FAMILIES,
  FIRST_PHOTO_FAMILIES,
  WIDER_PHOTO_FAMILIES,
} from '../../../src/training/worlds/photo/questions.ts';
import { chance, choose, randomOf, splitSeed } from '../../../src/training/worlds/random.ts';
import { goldRollout, type RolloutPart } from '../../../src/training/worlds/rollout.ts';
import type { Sample, WorldName } from '../../../src/training/worlds/types.ts';
import { parseProgram } from '../../../src/twin/query/parser.ts';
import { printProgram } from '../../../src/twin/query/printer.ts';
import { pluralize } from '../../../src/twin/query/words.ts';

/** One sequence to imitate: what is read first, then parts that are written or given. */
export interface Example {
  readonly prompt: string;
  readonly parts: readonly RolloutPart[];
}

/** A small share of questions comes with the kind of answer that a person chose, their own one or another. */
const CHOSEN_TASK = 0.12;
const OTHER_TASK = 0.04;
/** How many of the photo world's nouns become words that nobody knows: to be copied, letter by letter. */
const UNKNOWN_NOUN = 0.1;
const OTHER_TASKS: readonly Task[] = ['mask', 'box', 'value'];

const ONSETS = 'b br c ch d dr f fl g gr h j k l m n p pl qu r s sh st t tr v w y z'.split(' ');
const VOWELS = 'a e i o u ai ea oo ou'.split(' ');
/** Two of them are none. */
const CODAS = ['', '', ...'b ck d g l ll m n nd p r rt t w x'.split(' ')];

const madeUpWord = (random: Random): string =>
  Array.from(
    { length: random.int(1, 3) },
    () => choose(random, ONSETS) + choose(random, VOWELS) + choose(random, CODAS),
  ).join('');

/** The sample with one of its nouns replaced by a made-up one, where the question spells it as the program does. */
function withUnknownNoun(sample: Sample, random: Random): Sample {
  const nouns = [...sample.program.matchAll(/find\("([a-z ]+)"\)/g)].flatMap(([, noun]) => noun ?? []);
  const noun = nouns.at(random.int(0, Math.max(0, nouns.length - 1)));
  if (noun === undefined) return sample;
  const word = chance(random, 0.3) ? `${madeUpWord(random)} ${madeUpWord(random)}` : madeUpWord(random);
  const swapped = sample.question
    .replace(new RegExp(`\\b${pluralize(noun)}\\b`, 'gi'), pluralize(word))
    .replace(new RegExp(`\\b${noun}\\b`, 'gi'), word);
  if (swapped === sample.question) return sample;
  return {
    ...sample,
    question: swapped,
    program: sample.program.replaceAll(`find("${noun}")`, `find("${word}")`),
  };
}

/** The sample asked for another kind of answer, where it is about objects. */
function withTask(sample: Sample, task: Task): Sample | undefined {
  const parsed = parseProgram(sample.program);
  const changed = parsed.ok ? retask(parsed.value, task) : undefined;
  return changed && { ...sample, task, program: printProgram(changed) };
}

/** The question asked of the scene of another one. */
function elsewhere(sample: Sample, random: Random): Sample {
  const { twin } = WORLDS.clevr.sample(random.int(0, 0x7fffffff));
  return { ...sample, twin, measured: twin };
}

/** How people type: no capital, no mark at the end. */
function casual(question: string, random: Random): string {
  const lower = chance(random, 0.12) ? question.charAt(0).toLowerCase() + question.slice(1) : question;
  return chance(random, 0.08) ? lower.replace(/[.?!]$/, '') : lower;
}

function toExample(sample: Sample, random: Random): Example {
  const other = chance(random, OTHER_TASK) ? withTask(sample, choose(random, OTHER_TASKS)) : undefined;
  const chosen = other ?? sample;
  const named = other !== undefined || chance(random, CHOSEN_TASK);
  return {
    prompt: policyPrompt(casual(sample.question, random), named ? chosen.task : undefined),
    parts: goldRollout(chosen).parts,
  };
}

/** In how many namings a CLEVR sample comes: its own and others. */
export interface Copies {
  readonly namings: number;
  /** The share of them that are asked of another scene, where plans stop and nothing fits. */
  readonly otherScenes: number;
}

/** Where there is no end of samples; a scene costs ten times what a renaming does. */
const COPIES: Copies = { namings: 4, otherScenes: 0 };

/** Families of the photo world by when they came: what a corpus was drawn from must stay what it was. */
export const PHOTO_FAMILIES = {
  first: FIRST_PHOTO_FAMILIES,
  wider: WIDER_PHOTO_FAMILIES,
  deeds: DEED_PHOTO_FAMILIES,
} as const;
export type PhotoFamilies = keyof typeof PHOTO_FAMILIES | readonly string[];

/**
 * The families of a world that corpora are drawn from. Of the clevr world all are: the official questions have no other families. Of the others
 * those that are held out are in none.
 */
export function trainedFamilies(name: WorldName): readonly string[] {
  const { families, heldOutFamilies } = WORLDS[name];
  return name === 'clevr' ? families : families.filter((family) => !heldOutFamilies.includes(family));
}

/**
 * The examples of one sample of a world, in the worlds' training phrasings: pure functions of seed and index. CLEVR samples are of all families
 * (the official questions are), and come in several namings.
 */
export function examplesOf(
  world: WorldName,
  seed: number,
  index: number,
  { namings, otherScenes }: Copies = COPIES,
  families: PhotoFamilies = 'first',
): readonly Example[] {
  const random = randomOf(seed, world, index);
  const sampleSeed = splitSeed(seed, world, index, 'sample');
  if (world === 'clevr') {
    const sample = WORLDS.clevr.sample(sampleSeed, { families: trainedFamilies('clevr') });
    const renamed = Array.from({ length: namings - 1 }, () => renamedSample(sample, drawRenaming(random)));
    return [sample, ...renamed].map((each) =>
      toExample(otherScenes > 0 && chance(random, otherScenes) ? elsewhere(each, random) : each, random),
    );
  }
  const sample =
    world === 'photo'
      ? WORLDS.photo.sample(sampleSeed, {
          families: typeof families === 'string' ? PHOTO_FAMILIES[families] : families,
        })
      : WORLDS[world].sample(sampleSeed);
  return [toExample(chance(random, UNKNOWN_NOUN) ? withUnknownNoun(sample, random) : sample, random)];
}

/**
 * Endless examples from so many CLEVR programs and no more: their noun phrases change places, and each comes in another wording and
 * naming.
 */
export function* examplesOfFew(seed: number, programs: number): Generator<Example, never> {
  const few = fewPrograms(seed, programs);
  const random = randomOf(seed, 'few', programs);
  for (let index = 0; ; index += 1) {
    const sample = sampleOf(recombine(few, random), splitSeed(seed, 'few', index));
    yield toExample(renamedSample(sample, drawRenaming(random)), random);
  }
}
