import { compilePhrase, wordOf } from '../compile.ts';
import { parseFullPhrase } from '../modifiers.ts';
import { parseNounPhrase } from '../nounPhrase.ts';
import type { NounPhrase } from '../syntax.ts';
import { numberOfWord } from '../vocabulary.ts';
import { type Intent, type IntentInput, type IntentReading, read, strict, wordsIn } from './intent.ts';

const OPENING =
  /^(?:(?:is|are|was|were) there(?: really| also| still)?|(?:do|can|could|did) (?:you|we|i|one|anyone) (?:see|spot|find|notice|make out|recognize|detect|identify)|(?:does|do) (?:the|this|that|it) ?(?:picture|image|photo|photograph|scene|shot|it)? ?(?:show|contain|have|include|depict|feature)|(?:does|do) the (?:room|kitchen|bathroom|bedroom|office|house|garden|street|place|area) (?:have|contain|include)|have you (?:seen|spotted|found)|(?:does|do) there (?:exist|appear)) /;

/** "Is there a dog on the couch?", "Do you see a bus?", "Are there more than two cups?" */
export const existIntent: Intent = (input) => {
  const opening = OPENING.exec(`${input.text} `);
  const visible =
    /^(?:is|are) (.+?) (?:visible|present|shown|depicted|there|anywhere|in it|to be seen|in there|around)$/.exec(
      input.text,
    );
  const bare = /^any (.+)$/.exec(input.text);
  const words = opening ? input.words.slice(wordsIn(opening[0])) : (visible ?? bare)?.[1]?.split(' ');
  if (!words || words.length === 0) return undefined;
  return readQuantified(input, words) ?? readExistence(input, words);
};

function readExistence(input: IntentInput, words: readonly string[]): IntentReading | undefined {
  const parsed = parseFullPhrase(words, 0);
  if (!parsed) return undefined;
  const compilation = strict(input);
  const { builder } = compilation;
  const { value: phrase, next } = parsed;
  if (words[next] === 'or') {
    const second = parseFullPhrase(words, next + 1);
    if (!second || second.next < words.length) return undefined;
    const either = `union(${compilePhrase(phrase, compilation)}, ${compilePhrase(second.value, compilation)})`;
    return read(
      compilation,
      'value',
      `value(${builder.add('any', `exist(${builder.add('either', either)})`)})`,
    );
  }
  if (next < words.length) return undefined;
  if (phrase.and) {
    const { and, ...first } = phrase;
    const a = builder.add('one', `exist(${compilePhrase(first, compilation)})`);
    const b = builder.add('other', `exist(${compilePhrase(and, compilation)})`);
    return read(compilation, 'value', `value(${builder.add('both', `and(${a}, ${b})`)})`);
  }
  const set = compilePhrase(phrase, compilation);
  if (phrase.quantity !== undefined && !phrase.definite) {
    const number = builder.add('number', `count(${set})`);
    return read(
      compilation,
      'value',
      `value(${builder.add('same', `equal(${number}, ${phrase.quantity})`)})`,
    );
  }
  const negated = /^no$/.test(words[0] ?? '');
  const any = builder.add('any', `exist(${set})`);
  return read(compilation, 'value', `value(${negated ? builder.add('absent', `not(${any})`) : any})`);
}

const BOUNDS: readonly (readonly [RegExp, (number: string, limit: number) => string])[] = [
  [/^(?:more than|over|above) $/, (number, limit) => `greater(${number}, ${limit})`],
  [/^(?:fewer than|less than|under|below) $/, (number, limit) => `less(${number}, ${limit})`],
  [
    /^(?:at least|no fewer than|no less than|a minimum of) $/,
    (number, limit) => `greater(${number}, ${limit - 1})`,
  ],
  [
    /^(?:at most|no more than|not more than|a maximum of|up to) $/,
    (number, limit) => `less(${number}, ${limit + 1})`,
  ],
  [/^(?:exactly|only|just|precisely) $/, (number, limit) => `equal(${number}, ${limit})`],
];

/** "more than five suitcases", "at least two cups", "more cats than dogs", "as many cats as dogs". */
export function readQuantified(input: IntentInput, words: readonly string[]): IntentReading | undefined {
  const text = `${words.join(' ')} `;
  for (const length of [2, 3, 1, 4]) {
    const opening = `${words.slice(0, length).join(' ')} `;
    const bound = BOUNDS.find(([pattern]) => pattern.test(opening))?.[1];
    const limit =
      bound && numberOfWord(words[length] === 'a' || words[length] === 'one' ? 'one' : words[length]);
    const phrase = limit === undefined ? undefined : parseFullPhrase(words, length + 1);
    if (bound && limit !== undefined && phrase && phrase.next === words.length) {
      const compilation = strict(input);
      const { builder } = compilation;
      const set = compilePhrase({ ...phrase.value, plural: true }, compilation);
      const number = builder.add('number', `count(${set})`);
      return read(compilation, 'value', `value(${builder.add('holds', bound(number, limit))})`);
    }
  }
  const comparison =
    /^(?:(more|fewer|less)|(?:as many|the same number of|an equal number of|equally many)) /.exec(text);
  if (!comparison) return undefined;
  const first = parseNounPhrase(words, wordsIn(comparison[0]));
  if (!first) return undefined;
  let at = first.next;
  if (/^(?:are|is)$/.test(words[at] ?? '') && words[at + 1] === 'there') at += 2;
  if (!/^(?:than|as|and)$/.test(words[at] ?? '')) return undefined;
  const second = parseFullPhrase(words, at + 1);
  if (!second || second.next < words.length) return undefined;
  return compareCounts(input, first.value, second.value, comparison[1] ?? 'equal');
}

/** Compares how many there are of two kinds. */
export function compareCounts(
  input: IntentInput,
  first: NounPhrase,
  second: NounPhrase,
  how: string,
): IntentReading | undefined {
  if (first.head.kind === 'unknown' || second.head.kind === 'unknown') return undefined;
  const compilation = strict(input);
  const { builder } = compilation;
  const a = builder.add(`number_of_${wordOf(first)}`, `count(${compilePhrase(first, compilation)})`);
  const b = builder.add(`number_of_${wordOf(second)}`, `count(${compilePhrase(second, compilation)})`);
  const calls: Readonly<Record<string, string>> = {
    more: 'greater',
    fewer: 'less',
    less: 'less',
    equal: 'equal',
  };
  return read(compilation, 'value', `value(${builder.add('holds', `${calls[how] ?? 'equal'}(${a}, ${b})`)})`);
}
