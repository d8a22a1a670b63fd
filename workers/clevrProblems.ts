import { createRandom } from '../src/core/random.ts';
import { programFromClevr } from '../src/io/clevr/program.ts';
import type { ClevrQuestion, ClevrScene } from '../src/io/clevr/schema.ts';
import { clevrRelations, twinFromClevr } from '../src/io/clevr/twinFromScene.ts';
import { shuffledRounds } from '../src/training/rl/mixing.ts';
import type { Problem } from '../src/training/rl/problem.ts';
import { answersDiffer, firstThat, otherScenes, type Place } from '../src/training/rl/scenes.ts';
import type { ProblemSource } from '../src/training/rl/worldProblems.ts';
import { alteredValues } from '../src/training/worlds/clevr/scene.ts';
import { splitSeed } from '../src/training/worlds/random.ts';

const noTool = () => ({ refused: 'CLEVR scenes hold all that can be measured' });

function placeOf(scene: ClevrScene): Place {
  const twin = twinFromClevr(scene);
  const relate = clevrRelations(scene);
  return { twin, refine: noTool, relate, trueTwin: twin, trueRelate: relate };
}

/** A scene with some of its objects become others where they stand. */
function altered(scene: ClevrScene, seed: number): ClevrScene {
  const values = alteredValues(
    scene.objects.map(({ size, color, material, shape }) => ({ size, color, material, shape })),
    createRandom(seed),
  );
  return { ...scene, objects: scene.objects.map((object, index) => ({ ...object, ...values[index] })) };
}

interface Official {
  readonly problem: Problem;
  readonly scene: ClevrScene;
}

function officialOf(questions: readonly ClevrQuestion[], scenes: readonly ClevrScene[]): readonly Official[] {
  const known = new Map(
    scenes.map((scene) => [scene.image_index, { scene, place: placeOf(scene) }] as const),
  );
  return questions.flatMap((question, index) => {
    const own = known.get(question.image_index);
    const program = programFromClevr(question.program);
    if (!own || !program.ok) return [];
    const { twin, refine, relate } = own.place;
    const targets = {
      ids: [],
      boxes: [],
      ellipses: [],
      facts: [],
      none: false,
      value: question.answer,
      text: String(question.answer),
    };
    const family = question.program.at(-1)?.name ?? 'other';
    const id = `official ${index}`;
    const problem: Problem = {
      id,
      family,
      question: question.question,
      task: 'value',
      program: program.value,
      scenes: [{ twin, refine, relate, targets }],
    };
    return [{ problem, scene: own.scene }];
  });
}

/** Questions of the CLEVR data set about their own scenes; those whose scene or program is not known are left out. */
export const clevrProblems = (
  questions: readonly ClevrQuestion[],
  scenes: readonly ClevrScene[],
): readonly Problem[] => officialOf(questions, scenes).map(({ problem }) => problem);

/**
 * Official questions to train on, over and over in another order each time, asked of other scenes, too: those of the data set and their own with
 * some objects changed. Their answers are used and their programs are not, but for the answers in those scenes.
 */
export function clevrSource(
  questions: readonly ClevrQuestion[],
  scenes: readonly ClevrScene[],
  seed: number,
  count: number,
): ProblemSource {
  const all = officialOf(questions, scenes);
  const places = scenes.map(placeOf);
  const orderAt = shuffledRounds(all.length, seed);
  const asked = (index: number): Problem => {
    const official = all[orderAt(index)];
    if (!official) throw new RangeError('There are no questions to train on.');
    const { problem, scene } = official;
    if (problem.program === undefined || count < 2) return problem;
    const answer = { type: 'value', value: problem.scenes[0].targets.value, ids: [], text: '' } as const;
    const start = splitSeed(seed, 'start', index);
    const placeAt = (trial: number): Place | undefined =>
      trial % 2 === 0
        ? places[(start + trial) % places.length]
        : placeOf(altered(scene, splitSeed(start, trial)));
    const others = otherScenes(problem.program, answer, placeAt, count - 1);
    return { ...problem, scenes: [problem.scenes[0], ...others] };
  };
  // What stands at the same place of a later round takes the place of a question with one answer everywhere.
  return {
    problem: (index) =>
      firstThat(
        (draw) => asked(index + draw * all.length),
        ({ scenes }) => count < 2 || answersDiffer(scenes),
      ),
  };
}
