import { correctionId, heldOutIds, targetText } from '../src/io/corrections/correction.ts';
import type { Correction } from '../src/io/corrections/schema.ts';
import { factsIn } from '../src/training/rewards/facts.ts';
import type { RewardTargets } from '../src/training/rewards/types.ts';
import { mixedSource, shuffledRounds } from '../src/training/rl/mixing.ts';
import type { Problem } from '../src/training/rl/problem.ts';
import type { GrpoOptions } from '../src/training/rl/schema.ts';
import type { ProblemSource } from '../src/training/rl/worldProblems.ts';
import { splitSeed } from '../src/training/worlds/random.ts';

/** The family of all of them: what a person asks is of no form of ours. */
const FAMILY = 'corrected';

/** Nothing runs while a policy is trained: what a tool would have to measure is not to be had. */
const noTool = () => ({ refused: 'of a corrected question only its saved twin is known' });

/** A corrected question about the twin that was saved with it. The program that was meant is not known. */
export function correctionProblem(correction: Correction): Problem {
  const { question, task, twin } = correction;
  const scene = { twin, refine: noTool, relate: undefined, targets: targetsOf(correction) };
  const id = `correction ${correctionId(question, twin.source)}`;
  return { id, family: FAMILY, question, task, program: undefined, scenes: [scene] };
}

function targetsOf(correction: Correction): RewardTargets {
  const { task, target } = correction;
  const text = targetText(correction);
  const nothing = { ids: [], boxes: [], ellipses: [], facts: [], none: false, text } as const;
  switch (target.kind) {
    case 'none':
      return { ...nothing, none: true };
    case 'value':
      return { ...nothing, value: target.value };
    case 'summary':
      return { ...nothing, facts: factsIn(target.text) };
    case 'regions':
      return {
        ...nothing,
        ids: target.regions.flatMap(({ id }) => id ?? []),
        boxes: target.regions.map(({ box }) => box),
        ellipses: task === 'mask' ? target.regions.flatMap(({ mask }) => mask ?? []) : [],
      };
  }
}

export interface CorrectionProblems {
  readonly trained: readonly Problem[];
  readonly heldOut: readonly Problem[];
  /** A source in which a share of each step's questions are corrected ones, at least one. */
  mixedWith(source: ProblemSource): ProblemSource;
}

/** Corrections as problems: some to train on, over and over in another order each time, and some that are never trained on. */
export function correctionProblems(
  corrections: readonly Correction[],
  trainShare: number,
  { questionsPerStep, seed }: Pick<GrpoOptions, 'questionsPerStep' | 'seed'>,
): CorrectionProblems {
  const all = corrections.map((correction) => ({
    id: correctionId(correction.question, correction.twin.source),
    problem: correctionProblem(correction),
  }));
  const kept = heldOutIds(all.map(({ id }) => id));
  const trained = all.filter(({ id }) => !kept.has(id)).map(({ problem }) => problem);
  const count = trainShare > 0 ? Math.max(1, Math.round(trainShare * questionsPerStep)) : 0;
  return {
    trained,
    heldOut: all.filter(({ id }) => kept.has(id)).map(({ problem }) => problem),
    mixedWith(source) {
      const [first] = trained;
      if (!first || count === 0) return source;
      const placeAt = shuffledRounds(trained.length, splitSeed(seed, 'corrections'));
      const own: ProblemSource = { problem: (index) => trained[placeAt(index)] ?? first };
      return mixedSource(source, own, { count, questionsPerStep, end: 'last' });
    },
  };
}
