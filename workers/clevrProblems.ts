import { programFromClevr } from '../src/io/clevr/program.ts';
import type { ClevrQuestion, ClevrScene } from '../src/io/clevr/schema.ts';
import { clevrRelations, twinFromClevr } from '../src/io/clevr/twinFromScene.ts';
import { shuffledRounds } from '../src/training/rl/mixing.ts';
import type { Problem } from '../src/training/rl/problem.ts';
import { answersDiffer, firstThat, otherScenes, type Place } from '../src/training/rl/scenes.ts';
import type { ProblemSource } from '../src/training/rl/worldProblems.ts';
import { splitSeed } from '../src/training/worlds/random.ts';

const noTool = () => ({ refused: 'CLEVR scenes hold all that can be measured' });

function placeOf(scene: ClevrScene): Place {
  const twin = twinFromClevr(scene);
  const relate = clevrRelations(scene);
  return { twin, refine: noTool, relate, trueTwin: twin, trueRelate: relate };
}

/** Questions of the CLEVR data set about their own scenes; those whose scene or program is not known are left out. */
export function clevrProblems(
  questions: readonly ClevrQuestion[],
  scenes: readonly ClevrScene[],
): readonly Problem[] {
  const places = new Map(scenes.map((scene) => [scene.image_index, placeOf(scene)]));
  return questions.flatMap((question, index) => {
    const place = places.get(question.image_index);
    const program = programFromClevr(question.program);
    if (!place || !program.ok) return [];
    const { twin, refine, relate } = place;
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
    const scene = { twin, refine, relate, targets };
    return [
      { id, family, question: question.question, task: 'value', program: program.value, scenes: [scene] },
    ];
  });
}

/**
 * Official questions to train on, over and over in another order each time. Their answers are used and their programs are not, but for finding
 * other scenes that a question can be asked of, with the answers there.
 */
export function clevrSource(
  questions: readonly ClevrQuestion[],
  scenes: readonly ClevrScene[],
  seed: number,
  count: number,
): ProblemSource {
  const problems = clevrProblems(questions, scenes);
  const places = scenes.map(placeOf);
  const placeAt = shuffledRounds(problems.length, seed);
  const asked = (index: number): Problem => {
    const problem = problems[placeAt(index)];
    if (!problem) throw new RangeError('There are no questions to train on.');
    const answer = { type: 'value', value: problem.scenes[0].targets.value, ids: [], text: '' } as const;
    const start = splitSeed(seed, 'start', index);
    const others =
      problem.program === undefined || count < 2
        ? []
        : otherScenes(problem.program, answer, places, count - 1, start);
    return { ...problem, scenes: [problem.scenes[0], ...others] };
  };
  // What stands at the same place of a later round takes the place of a question with one answer everywhere.
  return {
    problem: (index) =>
      firstThat(
        (draw) => asked(index + draw * problems.length),
        ({ scenes }) => count < 2 || answersDiffer(scenes),
      ),
  };
}
