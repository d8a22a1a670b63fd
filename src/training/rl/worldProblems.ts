import { WORLDS } from '../worlds/index.ts';
import { chooseWeighted, randomOf, splitSeed } from '../worlds/random.ts';
import { refineFrom } from '../worlds/refine.ts';
import { programFor } from '../worlds/rollout.ts';
import type { Sample, SampleOptions, WorldName } from '../worlds/types.ts';
import type { Problem } from './problem.ts';
import { answersDiffer, firstThat, otherScenes, type Place } from './scenes.ts';

/** An endless or circular supply of questions: the same index gives the same one. */
export interface ProblemSource {
  /** @param weightOf how likely a family is to be asked, relative to the others; absent where all are as likely */
  problem(index: number, weightOf?: (family: string) => number): Problem;
}

export interface WorldProblemOptions {
  readonly world: WorldName;
  readonly seed: number;
  /** All families where absent, those held out included. */
  readonly families?: readonly string[] | undefined;
  readonly difficulty?: SampleOptions['difficulty'];
  readonly phrasings?: SampleOptions['phrasings'];
  /** Scenes that each question is asked of. */
  readonly scenes: number;
}

/** Draws of a question that stay in the family of the first. */
const SAME_FAMILY = 3;
/** Scenes that are kept at hand for questions of others. */
const POOL = 96;

function placeOf({
  world,
  twin,
  measured,
  trueTwin,
}: Pick<Sample, 'world' | 'twin' | 'measured' | 'trueTwin'>): Place {
  const { relationsOf } = WORLDS[world];
  const refine = refineFrom(measured);
  return { twin, refine, relate: relationsOf(twin), trueTwin, trueRelate: relationsOf(trueTwin) };
}

/** A sample as a problem with one scene. */
function problemOf(sample: Sample, id: string): Problem {
  const { family, question, task, targets, answer } = sample;
  const { twin, refine, relate } = placeOf(sample);
  return {
    id,
    family,
    question,
    task,
    program: programFor(sample),
    scenes: [{ twin, refine, relate, targets: { ...targets, text: answer.text } }],
  };
}

/** Fresh questions of a world, each about its own scene and others of that world on which its program runs. */
export function worldProblems(options: WorldProblemOptions): ProblemSource {
  const { world: name, seed, difficulty, phrasings, scenes } = options;
  const world = WORLDS[name];
  const families = options.families ?? world.families;
  let places: readonly Place[] | undefined;
  const pool = (): readonly Place[] => {
    places ??= Array.from({ length: POOL }, (_, index) =>
      placeOf(world.sample(splitSeed(seed, 'place', index), { difficulty })),
    );
    return places;
  };
  /** Scenes of others and the question's own with some objects changed: deep questions have an answer in hardly any other. */
  const placesFor = (sample: Sample, key: readonly number[]): ((trial: number) => Place | undefined) => {
    const start = splitSeed(seed, 'start', ...key);
    return (trial) => {
      const twin = trial % 4 === 0 ? undefined : world.altered?.(sample.trueTwin, splitSeed(start, trial));
      return twin
        ? placeOf({ world: name, twin, measured: twin, trueTwin: twin })
        : pool()[(start + trial) % POOL];
    };
  };
  const asked = (index: number, draw: number, families: readonly string[]): Problem => {
    const key = draw === 0 ? [index] : [index, draw];
    const sample = world.sample(splitSeed(seed, 'problem', ...key), { families, difficulty, phrasings });
    const problem = problemOf(sample, `${name} ${seed} ${index}`);
    if (scenes < 2) return problem;
    const others = otherScenes(sample.program, sample.answer, placesFor(sample, key), scenes - 1);
    return { ...problem, scenes: [problem.scenes[0], ...others] };
  };
  return {
    problem(index, weightOf) {
      let drawn = weightOf
        ? [
            chooseWeighted(
              randomOf(seed, 'family', index),
              families.map((family) => [family, weightOf(family)]),
            ),
          ]
        : families;
      return firstThat(
        (draw) => {
          const problem = asked(index, draw, drawn);
          // Another question of the same family: else those that are hard to ask elsewhere would become rare. Some have one answer alone.
          drawn = draw < SAME_FAMILY ? [problem.family] : families;
          return problem;
        },
        (problem) => scenes < 2 || answersDiffer(problem.scenes),
      );
    },
  };
}

/** A seed that no run trains with: its questions are the same for every run. */
const HELD_OUT_SEED = 0xc0ffee;

/**
 * Questions that no run trains on, about scenes of their own: in phrasings that no run trains on either (`heldout`), or in those that runs train
 * on (`train`), where the difference tells what wording costs.
 */
export function heldOutProblems(
  options: Pick<WorldProblemOptions, 'world' | 'families' | 'difficulty'>,
  count: number,
  phrasings: 'heldout' | 'train' = 'heldout',
): readonly Problem[] {
  const source = worldProblems({ ...options, seed: HELD_OUT_SEED, phrasings, scenes: 1 });
  return Array.from({ length: count }, (_, index) => source.problem(index));
}
