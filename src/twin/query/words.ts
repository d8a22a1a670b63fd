/** Plurals that do not follow the rules of English spelling, plus words whose plural is the word itself. */
export const IRREGULAR_PLURALS: ReadonlyMap<string, string> = new Map([
  ['person', 'people'],
  ['man', 'men'],
  ['woman', 'women'],
  ['child', 'children'],
  ['mouse', 'mice'],
  ['goose', 'geese'],
  ['foot', 'feet'],
  ['tooth', 'teeth'],
  ['ox', 'oxen'],
  ['human', 'humans'],
  ['knife', 'knives'],
  ['wife', 'wives'],
  ['leaf', 'leaves'],
  ['loaf', 'loaves'],
  ['calf', 'calves'],
  ['wolf', 'wolves'],
  ['shelf', 'shelves'],
  ['scarf', 'scarves'],
  ['half', 'halves'],
  ['sheep', 'sheep'],
  ['skis', 'skis'],
  ['scissors', 'scissors'],
  ['fish', 'fish'],
  ['deer', 'deer'],
  ['aircraft', 'aircraft'],
  ['glasses', 'glasses'],
  ['furniture', 'furniture'],
  ['cutlery', 'cutlery'],
  ['luggage', 'luggage'],
  ['broccoli', 'broccoli'],
  ['potato', 'potatoes'],
  ['tomato', 'tomatoes'],
  ['bus', 'buses'],
  ['gas', 'gases'],
]);

const IRREGULAR_SINGULARS: ReadonlyMap<string, string> = new Map(
  [...IRREGULAR_PLURALS].filter(([one, many]) => one !== many).map(([one, many]) => [many, one]),
);
const INVARIABLE = new Set([...IRREGULAR_PLURALS].filter(([one, many]) => one === many).map(([one]) => one));

/** English plural of a noun or noun phrase: the last word changes ("dining table" → "dining tables"). */
export function pluralize(phrase: string): string {
  const split = phrase.lastIndexOf(' ') + 1;
  const head = phrase.slice(0, split);
  const word = phrase.slice(split);
  const irregular = IRREGULAR_PLURALS.get(word);
  if (irregular !== undefined) return head + irregular;
  const compound = [...IRREGULAR_PLURALS].find(
    ([one]) => one.length >= 3 && word.endsWith(one) && word !== one,
  );
  if (compound && /man$|woman$|child$|knife$|mouse$/.test(word)) {
    return head + word.slice(0, -compound[0].length) + compound[1];
  }
  if (/(?:s|x|z|ch|sh)$/.test(word)) return `${head}${word}es`;
  if (/[^aeiou]y$/.test(word)) return `${head}${word.slice(0, -1)}ies`;
  return `${head}${word}s`;
}

/**
 * Possible singulars of a word, likeliest first, the word itself included: the caller keeps the first one it knows.
 * "knives" → knife, "buses" → bus, buse; "glass" stays glass.
 */
export function singularCandidates(word: string): readonly string[] {
  const candidates: string[] = [];
  const irregular = IRREGULAR_SINGULARS.get(word);
  if (irregular !== undefined) candidates.push(irregular);
  if (/[a-z]men$/.test(word)) candidates.push(`${word.slice(0, -3)}man`);
  if (INVARIABLE.has(word)) candidates.push(word);
  if (/[^aeiou]ies$/.test(word)) candidates.push(`${word.slice(0, -3)}y`);
  if (/ves$/.test(word)) candidates.push(`${word.slice(0, -3)}f`, `${word.slice(0, -3)}fe`);
  if (/(?:s|x|z|ch|sh|o)es$/.test(word)) candidates.push(word.slice(0, -2));
  if (/[^s]s$/.test(word)) candidates.push(word.slice(0, -1));
  candidates.push(word);
  return [...new Set(candidates)];
}

/** "a, b and c". */
export function joinWords(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** "1 cup", "2 cups". */
export const countNoun = (count: number, noun: string): string =>
  `${count} ${count === 1 ? noun : pluralize(noun)}`;

/** Levenshtein distance of two words (insertions, deletions, substitutions cost 1). */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

/** The known word closest to a misspelt one, or undefined when none is close (distance ≤ 1 + a third of its length). */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(word.slice(0, 32).toLowerCase(), candidate.toLowerCase());
    if (best === undefined || distance < best.distance) best = { word: candidate, distance };
  }
  return best && best.distance <= 1 + Math.floor(word.length / 3) ? best.word : undefined;
}
