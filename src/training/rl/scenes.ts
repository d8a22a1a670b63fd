import { englishLexicon } from '../../reasoning/knowledge/lexicon.ts';
import type { RelationProvider } from '../../twin/query/context.ts';
import { executeProgram } from '../../twin/query/execute.ts';
import { parseProgram } from '../../twin/query/parser.ts';
import type { Program } from '../../twin/query/syntax.ts';
import type { Answer } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { targetsOf } from '../worlds/targets.ts';
import type { Scene } from './problem.ts';

/** A scene without a question. */
export interface Place extends Omit<Scene, 'targets'> {
  readonly trueTwin: Twin;
  /** Decides relations of the true twin. */
  readonly trueRelate: RelationProvider | undefined;
}

/** Places that are tried for one question. */
const MAX_TRIES = 96;
/** Questions that are drawn for one that has different answers in its scenes. */
const MAX_DRAWS = 6;

/**
 * Other places where a question can be asked, too: those where its program gives an answer, first those with answers that were not had yet, so
 * that no constant is right about all of them. Fewer than `count` where there are no more.
 *
 * @param answer about the scene that the question was made for
 * @param start where in the list the search begins
 */
export function otherScenes(
  program: string,
  answer: Answer,
  places: readonly Place[],
  count: number,
  start: number,
): readonly Scene[] {
  const parsed = parseProgram(program);
  if (!parsed.ok) return [];
  const chosen: Scene[] = [];
  const reserve: Scene[] = [];
  const had = new Set([keyOf(answer)]);
  for (let at = 0; at < Math.min(places.length, MAX_TRIES) && chosen.length < count; at += 1) {
    const place = places[(start + at) % places.length];
    const found = place && askedAt(place, parsed.value);
    if (!found) continue;
    const fresh = !had.has(keyOf(found.answer));
    had.add(keyOf(found.answer));
    (fresh ? chosen : reserve).push(found.scene);
  }
  return [...chosen, ...reserve].slice(0, Math.max(0, count));
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
  const answers = scenes.map(({ targets }) => JSON.stringify(targets.value ?? targets.boxes));
  return new Set(answers).size > 1;
}

const keyOf = ({ type, value, ids }: Answer): string => `${type} ${value ?? ids.join()}`;

/** The program's answer at a place as that scene's target; undefined where it fails or finds nothing. */
function askedAt(
  place: Place,
  program: Program,
): { readonly scene: Scene; readonly answer: Answer } | undefined {
  const { twin, refine, relate, trueTwin, trueRelate } = place;
  const { answer } = executeProgram(program, trueTwin, {
    lexicon: englishLexicon,
    ...(trueRelate ? { relate: trueRelate } : {}),
  });
  if (!answer || answer.type === 'none') return undefined;
  const targets = { ...targetsOf(answer, trueTwin), text: answer.text };
  return { scene: { twin, refine, relate, targets }, answer };
}
