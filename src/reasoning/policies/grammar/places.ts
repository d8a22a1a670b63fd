import { longestTerm } from '../../knowledge/lexicon.ts';
import type { Modifier, Parsed } from './syntax.ts';
import { type Extreme, FUNCTION_WORDS } from './vocabulary.ts';

/** Fixed phrases about the place in the picture. */
const PLACES: readonly (readonly [RegExp, (match: RegExpExecArray) => Modifier])[] = [
  [
    /^(?:that is |which is |who is )?(?:furthest|farthest|most) (?:to |on )?(?:the )?(left|right)\b/,
    (m) => extreme(m[1] === 'left' ? 'argmin' : 'argmax', 'x'),
  ],
  [
    /^(?:on|to|at|in) (?:the )?(?:far |very |extreme )(left|right)(?: hand)?(?: side| edge)?(?! of (?!the (?:picture|image|photo)))\b/,
    (m) => extreme(m[1] === 'left' ? 'argmin' : 'argmax', 'x'),
  ],
  [
    /^(?:on|to|at|in) (?:the |your |my )?(left|right)(?: hand)?(?: side| half| part| edge| corner)?\b(?! of)/,
    (m) => position(m[1] ?? ''),
  ],
  [
    /^(?:at|on|in|near) (?:the )?(?:very )?(top|bottom|upper|lower) (left|right)(?: hand)?(?: corner| part| side)?\b(?! of)/,
    (m) => ({ kind: 'position', value: `${m[1] === 'upper' || m[1] === 'top' ? 'top' : 'bottom'} ${m[2]}` }),
  ],
  [
    /^(?:at|on|in|near|to) (?:the )?(?:very )?(top|bottom|upper half|lower half)(?: part| half| edge)?\b(?! of)/,
    (m) => position(/top|upper/.test(m[1] ?? '') ? 'top' : 'bottom'),
  ],
  [/^(?:in|at) (?:the )?(?:middle|center)\b(?! of)/, () => ({ kind: 'position', value: 'middle' })],
  [
    /^(?:in|on|at) (?:the )?(?:very )?(front|foreground)\b(?! of)/,
    () => ({ kind: 'position', value: 'front', extreme: { pick: 'argmin', key: 'depth' } }),
  ],
  [
    /^(?:in|at|on) (?:the )?(?:very |far )?(back|background|rear|distance)\b(?! of)/,
    () => ({ kind: 'position', value: 'back', extreme: { pick: 'argmax', key: 'depth' } }),
  ],
  [/^(?:in|at) (?:the )?corner\b(?! of)/, () => ({ kind: 'unchecked', words: 'in the corner' })],
  [
    /^(?:that is |which is |who is )?(?:the )?(?:closest|nearest)(?: to)? (?:the )?(?:camera|viewer|us|me|photographer|front|observer|lens)\b/,
    () => extreme('argmin', 'depth'),
  ],
  [
    /^(?:that is |which is |who is )?(?:the )?(?:farthest|furthest)(?: away)?(?: from)? (?:the )?(?:camera|viewer|us|me|photographer|observer|lens)\b/,
    () => extreme('argmax', 'depth'),
  ],
  [/^(?:close|near) to (?:the )?(?:camera|viewer|us|me)\b/, () => extreme('argmin', 'depth')],
  [/^far(?: away)? from (?:the )?(?:camera|viewer|us|me)\b/, () => extreme('argmax', 'depth')],
  [/^(?:that is |which is |who is )?(?:the )?(?:farthest|furthest) away\b/, () => extreme('argmax', 'depth')],
  [/^(?:far away|in the far distance)\b/, () => extreme('argmax', 'depth')],
  [
    /^from (?:the )?(left|right)\b/,
    (m) => ({ kind: 'ordinal', position: m[1] === 'left' ? 1 : -1, key: 'x' }),
  ],
];

function extreme(pick: 'argmax' | 'argmin', key: (Extreme & { pick: 'argmax' })['key']): Modifier {
  return { kind: 'extreme', extreme: { pick, key } };
}

function position(value: string): Modifier {
  if (value === 'left' || value === 'right') {
    return { kind: 'position', value, extreme: { pick: value === 'left' ? 'argmin' : 'argmax', key: 'x' } };
  }
  return { kind: 'position', value, extreme: { pick: value === 'top' ? 'argmin' : 'argmax', key: 'y' } };
}

/** "on the left", "in front", "closest to the camera": a place in the picture, if one begins at an index. */
export function readPlace(words: readonly string[], index: number): Parsed<readonly Modifier[]> | undefined {
  const rest = words.slice(index).join(' ');
  for (const [pattern, make] of PLACES) {
    const match = pattern.exec(rest);
    const next = index + (match?.[0].trim().split(' ').length ?? 0);
    // "on the left horse" is no place in the picture.
    if (match && !(longestTerm(words, next) && !FUNCTION_WORDS.has(words[next] ?? '')))
      return { value: [make(match)], next };
  }
  return undefined;
}
