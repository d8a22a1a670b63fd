import { policyPrompt } from '../model/prompt.ts';
import { drawRenaming, renamedSample } from '../worlds/clevr/rename.ts';
import { WORLDS } from '../worlds/index.ts';
import { randomOf, splitSeed } from '../worlds/random.ts';
import { goldRollout } from '../worlds/rollout.ts';
import type { WorldName } from '../worlds/types.ts';
import type { Sequence } from './batch.ts';
import type { Vocabulary } from './rowDriver.ts';

export interface AnchorOptions {
  readonly world: WorldName;
  /** The seed of the corpus that the start was trained on, and how many of its samples: no program is shown that it has not seen. */
  readonly seed: number;
  readonly programs: number;
}

/** Known rollouts: which of them a row of a step shows is a pure function. */
export interface AnchorSource {
  sequence(step: number, row: number): Sequence;
}

/** In how many wordings each of them comes. */
const WORDINGS = 25;

/**
 * Gold rollouts of a few samples in many wordings, CLEVR's in ever new namings: colours, sizes, materials, shapes and directions change places consistently in
 * question and program.
 */
export function worldAnchors(
  { world, seed, programs }: AnchorOptions,
  vocabulary: Vocabulary,
  special: { readonly bosToken: number; readonly eosToken: number },
): AnchorSource {
  const families = world === 'clevr' ? WORLDS.clevr.families : undefined;
  return {
    sequence(step, row) {
      const random = randomOf(seed, 'anchor', step, row);
      const index = random.int(0, programs - 1);
      const wording = random.int(0, WORDINGS - 1);
      const drawn = WORLDS[world].sample(splitSeed(seed, world, index, 'sample'), { families, wording });
      const sample = world === 'clevr' ? renamedSample(drawn, drawRenaming(random)) : drawn;
      const prompt = vocabulary.encode(policyPrompt(sample.question));
      const parts = goldRollout(sample).parts.map(({ text, written }) => ({
        tokens: vocabulary.encode(text),
        written,
      }));
      return {
        tokens: [special.bosToken, ...prompt, ...parts.flatMap(({ tokens }) => tokens), special.eosToken],
        written: [
          ...Array<boolean>(prompt.length + 1).fill(false),
          ...parts.flatMap(({ tokens, written }) => tokens.map(() => written)),
          true,
        ],
      };
    },
  };
}
