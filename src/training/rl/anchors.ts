import { policyPrompt } from '../model/prompt.ts';
import { fewPrograms } from '../worlds/clevr/fewPrograms.ts';
import { recombine } from '../worlds/clevr/recombine.ts';
import { drawRenaming, renamedSample } from '../worlds/clevr/rename.ts';
import { sampleOf } from '../worlds/clevr/world.ts';
import { WORLDS } from '../worlds/index.ts';
import { randomOf, splitSeed } from '../worlds/random.ts';
import { goldRollout } from '../worlds/rollout.ts';
import type { WorldName } from '../worlds/types.ts';
import type { Sequence } from './batch.ts';
import { renamedSequence } from './renamedSequence.ts';
import type { ReplayMemory } from './replay.ts';
import type { Vocabulary } from './rowDriver.ts';
import type { GrpoOptions } from './schema.ts';

export interface AnchorOptions {
  readonly world: WorldName;
  /** The seed of the corpus that the start was trained on, and how many of its samples: no program is shown that it has not seen. */
  readonly seed: number;
  readonly programs: number;
}

/** Known rollouts, and what the world knows of rollouts that say the same: pure functions of a step and a row. */
export interface AnchorSource {
  sequence(step: number, row: number): Sequence;
  /** A rollout that is right with its values renamed, where the world is the same under other names; else as it is. */
  renamed(sequence: Sequence, step: number, row: number): Sequence;
}

/** One rollout to imitate. */
interface Known {
  readonly question: string;
  readonly parts: readonly { readonly text: string; readonly written: boolean }[];
}

/** CLEVR's programs with their noun phrases changing places, in ever new wordings and namings, as the start was trained on them. */
function clevrAnchors(seed: number, programs: number): (step: number, row: number) => Known {
  const few = fewPrograms(seed, programs);
  return (step, row) => {
    const random = randomOf(seed, 'anchor', step, row);
    const sample = sampleOf(recombine(few, random), splitSeed(seed, 'anchor words', step, row));
    const renamed = renamedSample(sample, drawRenaming(random));
    return { question: renamed.question, parts: goldRollout(renamed).parts };
  };
}

function sampledAnchors(
  world: Exclude<WorldName, 'clevr'>,
  seed: number,
  programs: number,
): (step: number, row: number) => Known {
  return (step, row) => {
    const index = randomOf(seed, 'anchor', step, row).int(0, programs - 1);
    const sample = WORLDS[world].sample(splitSeed(seed, world, index, 'sample'));
    return { question: sample.question, parts: goldRollout(sample).parts };
  };
}

/** Gold rollouts of what the start was trained on: an endless supply of CLEVR's, the samples themselves of the other worlds. */
export function worldAnchors(
  { world, seed, programs }: AnchorOptions,
  vocabulary: Vocabulary,
  special: { readonly bosToken: number; readonly eosToken: number },
): AnchorSource {
  const known = world === 'clevr' ? clevrAnchors(seed, programs) : sampledAnchors(world, seed, programs);
  return {
    sequence(step, row) {
      const { question, parts: texts } = known(step, row);
      const prompt = vocabulary.encode(policyPrompt(question));
      const parts = texts.map(({ text, written }) => ({ tokens: vocabulary.encode(text), written }));
      return {
        tokens: [special.bosToken, ...prompt, ...parts.flatMap(({ tokens }) => tokens), special.eosToken],
        written: [
          ...Array<boolean>(prompt.length + 1).fill(false),
          ...parts.flatMap(({ tokens, written }) => tokens.map(() => written)),
          true,
        ],
      };
    },
    renamed(sequence, step, row) {
      if (world !== 'clevr') return sequence;
      const renaming = drawRenaming(randomOf(seed, 'replay names', step, row));
      return renamedSequence(sequence, renaming, vocabulary, special.eosToken);
    },
  };
}

/** The rollouts that a step imitates: given ones, and right ones of earlier steps. */
export function knownRollouts(
  anchors: AnchorSource | undefined,
  memory: ReplayMemory,
  { seed, anchorRows, replayRows, renameReplays }: GrpoOptions,
  step: number,
): readonly Sequence[] {
  const given = anchors ? Array.from({ length: anchorRows }, (_, row) => anchors.sequence(step, row)) : [];
  const again = memory
    .draw(replayRows, splitSeed(seed, 'replay', step))
    .map((sequence, row) => (renameReplays ? anchors?.renamed(sequence, step, row) : undefined) ?? sequence);
  return [...given, ...again];
}
