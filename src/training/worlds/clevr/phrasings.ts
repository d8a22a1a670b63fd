/**
 * The sentences of the clevr world, by what they ask: a name and a text with slots that `sentence.ts` fills.
 *
 * Of one noun phrase: `{set}` cubes left of the ball · `{aset}` a cube left of the ball · `{one}` the cube left of the ball ·
 * `{head}`, `{ahead}`, `{onehead}` the same without what it is related to · `{vp}`, `{vps}` are (is) left of the ball · `{to}` the ball ·
 * `{ato}` a ball · `{dir}` left of. Of two: `{A}`, `{B}` cubes · `{theA}`, `{aA}`, `{theB}` · `{outer}` things. `{attr}` color.
 */
export type Need = 'base' | 'relate' | 'same' | 'bare same';

export interface Phrasing {
  readonly name: string;
  readonly text: string;
  /** What a noun phrase must have for the sentence to fit. */
  readonly need?: Need;
}

type Row = readonly [name: string, text: string, need?: Need];

const rows = (kind: string, list: readonly Row[]): readonly Phrasing[] =>
  list.map(([name, text, need]) => ({ name: `${kind}/${name}`, text, ...(need ? { need } : {}) }));

export const COUNT = rows('count', [
  ['how-many', 'How many {set} are there?'],
  ['what-number', 'What number of {set} are there?'],
  ['see', 'How many {set} can you see?'],
  ['count-the', 'Count the {set}.'],
  ['number-of', 'What is the number of {set}?'],
  ['total', 'What is the total number of {set}?'],
  ['there-are', 'There are how many {set}?'],
  ['tell', 'Tell me how many {set} there are.'],
  ['give', 'Give the number of {set}.'],
  ['scene', 'How many {set} does the scene hold?'],
  ['picture', 'How many {set} are in the picture?'],
  ['scene-has', 'The scene has how many {set}?'],
  ['tally', 'If you tally up the {set}, what do you get?'],
  ['quantity', 'Find out the quantity of {set}.'],
  ['many-verb', 'How many {head} {vp}?', 'base'],
  ['number-verb', 'What number of {head} {vp}?', 'base'],
  ['of-all', 'Of all {head}, how many {vp}?', 'base'],
  ['count-verb', 'Count the {head} that {vp}.', 'base'],
  ['there-is', 'There is {ato}; how many {head} are {dir} it?', 'relate'],
  ['there-is-number', 'There is {ato}; what number of {head} are {dir} it?', 'relate'],
  ['i-see', 'I see {ato}. How many {head} are {dir} it?', 'relate'],
  ['look-at', 'Look at {to}: how many {head} are {dir} it?', 'relate'],
  ['place-first', '{Dir} {to}, how many {head} are there?', 'relate'],
  ['starting', 'Starting from {to}, how many {head} lie {dir} it?', 'relate'],
]);

export const EXIST = rows('exist', [
  ['is-there', 'Is there {aset}?'],
  ['are-any', 'Are there any {set}?'],
  ['contain', 'Does the scene contain {aset}?'],
  ['can-see', 'Can you see any {set}?'],
  ['do-see', 'Do you see {aset}?'],
  ['picture-has', 'Does the picture have any {set}?'],
  ['any-visible', 'Are any {set} visible?'],
  ['anywhere', 'Is {aset} anywhere in the picture?'],
  ['in-scene', 'Are there {set} in this scene?'],
  ['find', 'Would I find {aset} here?'],
  ['true', 'Is it true that there is {aset}?'],
  ['at-least', 'Is at least one of the things {aset}?'],
  ['check', 'Check whether there are any {set}.'],
  ['spot', 'Could one spot {aset} in there?'],
  ['a-that', 'Is there {ahead} that {vps}?', 'base'],
  ['any-that', 'Are there any {head} that {vp}?', 'base'],
  ['some-one', 'Is there some {onehead} that {vps}?', 'base'],
  ['there-is-a', 'There is {ato}; is there {ahead} {dir} it?', 'relate'],
  ['there-is-any', 'There is {ato}; are there any {head} {dir} it?', 'relate'],
  ['i-see', 'I see {ato}. Are there {head} {dir} it?', 'relate'],
  ['look-at', 'Look at {to}: is there {ahead} {dir} it?', 'relate'],
  ['place-first', '{Dir} {to}, is there {ahead}?', 'relate'],
  ['anything-else', 'Is there anything else that {vps}?', 'bare same'],
  ['any-other', 'Are there any other things that {vp}?', 'bare same'],
  ['another', 'Is there another object that {vps}?', 'bare same'],
]);

const QUERY_ANY: readonly Row[] = [
  ['what-is-the', 'What is the {attr} of {one}?'],
  ['what-attr-is', 'What {attr} is {one}?'],
  ['one-is-what', '{One} is what {attr}?'],
  ['one-has-what', '{One} has what {attr}?'],
  ['tell', 'Tell me the {attr} of {one}.'],
  ['which-have', 'Which {attr} does {one} have?'],
  ['there-is-what', 'There is {aset}; what {attr} is it?'],
  ['there-is-its', 'There is {aset}; what is its {attr}?'],
  ['i-see', 'I see {aset}. What {attr} is it?'],
  ['look-at', 'Look at {one}: what is its {attr}?'],
  ['name', 'Name the {attr} of {one}.'],
  ['of-what', 'Of what {attr} is {one}?'],
  ['take', 'Take {one}. Which {attr} is it?'],
  ['describe', 'How would you describe the {attr} of {one}?'],
  ['the-that', 'There is {ahead} that {vps}; what {attr} is it?', 'base'],
  ['the-that-its', 'There is {ahead} that {vps}; what is its {attr}?', 'base'],
  ['onehead-that', 'What is the {attr} of the {onehead} that {vps}?', 'base'],
  ['what-onehead', 'What {attr} is the {onehead} that {vps}?', 'base'],
  ['verb-what', 'The {onehead} that {vps} is what {attr}?', 'base'],
];

export const QUERY = {
  color: rows('query color', [...QUERY_ANY, ['what-colored', 'In what {attr} is {one} painted?']]),
  shape: rows('query shape', [...QUERY_ANY, ['form', 'What form does {one} have?']]),
  size: rows('query size', [
    ...QUERY_ANY,
    ['how-big', 'How big is {one}?'],
    ['how-large', 'How large is {one}?'],
    ['big-it', 'There is {aset}; how big is it?'],
    ['big-verb', 'How big is the {onehead} that {vps}?', 'base'],
    ['large-or-small', 'Is {one} large or small? Say which.'],
  ]),
  material: rows('query material', [
    ...QUERY_ANY,
    ['made-of', 'What is {one} made of?'],
    ['made-what', '{One} is made of what material?'],
    ['made-material', 'What material is {one} made of?'],
    ['made-it', 'There is {aset}; what is it made of?'],
    ['made-verb', 'What is the {onehead} that {vps} made of?', 'base'],
    ['out-of', 'Out of what is {one} made?'],
  ]),
} as const;

export const EITHER = rows('either', [
  ['how-many', 'How many {outer} are {A} or {B}?'],
  ['either', 'How many {outer} are either {A} or {B}?'],
  ['number', 'What number of {outer} are {A} or {B}?'],
  ['number-either', 'What number of {outer} are either {A} or {B}?'],
  ['count', 'Count the {outer} that are {A} or {B}.'],
  ['total', 'What is the total number of {outer} that are either {A} or {B}?'],
  ['there-are', 'There are how many {outer} that are {A} or {B}?'],
  ['tell', 'Tell me how many {outer} are {A} or {B}.'],
  ['see', 'How many {outer} do you see that are either {A} or {B}?'],
  ['together', 'How many {outer} are there that are {A}, or {B}?'],
  ['of-all', 'Of all {outer}, how many are {A} or {B}?'],
  ['give', 'Give the number of {outer} that are {A} or {B}.'],
  ['add-up', 'If you add up the {outer} that are {A} or {B}, how many are there?'],
]);

export const COMPARE = {
  equal: rows('equal', [
    ['as-many', 'Are there as many {A} as {B}?'],
    ['equal-number', 'Are there an equal number of {A} and {B}?'],
    ['number-same', 'Is the number of {A} the same as the number of {B}?'],
    ['number-equal', 'Is the number of {A} equal to the number of {B}?'],
    ['same-number', 'Are there the same number of {A} and {B}?'],
    ['exactly', 'Are there exactly as many {A} as {B}?'],
    ['numerous', 'Are {A} as numerous as {B}?'],
    ['counts', 'Do {A} and {B} have the same count?'],
    ['scene', 'Does the scene hold as many {A} as {B}?'],
    ['numbers', 'Are the numbers of {A} and {B} equal?'],
    ['true', 'Is it true that there are as many {A} as {B}?'],
    ['balance', 'Do the {A} balance the {B} in number?'],
    ['see', 'Do you see the same number of {A} as {B}?'],
  ]),
  less: rows('less', [
    ['fewer', 'Are there fewer {A} than {B}?'],
    ['number-less', 'Is the number of {A} less than the number of {B}?'],
    ['number-smaller', 'Is the number of {A} smaller than the number of {B}?'],
    ['less', 'Are there less {A} than {B}?'],
    ['see', 'Do you see fewer {A} than {B}?'],
    ['scene', 'Does the scene hold fewer {A} than {B}?'],
    ['outnumbered', 'Are the {A} outnumbered by the {B}?'],
    ['count-lower', 'Is the count of {A} lower than that of {B}?'],
    ['below', 'Is the number of {A} below the number of {B}?'],
    ['true', 'Is it true that there are fewer {A} than {B}?'],
    ['in-picture', 'Are fewer {A} than {B} in the picture?'],
    ['scarcer', 'Are {A} scarcer than {B}?'],
  ]),
  greater: rows('greater', [
    ['more', 'Are there more {A} than {B}?'],
    ['number-greater', 'Is the number of {A} greater than the number of {B}?'],
    ['number-larger', 'Is the number of {A} larger than the number of {B}?'],
    ['see', 'Do you see more {A} than {B}?'],
    ['scene', 'Does the scene hold more {A} than {B}?'],
    ['outnumber', 'Do the {A} outnumber the {B}?'],
    ['count-higher', 'Is the count of {A} higher than that of {B}?'],
    ['above', 'Is the number of {A} above the number of {B}?'],
    ['true', 'Is it true that there are more {A} than {B}?'],
    ['in-picture', 'Are more {A} than {B} in the picture?'],
    ['exceed', 'Does the number of {A} exceed the number of {B}?'],
    ['plentiful', 'Are {A} more plentiful than {B}?'],
  ]),
} as const;

const MATCH_ANY: readonly Row[] = [
  ['is-the-same', 'Is {theA} the same {attr} as {theB}?'],
  ['has-the-same', 'Does {theA} have the same {attr} as {theB}?'],
  ['do-have', 'Do {theA} and {theB} have the same {attr}?'],
  ['are-the-same', 'Are {theA} and {theB} the same {attr}?'],
  ['attr-same-as', 'Is the {attr} of {theA} the same as {theB}?'],
  ['attr-as-that', 'Is the {attr} of {theA} the same as that of {theB}?'],
  ['there-is', 'There is {aA}; is it the same {attr} as {theB}?'],
  ['there-is-have', 'There is {aA}; does it have the same {attr} as {theB}?'],
  ['there-is-its', 'There is {aA}; is its {attr} the same as {theB}?'],
  ['match', 'Do {theA} and {theB} match in {attr}?'],
  ['share', 'Do {theA} and {theB} share the same {attr}?'],
  ['equal', 'Is the {attr} of {theA} equal to the {attr} of {theB}?'],
  ['i-see', 'I see {aA}. Is it of the same {attr} as {theB}?'],
  ['compare', 'Compare {theA} with {theB}: are they of the same {attr}?'],
];

export const MATCH = {
  color: rows('match color', MATCH_ANY),
  size: rows('match size', [...MATCH_ANY, ['as-big', 'Is {theA} as big as {theB}?']]),
  shape: rows('match shape', [...MATCH_ANY, ['shaped', 'Is {theA} shaped like {theB}?']]),
  material: rows('match material', [
    ...MATCH_ANY,
    ['made-same', 'Are {theA} and {theB} made of the same material?'],
    ['made-as', 'Is {theA} made of the same material as {theB}?'],
    ['there-is-made', 'There is {aA}; is it made of the same material as {theB}?'],
  ]),
} as const;

/** Sentences that are kept from training: one or two of each kind, so that what is measured is a new wording. */
export const HELD_OUT_PHRASINGS: readonly string[] = [
  'count/tally',
  'count/of-all',
  'count/starting',
  'exist/spot',
  'exist/some-one',
  'query color/take',
  'query shape/take',
  'query size/take',
  'query material/out-of',
  'either/add-up',
  'equal/balance',
  'less/scarcer',
  'greater/plentiful',
  'match color/compare',
  'match size/compare',
  'match shape/compare',
  'match material/compare',
];

/** All sentences of a list of phrasings that may be used. */
export const ALL_PHRASINGS: readonly Phrasing[] = [
  ...COUNT,
  ...EXIST,
  ...Object.values(QUERY).flat(),
  ...EITHER,
  ...Object.values(COMPARE).flat(),
  ...Object.values(MATCH).flat(),
];
