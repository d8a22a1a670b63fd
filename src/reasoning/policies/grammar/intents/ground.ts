import { quote } from '../builder.ts';
import { compilePhrase, wordOf } from '../compile.ts';
import { parseFullPhrase } from '../modifiers.ts';
import type { NounPhrase } from '../syntax.ts';
import { usesOfClause } from '../uses.ts';
import { ground, type Intent, type IntentInput, type IntentReading, lenient, wordsIn } from './intent.ts';

const MASK_COMMAND =
  /^(?:(?:give|show|draw|create|generate|produce|return|compute|make|provide)(?: me| us)? (?:the |a )?(?:segmentation )?(?:masks?|outlines?|silhouettes?) (?:of|for)|segment|mask|highlight|outline|mark|select|cut out|crop|extract|show|find|search for|look for|identify|pick|pick out|choose|isolate|colou?r in|get|trace|single out)(?: out)?(?: for)?(?: me| us)?(?: where)? /;
const BOX_COMMAND =
  /^(?:(?:give|show|tell)(?: me| us)? (?:the )?(?:locations?|positions?|whereabouts|bounding box(?:es)?) of|locate|detect|localize|localise|spot|point(?: out| to| at)?|(?:draw|put|place|give me|show me|make) (?:a |the )?(?:bounding )?box(?:es)? (?:around|on|of|for|over)|(?:bounding )?box(?:es)? (?:of|for|around)|ground|box)(?: me)?(?: where)? /;
const WHERE =
  /^where(?: exactly)? (?:is|are|was|were|do you see|can (?:i|you|we) (?:see|find|spot)|would i find|could i find)(?: there)?(?: located)? /;

/** "Segment the dog.", "Locate all airplanes.", "Where is the cat?", "Show me something to sit on." */
export const groundIntent: Intent = (input) => {
  const needed = readNeed(input);
  if (needed) return needed;
  const located = BOX_COMMAND.exec(`${input.text} `) ?? WHERE.exec(`${input.text} `);
  const mask = located ? undefined : MASK_COMMAND.exec(`${input.text} `);
  const box = located ?? undefined;
  const opening = mask ?? box;
  if (!opening) return undefined;
  const words = freeRelative(input.words.slice(wordsIn(opening[0])), /where $/.test(opening[0]));
  const phrase = readWhole(words);
  return phrase && groundPhrase(input, phrase, input.mode ?? (mask ? 'mask' : 'box'));
};

/** A sentence that is only a noun phrase: "the red bus". */
export const fragmentIntent: Intent = (input) => {
  const phrase = readWhole(freeRelative(input.words, false));
  return phrase && phrase.head.kind === 'known'
    ? groundPhrase(input, phrase, input.mode ?? 'mask')
    : undefined;
};

/** "the thing that makes the kitchen green": nothing is left to tell the thing by. */
export const saysNothing = ({ head, modifiers }: NounPhrase): boolean =>
  head.kind === 'known' &&
  head.meaning.sort === 'any' &&
  modifiers.length > 0 &&
  modifiers.every(({ kind }) => kind === 'unchecked');

function groundPhrase(
  input: IntentInput,
  phrase: NounPhrase,
  mode: 'mask' | 'box',
): IntentReading | undefined {
  if (saysNothing(phrase)) return undefined;
  const compilation = lenient(input);
  const { builder } = compilation;
  if (phrase.head.kind === 'unknown') builder.note(`“${wordOf(phrase)}” is not in the lexicon`);
  return ground(compilation, compilePhrase(phrase, compilation), mode);
}

function readWhole(words: readonly string[]): NounPhrase | undefined {
  const parsed = parseFullPhrase(words, 0);
  return parsed && parsed.next === words.length ? parsed.value : undefined;
}

/** "what the rider stands on" → "the thing that the rider stands on"; "where the cat is" → "the cat". */
function freeRelative(words: readonly string[], located: boolean): readonly string[] {
  const last = words.at(-1) ?? '';
  const plain = located && /^(?:is|are)$/.test(last) ? words.slice(0, -1) : words;
  if (located && plain === words && plain.length > 1) return ['the', 'thing', 'that', ...plain];
  const [first, second] = plain;
  if (first === 'what' || first === 'whatever') return ['the', 'thing', 'that', ...plain.slice(1)];
  if (first === 'who' || first === 'whoever') return ['the', 'person', 'that', ...plain.slice(1)];
  if (first === 'which' || first === 'what') return plain.slice(1);
  if (first === 'where') return ['the', 'thing', 'that', ...plain.slice(1)];
  if ((first === 'a' || first === 'the') && /^(?:place|spot|way)$/.test(second ?? ''))
    return ['something', ...plain.slice(2)];
  if (first === 'how' && second === 'many') return [];
  return plain;
}

/** "Where could I sit down?", "I am thirsty.", "I need something to cut the bread with." */
function readNeed(input: IntentInput): IntentReading | undefined {
  const place =
    /^where (?:can|could|should|would|might|may|do|does|to)(?: (?:i|you|we|one|people|someone|somebody|they|a person|the \w+))?(?: (?:go|best|safely))?(?: to)? (.+)$/.exec(
      input.text,
    );
  const need =
    /^(?:i|we|my \w+|someone|somebody) (?:am|is|are|feel|feels|get|want|wants|need|needs|would like|have|has|must|should)(?: to| very| so| really| feeling| getting)*(?: a| an| some| my)? (.+)$/.exec(
      input.text,
    );
  const clause = (place ?? need)?.[1];
  if (clause === undefined || /^(?:see|find|spot) /.test(clause)) return undefined;
  const compilation = lenient(input);
  // One eats food, but "where" one eats is at a table.
  const words = clause.split(' ');
  const [use] = usesOfClause(place ? [...words, 'at'] : words);
  if (use === undefined) return undefined;
  const { builder } = compilation;
  return ground(
    compilation,
    builder.add('fit', `affords(${builder.add('things', 'scene()')}, ${quote(use)})`),
    input.mode ?? 'mask',
  );
}
