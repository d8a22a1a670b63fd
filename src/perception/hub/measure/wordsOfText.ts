/** What a captioner's sentence may say of an object, by attribute; on the left the words, on the right the value kept. */
const LEXICON = {
  material: {
    wood: 'wood',
    wooden: 'wood',
    metal: 'metal',
    metallic: 'metal',
    steel: 'metal',
    iron: 'metal',
    aluminium: 'metal',
    aluminum: 'metal',
    plastic: 'plastic',
    glass: 'glass',
    leather: 'leather',
    ceramic: 'ceramic',
    porcelain: 'ceramic',
    stone: 'stone',
    concrete: 'concrete',
    brick: 'brick',
    paper: 'paper',
    cardboard: 'cardboard',
    fabric: 'fabric',
    cloth: 'fabric',
    cotton: 'fabric',
    woolen: 'wool',
    wool: 'wool',
    rubber: 'rubber',
    wicker: 'wicker',
  },
  state: {
    open: 'open',
    opened: 'open',
    closed: 'closed',
    shut: 'closed',
    empty: 'empty',
    full: 'full',
    broken: 'broken',
    wet: 'wet',
    dirty: 'dirty',
    folded: 'folded',
    lit: 'lit',
    parked: 'parked',
    sitting: 'sitting',
    seated: 'sitting',
    standing: 'standing',
    lying: 'lying',
    sleeping: 'sleeping',
    walking: 'walking',
    running: 'running',
    riding: 'riding',
    jumping: 'jumping',
    eating: 'eating',
    flying: 'flying',
  },
} as const;

export type SpokenAttribute = keyof typeof LEXICON;

/** After these words a statement is none: "no glass", "not open". */
const DENIAL = /\b(no|not|without|isn't|aren't|never)\s+(\w+\s+)?$/;

/**
 * Material and state of an object as a sentence about it states them; nothing where it is silent. The first mention counts. A
 * word that is the object's own name (a "glass", a "stone") says nothing about its material. Pure.
 */
export function attributesInText(text: string, label: string): Partial<Record<SpokenAttribute, string>> {
  const sentence = text.toLowerCase();
  const named = new Set(label.toLowerCase().split(/\W+/));
  const said: Partial<Record<SpokenAttribute, string>> = {};
  for (const match of sentence.matchAll(/[a-z']+/g)) {
    const [word] = match;
    if (named.has(word) || DENIAL.test(sentence.slice(0, match.index))) continue;
    for (const attribute of ['material', 'state'] as const) {
      const value = lookUp(attribute, word);
      if (value !== undefined) said[attribute] ??= value;
    }
  }
  return said;
}

const MEANINGS: Readonly<Record<SpokenAttribute, ReadonlyMap<string, string>>> = {
  material: new Map(Object.entries(LEXICON.material)),
  state: new Map(Object.entries(LEXICON.state)),
};

const lookUp = (attribute: SpokenAttribute, word: string): string | undefined =>
  MEANINGS[attribute].get(word);

/** A caption as a person reads it: without the model's special tokens, on one line, at most `limit` characters. */
export function plainCaption(text: string, limit = 1000): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, limit);
}
