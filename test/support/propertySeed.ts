import fc from 'fast-check';

/**
 * The seed of every property test: always the same one, so that a run tells of the change that it tests and of nothing else.
 * `FC_SEED=random` draws another one, and `FC_RUNS` sets how often a property without a number of its own is tried: that is
 * the way to look for what no run has met yet. A failure prints its seed and path.
 */
const FIXED_SEED = 20_260_707;

const { FC_SEED, FC_RUNS } = process.env;

fc.configureGlobal({
  seed: FC_SEED === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(FC_SEED ?? FIXED_SEED),
  ...(FC_RUNS === undefined ? {} : { numRuns: Number(FC_RUNS) }),
});
