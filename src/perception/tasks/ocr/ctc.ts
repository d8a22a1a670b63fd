/** One character that was read: when (which step), what, and how surely, in [0, 1]. */
export interface Character {
  readonly step: number;
  readonly text: string;
  readonly probability: number;
}

/**
 * Greedy decoding of connectionist temporal classification (Graves et al. 2006): the likeliest class of each step, repeats
 * merged, blanks (class 0) dropped. Of a merged run the step and probability of its surest member are kept.
 *
 * @param probabilities steps × classes, row-major
 * @param alphabet the character of each class but the blank, class 1 first
 */
export function decodeCtc(
  probabilities: Float32Array,
  classes: number,
  alphabet: readonly string[],
): Character[] {
  if (classes !== alphabet.length + 1)
    throw new RangeError(
      `The alphabet has ${alphabet.length} characters for ${classes} classes with the blank.`,
    );
  const characters: Character[] = [];
  let previous = 0;
  for (let step = 0; (step + 1) * classes <= probabilities.length; step++) {
    const best = likeliest(probabilities, step * classes, classes);
    const probability = probabilities[step * classes + best] ?? 0;
    const last = characters.at(-1);
    if (best !== 0 && best !== previous) {
      characters.push({ step, text: alphabet[best - 1] ?? '', probability });
    } else if (best !== 0 && last && probability > last.probability) {
      characters[characters.length - 1] = { ...last, step, probability };
    }
    previous = best;
  }
  return characters;
}

function likeliest(values: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) {
    if ((values[start + i] ?? 0) > (values[start + best] ?? 0)) best = i;
  }
  return best;
}

/** Mean probability of characters; 0 for none. */
export const meanProbability = (characters: readonly Character[]): number =>
  characters.length === 0
    ? 0
    : characters.reduce((sum, { probability }) => sum + probability, 0) / characters.length;
