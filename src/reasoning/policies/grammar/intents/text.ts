import { compilePhrase, createCompilation, isInTwin } from '../compile.ts';
import { parseFullPhrase } from '../modifiers.ts';
import { type Intent, type IntentInput, type IntentReading, read } from './intent.ts';

const PATTERNS: readonly RegExp[] = [
  /^what (?:is|are) (?:written|printed|painted|spelled|spelt|inscribed|engraved)(?: (?:on|in|at|across) (.+))?$/,
  /^what (?:does|do) (.+?) (?:say|read|spell)$/,
  /^(?:what|which) (?:\w+ )?(?:word|words|text|letters|letter|numbers|number|writing|name|brand|inscription|digits|message|label)(?: (?:is|are|does|do|appears?|stands?))?(?: (?:written|printed|shown|displayed|painted|there))?(?: (?:on|in|at|across) (.+?))?(?: (?:say|show|have))?$/,
  /^(?:what is |read |tell me )(?:me )?(?:the )?(?:word|words|text|writing|letters|number|license plate|licence plate|plate|inscription|name)(?: (?:written|printed|shown))?(?: (?:on|in|at) (.+))?$/,
  /^(?:what is |read |tell me )(?:me )?(?:the )?(?:word|words|text|writing|license plate|licence plate|inscription|name) of (.+)$/,
  /^read (.+)$/,
];

/** "What is written on the sign?": programs that need recognised text, which says so when there is none. */
export const textIntent: Intent = (input) => {
  for (const pattern of PATTERNS) {
    const match = pattern.exec(input.text);
    if (match) return readText(input, match[1]);
  }
  return undefined;
};

/**
 * Reads what is written on the carriers that the question names; the whole picture where it names none, or where the twin
 * holds none of that name: a shop sign is no class of the detector.
 */
function readText(input: IntentInput, carrier: string | undefined): IntentReading | undefined {
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
  return read(compilation, 'value', `value(${builder.add('words', `text(${readable})`)})`);
}
