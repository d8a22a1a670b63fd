/**
 * The pieces of rollouts that are always written alike: one token each. Matched before anything else, longest first, so that a
 * rollout has the same tokens whether it is read as a whole or part by part: every part that is given (results) begins and ends at a piece.
 */
export const SPECIAL = ['<|begin|>', '<|end|>', '<|pad|>'] as const;

const FRAME = [
  '<reason>',
  '</reason>\n<plan>\n',
  '</reason>\n<answer>',
  '\n</plan>',
  '\n<results>\n',
  '\n</results>\n',
  '</answer>',
];

const REASONS = [
  'The question asks for a value.',
  'The question asks for the masks of objects.',
  'The question asks for the boxes of objects.',
  'The question asks for a summary.',
  'The plan gave what the answer needs.',
  'The plan stopped.',
  'The twin holds nothing that fits.',
];

const PROMPT = [
  'question: "',
  '" Answer with the masks of objects.',
  '" Answer with the boxes of objects.',
  '" Answer with a value.',
  '" Answer with a summary.',
];

/** Of programs: calls that open, arguments in quotes that are keys, closing brackets, assignments. */
const PROGRAM_PATTERN =
  /[a-z_]+\((?:\)|")?|, "[a-z_ ]+", "|, "(?:mask|depth|text|attributes|track|x|y|area|distance|size|color|shape|material|left|right|front|behind|[a-z]+_of|above|below|near|on|inside)"\)*|"?\)+|\ba = |\n[b-h] = |, "/g;

/** Every piece of a program's text that is worth a token of its own; words are left over. */
export const programPieces = (program: string): readonly string[] => program.match(PROGRAM_PATTERN) ?? [];

export const FIXED_PIECES: readonly string[] = [...FRAME, ...REASONS, ...PROMPT];
