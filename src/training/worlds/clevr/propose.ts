import type { Random } from '../../../core/random.ts';
import { chance, choose, chooseWeighted, shuffled } from '../random.ts';
import type { Family, Shape } from './families.ts';
import { type Base, type Filters, type Phrase, type Question, thingsOf } from './question.ts';
import type { Thing } from './thing.ts';
import { ATTRIBUTES, type Attribute, DIRECTIONS, VALUES } from './vocabulary.ts';

/**
 * A question of a family about a scene, drawn so that it mostly makes sense: things taken for the only one of their kind are,
 * sets hold something or nothing. Undefined where this draw leads nowhere. Whether it is well-posed and to the point is checked
 * by others (`answerOf`, `isDegenerate`).
 */
export function propose(random: Random, family: Family, scene: readonly Thing[]): Question | undefined {
  const { ask, shapes } = family;
  const [shape, other] = shapes;
  switch (ask.kind) {
    case 'count':
    case 'exist': {
      const set = drawSet(random, shape, scene, family.bare === true);
      return set && { kind: ask.kind, set };
    }
    case 'query': {
      const set = drawOne(random, shape, scene, ask.attribute);
      return set && { kind: 'query', attribute: ask.attribute, set };
    }
    case 'match': {
      const first = drawOne(random, shape, scene, ask.attribute);
      const second = drawOne(random, other ?? 'plain', scene, ask.attribute);
      return first && second && { ...ask, kind: 'match', first, second };
    }
    case 'compare':
    case 'either':
    case 'filtered either': {
      const first = drawSet(random, shape, scene, false);
      const second = drawSet(random, other ?? 'plain', scene, false);
      if (!first || !second || sameFilters(first, second)) return undefined;
      if (ask.kind === 'compare') return { kind: 'compare', how: ask.how, first, second };
      if (ask.kind === 'filtered either') return filteredEither(random, ask.attribute, first, second);
      return { kind: 'either', filters: {}, first, second };
    }
  }
}

const sameFilters = (a: Phrase, b: Phrase): boolean =>
  a.base === undefined && b.base === undefined && JSON.stringify(a.filters) === JSON.stringify(b.filters);

/** "Large things that are cubes or red": the outer attribute is none of the inner ones. */
function filteredEither(
  random: Random,
  name: Attribute,
  first: Phrase,
  second: Phrase,
): Question | undefined {
  if (first.filters[name] !== undefined || second.filters[name] !== undefined) return undefined;
  return { kind: 'either', filters: { [name]: choose(random, VALUES[name]) }, first, second };
}

/** How many attributes a phrase names. */
const drawWidth = (random: Random): number =>
  chooseWeighted(random, [
    [1, 5],
    [2, 4],
    [3, 2.5],
    [4, 0.7],
  ]);

/** A phrase for a set, which a thing of its base may have suggested or not. */
function drawSet(random: Random, shape: Shape, scene: readonly Thing[], bare: boolean): Phrase | undefined {
  const base = drawBase(random, shape, scene);
  if (base === null) return undefined;
  const phrase: Phrase = base ? { filters: {}, base } : { filters: {} };
  if (bare || (base?.kind === 'relate' && chance(random, 0.07))) return phrase;
  const candidates = thingsOf(phrase, scene) ?? [];
  // Things elsewhere in the scene make good questions with the answer no.
  const from = candidates.length > 0 && chance(random, 0.75) ? candidates : scene;
  const thing = choose(random, from);
  const fixed = base?.kind === 'same' ? [base.attribute] : [];
  const names = shuffled(
    random,
    ATTRIBUTES.filter((name) => !fixed.includes(name)),
  ).slice(0, Math.min(drawWidth(random), 3));
  const values = names.map((name): [Attribute, string] => [
    name,
    chance(random, 0.85) ? thing.values[name] : choose(random, VALUES[name]),
  ]);
  return { ...phrase, filters: Object.fromEntries(values) };
}

/** A phrase that only one thing fits, without the attribute that is asked for. */
function drawOne(
  random: Random,
  shape: Shape,
  scene: readonly Thing[],
  asked: Attribute | undefined,
): Phrase | undefined {
  const base = drawBase(random, shape, scene, asked);
  if (base === null) return undefined;
  const phrase: Phrase = base ? { filters: {}, base } : { filters: {} };
  const candidates = thingsOf(phrase, scene) ?? [];
  if (candidates.length === 0) return undefined;
  const fixed = base?.kind === 'same' ? [base.attribute] : [];
  const without = [...fixed, ...(asked ? [asked] : [])];
  const filters = tellApart(random, candidates, choose(random, candidates), without);
  if (filters === undefined) return undefined;
  const named = Object.keys(filters).length > 0;
  return named || phrase.base ? { ...phrase, filters } : undefined;
}

/** Attributes by which a thing is told from the other candidates: at times more of them than needed. */
function tellApart(
  random: Random,
  candidates: readonly Thing[],
  thing: Thing,
  without: readonly Attribute[],
): Filters | undefined {
  const names = shuffled(
    random,
    ATTRIBUTES.filter((name) => !without.includes(name)),
  );
  const extra = chooseWeighted(random, [
    [0, 5],
    [1, 4],
    [2, 1],
  ]);
  for (let width = 0; width <= names.length; width += 1) {
    const chosen = names.slice(0, width);
    const fitting = candidates.filter((other) =>
      chosen.every((name) => other.values[name] === thing.values[name]),
    );
    if (fitting.length !== 1) continue;
    const kept = width === 0 && chance(random, 0.15) ? [] : names.slice(0, Math.max(1, width + extra));
    return Object.fromEntries(kept.map((name) => [name, thing.values[name]]));
  }
  return undefined;
}

/** Undefined for no base; null where the draw failed. */
function drawBase(
  random: Random,
  shape: Shape,
  scene: readonly Thing[],
  asked?: Attribute,
): Base | undefined | null {
  if (shape === 'plain') return undefined;
  if (shape === 'both') {
    const [a, b] = [drawOne(random, 'plain', scene, undefined), drawOne(random, 'plain', scene, undefined)];
    const [first, second] = shuffled(random, DIRECTIONS);
    if (!a || !b || !first || !second) return null;
    return {
      kind: 'both',
      sides: [
        { direction: first, to: a },
        { direction: second, to: b },
      ],
    };
  }
  if (shape === 'one' || shape === 'two' || shape === 'three') {
    const nearer: Shape = shape === 'one' ? 'plain' : shape === 'two' ? 'one' : 'two';
    const to = drawOne(random, nearer, scene, undefined);
    return to ? { kind: 'relate', direction: choose(random, DIRECTIONS), to } : null;
  }
  // Of a thing of the same colour, its colour would say what is asked of the others.
  const to = drawOne(random, 'plain', scene, asked === shape ? shape : undefined);
  return to ? { kind: 'same', attribute: shape, to } : null;
}
