/** Questions above this many characters are not read: no question about a picture is that long. */
export const MAX_QUESTION_LENGTH = 500;

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/\bcan't\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/\b(is|are|was|were|do|does|did|has|have|could|would|should)n't\b/g, '$1 not'],
  [/\b(what|where|who|how|there|that|it|here|which)'s\b/g, '$1 is'],
  [/\b(what|where|who|how|there|they|we|you)'re\b/g, '$1 are'],
  [/\bi'm\b/g, 'i am'],
  [/\bi'd\b/g, 'i would'],
  [/\b(\w+)'s\b/g, '$1'],
  [/\b(\w+s)'(?=\s)/g, '$1'],
];

const MERGES: readonly (readonly [RegExp, string])[] = [
  [/\b(left|right|top|bottom|front|back|upper|lower)[ -]most\b/g, '$1most'],
  [/\bfar (left|right)\b/g, '$1most'],
  [/\bt[ -]shirts?\b/g, 'tshirt'],
  [/\bcolours?\b/g, 'color'],
  [/\bcolors\b/g, 'color'],
  [/\bcoloured\b/g, 'colored'],
  [/\b(\w+)[ -]colored\b/g, '$1'],
  [/\b(?:main|dominant|primary|predominant|overall) color\b/g, 'color'],
  [/\bcentre\b/g, 'center'],
  [/\bgrey\b/g, 'gray'],
  [/\bright now\b/g, ''],
  [/\bat the moment\b/g, ''],
  [/\b(light|dark|bright|pale) (red|orange|yellow|green|blue|purple|pink|brown|gray)(?= \w)/g, '$2'],
  [
    /\b(in|within|of|from|on) (the|this|that) (whole |entire |given )?(picture|image|photo|photograph|scene|shot|snapshot|frame|view|video|clip|movie|footage)\b/g,
    '',
  ],
  [/\bin (view|sight|total|all)\b/g, ''],
  [/\b(altogether|please|kindly|currently|actually|exactly what)\b/g, ''],
];

/**
 * Splits a question into sentences of lower-case words without punctuation: contractions written out, spelling variants
 * unified, mentions of the picture itself dropped. Apostrophes and hyphens go; a comma survives as the word ",".
 */
export function normalizeQuestion(question: string): readonly (readonly string[])[] {
  let text = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[‘’´`]/g, "'")
    .replace(/["“”«»]/g, ' ');
  for (const [pattern, replacement] of CONTRACTIONS) text = text.replace(pattern, replacement);
  return text
    .split(/[.?!;:\n\r]+(?=\s|$)/u)
    .map((sentence) => {
      let plain = sentence
        .replace(/[-–—_/]/g, ' ')
        .replace(/\s+/g, ' ')
        .trim();
      for (const [pattern, replacement] of MERGES) plain = plain.replace(pattern, replacement);
      return plain
        .replace(/,/g, ' , ')
        .replace(/[^\p{L}\p{N},]+/gu, ' ')
        .trim()
        .split(/\s+/)
        .filter((word) => word !== '');
    })
    .filter((sentence) => sentence.some((word) => word !== ','));
}

const POLITE_OPENINGS: readonly RegExp[] = [
  /^(hi|hello|hey|ok|okay|so|well|now|then|and|also|thanks|thank you)\b ?,? ?/,
  /^(can|could|would|will) you (please )?(tell|answer) (me )?(if|whether )?/,
  /^(please )?tell me (if |whether )?(?=(is|are|there|how|what|which|where|who|does|do|the|a)\b)/,
  /^(do you know|i want to know|i would like to know|i wonder|let me know) (if |whether )?/,
  /^(can|could|would|will) you (please )?(?=(segment|show|find|locate|highlight|mark|outline|point|select|detect|mask|draw|describe|count|give|list|summarize|identify|describe)\b)/,
  /^i (want|need|would like) you to /,
  /^(i want|i would like) to (?=(segment|show|find|locate|highlight|mark|see|know)\b)/,
  /^, /,
];

/** Drops greetings and polite openings: "Could you please tell me how many …" → "how many …". */
export function stripOpening(words: readonly string[]): readonly string[] {
  let text = words.join(' ');
  for (let round = 0; round < 4; round += 1) {
    const before = text;
    for (const opening of POLITE_OPENINGS) text = text.replace(opening, '');
    if (text === before) break;
  }
  text = text.replace(/^(there (is|are)) (.*)$/, (whole, _is, verb, rest) =>
    rest === '' ? whole : `${verb} there ${rest}`,
  );
  text = text
    .replace(/^(?:name|identify) (?=(?:the|all|every)\b)/, 'what is ')
    .replace(/^what (?:do|can|could) (?:you|we|i|one) (?:see|find|spot) (?=\w)/, 'what is ')
    .replace(/ (?:for (?:me|us)|thanks|thank you)$/, '');
  return text.split(' ').filter((word) => word !== '');
}
