import { englishLexicon } from '../../../reasoning/knowledge/lexicon.ts';
import { runProgram } from '../../../twin/query/execute.ts';
import type { Answer } from '../../../twin/query/types.ts';
import type { Twin } from '../../../twin/schema/twin.ts';
import { dressed } from '../fillers.ts';
import { choose, randomOf } from '../random.ts';
import { targetsOf } from '../targets.ts';
import type { Difficulty, Sample, SampleOptions, World } from '../types.ts';
import { contextOf, type VideoDraft } from './context.ts';
import { drawFilm, type Film } from './film.ts';
import { TRACK_NOISE, TREMBLING, tracked } from './noise.ts';
import { HELD_OUT_VIDEO_PHRASINGS, VIDEO_PHRASINGS, videoPhrasingsOf } from './phrasings.ts';
import { HELD_OUT_VIDEO_FAMILIES, VIDEO_BUILDERS } from './questions.ts';
import { sketchOf, twinOf } from './twin.ts';

const TRIES_PER_FILM = 8;
/** Clips in which a question of a family is looked for, before its wanted answer is given up. */
const FILMS = 80;

interface Found {
  readonly film: Film;
  readonly draft: VideoDraft;
}

const answerOf = (program: string, twin: Twin): Answer | undefined =>
  runProgram(program, twin, { lexicon: englishLexicon }).answer;

/** Whether two answers say the same: values and objects; times where they are what was asked for. */
const isSame = (a: Answer, b: Answer | undefined): boolean =>
  a.type === b?.type && a.value === b.value && a.ids.join() === b.ids.join();

/** Of how much time some objects are meant. */
const timeOf = ({ intervals }: Answer): string =>
  (intervals ?? []).map(({ startUs, endUs, ids }) => `${ids.join()} ${startUs}-${endUs}`).join(' ');

/** Whether what narrows a set leaves out nothing: the question would be the same without it. */
function isDegenerate({ wider, task, kind }: VideoDraft, twin: Twin): boolean {
  if (!wider) return false;
  const [all, some] = [answerOf(`box(${wider.set})`, twin), answerOf(`box(${wider.narrow})`, twin)];
  if (!all || !some || all.ids.join() !== some.ids.join()) return false;
  // Masks and times differ by when; numbers and names do not.
  const timed =
    task !== 'value' || kind === 'while it' || kind === 'how long it' || /^(?:when|together)/.test(kind);
  return !timed || timeOf(all) === timeOf(some);
}

/** Whether an answer is the wanted one and no near miss. */
function isWanted(draft: VideoDraft, answer: Answer, twin: Twin, strict: boolean): boolean {
  if (draft.none === true) return answer.type === 'none';
  if (answer.type === 'none') return false;
  if (isDegenerate(draft, twin)) return false;
  if (!strict || draft.wanted === undefined) return true;
  if (answer.value !== draft.wanted) return false;
  return (
    answer.value !== false || draft.instead === undefined || answerOf(draft.instead, twin)?.value === true
  );
}

function search(seed: number, family: string, difficulty: Difficulty): Found {
  const build = VIDEO_BUILDERS[family];
  if (!build) throw new RangeError(`The video world has no family “${family}”.`);
  for (let trial = 0; ; trial += 1) {
    const random = randomOf(seed, 'film', trial);
    const film = drawFilm(random, difficulty);
    const sketch = sketchOf(film.tracks, film);
    let again: Twin | undefined;
    for (let draw = 0; draw < TRIES_PER_FILM; draw += 1) {
      const draft = build(contextOf(random, randomOf(seed, 'wanted'), sketch));
      const answer = draft && answerOf(draft.program, sketch);
      if (!answer || !isWanted(draft, answer, sketch, trial < FILMS)) continue;
      // Measured once more with a trembling hand it must come out the same: nothing hangs on a hair's breadth.
      again ??= sketchOf(trembled(seed, trial, film), film);
      if (draft.task === 'summary' || isSame(answer, answerOf(draft.program, again))) return { film, draft };
    }
  }
}

const trembled = (seed: number, trial: number, film: Film): Film['tracks'] =>
  film.tracks.flatMap((track, index) => tracked(randomOf(seed, 'again', trial, index), [track], TREMBLING));

const FAMILIES = Object.keys(VIDEO_BUILDERS);

function drawFamily(seed: number, names: readonly string[] | undefined): string {
  const wanted = FAMILIES.filter((name) =>
    names ? names.includes(name) : !HELD_OUT_VIDEO_FAMILIES.includes(name),
  );
  return choose(randomOf(seed, 'family'), wanted);
}

function sample(seed: number, options: SampleOptions = {}): Sample {
  const { difficulty = 'normal', phrasings = 'train', wording = 0 } = options;
  const family = drawFamily(seed, options.families);
  const { film, draft } = search(seed, family, difficulty);
  const trueTwin = twinOf(film.tracks, film, seed);
  const answer = answerOf(draft.program, trueTwin);
  if (!answer) throw new Error(`The program of sample ${seed} of the video world gives no answer.`);
  const seen = twinOf(tracked(randomOf(seed, 'noise'), film.tracks, TRACK_NOISE[difficulty]), film, seed);
  const words = randomOf(seed, 'words', wording);
  const phrasing = choose(
    words,
    videoPhrasingsOf(draft.kind).filter(
      ({ name }) =>
        phrasings === 'all' || HELD_OUT_VIDEO_PHRASINGS.includes(name) === (phrasings === 'heldout'),
    ),
  );
  return {
    world: 'video',
    family,
    phrasing: phrasing.name,
    seed,
    question: dressed(words, filled(phrasing.text, draft.slots), 'video'),
    task: draft.task,
    twin: seen,
    measured: seen,
    trueTwin,
    program: draft.program,
    answer,
    targets: targetsOf(answer, trueTwin),
  };
}

const filled = (text: string, slots: VideoDraft['slots']): string =>
  text.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '');

/** Clips of everyday places in which things come, go, move and meet, seen through simulated tracking. */
export const videoWorld: World = {
  name: 'video',
  families: FAMILIES,
  heldOutFamilies: HELD_OUT_VIDEO_FAMILIES,
  phrasings: VIDEO_PHRASINGS.map(({ name }) => name),
  heldOutPhrasings: HELD_OUT_VIDEO_PHRASINGS,
  sample,
  relationsOf: () => undefined,
};
