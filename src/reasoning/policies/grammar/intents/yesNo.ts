import { quote } from '../builder.ts';
import { type Compilation, compilePhrase, isInTwin, wordOf } from '../compile.ts';
import { parseFullPhrase, parseModifier, parseModifiers } from '../modifiers.ts';
import { parseNounPhrase } from '../nounPhrase.ts';
import type { Modifier, NounPhrase, Parsed } from '../syntax.ts';
import { COLORS, COMPARATIVES, MATERIALS, numberOfWord, SIZES } from '../vocabulary.ts';
import { unknownReason } from './count.ts';
import { compareCounts } from './exist.ts';
import { type Intent, type IntentInput, type IntentReading, read, strict, wordsIn } from './intent.ts';

/** "Is the cat to the left of the bird?", "Is the bus red?", "Does the animal have a trunk?", "Can it fly?" */
export const yesNoIntent: Intent = (input) => {
  const opening = /^(is|are|was|were|does|do|did|can|could|has|have) /.exec(input.text);
  if (!opening) return undefined;
  const counts = readCountComparison(input) ?? readCountClaim(input);
  if (counts) return counts;
  const subject = parseNounPhrase(input.words, 1);
  if (!subject) return undefined;
  const rest = input.words.slice(subject.next);
  const pair = readPairComparison(input, subject);
  if (pair) return pair;
  const side = readSideChoice(input, subject.value, rest);
  if (side) return side;
  // "Is the car on the left blue?": what follows the noun may belong to it, or may be what is asked.
  let phrase: Parsed<NounPhrase> | undefined = subject;
  while (phrase && phrase.next < input.words.length) {
    const reading = readAbout(input, phrase.value, opening[1] ?? '', input.words.slice(phrase.next));
    if (reading) return reading;
    phrase = extend(input.words, phrase);
  }
  return readState(input, subject);
};

/** "Is the TV on?", "Is the toilet seat up?": states of things that leave no trace in boxes and labels. */
function readState(input: IntentInput, subject: Parsed<NounPhrase>): IntentReading | undefined {
  const state = input.words.slice(subject.next).join(' ');
  if (subject.value.head.kind === 'unknown' || !STATES.test(state)) return undefined;
  return read(strict(input), 'value', `none(${quote(`“${state}” can't be told from boxes and labels`)})`);
}

const STATES =
  /^(?:turned |switched )?(?:on|off|up|down|lit|open|shut|closed|full|empty|clean|dirty|wet|dry|broken|new|old|ripe|fresh|hot|cold|real|asleep|awake|happy|sad|angry|male|female|busy|free|straight|round|cooked|raw|sliced|cut|whole|running|tied|made|loaded)$/;

function extend(words: readonly string[], phrase: Parsed<NounPhrase>): Parsed<NounPhrase> | undefined {
  const modifier = parseModifier(words, phrase.next, phrase.value);
  if (!modifier || modifier.next === phrase.next) return undefined;
  const modifiers = [...phrase.value.modifiers, ...modifier.value];
  return { value: { ...phrase.value, modifiers }, next: modifier.next };
}

function readAbout(
  input: IntentInput,
  subject: NounPhrase,
  verb: string,
  rest: readonly string[],
): IntentReading | undefined {
  const negated = rest[0] === 'not';
  const words = negated ? rest.slice(1) : rest;
  return (
    readSharedValue(input, subject, words) ??
    readComparison(input, subject, words) ??
    readChoice(input, subject, words) ??
    readIdentity(input, subject, words) ??
    readPredicate(input, subject, verb, words, negated)
  );
}

/** "Is the bus on the left or on the right?" is answered with the place. */
function readSideChoice(
  input: IntentInput,
  subject: NounPhrase,
  rest: readonly string[],
): IntentReading | undefined {
  const side = '(?:(?:on|at|in|to) )?(?:the )?(?:left|right|top|bottom|middle|center)(?: side| half)?';
  if (!new RegExp(`^${side} or ${side}$`).test(rest.join(' '))) return undefined;
  const compilation = strict(input);
  const main = mainObject(subject, compilation);
  return read(
    compilation,
    'value',
    `value(${compilation.builder.add('place', `query(${main}, "position")`)})`,
  );
}

const UNIVERSAL = /^(?:all|every|each|both)$/;

function holds(compilation: Compilation, set: string, negated = false): IntentReading {
  const { builder } = compilation;
  const any = builder.add('any', `exist(${set})`);
  return read(compilation, 'value', `value(${negated ? builder.add('none_such', `not(${any})`) : any})`);
}

/** Everything that a modifier of the subject can say: relations, colours, places, parts, uses. */
function readPredicate(
  input: IntentInput,
  subject: NounPhrase,
  verb: string,
  words: readonly string[],
  negated: boolean,
): IntentReading | undefined {
  const said =
    verb === 'does' || verb === 'do' || verb === 'has' || verb === 'have' ? readHaving(words) : words;
  const modifiers = readAdjectives(said) ?? readWhole(said, subject) ?? readWhole(['that', ...said], subject);
  if (!modifiers || modifiers.length === 0) return undefined;
  const compilation = strict(input);
  if (modifiers.every(({ kind }) => kind === 'unchecked')) {
    return read(
      compilation,
      'value',
      `none(${quote(`“${words.join(' ')}” can't be told from boxes and labels`)})`,
    );
  }
  const landmark = modifiers.find((modifier) => modifier.kind === 'relation' && !modifier.setting);
  if (landmark?.kind === 'relation' && landmark.landmark.head.kind === 'unknown') {
    if (!isInTwin(landmark.landmark, compilation)) {
      return read(compilation, 'value', `none(${quote(unknownReason(wordOf(landmark.landmark)))})`);
    }
  }
  if (subject.head.kind === 'unknown' && !isInTwin(subject, compilation)) {
    return read(compilation, 'value', `none(${quote(unknownReason(wordOf(subject)))})`);
  }
  // What is said of the subject must be tested, so it is not a definite description of it.
  const all = compilePhrase(subject, compilation);
  const set = compileTests(all, subject, modifiers, compilation);
  if (UNIVERSAL.test(input.words[1] ?? '')) {
    const exceptions = compilation.builder.add('exceptions', `except(${all}, ${set})`);
    return holds(compilation, exceptions, !negated);
  }
  return holds(compilation, set, negated);
}

function compileTests(
  subjects: string,
  subject: NounPhrase,
  modifiers: readonly Modifier[],
  compilation: Compilation,
): string {
  const own = new Set(subject.modifiers);
  const tested: NounPhrase = {
    ...subject,
    definite: false,
    modifiers: modifiers.filter((one) => !own.has(one)),
  };
  const passed = compilePhrase(tested, compilation);
  if (subject.modifiers.length === 0) return passed;
  return compilation.builder.add('both', `intersect(${subjects}, ${passed})`);
}

const readHaving = (words: readonly string[]): readonly string[] =>
  /^(?:have|has|got)$/.test(words[0] ?? '') ? ['with', ...words.slice(1)] : words;

function readWhole(words: readonly string[], subject: NounPhrase): readonly Modifier[] | undefined {
  const parsed = parseModifiers(words, 0, subject);
  return parsed.next === words.length ? parsed.value : undefined;
}

/** "red", "large", "made of metal". */
function readAdjectives(words: readonly string[]): readonly Modifier[] | undefined {
  const last = words.filter((word) => !/^(?:a|of|made|color|in|mostly|very|really|quite)$/.test(word));
  if (last.length !== 1) return undefined;
  const word = last[0] ?? '';
  const color = COLORS.get(word);
  if (color) return [{ kind: 'attribute', attribute: 'color', value: color }];
  const size = SIZES.get(word);
  if (size) return [{ kind: 'attribute', attribute: 'size', value: size }];
  const material = MATERIALS.get(word);
  return material ? [{ kind: 'attribute', attribute: 'material', value: material }] : undefined;
}

/** "bigger than the cat", "closer to the camera than the dog", "the same colour as the bus". */
function readComparison(
  input: IntentInput,
  subject: NounPhrase,
  words: readonly string[],
): IntentReading | undefined {
  const compilation = strict(input);
  const { builder } = compilation;
  const text = words.join(' ');
  const same = /^(?:of |have |has )?(?:the )?same (color|size|shape|material|height) (?:as|like) /.exec(
    `${text} `,
  );
  const comparative = COMPARATIVES.get(words[0] ?? '');
  const than = words.indexOf('than');
  const other = same
    ? parseFullPhrase(words, wordsIn(same[0]))
    : comparative &&
        than > 0 &&
        /^\S+(?: (?:to|from) (?:the )?(?:camera|viewer|us)| away| up| in size)*$/.test(
          words.slice(0, than).join(' '),
        )
      ? parseFullPhrase(words, than + 1)
      : undefined;
  if (!other || (other.next < words.length && !/^(?:is|are)$/.test(words.slice(other.next).join(' '))))
    return undefined;
  if (subject.head.kind === 'unknown' || other.value.head.kind === 'unknown') return undefined;
  const a = mainObject(subject, compilation);
  const b = mainObject(other.value, compilation);
  if (same) {
    const attribute = same[1] === 'color' ? 'main color' : (same[1] ?? 'size');
    const first = builder.add('first', `query(${a}, ${quote(attribute)})`);
    const second = builder.add('second', `query(${b}, ${quote(attribute)})`);
    return read(compilation, 'value', `value(${builder.add('holds', `equal(${first}, ${second})`)})`);
  }
  if (!comparative) return undefined;
  const first = builder.add('first', `measure(${a}, ${quote(comparative.key)})`);
  const second = builder.add('second', `measure(${b}, ${quote(comparative.key)})`);
  if (comparative.key === 'area' || comparative.key === 'height' || comparative.key === 'width') {
    builder.note('sizes are compared as they appear in the picture');
  }
  const call = comparative.more ? 'greater' : 'less';
  return read(compilation, 'value', `value(${builder.add('holds', `${call}(${first}, ${second})`)})`);
}

/** "Do the two horses have the same colour?": the outermost two are compared. */
function readSharedValue(
  input: IntentInput,
  subject: NounPhrase,
  words: readonly string[],
): IntentReading | undefined {
  const same = /^(?:(?:of|have|has|share) )?(?:the )?same (color|size|shape|material)$/.exec(words.join(' '));
  if (!same || !subject.plural || subject.head.kind === 'unknown') return undefined;
  const compilation = strict(input);
  const { builder } = compilation;
  const set = compilePhrase(subject, compilation);
  const attribute = same[1] === 'color' ? 'main color' : (same[1] ?? 'size');
  if (subject.quantity !== 2) builder.note('the leftmost and the rightmost are compared');
  const [first, second] = (['argmin', 'argmax'] as const).map((pick) =>
    builder.add(attribute, `query(${builder.add('outer', `${pick}(${set}, "x")`)}, ${quote(attribute)})`),
  );
  return read(compilation, 'value', `value(${builder.add('holds', `equal(${first}, ${second})`)})`);
}

/** The one object to measure: the most prominent when several fit. */
export function mainObject(phrase: NounPhrase, compilation: Compilation): string {
  const set = compilePhrase(phrase, compilation);
  const chosen = phrase.modifiers.some(
    ({ kind }) => kind === 'extreme' || kind === 'ordinal' || kind === 'position',
  );
  return chosen ? set : compilation.builder.add(`main_${wordOf(phrase)}`, `argmax(${set}, "area")`);
}

/** "Are the bus and the car the same colour?", "Do the cat and the dog have the same size?" */
function readPairComparison(input: IntentInput, first: Parsed<NounPhrase>): IntentReading | undefined {
  if (input.words[first.next] !== 'and') return undefined;
  const second = parseNounPhrase(input.words, first.next + 1);
  if (!second) return undefined;
  const rest = input.words.slice(second.next);
  const same = /^(?:(?:of|have|has|share) )?(?:the )?same (color|size|shape|material)$/.exec(rest.join(' '));
  if (same)
    return readComparison(input, first.value, [
      'same',
      same[1] ?? '',
      'as',
      ...input.words.slice(first.next + 1, second.next),
    ]);
  const modifiers = readAdjectives(rest) ?? readWhole(rest, second.value);
  if (!modifiers || modifiers.length === 0) return undefined;
  const compilation = strict(input);
  const { builder } = compilation;
  const tests = [first.value, second.value].map((subject) => {
    const set = compileTests(compilePhrase(subject, compilation), subject, modifiers, compilation);
    return builder.add('test', `exist(${set})`);
  });
  return read(compilation, 'value', `value(${builder.add('both', `and(${tests.join(', ')})`)})`);
}

/** "Is the bus red or blue?" is answered with the colour. */
function readChoice(
  input: IntentInput,
  subject: NounPhrase,
  words: readonly string[],
): IntentReading | undefined {
  if (words.length !== 3 || words[1] !== 'or' || !COLORS.has(words[0] ?? '') || !COLORS.has(words[2] ?? ''))
    return undefined;
  const compilation = strict(input);
  const main = mainObject(subject, compilation);
  return read(compilation, 'value', `value(${compilation.builder.add('color', `query(${main}, "color")`)})`);
}

/** "Is the animal a cat?", "Is the dog the largest animal?", "Is it a bird or a plane?" */
function readIdentity(
  input: IntentInput,
  subject: NounPhrase,
  words: readonly string[],
): IntentReading | undefined {
  if (!/^(?:a|an|the|all|both)$/.test(words[0] ?? '')) return undefined;
  const other = parseFullPhrase(words, 0);
  if (!other || other.value.head.kind === 'unknown') return undefined;
  const compilation = strict(input);
  const set = compilePhrase(subject, compilation);
  if (words[other.next] === 'or' && parseFullPhrase(words, other.next + 1)?.next === words.length) {
    return read(compilation, 'value', `value(${compilation.builder.add('label', `query(${set}, "label")`)})`);
  }
  if (other.next < words.length) return undefined;
  if (UNIVERSAL.test(input.words[1] ?? '')) {
    const exceptions = `except(${set}, ${compilePhrase(other.value, compilation)})`;
    return holds(compilation, compilation.builder.add('exceptions', exceptions), true);
  }
  const both = `intersect(${set}, ${compilePhrase(other.value, compilation)})`;
  return holds(compilation, compilation.builder.add('both', both));
}

/** "Is the number of cats greater than the number of dogs?" */
function readCountComparison(input: IntentInput): IntentReading | undefined {
  const match =
    /^(?:is|are) (?:the )?number of (.+?) (?:is )?(greater|larger|bigger|higher|more|less|smaller|lower|fewer|equal|the same)(?: than| to| as)? (?:the number |that )?(?:of )?(.+)$/.exec(
      input.text,
    );
  if (!match) return undefined;
  const first = parseFullPhrase((match[1] ?? '').split(' '), 0);
  const second = parseFullPhrase((match[3] ?? '').split(' '), 0);
  if (!first || !second) return undefined;
  const more = /^(?:greater|larger|bigger|higher|more)$/.test(match[2] ?? '');
  const equal = /^(?:equal|the same)$/.test(match[2] ?? '');
  return compareCounts(input, first.value, second.value, equal ? 'equal' : more ? 'more' : 'less');
}

/** "Is the number of cups two?" */
function readCountClaim(input: IntentInput): IntentReading | undefined {
  const match = /^(?:is|are) (?:the )?number of (.+?)(?: equal to| exactly)? (\S+)$/.exec(input.text);
  const limit = numberOfWord(match?.[2]);
  const phrase = match && parseFullPhrase((match[1] ?? '').split(' '), 0);
  if (!phrase || limit === undefined || phrase.value.head.kind === 'unknown') return undefined;
  const compilation = strict(input);
  const { builder } = compilation;
  const number = builder.add('number', `count(${compilePhrase(phrase.value, compilation)})`);
  return read(compilation, 'value', `value(${builder.add('holds', `equal(${number}, ${limit})`)})`);
}
