import { createRandom, type Random } from '../../../core/random.ts';
import { runProgram } from '../../../twin/query/execute.ts';
import type { Twin } from '../../../twin/schema/twin.ts';
import { dressed } from '../fillers.ts';
import { choose, randomOf, splitSeed } from '../random.ts';
import type { Difficulty, Sample, SampleOptions, World } from '../types.ts';
import { drawAnswer, drawFamily, FAMILIES, type Family, HELD_OUT_FAMILIES } from './families.ts';
import {
  ALL_PHRASINGS,
  COMPARE,
  COUNT,
  EITHER,
  EXIST,
  HELD_OUT_PHRASINGS,
  MATCH,
  type Phrasing,
  QUERY,
} from './phrasings.ts';
import { programOf } from './program.ts';
import { propose } from './propose.ts';
import { answerOf, isDegenerate, type Question } from './question.ts';
import { alteredScene, type ClevrWorldScene, drawScene } from './scene.ts';
import { sentenceOf } from './sentence.ts';
import { clevrRelations, sceneOf, twinOf } from './twin.ts';

/** Questions that are tried for one scene, and scenes for one wanted answer before another answer is drawn. */
const TRIES_PER_SCENE = 30;
const SCENES_PER_ANSWER = 8;

function phrasingsFor(question: Question): readonly Phrasing[] {
  switch (question.kind) {
    case 'count':
      return COUNT;
    case 'exist':
      return EXIST;
    case 'either':
      return EITHER;
    case 'query':
      return QUERY[question.attribute];
    case 'compare':
      return COMPARE[question.how];
    case 'match':
      return MATCH[question.attribute];
  }
}

function fitsNeed({ need }: Phrasing, question: Question): boolean {
  if (need === undefined) return true;
  if (!('set' in question)) return false;
  const { base, filters } = question.set;
  if (need === 'base') return base !== undefined;
  if (need === 'bare same') return base?.kind === 'same' && Object.keys(filters).length === 0;
  return base?.kind === need;
}

function drawPhrasing(random: Random, question: Question, which: SampleOptions['phrasings']): Phrasing {
  const fitting = phrasingsFor(question).filter((phrasing) => fitsNeed(phrasing, question));
  const heldOut = (phrasing: Phrasing): boolean => HELD_OUT_PHRASINGS.includes(phrasing.name);
  const wanted = fitting.filter((phrasing) => which === 'all' || heldOut(phrasing) === (which === 'heldout'));
  // Sentences that only fit some questions would drown in the others.
  const special = wanted.filter(({ need }) => need !== undefined);
  const pool = special.length > 0 && random.next() < 0.6 ? special : wanted;
  return choose(random, pool.length > 0 ? pool : wanted);
}

/** A scene and a question about it with the answer that was drawn, or the next one that can be had. */
function search(
  seed: number,
  family: Family,
  difficulty: Difficulty,
): { readonly scene: ClevrWorldScene; readonly question: Question } {
  for (let round = 0; ; round += 1) {
    const wanted = drawAnswer(randomOf(seed, 'answer', round), family);
    for (let trial = 0; trial < SCENES_PER_ANSWER; trial += 1) {
      const random = randomOf(seed, 'scene', round, trial);
      const scene = drawScene(random, difficulty);
      for (let draw = 0; draw < TRIES_PER_SCENE; draw += 1) {
        const question = propose(random, family, scene.things);
        if (!question || answerOf(question, scene.things) !== wanted) continue;
        if (!isDegenerate(question, scene.things)) return { scene, question };
      }
    }
  }
}

function pickFamily(seed: number, names: readonly string[] | undefined): Family {
  const wanted = names
    ? FAMILIES.filter(({ name }) => names.includes(name))
    : FAMILIES.filter(({ name }) => !HELD_OUT_FAMILIES.includes(name));
  return drawFamily(randomOf(seed, 'family'), wanted);
}

/** A question with the scene that it is about, before it has words. */
export interface Asked {
  readonly family: string;
  readonly scene: ClevrWorldScene;
  readonly question: Question;
}

export function askedOf(seed: number, { families, difficulty = 'normal' }: SampleOptions = {}): Asked {
  const family = pickFamily(seed, families);
  return { family: family.name, ...search(seed, family, difficulty) };
}

/** Puts a question in words and answers it. `seed` names the scene and, with `wording`, decides the words. */
export function sampleOf(
  { family, scene, question }: Asked,
  seed: number,
  { phrasings = 'train', wording = 0 }: SampleOptions = {},
): Sample {
  const wordingSeed = wording === 0 ? seed : splitSeed(seed, 'wording', wording);
  const phrasing = drawPhrasing(randomOf(wordingSeed, 'phrasing'), question, phrasings);
  const words = randomOf(wordingSeed, 'words');
  const twin = twinOf(scene, `clevr world, scene ${seed}`);
  const program = programOf(question);
  return {
    world: 'clevr',
    family,
    phrasing: phrasing.name,
    seed,
    question: dressed(words, sentenceOf(phrasing.text, question, words)),
    task: 'value',
    twin,
    measured: twin,
    trueTwin: twin,
    program,
    ...answered(program, twin),
  };
}

const sample = (seed: number, options: SampleOptions = {}): Sample =>
  sampleOf(askedOf(seed, options), seed, options);

/** The answer of our executor, and what an answer is measured against. */
export function answered(program: string, twin: Twin): Pick<Sample, 'answer' | 'targets'> {
  const { answer, error } = runProgram(program, twin, { relate: clevrRelations(twin) });
  if (!answer) throw new RangeError(`A program of the clevr world fails: ${error?.message}\n${program}`);
  const { value } = answer;
  return {
    answer,
    targets: {
      ids: answer.ids,
      boxes: [],
      ellipses: [],
      ...(value === undefined ? {} : { value }),
      facts: [],
      none: false,
    },
  };
}

/** Scenes and questions after CLEVR (Johnson et al. 2017): its objects, relations and families, in wording of our own. */
export const clevrWorld: World = {
  name: 'clevr',
  families: FAMILIES.map(({ name }) => name),
  heldOutFamilies: HELD_OUT_FAMILIES,
  phrasings: ALL_PHRASINGS.map(({ name }) => name),
  heldOutPhrasings: HELD_OUT_PHRASINGS,
  sample,
  altered: (twin, seed) => twinOf(alteredScene(sceneOf(twin), createRandom(seed)), twin.source.name),
  relationsOf: clevrRelations,
};
