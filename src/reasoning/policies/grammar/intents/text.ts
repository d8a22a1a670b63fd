import { quote } from '../builder.ts';
import { type Compilation, compilePhrase, createCompilation, isInTwin, wordOf } from '../compile.ts';
import { parseFullPhrase } from '../modifiers.ts';
import { type Intent, type IntentInput, type IntentReading, read } from './intent.ts';

const PATTERNS: readonly RegExp[] = [
  /^what (?:is|are) (?:written|printed|painted|spelled|spelt|inscribed|engraved)(?: (?:on|in|at|across) (.+))?$/,
  /^what (?:does|do) (.+?) (?:say|read|spell)$/,
  /^(?:what|which) (?:\w+ )?(?:word|words|text|letters|letter|numbers|number|writing|name|brand|inscription|digits|message|label)(?: (?:is|are|does|do|appears?|stands?))?(?: (?:written|printed|shown|displayed|painted|there))?(?: (?:on|in|at|across) (.+?))?(?: (?:say|show|have))?$/,
  /^(?:what is |read |tell me )(?:me )?(?:the )?(?:word|words|text|writing|letters|number|license plate|licence plate|plate|inscription|name)(?: (?:written|printed|shown))?(?: (?:on|in|at) (.+))?$/,
  /^(?:what is |read |tell me )(?:me )?(?:the )?(?:word|words|text|writing|license plate|licence plate|inscription|name) of (.+)$/,
  /^what can (?:you|i|we|be|one) (?:be )?read(?: (?:on|in|at) (.+))?$/,
  /^read (.+)$/,
];

/** Said of the picture as a whole: no carrier is named by it. */
const ANYWHERE =
  / (?:here|there|anywhere|(?:in|on|of) (?:the |this )?(?:picture|image|photo|photograph|scene))$/;

/** "What is written on the sign?": programs that need recognised text, which says so when there is none. */
export const textIntent: Intent = (input) => {
  const text = input.text.replace(ANYWHERE, '');
  for (const pattern of PATTERNS) {
    const match = pattern.exec(text);
    if (match) return readText(input, match[1]);
  }
  for (const { pattern, carrier, words } of SAYS) {
    const match = pattern.exec(input.text);
    if (match) return readSays(input, match[carrier] ?? '', match[words] ?? '');
  }
  return undefined;
};

/** "Does the sign say stop?", "Is the word taxi written on the car?" */
const SAYS: readonly { readonly pattern: RegExp; readonly carrier: number; readonly words: number }[] = [
  { pattern: /^do(?:es)? (.+?) (?:say|read|spell) (?:the words? )?(.+)$/, carrier: 1, words: 2 },
  {
    pattern:
      /^(?:is|are) (?:the words? |the text |the letters |the numbers? )?(.+?) (?:written|printed|painted) (?:on|in|across) (.+)$/,
    carrier: 2,
    words: 1,
  },
];

/** What the question reads: the carriers that it names, or the whole picture. */
interface Carrier {
  readonly compilation: Compilation;
  /** The variable of what is read, text included. */
  readonly readable: string;
  /** Named by a wider word than its label: the twin may well lack the one that is meant. */
  readonly loosely: boolean;
}

function compileCarrier(input: IntentInput, carrier: string | undefined): Carrier {
  const compilation = createCompilation(input.twin, 'drop');
  const { builder } = compilation;
  const parsed = carrier === undefined ? undefined : parseFullPhrase(carrier.split(' '), 0);
  const known = parsed?.value.head.kind === 'known' && isInTwin(parsed.value, compilation);
  const elsewhere = carrier === undefined || /^(?:it|this|that|here|there)$/.test(carrier);
  if (!elsewhere && !known) builder.note(`the whole picture is read: the twin has no ${carrier}`);
  const things = (): string => builder.add('things', 'scene()');
  const narrowed = known && (parsed.value.modifiers.length > 0 || parsed.value.and !== undefined);
  const found = parsed && known ? compilePhrase(parsed.value, compilation) : things();
  const set = narrowed ? builder.add('carrier', `or_else(${found}, ${things()})`) : found;
  const readable = builder.add('readable', `need(${set}, "text")`);
  return { compilation, readable, loosely: known && !compilation.labels.has(wordOf(parsed.value)) };
}

/** The same answer from the whole picture: a shop sign is no class of the detector, which took another sign for it. */
const EVERYWHERE = 'everything = need(scene(), "text")';

/**
 * Reads what is written on the carriers that the question names; the whole picture where it names none, or where the twin
 * holds none of that name.
 */
function readText(input: IntentInput, carrier: string | undefined): IntentReading | undefined {
  const { compilation, readable, loosely } = compileCarrier(input, carrier);
  const { builder } = compilation;
  const reading = read(compilation, 'value', `value(${builder.add('words', `text(${readable})`)})`);
  const fallback = `${EVERYWHERE}\nevery_word = text(everything)\nanswer = value(every_word)`;
  return loosely ? { ...reading, fallback } : reading;
}

function readSays(input: IntentInput, carrier: string, words: string): IntentReading | undefined {
  const { compilation, readable, loosely } = compileCarrier(input, carrier);
  const { builder } = compilation;
  const says = builder.add('found', `says(${readable}, ${quote(words)})`);
  const reading = read(compilation, 'value', `value(${says})`);
  const fallback = `${EVERYWHERE}\nfound_anywhere = says(everything, ${quote(words)})\nanswer = value(found_anywhere)`;
  return loosely ? { ...reading, fallback } : reading;
}
