import type { Random } from '../../../src/core/random.ts';
import { englishLexicon } from '../../../src/reasoning/knowledge/lexicon.ts';
import { retask } from '../../../src/reasoning/programs/retask.ts';
import { writeDigest } from '../../../src/reasoning/prompt/digest.ts';
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
  UNSEEN_PHOTO_FAMILIES,
  WIDER_PHOTO_FAMILIES,
} from '../../../src/training/worlds/photo/questions.ts';
import { chance, choose, randomOf, splitSeed } from '../../../src/training/worlds/random.ts';
import { goldRollout, type RolloutPart } from '../../../src/training/worlds/rollout.ts';
import type { Sample, WorldName } from '../../../src/training/worlds/types.ts';
import {
  FIRST_VIDEO_FAMILIES,
  LATER_VIDEO_FAMILIES,
  NESTED_VIDEO_FAMILIES,
} from '../../../src/training/worlds/video/questions.ts';
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

/** Words that may be missing or misspelt without anything being lost. */
const SPARE = new Set(
  'a an the is are am do does did there you see can could would of any it that to be please me this here one'.split(
    ' ',
  ),
);

/** How people write in a hurry: some of the words that carry nothing are missing, doubled or misspelt. */
function hurried(question: string, random: Random): string {
  const words = question.split(' ').flatMap((word): readonly string[] => {
    if (!SPARE.has(word.toLowerCase()) || !chance(random, 0.35)) return [word];
    const draw = random.next();
    if (draw < 0.7) return [];
    if (draw < 0.8) return [word, word];
    const at = random.int(0, word.length - 1);
    return [word.slice(0, at) + word.slice(at + 1)].filter((rest) => rest !== '');
  });
  return words.join(' ');
}

function toExample(given: Sample, random: Random, { hurry = 0, digest = false }: Making = {}): Example {
  const sample =
    hurry > 0 && chance(random, hurry) ? { ...given, question: hurried(given.question, random) } : given;
  const other = chance(random, OTHER_TASK) ? withTask(sample, choose(random, OTHER_TASKS)) : undefined;
  const chosen = other ?? sample;
  const named = other !== undefined || chance(random, CHOSEN_TASK);
  const question = casual(sample.question, random);
  const told = digest ? writeDigest(sample.twin, question, englishLexicon) : undefined;
  return {
    prompt: policyPrompt(question, named ? chosen.task : undefined, told),
    parts: goldRollout(chosen).parts,
  };
}

/** What examples are made of samples. */
export interface Making {
  /** In how many namings a CLEVR sample comes: its own and others. */
  readonly namings?: number;
  /** The share of them that are asked of another scene, where plans stop and nothing fits. */
  readonly otherScenes?: number;
  /** Of the photo world. */
  readonly families?: PhotoFamilies;
  /** Of the world of clips. */
  readonly clipFamilies?: ClipFamilies;
  /** The share of questions that are put in a hurry. */
  readonly hurry?: number;
  /** Whether the digest of the twin stands before the question. */
  readonly digest?: boolean;
}

/** Where there is no end of samples; a scene costs ten times what a renaming does. */
const NAMINGS = 4;

/** Families of the photo world by when they came: what a corpus was drawn from must stay what it was. */
export const PHOTO_FAMILIES = {
  first: FIRST_PHOTO_FAMILIES,
  wider: WIDER_PHOTO_FAMILIES,
  deeds: DEED_PHOTO_FAMILIES,
  unseen: UNSEEN_PHOTO_FAMILIES,
  all: [...FIRST_PHOTO_FAMILIES, ...WIDER_PHOTO_FAMILIES, ...DEED_PHOTO_FAMILIES, ...UNSEEN_PHOTO_FAMILIES],
} as const;
/** Families of the world of clips, likewise. */
export const CLIP_FAMILIES = {
  first: FIRST_VIDEO_FAMILIES,
  later: LATER_VIDEO_FAMILIES,
  nested: NESTED_VIDEO_FAMILIES,
} as const;
export type ClipFamilies = keyof typeof CLIP_FAMILIES;

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
  making: Making = {},
): readonly Example[] {
  const { namings = NAMINGS, otherScenes = 0, families = 'first', clipFamilies = 'first' } = making;
  const random = randomOf(seed, world, index);
  const sampleSeed = splitSeed(seed, world, index, 'sample');
  if (world === 'clevr') {
    const sample = WORLDS.clevr.sample(sampleSeed, { families: trainedFamilies('clevr') });
    const renamed = Array.from({ length: namings - 1 }, () => renamedSample(sample, drawRenaming(random)));
    return [sample, ...renamed].map((each) =>
      toExample(
        otherScenes > 0 && chance(random, otherScenes) ? elsewhere(each, random) : each,
        random,
        making,
      ),
    );
  }
  const photo = typeof families === 'string' ? PHOTO_FAMILIES[families] : families;
  const sample = WORLDS[world].sample(sampleSeed, {
    families: world === 'photo' ? photo : CLIP_FAMILIES[clipFamilies],
  });
  return [toExample(chance(random, UNKNOWN_NOUN) ? withUnknownNoun(sample, random) : sample, random, making)];
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
