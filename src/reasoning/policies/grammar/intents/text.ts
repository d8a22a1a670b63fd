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

function readText(input: IntentInput, carrier: string | undefined): IntentReading | undefined {
  const compilation = createCompilation(input.twin, 'drop');
  const { builder } = compilation;
  const parsed = carrier === undefined ? undefined : parseFullPhrase(carrier.split(' '), 0);
  const known = parsed?.value.head.kind === 'known' && isInTwin(parsed.value, compilation);
  if (carrier !== undefined && !known) builder.note(`every text is read: “${carrier}” is not in the twin`);
  const set = parsed && known ? compilePhrase(parsed.value, compilation) : builder.add('things', 'scene()');
  const needed = builder.add('readable', `need(${set}, "text")`);
  return read(compilation, 'value', `value(${builder.add('words', `text(${needed})`)})`);
}
