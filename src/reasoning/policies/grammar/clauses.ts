import { looksLikeVerb, parseNounPhrase } from './nounPhrase.ts';
import type { Modifier, NounPhrase, Parsed } from './syntax.ts';
import { isCueWord, servingUse } from './uses.ts';
import { relationAt } from './vocabulary.ts';

type Reader = (
  words: readonly string[],
  index: number,
  noun: NounPhrase,
) => Parsed<readonly Modifier[]> | undefined;

const one = (modifier: Modifier, next: number): Parsed<readonly Modifier[]> => ({ value: [modifier], next });

export const AUXILIARY =
  /^(?:is|are|was|were|be|being|been|can|could|would|should|will|may|might|must|do|does|did|has|have|not|usually|often|normally|always|mostly|best|likely|typically|used|meant|made|designed|suitable|good|there|you|i|we|one|people|they|someone|somebody|it|to|for|also)$/;

/** What a clock shows or a sign says, and what someone does, is not among the things of the picture. */
const SAYS =
  /^(?:doing|looking|like|do|say|saying|called|made|show|shows|showing|display|displays|tell|tells|telling|mean|means|read)$/;

/** "the thing the man is holding", "the bench on which she sits": a clause with a subject of its own. */
export const readReduced: Reader = (words, index, noun) => {
  const carrier = /^(?:on|in|with|at|to|from) (?:which|whom)$/.test(words.slice(index, index + 2).join(' '));
  const from = carrier ? index + 2 : index;
  const open = noun.head.kind === 'known' && noun.head.meaning.sort !== 'person';
  const subject = open && words[from] !== 'that' ? definiteSubject(words, from) : undefined;
  const end = clauseEnd(words, from);
  if (!subject) return undefined;
  let at = subject.next;
  while (/^(?:is|are|was|were|has|have|can|could|would)$/.test(words[at] ?? '')) at += 1;
  if (at >= end || !(looksLikeVerb(words[at] ?? '') || at > subject.next)) return undefined;
  if (SAYS.test(words[at] ?? '')) return undefined;
  const clause = [...words.slice(at, end), ...(carrier ? words.slice(index, index + 1) : [])];
  return one({ kind: 'objectOf', subject: subject.value, clause }, end);
};

/** "something edible", "anything sharp": an adjective after its noun that names a use. */
export const readUseAdjective: Reader = (words, index, noun) => {
  const word = words[index] ?? '';
  const open = noun.head.kind === 'known' && noun.head.meaning.sort === 'any';
  const use = open && isCueWord(word) ? servingUse(noun.head.meaning.labels, [word]) : undefined;
  return use === undefined ? undefined : one({ kind: 'use', use }, index + 1);
};

/** "used for slicing", "to sit on", "for typing", "that tells the time", "which can fly". */
export const readPurpose: Reader = (words, index, noun) => {
  const word = words[index] ?? '';
  const relative = /^(?:that|which|who|whom)$/.test(word);
  const purpose = relative || AUXILIARY.test(word) || /^(?:capable|able|useful|needed|where)$/.test(word);
  if (!purpose && !looksLikeVerb(word)) return undefined;
  const open = noun.head.kind === 'known' && noun.head.meaning.sort === 'any';
  if (word === 'parked' && open) return one({ kind: 'use', use: 'travel' }, index + 1);
  if (isPostureAt(words, index)) return undefined;
  const end = clauseEnd(words, index + 1);
  const subject = relative ? definiteSubject(words, index + 1) : undefined;
  if (subject && !SAYS.test(words[subject.next] ?? '')) {
    return one({ kind: 'objectOf', subject: subject.value, clause: words.slice(subject.next, end) }, end);
  }
  // A place after the clause ("driving behind the bus") is read on its own where the clause does without it.
  const labels = noun.head.kind === 'known' ? noun.head.meaning.labels : [];
  for (const next of [placeAfter(words, index + 1, end), end]) {
    const use = next === undefined ? undefined : servingUse(labels, words.slice(index, next));
    if (use !== undefined && next !== undefined) return one({ kind: 'use', use }, next);
  }
  return undefined;
};

/** "sitting on the couch", "that is lying in bed": what the thing itself does, and not what it is for. */
function isPostureAt(words: readonly string[], index: number): boolean {
  let at = index;
  while (/^(?:that|which|who|is|are|was|were)$/.test(words[at] ?? '')) at += 1;
  const posture =
    /^(?:sitting|lying|standing|resting|sleeping|leaning|relaxing|napping|laying|parked|parking|placed|floating|sits|lies|stands|rests|sleeps|leans|floats)$/;
  return (
    posture.test(words[at] ?? '') && relationAt(words, at + 1) !== undefined && words[at + 2] !== undefined
  );
}

/** Where a relation to a known thing begins within a clause. */
function placeAfter(words: readonly string[], from: number, end: number): number | undefined {
  for (let index = from; index < end; index += 1) {
    const phrase = relationAt(words, index);
    const landmark = phrase && parseNounPhrase(words, index + phrase.words.length);
    if (landmark && landmark.value.head.kind === 'known' && landmark.value.head.meaning.sort !== 'any')
      return index;
  }
  return undefined;
}

/** A clause ends at a comma or at the end of the sentence. */
function clauseEnd(words: readonly string[], from: number): number {
  const comma = words.indexOf(',', from);
  return comma === -1 ? words.length : comma;
}

/** "that the man is riding": a definite subject whose own place matters. */
function definiteSubject(words: readonly string[], index: number): Parsed<NounPhrase> | undefined {
  if (!/^(?:the|this|that|his|her|their|its)$/.test(words[index] ?? '')) return undefined;
  const subject = parseNounPhrase(words, index);
  return subject && subject.value.head.kind === 'known' && subject.next < words.length ? subject : undefined;
}
