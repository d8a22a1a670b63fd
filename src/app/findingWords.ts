import type { AskRecord } from '../reasoning/types.ts';
import { EMBEDDED } from '../store/slices/models.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { Opening, OpeningServices } from './opening.ts';

/** Words that one question looks for at most. */
const MAX_WORDS = 5;
const FIND = /^\w+ = find\("([^"\\]+)"\)$/;

/** The words that a question looked for and that no object of the twin carries. Pure. */
export function wordsWithoutObjects({ execution }: Pick<AskRecord, 'execution'>): readonly string[] {
  const words = (execution?.steps ?? []).flatMap(({ source, value }) => {
    const word = FIND.exec(source)?.[1];
    return word !== undefined && value?.type === 'Set' && value.ids.length === 0 ? [word] : [];
  });
  return [...new Set(words)].slice(0, MAX_WORDS);
}

/**
 * Lets a model that finds things by words look for what a question did not find, where a person chose one: a job with progress
 * that can be ended. Resolves with the twin that holds what it found, or undefined where it found nothing.
 */
export function createWordFinder(
  services: OpeningServices,
  opening: Opening,
): (twin: Twin, words: readonly string[]) => Promise<Twin | undefined> {
  const { store } = services;
  return async (twin, words) => {
    const { models, perception } = store.getState();
    const useless = words.length === 0 || models.active.find === EMBEDDED;
    if (useless || perception.job || !opening.hasPhoto) return undefined;
    let better: Twin | undefined;
    await opening.run(`Looking for ${words.join(', ')}`, async (signal, onProgress) => {
      const options = { signal, onProgress };
      const imageId = await opening.photo(options);
      const found = await (await services.engine()).host.find(imageId, twin, words, options);
      signal.throwIfAborted();
      if (found && found.ids.length > 0) better = found.twin;
    });
    return better;
  };
}
