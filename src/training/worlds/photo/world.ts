import { englishLexicon } from '../../../reasoning/knowledge/lexicon.ts';
import { runProgram } from '../../../twin/query/execute.ts';
import type { Answer } from '../../../twin/query/types.ts';
import type { Twin } from '../../../twin/schema/twin.ts';
import { dressed, upperFirst } from '../fillers.ts';
import { chance, choose, chooseWeighted, randomOf } from '../random.ts';
import { targetsOf } from '../targets.ts';
import type { Difficulty, Sample, SampleOptions, World } from '../types.ts';
import { contextOf, type Draft } from './context.ts';
import { drawPhotoScene, type PhotoScene } from './layout.ts';
import { NOISE, perceived } from './noise.ts';
import { HELD_OUT_PHOTO_PHRASINGS, PHOTO_PHRASINGS, phrasingsOf } from './phrasings.ts';
import { BUILDERS, HELD_OUT_PHOTO_FAMILIES } from './questions.ts';
import { coarse, sightingsOf, twinOf } from './twin.ts';
import { OPPOSITES } from './words.ts';

const TRIES_PER_SCENE = 6;
/** Scenes in which a question of a family is looked for, before its wanted answer is given up. */
const SCENES = 60;

interface Found {
  readonly scene: PhotoScene;
  readonly trueTwin: Twin;
  readonly draft: Draft;
  readonly answer: Answer;
}

/** Whether the answer of a draft is the wanted one, and, for a "no", not a matter of a hair's breadth. */
function isWanted(draft: Draft, answer: Answer, trueTwin: Twin, strict: boolean): boolean {
  if (draft.none === true) return answer.type === 'none';
  if (answer.type === 'none') return false;
  if (!strict || draft.wanted === undefined) return true;
  if (typeof draft.wanted === 'number')
    return typeof answer.value === 'number' && answer.value >= draft.wanted;
  if (answer.value !== draft.wanted) return false;
  return !draft.kind.endsWith('relation') || answer.value === true || isOpposite(draft, trueTwin);
}

/** For "is the cat left of the dog?" with the answer no: that it is on the right, not just not clearly left. */
function isOpposite({ program }: Draft, trueTwin: Twin): boolean {
  const turned = program.replace(/"(left_of|right_of|above|below|in_front_of|behind)"/, (_, name: string) =>
    JSON.stringify(OPPOSITES[name]),
  );
  return runProgram(turned, trueTwin, { lexicon: englishLexicon }).answer?.value === true;
}

function search(seed: number, family: string, difficulty: Difficulty): Found {
  const build = BUILDERS[family];
  if (!build) throw new RangeError(`The photo world has no family “${family}”.`);
  const yes = chance(randomOf(seed, 'yes'), 0.5);
  for (let trial = 0; ; trial += 1) {
    const random = randomOf(seed, 'scene', trial);
    const scene = drawPhotoScene(random, difficulty);
    const context = contextOf(random, scene, yes);
    const trueTwin = twinOf(sightingsOf(scene), scene, seed, family.startsWith('text/'));
    for (let draw = 0; draw < TRIES_PER_SCENE; draw += 1) {
      const draft = build(context);
      if (!draft) continue;
      const { answer } = runProgram(draft.program, trueTwin, { lexicon: englishLexicon });
      if (answer && isWanted(draft, answer, trueTwin, trial < SCENES))
        return { scene, trueTwin, draft, answer };
    }
  }
}

const FAMILIES = Object.keys(BUILDERS);

function drawFamily(seed: number, names: readonly string[] | undefined): string {
  const wanted = FAMILIES.filter((name) =>
    names ? names.includes(name) : !HELD_OUT_PHOTO_FAMILIES.includes(name),
  );
  return choose(randomOf(seed, 'family'), wanted);
}

function sample(seed: number, options: SampleOptions = {}): Sample {
  const { difficulty = 'normal', phrasings = 'train' } = options;
  const family = drawFamily(seed, options.families);
  const { scene, trueTwin, draft, answer } = search(seed, family, difficulty);
  const sightings = perceived(randomOf(seed, 'noise'), sightingsOf(scene), NOISE[difficulty]);
  const measured = twinOf(sightings, scene, seed, true);
  const built = chooseWeighted(randomOf(seed, 'built'), [
    ['depths', 6],
    ['colours', 2],
    ['boxes', 2],
  ] as const);
  const words = randomOf(seed, 'words');
  const pool = phrasingsOf(draft.kind).filter(
    ({ name }) =>
      phrasings === 'all' || HELD_OUT_PHOTO_PHRASINGS.includes(name) === (phrasings === 'heldout'),
  );
  const phrasing = choose(words, pool);
  return {
    world: 'photo',
    family,
    phrasing: phrasing.name,
    seed,
    question: dressed(words, filled(phrasing.text, draft.slots)),
    task: draft.task,
    twin: coarse(measured, built),
    measured,
    trueTwin,
    program: draft.program,
    answer,
    targets: targetsOf(answer, trueTwin),
  };
}

const filled = (text: string, slots: Draft['slots']): string =>
  text.replace(/\{(\w+)\}/g, (_, slot: string) =>
    slot === 'Rel' ? upperFirst(slots.rel ?? '') : (slots[slot] ?? ''),
  );

/** Everyday scenes of the detector's 80 classes, seen through simulated perception: what a policy sees is not all true. */
export const photoWorld: World = {
  name: 'photo',
  families: FAMILIES,
  heldOutFamilies: HELD_OUT_PHOTO_FAMILIES,
  phrasings: PHOTO_PHRASINGS.map(({ name }) => name),
  heldOutPhrasings: HELD_OUT_PHOTO_PHRASINGS,
  sample,
  relationsOf: () => undefined,
};
