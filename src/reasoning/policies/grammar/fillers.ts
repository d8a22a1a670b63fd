import type { Modifier, Parsed } from './syntax.ts';

/** Adverbs and fillers that say nothing about boxes. */
export function readFiller(words: readonly string[], index: number): Parsed<readonly Modifier[]> | undefined {
  const word = words[index] ?? '';
  if (
    /^(?:there|here|present|visible|shown|depicted|too|also|together|alone|outside|outdoors|indoors|inside|around|nearby|apart|overall|anywhere|somewhere|you can see|yourself)$/.test(
      word,
    )
  ) {
    return { value: [], next: index + 1 };
  }
  if (
    /^(?:on|in|with|of|to|around|for|from) (?:it|them|itself|themselves)$/.test(
      words.slice(index, index + 2).join(' '),
    )
  )
    return { value: [], next: index + 2 };
  return /.{2}ly$/.test(word) ? { value: [{ kind: 'unchecked', words: word }], next: index + 1 } : undefined;
}

/** "of the picture": said of the picture as a whole. */
export function readPictureOf(
  words: readonly string[],
  index: number,
): Parsed<readonly Modifier[]> | undefined {
  const match =
    /^(?:of|from|in) (?:the |this |that )?(?:picture|image|photo|photograph|scene|frame|shot)\b/.exec(
      words.slice(index).join(' '),
    );
  return match ? { value: [], next: index + match[0].split(' ').length } : undefined;
}
