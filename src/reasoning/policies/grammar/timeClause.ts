import { parseFullPhrase } from './modifiers.ts';
import type { NounPhrase } from './syntax.ts';
import { numberOfWord } from './vocabulary.ts';

/** The part of a video that a question is about. */
export type TimeClause =
  | { readonly kind: 'at' | 'before' | 'after'; readonly seconds: number }
  | { readonly kind: 'between'; readonly from: number; readonly to: number }
  /** While other things are seen. */
  | { readonly kind: 'during'; readonly phrase: NounPhrase };

export interface SplitQuestion {
  readonly words: readonly string[];
  readonly clause?: TimeClause;
}

// Points between digits are gone by now: "2.5 seconds" reads "2 5 seconds".
const TIME = '(\\w+)(?: (\\d))? ?(?:s|secs?|seconds?)';
const NAMED = '(?:second|time|t) (\\d+)(?: (\\d))?';

const secondsOf = (whole: string | undefined, tenth: string | undefined): number | undefined => {
  const number = numberOfWord(whole);
  return number === undefined ? undefined : number + (tenth === undefined ? 0 : Number(tenth) / 10);
};

type Read = (match: RegExpExecArray) => TimeClause | undefined;

const single =
  (kind: 'at' | 'before' | 'after'): Read =>
  ([, whole, tenth]) => {
    const seconds = secondsOf(whole, tenth);
    return seconds === undefined ? undefined : { kind, seconds };
  };

const CLAUSES: readonly (readonly [RegExp, Read])[] = [
  [
    new RegExp(` (?:between|from) (\\w+)(?: (\\d))?(?: ?s| secs?| seconds?)? (?:and|to|until) ${TIME}$`),
    ([, whole, tenth, toWhole, toTenth]) => {
      const [from, to] = [secondsOf(whole, tenth), secondsOf(toWhole, toTenth)];
      return from === undefined || to === undefined ? undefined : { kind: 'between', from, to };
    },
  ],
  [new RegExp(` (?:in|within|during) the first ${TIME}$`), single('before')],
  [new RegExp(` (?:before|until|up to) ${TIME}$`), single('before')],
  [new RegExp(` (?:after|from|since) ${TIME}(?: on)?$`), single('after')],
  [new RegExp(` at ${TIME}$`), single('at')],
  [new RegExp(` at ${NAMED}$`), single('at')],
  [/ at the (?:beginning|start|very beginning)$/, () => ({ kind: 'at', seconds: 0 })],
];

const WHILE = / (?:while|when|as long as|whenever) (.+)$/;
const PRONOUN = /^(?:it|he|she|they|this|that) (?:is |are |was |were )?/;
const VISIBLE = / (?:is|are|was|were) (?:visible|seen|there|present|shown|in view|on screen|around)$/;

/**
 * Takes what a question about a video says of the time off its end: "… at 2 seconds", "… while the cat is visible". A clause about the
 * thing itself ("… while it is near the car", "… while it moves") becomes part of what is said of it.
 */
export function splitTime(words: readonly string[]): SplitQuestion {
  const text = words.join(' ');
  for (const [pattern, readClause] of CLAUSES) {
    const match = pattern.exec(text);
    const clause = match && readClause(match);
    if (match && clause) return { words: text.slice(0, match.index).split(' '), clause };
  }
  const when = WHILE.exec(text);
  const said = when?.[1];
  if (!when || said === undefined) return { words };
  const main = text.slice(0, when.index);
  const own = PRONOUN.exec(said);
  if (own) {
    const rest = said.slice(own[0].length);
    const joined = /^(?:moves?|moving|walks?|walking|runs?|running|drives?|driving)\b/.test(rest)
      ? `that ${rest}`
      : rest;
    return { words: `${main} ${joined}`.split(' ') };
  }
  const visible = VISIBLE.exec(` ${said}`);
  const phrase = visible && parseFullPhrase(said.slice(0, visible.index - 1).split(' '), 0);
  return visible && phrase && phrase.next === said.slice(0, visible.index - 1).split(' ').length
    ? { words: main.split(' '), clause: { kind: 'during', phrase: phrase.value } }
    : { words };
}
