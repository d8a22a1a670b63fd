import { parseProgram } from '../../../twin/query/parser.ts';
import { PICTURE_HAS_NO_TIME } from '../../../twin/query/time.ts';
import type { Twin } from '../../../twin/schema/twin.ts';
import type { PolicyReading } from '../../types.ts';
import { quote } from './builder.ts';
import { attributeIntent } from './intents/attribute.ts';
import { countIntent } from './intents/count.ts';
import { existIntent } from './intents/exist.ts';
import { fragmentIntent, groundIntent } from './intents/ground.ts';
import type { Intent, IntentInput } from './intents/intent.ts';
import { summaryIntent } from './intents/summary.ts';
import { textIntent } from './intents/text.ts';
import { timeIntent } from './intents/time.ts';
import { whatIntent } from './intents/what.ts';
import { yesNoIntent } from './intents/yesNo.ts';
import { MAX_QUESTION_LENGTH, normalizeQuestion, stripOpening } from './normalize.ts';
import { parseNounPhrase } from './nounPhrase.ts';
import { suggestQuestions } from './suggest.ts';
import { splitTime } from './timeClause.ts';
import { usesOfClause } from './uses.ts';
import { DETERMINERS } from './vocabulary.ts';

/** Tried in this order: the first that reads the whole sentence wins. */
const INTENTS: readonly Intent[] = [
  timeIntent,
  summaryIntent,
  textIntent,
  attributeIntent,
  countIntent,
  existIntent,
  yesNoIntent,
  groundIntent,
  whatIntent,
  fragmentIntent,
];

const NO_FORM = 'Its wording is not one that I know.';

const SHOW_AS_MASK =
  /^(?:and |then )*(?:segment|highlight|mask|outline|mark|show|select|cut out|display)(?: me)? (?:it|them|that|this|these|those|the answer|all of them|its mask|their masks|both|each|the object|the objects)(?: all| out| for me)?$/;
const SHOW_AS_BOX =
  /^(?:and |then )*(?:locate|box|point to|point at|draw a box around|give me the box of) (?:it|them|that|this|these|those|all of them|both)$/;

/** A question that means "what serves the need that the first sentence tells of". */
const WHAT_SERVES =
  /^(?:what|where|which(?: \w+)?) (?:should|could|can|would|do|must|might) (?:i|we|you|he|she|they|one) (?:use|take|go|need|choose|pick|grab|get|want|look|sit|do)(?: (?:for (?:that|this|it)|to do (?:so|that|this|it)|then|from here|at|with))?$/;

/**
 * The policy `grammar`: reads an English question about a picture into a program of the query language, with notes on how
 * words were taken; or says honestly that it can't, with three questions that it can. Pure, never throws, and takes no
 * notice of instructions: text that is no question about the picture is not readable.
 */
export function readQuestion(question: string, twin: Twin): PolicyReading {
  const refuse = (reason: string): PolicyReading => ({
    readable: false,
    reason,
    suggestions: suggestQuestions(twin),
  });
  if (question.trim() === '') return refuse('It is empty.');
  if (question.length > MAX_QUESTION_LENGTH) {
    return refuse(`It has ${question.length} characters; I read at most ${MAX_QUESTION_LENGTH}.`);
  }
  const letters = question.match(/\p{L}/gu)?.length ?? 0;
  const latin = question.match(/\p{Script=Latin}/gu)?.length ?? 0;
  if (letters === 0) return refuse('It holds no words.');
  if (latin < letters * 0.7) return refuse('It is not in English, the only language that I read.');
  const sentences = normalizeQuestion(question)
    .map(stripOpening)
    .filter((words) => words.length > 0);
  let mode: IntentInput['mode'];
  const main: (readonly string[])[] = [];
  for (const words of sentences) {
    const text = words.join(' ');
    if (main.length > 0 && SHOW_AS_MASK.test(text)) mode = 'mask';
    else if (main.length > 0 && SHOW_AS_BOX.test(text)) mode = 'box';
    else main.push(words);
  }
  const [first, second] = main;
  if (!first) return refuse('It asks nothing.');
  if (main.length === 2 && second && WHAT_SERVES.test(second.join(' ')))
    return readNeed(first) ?? refuse(NO_FORM);
  const sentence = toOneSentence(main);
  if (!sentence) return refuse('It has more than one sentence; I answer one question at a time.');
  return readSentence(sentence, twin, mode) ?? refuse(NO_FORM);
}

/** Reads one sentence; undefined where no form fits. */
function readSentence(
  sentence: readonly string[],
  twin: Twin,
  mode: IntentInput['mode'],
): PolicyReading | undefined {
  const split = splitTime(sentence);
  // On a picture "when" and "while" are no times; a time in seconds is one that it does not have.
  const picture = twin.source.kind === 'image';
  if (picture && split.clause && split.clause.kind !== 'during') {
    const program = `answer = none(${quote(PICTURE_HAS_NO_TIME)})`;
    return { readable: true, task: 'value', program, notes: [] };
  }
  const { words, clause: time } = picture ? { words: sentence, clause: undefined } : split;
  const input = { words, text: words.join(' '), twin, time, ...(mode && { mode }) };
  for (const intent of INTENTS) {
    const reading = intent(input);
    // A question in bad faith can nest names until the program is too long: then it is simply not readable.
    if (reading && parseProgram(reading.program).ok) return { readable: true, ...reading };
  }
  return undefined;
}

/** The sentence to answer: the only one, or the second one after a statement. */
function toOneSentence([first, second, ...more]: readonly (readonly string[])[]):
  | readonly string[]
  | undefined {
  if (!second) return first;
  return first && more.length === 0 && isStatement(first) ? referBack(second, first) : undefined;
}

/** A sentence that asks and orders nothing: "It is raining", "There is a dog". */
const isStatement = (words: readonly string[]): boolean =>
  /^(?:is there|it is|he|she|i|we|they|the|this|that|a|an|my|our|look at|consider|imagine|suppose|some|someone)\b/.test(
    words.join(' '),
  );

/** The second sentence with its "it" and "them" replaced by what the first one speaks of. */
function referBack(words: readonly string[], statement: readonly string[]): readonly string[] {
  if (!words.some((word) => PRONOUNS.has(word))) return words;
  for (let index = 0; index < statement.length; index += 1) {
    const noun = parseNounPhrase(statement, index);
    if (noun?.value.head.kind !== 'known' || noun.value.head.meaning.sort === 'any') continue;
    const [determiner, ...rest] = statement.slice(index, noun.next);
    const name = DETERMINERS.has(determiner ?? '') ? rest : [determiner ?? '', ...rest];
    return words.flatMap((word) => (PRONOUNS.has(word) ? ['the', ...name] : [word]));
  }
  return words;
}

const PRONOUNS: ReadonlySet<string> = new Set(['it', 'they', 'them', 'he', 'she', 'him']);

/** "I need to type a letter. Which object should I use?": things that serve what the first sentence speaks of. */
function readNeed(words: readonly string[]): PolicyReading | undefined {
  const [use] = usesOfClause(words);
  if (use === undefined) return undefined;
  const program = `things = scene()\nfit = affords(things, ${quote(use)})\noutlined = need(fit, "mask")\nanswer = mask(outlined)`;
  return {
    readable: true,
    task: 'mask',
    program,
    notes: [`“${words.join(' ')}” is read as: something to ${use}`],
  };
}
