import type { MeasureKey } from '../../../../twin/query/measures.ts';
import { quote } from '../builder.ts';
import { compilePhrase } from '../compile.ts';
import { parseFullPhrase } from '../modifiers.ts';
import type { NounPhrase } from '../syntax.ts';
import { type Intent, type IntentInput, type IntentReading, lenient, read } from './intent.ts';
import { mainObject } from './yesNo.ts';

const ATTRIBUTE = '(color|size|shape|material|position|location)';

const PATTERNS: readonly RegExp[] = [
  new RegExp(`^(?:what|which) ${ATTRIBUTE} (?:is|are|was|were) (.+)$`),
  new RegExp(`^(?:what|which) ${ATTRIBUTE} (?:does|do|has|have) (.+?)(?: have| has)?$`),
  new RegExp(
    `^(?:(?:what|which) (?:is|are) |tell me |name |give me |determine |identify )?the ${ATTRIBUTE} of (.+)$`,
  ),
];
const OWN_COLOR = /^(?:what|which) is (.+?) color$/;
const LAST = /^(.+?) (?:is|are|has|have) (?:what|which) color$/;
const MATERIAL = /^what (?:is|are) (.+?) made (?:of|from|out of)$/;
const SIDE =
  /^(?:in|on|at|to)? ?(?:which|what) (?:part|side|area|corner|half)(?: of)? (?:is|are) (.+?)(?: in| on| located)?$/;

/** "What colour is the bus?", "What is the size of the dog?", "How far away is the car?" */
export const attributeIntent: Intent = (input) => {
  const measured = readMeasure(input);
  if (measured) return measured;
  for (const pattern of PATTERNS) {
    const match = pattern.exec(input.text);
    if (match) return readAttribute(input, match[1] ?? 'color', match[2] ?? '');
  }
  const color = OWN_COLOR.exec(input.text) ?? LAST.exec(input.text);
  if (color) return readAttribute(input, 'color', color[1] ?? '');
  const material = MATERIAL.exec(input.text);
  if (material) return readAttribute(input, 'material', material[1] ?? '');
  const side = SIDE.exec(input.text);
  return side ? readAttribute(input, 'position', side[1] ?? '') : undefined;
};

function readWhole(text: string): NounPhrase | undefined {
  const words = text.split(' ');
  const parsed = parseFullPhrase(words, 0);
  return parsed && parsed.next === words.length ? parsed.value : undefined;
}

function readAttribute(input: IntentInput, name: string, text: string): IntentReading | undefined {
  const phrase = readWhole(text.replace(SIDE_OF, ''));
  if (!phrase || phrase.head.kind === 'unknown') return undefined;
  const compilation = lenient(input);
  const set =
    phrase.plural || phrase.and ? compilePhrase(phrase, compilation) : mainObject(phrase, compilation);
  const attribute = name === 'location' ? 'position' : name;
  const value = compilation.builder.add(attribute, `query(${set}, ${quote(attribute)})`);
  return read(compilation, 'value', `value(${value})`);
}

/** "the front of (the train)": a twin has one colour for the whole. */
const SIDE_OF = /^the (?:front|back|side|top|bottom|outside|body|surface|roof|rest) of /;

const MEASURES: ReadonlyMap<string, MeasureKey> = new Map([
  ['far', 'distance'],
  ['far away', 'distance'],
  ['distant', 'distance'],
  ['deep', 'depth'],
  ['close', 'distance'],
  ['tall', 'height'],
  ['high', 'height'],
  ['wide', 'width'],
  ['broad', 'width'],
  ['long', 'width'],
]);

/** "How far away is the car?", "How far is the cat from the dog?", "How big is the dog?" */
function readMeasure(input: IntentInput): IntentReading | undefined {
  const between =
    /^(?:how far (?:away )?(?:apart )?(?:is|are)|what is the distance between|what is the distance from) (.+?) (?:from|and|to) (.+?)(?: apart)?$/.exec(
      input.text,
    );
  const compilation = lenient(input);
  const { builder } = compilation;
  if (between) {
    const first = readWhole(between[1] ?? '');
    const toCamera = /^(?:the )?(?:camera|viewer|us|me|photographer|here)$/.test(between[2] ?? '');
    if (first && first.head.kind === 'known' && toCamera) {
      return read(
        compilation,
        'value',
        `value(${builder.add('distance', `measure(${mainObject(first, compilation)}, "distance")`)})`,
      );
    }
    const second = readWhole(between[2] ?? '');
    if (!first || !second || first.head.kind === 'unknown' || second.head.kind === 'unknown')
      return undefined;
    const call = `distance(${compilePhrase(first, compilation)}, ${compilePhrase(second, compilation)})`;
    return read(compilation, 'value', `value(${builder.add('distance', call)})`);
  }
  const match =
    /^how (far away|far|distant|deep|close|tall|high|wide|broad|long|big|large|small) (?:is|are) (.+)$/.exec(
      input.text,
    );
  const phrase = match && readWhole(match[2] ?? '');
  if (!match || !phrase || phrase.head.kind === 'unknown') return undefined;
  const key = MEASURES.get(match[1] ?? '');
  if (key === undefined) return readAttribute(input, 'size', match[2] ?? '');
  const value = builder.add(key, `measure(${mainObject(phrase, compilation)}, ${quote(key)})`);
  return read(compilation, 'value', `value(${value})`);
}
