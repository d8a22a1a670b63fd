/** The attributes of CLEVR's objects, in the order in which noun phrases name them. */
export const ATTRIBUTES = ['size', 'color', 'material', 'shape'] as const;
export type Attribute = (typeof ATTRIBUTES)[number];

export const DIRECTIONS = ['left', 'right', 'front', 'behind'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Values by attribute, as CLEVR names them. */
export const VALUES: Readonly<Record<Attribute, readonly string[]>> = {
  size: ['large', 'small'],
  color: ['gray', 'red', 'blue', 'green', 'brown', 'purple', 'cyan', 'yellow'],
  material: ['rubber', 'metal'],
  shape: ['cube', 'sphere', 'cylinder'],
};

/**
 * Words for a value, the most usual first. Words at one place of the lists of one attribute say their value in the same manner, so
 * that one can stand in for the other when values are renamed; a list may be shorter.
 */
export const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  large: ['large', 'big', 'huge', 'sizable'],
  small: ['small', 'tiny', 'little', 'mini'],
  gray: ['gray', 'grey'],
  red: ['red', 'crimson'],
  blue: ['blue'],
  green: ['green'],
  brown: ['brown'],
  purple: ['purple', 'violet'],
  cyan: ['cyan', 'turquoise'],
  yellow: ['yellow'],
  rubber: ['rubber', 'matte', 'dull', 'rubbery'],
  metal: ['metal', 'metallic', 'shiny', 'polished'],
  cube: ['cube', 'block', 'box'],
  sphere: ['sphere', 'ball', 'orb'],
  cylinder: ['cylinder', 'tube', 'drum'],
};

/** How likely each of the synonyms is, by its place. */
export const SYNONYM_WEIGHTS = [10, 8, 1, 0.6] as const;

export const NOUNS = ['thing', 'object', 'item'] as const;

/** Words for a direction that stand before a noun phrase. Those of opposite directions are parallel. */
export const DIRECTION_WORDS: Readonly<Record<Direction, readonly string[]>> = {
  left: ['left of', 'to the left of', 'on the left side of', 'on the left of', 'on the left-hand side of'],
  right: [
    'right of',
    'to the right of',
    'on the right side of',
    'on the right of',
    'on the right-hand side of',
  ],
  front: ['in front of', 'in front of', 'in front of', 'closer to the camera than', 'nearer to us than'],
  behind: ['behind', 'behind', 'behind', 'farther from the camera than', 'farther away than'],
};
export const DIRECTION_WEIGHTS = [10, 8, 8, 1, 1] as const;
