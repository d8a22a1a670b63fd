import { englishLexicon } from '../../reasoning/knowledge/lexicon.ts';
import type { RelationProvider } from '../../twin/query/context.ts';
import { executeProgram } from '../../twin/query/execute.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import type { Program } from '../../twin/query/syntax.ts';
import type { Answer } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { targetKeyOf, targetsOf } from '../worlds/targets.ts';
import type { Scene } from './problem.ts';

/** A scene without a question. */
export interface Place extends Omit<Scene, 'targets'> {
  readonly trueTwin: Twin;
  /** Decides relations of the true twin. */
  readonly trueRelate: RelationProvider | undefined;
}

/** Places that are tried for one question. */
const MAX_TRIES = 96;
/** Scenes that are found for each one that is wanted, so that there is a choice of answers. */
const CHOICE = 2;
/** Questions that are drawn for one that has different answers in its scenes. */
const MAX_DRAWS = 6;

interface Found {
  readonly scene: Scene;
  readonly answer: Answer;
}

/**
 * Other places where a question can be asked, too: those where its program gives an answer, chosen so that each answer comes as seldom as can be
 * and no constant is right about all of them. Fewer than `count` where there are no more.
 *
 * @param answer about the scene that the question was made for
 * @param placeAt where the question is tried, by the number of the trial
 */
export function otherScenes(
  program: string,
  answer: Answer,
  placeAt: (trial: number) => Place | undefined,
  count: number,
): readonly Scene[] {
  const parsed = parseProgram(program);
  if (!parsed.ok || count < 1) return [];
  const found: Found[] = [];
  const enough = (): boolean =>
    found.length >= CHOICE * count && found.some((one) => keyOf(one.answer) !== keyOf(answer));
  for (let trial = 0; trial < MAX_TRIES && !enough(); trial += 1) {
    const place = placeAt(trial);
    const one = place && askedAt(place, parsed.value);
    if (one) found.push(one);
  }
  return balanced(found, answer, count);
}

/** The first of those whose answer was had least often, again and again. */
function balanced(found: readonly Found[], first: Answer, count: number): readonly Scene[] {
  const times = new Map([[keyOf(first), 1]]);
  const timesOf = (one: Found): number => times.get(keyOf(one.answer)) ?? 0;
  let left = found;
  const chosen: Scene[] = [];
  while (left.length > 0 && chosen.length < count) {
    const next = left.reduce((best, one) => (timesOf(one) < timesOf(best) ? one : best));
    times.set(keyOf(next.answer), timesOf(next) + 1);
    chosen.push(next.scene);
    left = left.filter((one) => one !== next);
  }
  return chosen;
}

/** The first of a few draws that will do, or the last. */
export function firstThat<T>(draw: (index: number) => T, will: (drawn: T) => boolean): T {
  let drawn = draw(0);
  for (let index = 1; index < MAX_DRAWS && !will(drawn); index += 1) drawn = draw(index);
  return drawn;
}

/**
 * Whether the right answers about a question's scenes differ. Where they do not, a program that is always "no" earns what the right one earns,
 * and is easier to learn.
 */
export function answersDiffer(scenes: readonly Scene[]): boolean {
  return new Set(scenes.map(({ targets }) => targetKeyOf(targets))).size > 1;
}

const keyOf = ({ type, value, ids }: Answer): string => `${type} ${value ?? ids.join()}`;

/** The program's answer at a place as that scene's target; undefined where it fails or finds nothing. */
function askedAt(place: Place, program: Program): Found | undefined {
  const { twin, refine, relate, trueTwin, trueRelate } = place;
  const { answer } = executeProgram(program, trueTwin, {
    lexicon: englishLexicon,
    ...(trueRelate ? { relate: trueRelate } : {}),
  });
  if (!answer || answer.type === 'none') return undefined;
  const targets = { ...targetsOf(answer, trueTwin), text: answer.text };
  return { scene: { twin, refine, relate, targets }, answer };
}
