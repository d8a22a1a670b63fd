import { TwinsightError } from '../src/core/errors.ts';
import { Sha256 } from '../src/core/sha256.ts';
import { readCorrections } from '../src/io/corrections/readCorrections.ts';
import type { Correction } from '../src/io/corrections/schema.ts';
import type { LlamaConfig } from '../src/training/model/types.ts';
import { sameValue } from '../src/training/rewards/values.ts';
import type { FileStore } from '../src/training/rl/checkpointStore.ts';
import { promptOf } from '../src/training/rl/groups.ts';
import type { Vocabulary } from '../src/training/rl/rowDriver.ts';
import type { GrpoOptions, RunManifest } from '../src/training/rl/schema.ts';
import type { HeldOutSet } from '../src/training/rl/trainingRun.ts';
import type { ProblemSource } from '../src/training/rl/worldProblems.ts';
import { correctionProblems } from './correctionProblems.ts';

/** Beside the checkpoints of a run. */
const FILE = 'corrections.json';
/** Tokens that must be left to answer with. */
const ROOM = 32;

interface Given {
  readonly text: string;
  readonly trainShare: number;
}

interface Place {
  readonly store: FileStore;
  /** Whether the run goes on from a checkpoint. */
  readonly resumed: boolean;
  readonly vocabulary: Vocabulary;
  readonly config: Pick<LlamaConfig, 'bosToken' | 'maxPositions'>;
  readonly options: GrpoOptions;
}

/** What corrections are to a run. */
export interface RunCorrections {
  /** A source with them among its questions. */
  mixedWith(source: ProblemSource): ProblemSource;
  /** Those that are never trained on, where there are any. */
  readonly heldOut: readonly HeldOutSet[];
  readonly manifest: Pick<RunManifest, 'corrections'>;
  /** What the person should know of them. */
  readonly notices: readonly string[];
}

/** Of a run without any. */
const WITHOUT: RunCorrections = { mixedWith: (source) => source, heldOut: [], manifest: {}, notices: [] };

/**
 * The corrections of a run. A new one keeps a copy of those it is given, and one that goes on reads that copy: the questions of a step must
 * follow from its number, whatever was corrected since.
 *
 * @throws {TwinsightError} `corrections-invalid` for a file that can't be read; `bad-request` where nothing is left to train on
 */
export async function correctionsOfRun(
  given: Given | undefined,
  { store, resumed, vocabulary, config, options }: Place,
): Promise<RunCorrections> {
  if (!given) return WITHOUT;
  const { text, trainShare } = given;
  const copy = resumed ? await store.read(FILE) : undefined;
  const used = copy ? new TextDecoder().decode(copy) : text;
  const read = readCorrections(used, FILE);
  if (!read.ok) throw new TwinsightError(read.error);
  const fits = ({ question }: Correction): boolean =>
    promptOf(question, vocabulary, config.bosToken).length + ROOM <= config.maxPositions;
  const corrections = read.value.filter((correction) => fits(correction) && canBeRight(correction));
  if (corrections.length === 0)
    throw new TwinsightError({
      code: 'bad-request',
      message:
        read.value.length === 0
          ? 'There are no corrected answers to train on yet.'
          : 'None of the corrected answers can be trained on: their questions are too long for this policy.',
      remedy: 'Correct answers in Look, or set the share of corrections to 0.',
    });
  const bytes = new TextEncoder().encode(used);
  if (!copy) await store.write(FILE, bytes);
  const left = read.value.length - corrections.length;
  const { trained, heldOut, mixedWith } = correctionProblems(corrections, trainShare, options);
  const sha256 = new Sha256().update(bytes).hex();
  return {
    mixedWith,
    heldOut: heldOut.length > 0 ? [{ name: 'corrections', problems: heldOut }] : [],
    manifest: { corrections: { trainShare, trained: trained.length, heldOut: heldOut.length, sha256 } },
    notices:
      left > 0
        ? [`Left out: ${left} of ${read.value.length} corrections, which this policy can’t read.`]
        : [],
  };
}

/** A value that is not even equal to itself, such as “the”, has no reward. */
const canBeRight = ({ target }: Correction): boolean =>
  target.kind !== 'value' || sameValue(target.value, target.value);
