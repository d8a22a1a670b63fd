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
}

/** One training run of train.py. */
export interface Recipe {
  readonly shards: readonly Shard[];
  readonly config: 'nano' | 'early';
  readonly steps: number;
  readonly batch: number;
  readonly dropout: number;
  /** So many steps more from where the first ones ended, at half their learning rate. */
  readonly thenSteps?: number;
}

/** The tokenizer is learnt from the first of them. */
const SHARDS: readonly Shard[] = [
  { name: 'worlds-1', seed: 1, clevr: 3_000, photo: 24_000 },
  { name: 'worlds-2', seed: 2, clevr: 14_000, photo: 50_000, others: 0.1 },
  { name: 'worlds-3', seed: 3, clevr: 14_000, photo: 50_000, others: 0.1 },
];

/** Other questions, for looking on while training. */
export const VALIDATION: Shard = { name: 'validation', seed: 77, clevr: 400, photo: 800 };

const PHOTOS: Shard = { name: 'photos', seed: 4, clevr: 0, photo: 24_000 };

export const EARLY_PROGRAMS = [30, 100, 300, 1_000] as const;

/**
 * A small model that knows photos, and of CLEVR no more than so many programs. Of the hundred, where training with rewards begins by
 * default, there are more variants.
 */
const early = (programs: number): Recipe => ({
  shards: [
    { name: `programs-${programs}`, seed: 5, clevr: programs === 100 ? 24_000 : 8_000, photo: 0, programs },
    PHOTOS,
  ],
  config: 'early',
  steps: programs === 100 || programs === 1_000 ? 3_000 : 1_600,
  batch: 32,
  dropout: 0.1,
});

export const RECIPES: Readonly<Record<string, Recipe>> = {
  nano: { shards: SHARDS, config: 'nano', steps: 5_000, batch: 64, dropout: 0, thenSteps: 2_000 },
  ...Object.fromEntries(EARLY_PROGRAMS.map((programs) => [`early-${programs}`, early(programs)])),
};
