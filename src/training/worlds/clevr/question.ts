import { liesIn } from './scene.ts';
import type { Thing } from './thing.ts';
import { ATTRIBUTES, type Attribute, type Direction } from './vocabulary.ts';

/** What narrows a noun phrase down beside its attributes. */
export type Base =
  | { readonly kind: 'relate'; readonly direction: Direction; readonly to: Phrase }
  | {
      readonly kind: 'both';
      readonly sides: readonly [Side, Side];
    }
  | { readonly kind: 'same'; readonly attribute: Attribute; readonly to: Phrase };

export interface Side {
  readonly direction: Direction;
  readonly to: Phrase;
}

export type Filters = Partial<Readonly<Record<Attribute, string>>>;

/** A noun phrase: "small cubes left of the red ball". Without a base, of the whole scene. */
export interface Phrase {
  readonly filters: Filters;
  readonly base?: Base;
}

/** The meaning of a question: all of CLEVR's forms. */
export type Question =
  | { readonly kind: 'count' | 'exist'; readonly set: Phrase }
  | { readonly kind: 'either'; readonly filters: Filters; readonly first: Phrase; readonly second: Phrase }
  | { readonly kind: 'query'; readonly attribute: Attribute; readonly set: Phrase }
  | {
      readonly kind: 'compare';
      readonly how: 'equal' | 'less' | 'greater';
      readonly first: Phrase;
      readonly second: Phrase;
    }
  | {
      readonly kind: 'match';
      readonly attribute: Attribute;
      readonly first: Phrase;
      readonly second: Phrase;
    };

export type ClevrAnswer = string | number | boolean;

const passes = (thing: Thing, filters: Filters): boolean =>
  ATTRIBUTES.every((name) => filters[name] === undefined || thing.values[name] === filters[name]);

/** The things that a phrase names; undefined where it takes something for the only one of its kind that is not. */
export function thingsOf(phrase: Phrase, scene: readonly Thing[]): readonly Thing[] | undefined {
  const found = baseOf(phrase.base, scene);
  return found?.filter((thing) => passes(thing, phrase.filters));
}

function baseOf(base: Base | undefined, scene: readonly Thing[]): readonly Thing[] | undefined {
  if (base === undefined) return scene;
  if (base.kind === 'both') {
    const [first, second] = base.sides.map((side) => relatedTo(side, scene));
    return first && second ? first.filter((thing) => second.includes(thing)) : undefined;
  }
  if (base.kind === 'relate') return relatedTo(base, scene);
  const anchor = onlyOne(base.to, scene);
  return anchor && scene.filter((thing) => thing !== anchor && sameValue(thing, anchor, base.attribute));
}

const sameValue = (a: Thing, b: Thing, name: Attribute): boolean => a.values[name] === b.values[name];

function relatedTo({ direction, to }: Side, scene: readonly Thing[]): readonly Thing[] | undefined {
  const anchor = onlyOne(to, scene);
  return anchor && scene.filter((thing) => thing !== anchor && liesIn(direction, thing, anchor));
}

function onlyOne(phrase: Phrase, scene: readonly Thing[]): Thing | undefined {
  const found = thingsOf(phrase, scene);
  return found?.length === 1 ? found[0] : undefined;
}

/** The answer by CLEVR's rules; undefined where the question is ill-posed in this scene. */
export function answerOf(question: Question, scene: readonly Thing[]): ClevrAnswer | undefined {
  switch (question.kind) {
    case 'count':
      return thingsOf(question.set, scene)?.length;
    case 'exist': {
      const found = thingsOf(question.set, scene);
      return found && found.length > 0;
    }
    case 'either': {
      const [first, second] = [thingsOf(question.first, scene), thingsOf(question.second, scene)];
      if (!first || !second) return undefined;
      return [...new Set([...first, ...second])].filter((thing) => passes(thing, question.filters)).length;
    }
    case 'query':
      return onlyOne(question.set, scene)?.values[question.attribute];
    case 'compare': {
      const [a, b] = [thingsOf(question.first, scene)?.length, thingsOf(question.second, scene)?.length];
      if (a === undefined || b === undefined) return undefined;
      if (question.how === 'equal') return a === b;
      return question.how === 'less' ? a < b : a > b;
    }
    case 'match': {
      const [a, b] = [onlyOne(question.first, scene), onlyOne(question.second, scene)];
      return a && b && a !== b ? sameValue(a, b, question.attribute) : undefined;
    }
  }
}

/** The same phrase with one relation left out, for each of its relations. */
function withoutEachRelation({ filters, base }: Phrase): readonly Phrase[] {
  if (base === undefined) return [];
  if (base.kind === 'both') {
    const [first, second] = base.sides;
    return [
      { filters, base: { kind: 'relate', ...first } },
      { filters, base: { kind: 'relate', ...second } },
      ...withoutEachRelation(first.to).map(
        (to): Phrase => ({
          filters,
          base: { kind: 'both', sides: [{ ...first, to }, second] },
        }),
      ),
      ...withoutEachRelation(second.to).map(
        (to): Phrase => ({
          filters,
          base: { kind: 'both', sides: [first, { ...second, to }] },
        }),
      ),
    ];
  }
  const deeper = withoutEachRelation(base.to).map((to): Phrase => ({ filters, base: { ...base, to } }));
  return [{ filters }, ...deeper];
}

/** Every way to leave one relation out of a question. */
function simpler(question: Question): readonly Question[] {
  if ('set' in question) {
    const fewer = withoutEachRelation(question.set).map((set) => ({ ...question, set }));
    const filtered = Object.keys(question.set.filters).length > 0;
    const counted = question.kind === 'count' && filtered;
    return counted ? [...fewer, { ...question, set: { ...question.set, filters: {} } }] : fewer;
  }
  return [
    ...withoutEachRelation(question.first).map((first) => ({ ...question, first })),
    ...withoutEachRelation(question.second).map((second) => ({ ...question, second })),
  ];
}

/** What a question finds in a scene, as a text that is the same for the same things; undefined where it is ill-posed. */
function findingsOf(question: Question, scene: readonly Thing[]): string | undefined {
  const sets =
    'set' in question
      ? [thingsOf(question.set, scene)]
      : [thingsOf(question.first, scene), thingsOf(question.second, scene)];
  const named = sets.map((set) => set?.map((thing) => scene.indexOf(thing)).join(' '));
  return named.includes(undefined) ? undefined : named.join(' | ');
}

/**
 * Whether part of a question doesn't matter: without one of its relations, or without the filters of what is counted, it finds the very
 * same things. Stricter than CLEVR's rule, by which the answer alone must change: no "yes" of a relation would pass that.
 */
export function isDegenerate(question: Question, scene: readonly Thing[]): boolean {
  const findings = findingsOf(question, scene);
  return simpler(question).some((other) => findingsOf(other, scene) === findings);
}
