import type { Random } from '../../../core/random.ts';
import { choose, chooseWeighted } from '../random.ts';
import { ATTRIBUTES, type Attribute, VALUES } from './vocabulary.ts';

/** What a noun phrase of a family is narrowed by. */
export type Shape = 'plain' | 'one' | 'two' | 'three' | 'both' | Attribute;

/** A form of question: what is asked, of which noun phrases, and which answers there are with how often each is wanted. */
export interface Family {
  readonly name: string;
  readonly ask: Ask;
  /** The noun phrases in order: one, or two for comparisons and unions. */
  readonly shapes: readonly [Shape] | readonly [Shape, Shape];
  /** Whether the last noun phrase may be left without attributes: "anything of the same size as the cube". */
  readonly bare?: true;
}

export type Ask =
  | { readonly kind: 'count' | 'exist' | 'either' }
  | { readonly kind: 'query' | 'match' | 'filtered either'; readonly attribute: Attribute }
  | { readonly kind: 'compare'; readonly how: 'equal' | 'less' | 'greater' };

const HOPS = [
  ['zero_hop', 'plain'],
  ['one_hop', 'one'],
  ['two_hop', 'two'],
  ['three_hop', 'three'],
] as const;

const PAIRS = [
  ['plain', 'plain'],
  ['one', 'plain'],
  ['plain', 'one'],
  ['one', 'one'],
] as const;

const hops = HOPS.flatMap(([file, shape]): Family[] => [
  { name: `${file}/count`, ask: { kind: 'count' }, shapes: [shape] },
  { name: `${file}/exist`, ask: { kind: 'exist' }, shapes: [shape] },
  ...queries(file, shape),
]);

function queries(file: string, shape: Shape): Family[] {
  return ATTRIBUTES.map((attribute) => ({
    name: `${file}/query_${attribute}`,
    ask: { kind: 'query', attribute },
    shapes: [shape],
  }));
}

const pairName = ([first, second]: readonly [Shape, Shape]): string =>
  first === 'plain' && second === 'plain' ? '' : `_${first}_${second}`;

const ors = PAIRS.flatMap((shapes): Family[] => [
  { name: `single_or/count${pairName(shapes)}`, ask: { kind: 'either' }, shapes },
]);

const comparisons = (['equal', 'less', 'greater'] as const).flatMap((how) =>
  PAIRS.filter(([first, second]) => !(first === 'plain' && second === 'one')).map(
    (shapes): Family => ({
      name: `compare_integer/${how}${pairName(shapes)}`,
      ask: { kind: 'compare', how },
      shapes,
    }),
  ),
);

const matches = ATTRIBUTES.flatMap((attribute) =>
  PAIRS.map(
    (shapes): Family => ({
      name: `comparison/same_${attribute}${pairName(shapes)}`,
      ask: { kind: 'match', attribute },
      shapes,
    }),
  ),
);

const sames = ATTRIBUTES.flatMap((shape): Family[] => [
  { name: `same_relate/exist_${shape}`, ask: { kind: 'exist' }, shapes: [shape], bare: true },
  { name: `same_relate/exist_${shape}_filtered`, ask: { kind: 'exist' }, shapes: [shape] },
  { name: `same_relate/count_${shape}`, ask: { kind: 'count' }, shapes: [shape], bare: true },
  { name: `same_relate/count_${shape}_filtered`, ask: { kind: 'count' }, shapes: [shape] },
  ...ATTRIBUTES.filter((attribute) => attribute !== shape).map((attribute) => ({
    name: `same_relate/query_${attribute}_by_${shape}`,
    ask: { kind: 'query', attribute } as const,
    shapes: [shape] as const,
  })),
]);

/** "How many purple things are cubes or large?": the attribute of the outer set. */
const filteredOrs = ATTRIBUTES.map(
  (attribute): Family => ({
    name: `single_or/count_by_${attribute}`,
    ask: { kind: 'filtered either', attribute },
    shapes: ['plain', 'plain'],
  }),
);

/** CLEVR's ninety families, by what they ask. */
export const FAMILIES: readonly Family[] = [
  ...hops,
  { name: 'single_and/count', ask: { kind: 'count' }, shapes: ['both'] },
  ...queries('single_and', 'both'),
  ...ors,
  ...filteredOrs,
  ...comparisons,
  ...matches,
  ...sames,
];

/** Families whose whole form is kept from training: what a policy makes of a combination that it has not seen. */
export const HELD_OUT_FAMILIES: readonly string[] = [
  'two_hop/query_material',
  'single_and/query_size',
  'single_or/count_plain_one',
  'compare_integer/greater_one_plain',
  'comparison/same_color_one_one',
  'same_relate/query_shape_by_color',
];

/** How often CLEVR asks each kind, by the counts of its templates: papers name about a third for `same_relate`. */
const KIND_WEIGHTS: Readonly<Record<string, number>> = {
  zero_hop: 9,
  one_hop: 9,
  two_hop: 9,
  three_hop: 9,
  single_and: 8,
  single_or: 9,
  compare_integer: 10,
  comparison: 17,
  same_relate: 20,
};

/** Draws a family: first the kind by its weight, then evenly within. */
export function drawFamily(random: Random, families: readonly Family[]): Family {
  const kindOf = ({ name }: Family): string => name.split('/')[0] ?? '';
  const kinds = [...new Set(families.map(kindOf))].map((kind) => [kind, KIND_WEIGHTS[kind] ?? 1] as const);
  const kind = chooseWeighted(random, kinds);
  return choose(
    random,
    families.filter((family) => kindOf(family) === kind),
  );
}

/** Counts as often as CLEVR's generator gives them. */
const COUNTS = [
  [0, 0.24],
  [1, 0.3],
  [2, 0.2],
  [3, 0.12],
  [4, 0.07],
  [5, 0.04],
  [6, 0.02],
  [7, 0.01],
] as const;

/** The answer that is looked for: every value of an attribute, and yes and no, as often as each other. */
export function drawAnswer(random: Random, { ask }: Family): string | number | boolean {
  switch (ask.kind) {
    case 'count':
    case 'either':
    case 'filtered either':
      return chooseWeighted(random, COUNTS);
    case 'query':
      return choose(random, VALUES[ask.attribute]);
    default:
      return choose(random, [true, false]);
  }
}
