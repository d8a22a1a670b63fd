import type { WorldSample, WorldWish } from '../../store/worldSample.ts';
import { WORLDS } from '../../training/worlds/index.ts';
import { goldRollout } from '../../training/worlds/rollout.ts';
import { misperceptions } from './misperceptions.ts';

/** A sample of a world as plain data: what is there, what is seen, what is asked, and how it is answered. */
export function sampleWorld(wish: WorldWish): WorldSample {
  const world = WORLDS[wish.world];
  const { family, phrasings, difficulty, seed } = wish;
  const sample = world.sample(seed, {
    phrasings,
    difficulty,
    ...(family === undefined ? {} : { families: [family] }),
  });
  const { parts, execution } = goldRollout(sample);
  return {
    wish,
    families: world.families,
    heldOutFamilies: world.heldOutFamilies,
    family: sample.family,
    phrasing: sample.phrasing,
    question: sample.question,
    task: sample.task,
    program: sample.program,
    parts: parts.map((part) => ({ ...part })),
    answer: sample.answer.text,
    seenAnswer: execution.answer?.text ?? execution.error?.message ?? 'no answer',
    targets: sample.targets.ids,
    none: sample.targets.none,
    seen: sample.twin,
    there: sample.trueTwin,
    misperceptions: misperceptions(sample.measured, sample.trueTwin),
  };
}
