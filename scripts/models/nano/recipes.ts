import type { ClipFamilies, PhotoFamilies } from './examples.ts';

/** Samples of the worlds, written by one call of corpus.ts. */
export interface Shard {
  readonly name: string;
  readonly seed: number;
  readonly clevr: number;
  readonly photo: number;
  readonly namings?: number;
  /** The share of CLEVR questions that are asked of another scene, where plans stop. */
  readonly others?: number;
  /** All CLEVR samples are made of so many programs. */
  readonly programs?: number;
  /** Which families of the photo world: its first ones (default), those that came later, or some by name. */
  readonly families?: PhotoFamilies;
  /** Samples of the world of clips. */
  readonly video?: number;
  /** Which of its families: the first ones (default), those and later ones, or those with one call in another. */
  readonly clipFamilies?: ClipFamilies;
  /** The share of questions with words missing, doubled or misspelt. */
  readonly hurry?: number;
  /** Prompts begin with the digest of the twin. */
  readonly digest?: boolean;
}

/** A part of a training run: it begins with the weights that the one before it ended with. */
interface Stage {
  readonly shards: readonly Shard[];
  readonly steps: number;
  /** At its peak; it falls to a twentieth of that. */
  readonly learningRate: number;
  /** What comes of it is the mean of the weights that it begins and ends with (for a last stage). */
  readonly mean?: true;
}

/** How a model is trained: one run of train.py for each stage. */
export interface Recipe {
  readonly config: 'nano' | 'early';
  readonly batch: number;
  readonly dropout: number;
  readonly stages: readonly Stage[];
}

const SHARDS: readonly Shard[] = [
  { name: 'worlds-1', seed: 1, clevr: 3_000, photo: 24_000 },
  { name: 'worlds-2', seed: 2, clevr: 14_000, photo: 50_000, others: 0.1 },
  { name: 'worlds-3', seed: 3, clevr: 14_000, photo: 50_000, others: 0.1 },
];

/** Freer sentences, things by description, uses in many words. */
const WIDER: Shard = { name: 'worlds-4', seed: 6, clevr: 0, photo: 60_000, families: 'wider' };

/** What a use is called can not be guessed from the words that point at it: each of them must have been met several times. */
const USES: Shard = {
  name: 'uses',
  seed: 8,
  clevr: 0,
  photo: 50_000,
  families: [
    'mask/use cue',
    'mask/kind use',
    'mask/use freely',
    'mask/kind use freely',
    'none/use freely',
    'mask/best',
    'exist/placed',
    'number/freely',
  ],
};

/**
 * What things do. The committed weights saw these while "sit at", "surround" and five more deeds still meant "near" (`TRUSTED_DEEDS` now): a
 * rerun draws other questions about deeds in this stage, and its losses differ from there on.
 */
const DEEDS: Shard = { name: 'deeds', seed: 9, clevr: 0, photo: 8_000, families: 'deeds' };

/** Clips take long to make, a tenth of a second each: they are read four times as often as the rest. */
const CLIPS: Shard = { name: 'clips', seed: 7, clevr: 0, photo: 0, video: 6_000 };

/** What no detector has a class for. */
const UNSEEN: Shard = { name: 'unseen', seed: 11, clevr: 0, photo: 40_000, families: 'unseen', hurry: 0.15 };

/** Everything once more, by people in a hurry: a rollout must be well-formed whatever the sentence is. */
const HURRIED: Shard = {
  name: 'hurried',
  seed: 12,
  clevr: 6_000,
  photo: 40_000,
  families: 'all',
  others: 0.1,
  hurry: 0.25,
};

const LATER_CLIPS: Shard = {
  name: 'later-clips',
  seed: 10,
  clevr: 0,
  photo: 0,
  video: 14_000,
  clipFamilies: 'later',
  hurry: 0.2,
};

/** Calls in calls. */
const NESTED_CLIPS: Shard = {
  name: 'nested-clips',
  seed: 14,
  clevr: 0,
  photo: 0,
  video: 3_000,
  clipFamilies: 'nested',
};

const times = (count: number, shard: Shard): readonly Shard[] => Array.from({ length: count }, () => shard);

/** Other questions, for looking on while training. */
export const VALIDATION: Shard = { name: 'validation', seed: 77, clevr: 400, photo: 800 };

const PHOTOS: Shard = { name: 'photos', seed: 4, clevr: 0, photo: 24_000 };

export const EARLY_PROGRAMS = [30, 100, 300, 1_000] as const;

/** A small model that knows photos, and of CLEVR no more than so many programs. */
const early = (programs: number): Recipe => ({
  config: 'early',
  batch: 32,
  dropout: 0.1,
  stages: [
    {
      shards: [{ name: `programs-${programs}`, seed: 5, clevr: 24_000, photo: 0, programs }, PHOTOS],
      steps: 3_000,
      learningRate: 2e-3,
    },
  ],
});

const NANO: Recipe = {
  config: 'nano',
  batch: 64,
  dropout: 0,
  stages: [
    { shards: SHARDS, steps: 5_000, learningRate: 2e-3 },
    { shards: SHARDS, steps: 2_000, learningRate: 1e-3 },
    { shards: [...SHARDS, WIDER, CLIPS, CLIPS, CLIPS, CLIPS], steps: 3_000, learningRate: 1e-3 },
    { shards: [...SHARDS, WIDER, CLIPS, CLIPS, USES, DEEDS, DEEDS], steps: 1_200, learningRate: 1e-3 },
    {
      shards: [...SHARDS.slice(1, 2), USES, ...times(2, UNSEEN), HURRIED, ...times(4, LATER_CLIPS)],
      steps: 2_500,
      learningRate: 7e-4,
    },
    {
      shards: [
        ...SHARDS.slice(1, 2),
        ...times(3, USES),
        UNSEEN,
        HURRIED,
        ...times(3, LATER_CLIPS),
        ...times(16, NESTED_CLIPS),
      ],
      steps: 700,
      learningRate: 5e-4,
      mean: true,
    },
  ],
};

/** The same small model on the same samples of the photo world, told of the twin before the question or not. */
const DIGEST_SAMPLES = { seed: 13, clevr: 0, photo: 24_000 } as const;
const told = (shard: Shard): Recipe => ({
  config: 'early',
  batch: 32,
  dropout: 0.1,
  stages: [{ shards: [shard], steps: 1_500, learningRate: 2e-3 }],
});

/** Models that are trained to compare and never shipped. */
export const COMPARISONS: Readonly<Record<string, Recipe>> = {
  'without-digest': told({ name: 'photos-untold', ...DIGEST_SAMPLES }),
  'with-digest': told({ name: 'photos-told', ...DIGEST_SAMPLES, digest: true }),
};

export const RECIPES: Readonly<Record<string, Recipe>> = {
  nano: NANO,
  ...Object.fromEntries(EARLY_PROGRAMS.map((programs) => [`early-${programs}`, early(programs)])),
};

/** What the tokenizer is learnt from: always the same, however long nano is trained. */
export const TOKENIZER_SHARD: Shard = SHARDS[0] ?? VALIDATION;
