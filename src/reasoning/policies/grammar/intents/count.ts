import { partOf } from '../../../knowledge/lexicon.ts';
import { quote } from '../builder.ts';
import { compilePhrase, wordOf } from '../compile.ts';
import { parseFullPhrase, parseModifiers } from '../modifiers.ts';
import { parseNounPhrase } from '../nounPhrase.ts';
import type { Modifier, NounPhrase, Parsed } from '../syntax.ts';
import { COLORS, SIZES } from '../vocabulary.ts';
import { type Intent, type IntentInput, type IntentReading, lenient, read, wordsIn } from './intent.ts';

const OPENING =
  /^(?:(?:can you |could you )?count (?:up )?(?:how many )?|how many (?:of )?|(?:what is |give me |tell me )?(?:the )?(?:total )?(?:number|amount|count) of |what number of )/;

/** "How many cups are there on the table?", "Count the sheep.", "the number of boats". */
export const countIntent: Intent = (input) => {
  const opening = OPENING.exec(`${input.text} `);
  if (!opening) return undefined;
  const start = wordsIn(opening[0]);
  const difference = readDifference(input, start);
  if (difference) return difference;
  const phrase = readCounted(input.words, start);
  if (!phrase) return undefined;
  const word = wordOf(phrase);
  const compilation = lenient(input);
  if (phrase.head.kind === 'unknown') {
    if (partOf(word) !== undefined) return undefined;
    return read(compilation, 'value', `none(${quote(unknownReason(word))})`);
  }
  const set = compilePhrase(phrase, compilation);
  return read(compilation, 'value', `value(${compilation.builder.add('number', `count(${set})`)})`);
};

export const unknownReason = (word: string): string =>
  `“${word}” is not a thing that the detector knows, so the twin can't tell`;

/** The counted noun with all that narrows it, or undefined when words are left over. */
function readCounted(words: readonly string[], start: number): NounPhrase | undefined {
  const core = readList(words, start);
  if (!core) return undefined;
  const early = parseModifiers(words, core.next, core.value);
  const modifiers: Modifier[] = [...core.value.modifiers, ...early.value];
  let index = early.next;
  const rest = words.slice(index).join(' ');
  const bare =
    /^(?:(?:is|are|was|were) (?:there|visible|present|shown|in here|here)|(?:can|could|do|did) (?:you|we|i|one) (?:see|spot|find|count|notice|make out|identify)|(?:is|are|was|were|can|could|do|does|have|has)(?: be| been)?(?: seen| found| counted| being)?)(?= |$)/.exec(
      rest,
    );
  if (bare) index += wordsIn(bare[0]);
  const owner = readOwner(words, index);
  if (owner) return { ...core.value, modifiers: [...modifiers, owner] };
  const predicate = readPredicateAdjective(words, index);
  if (predicate) {
    modifiers.push(predicate);
    index += 1;
  }
  const late = parseModifiers(words, index, core.value);
  if (late.next < words.length) return undefined;
  return { ...core.value, plural: true, modifiers: [...modifiers, ...late.value] };
}

/** "forks and knives" */
function readList(words: readonly string[], start: number): Parsed<NounPhrase> | undefined {
  const first = parseNounPhrase(words, start);
  if (!first || !/^(?:and|or|,)$/.test(words[first.next] ?? '')) return first;
  const rest = readList(words, first.next + 1);
  if (!rest || rest.value.head.kind === 'unknown') return first;
  return { value: { ...first.value, and: rest.value }, next: rest.next };
}

function readPredicateAdjective(words: readonly string[], index: number): Modifier | undefined {
  const color = COLORS.get(words[index] ?? '');
  if (color) return { kind: 'attribute', attribute: 'color', value: color };
  const size = SIZES.get(words[index] ?? '');
  return size ? { kind: 'attribute', attribute: 'size', value: size } : undefined;
}

/** "(how many suitcases) does the man have", "(…) is the man carrying". */
function readOwner(words: readonly string[], index: number): Modifier | undefined {
  const owner = parseNounPhrase(words, index);
  const verb = words.slice(owner?.next ?? words.length).join(' ');
  if (!owner || owner.value.head.kind === 'unknown') return undefined;
  if (
    !/^(?:have|has|own|carry|carrying|hold|holding|wear|wearing|ride|riding|use|using|eat|eating)$/.test(verb)
  )
    return undefined;
  return {
    kind: 'relation',
    predicates: ['overlapping', 'near'],
    landmark: owner.value,
    words: verb,
    setting: true,
  };
}

/** "How many more cats than dogs are there?" */
function readDifference(input: IntentInput, start: number): IntentReading | undefined {
  const sign = input.words[start];
  if (sign !== 'more' && sign !== 'fewer' && sign !== 'less') return undefined;
  const first = parseNounPhrase(input.words, start + 1);
  if (!first) return undefined;
  let than = first.next;
  if (/^(?:is|are)$/.test(input.words[than] ?? '') && input.words[than + 1] === 'there') than += 2;
  const second = input.words[than] === 'than' ? parseFullPhrase(input.words, than + 1) : undefined;
  if (!second || first.value.head.kind === 'unknown' || second.value.head.kind === 'unknown')
    return undefined;
  const compilation = lenient(input);
  const { builder } = compilation;
  const a = builder.add('first_number', `count(${compilePhrase(first.value, compilation)})`);
  const b = builder.add('second_number', `count(${compilePhrase(second.value, compilation)})`);
  const difference = sign === 'more' ? `minus(${a}, ${b})` : `minus(${b}, ${a})`;
  return read(compilation, 'value', `value(${builder.add('difference', difference)})`);
}
