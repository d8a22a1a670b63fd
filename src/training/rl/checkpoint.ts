import { TwinsightError } from '../../core/errors.ts';
import { z } from '../../core/zod.ts';
import { readSafetensors, writeSafetensors } from '../model/safetensors.ts';
import type { EngineState, Tensor, Weights } from '../model/types.ts';
import type { Sequence } from './batch.ts';
import type { Metrics } from './metrics.ts';
import { REPLAY_CAPACITY } from './replay.ts';
import { type EvaluationResult, manifestSchema, type RunManifest, resultSchema } from './schema.ts';

/** The version of the checkpoint format that this code writes. */
export const CHECKPOINT_VERSION = 1;

const METRIC = z.union([z.number(), z.string().max(16)]);

const headerSchema = z.strictObject({
  type: z.literal('checkpoint'),
  version: z.literal(CHECKPOINT_VERSION),
  manifest: manifestSchema,
  /** The step to go on with: those before it were done. The random numbers and the questions of a step follow from its number. */
  step: z.int().nonnegative(),
  optimizerSteps: z.int().nonnegative(),
  metrics: z.array(z.record(z.string(), METRIC)).readonly(),
  results: z.array(resultSchema).readonly(),
  /** The rollouts that are imitated again: tokens, and for each a 1 where the policy wrote it. Checkpoints of before there were any have none. */
  replay: z
    .array(
      z
        .strictObject({ tokens: z.array(z.int().nonnegative()).max(4096), written: z.string() })
        .refine(({ tokens, written }) => tokens.length === written.length, 'a mark for each token'),
    )
    .max(REPLAY_CAPACITY)
    .readonly()
    .default([]),
  /** By family the share that was right lately. */
  families: z.record(z.string().max(64), z.number().min(0).max(1)).default({}),
});

/** Everything that a run needs to go on as if it had not stopped. */
export interface Checkpoint {
  readonly manifest: RunManifest;
  readonly step: number;
  readonly state: EngineState;
  readonly metrics: readonly Metrics[];
  readonly results: readonly EvaluationResult[];
  /** Right rollouts that are imitated again. */
  readonly replay: readonly Sequence[];
  /** The shares of the curriculum. */
  readonly families: Readonly<Record<string, number>>;
}

const PARTS = ['trainable', 'first', 'second'] as const;

const invalid = (message: string, cause?: unknown): TwinsightError =>
  new TwinsightError(
    { code: 'checkpoint-invalid', message, remedy: 'Take an earlier checkpoint, or start the run anew.' },
    { cause },
  );

/** Whether all weights and moments are finite: only such a state is worth keeping. */
export const isFiniteState = ({ trainable, firstMoments, secondMoments }: EngineState): boolean =>
  [trainable, firstMoments, secondMoments].every((weights) =>
    [...weights.values()].every(({ data }) => data.every(Number.isFinite)),
  );

/** A checkpoint as one safetensors file: tensors "trainable.…", "first.…", "second.…", the rest as metadata. The same content gives the same bytes. */
export function writeCheckpoint({
  manifest,
  step,
  state,
  metrics,
  results,
  replay,
  families,
}: Checkpoint): Uint8Array<ArrayBuffer> {
  const weights = [state.trainable, state.firstMoments, state.secondMoments];
  const tensors = new Map<string, Tensor>(
    PARTS.flatMap((part, index) =>
      [...(weights[index] ?? [])].map(([name, tensor]) => [`${part}.${name}`, tensor] as const),
    ),
  );
  const written = metrics.map((line) =>
    Object.fromEntries(
      Object.entries(line).map(([name, value]) => [name, Number.isFinite(value) ? value : String(value)]),
    ),
  );
  const header: z.input<typeof headerSchema> = {
    type: 'checkpoint',
    version: CHECKPOINT_VERSION,
    manifest,
    step,
    optimizerSteps: state.steps,
    metrics: written,
    results,
    replay: replay.map(({ tokens, written: own }) => ({
      tokens: [...tokens],
      written: own.map((one) => (one ? '1' : '0')).join(''),
    })),
    families: { ...families },
  };
  return writeSafetensors(tensors, { metadata: { twinsight: JSON.stringify(header) } });
}

/**
 * Reads a checkpoint.
 * @param name of the file, for messages
 * @throws {TwinsightError} `checkpoint-invalid`, `model-invalid`
 */
export function readCheckpoint(bytes: Uint8Array, name: string): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes, name);
  const text = metadata.twinsight;
  if (text === undefined)
    throw invalid(`${name} is no checkpoint of a training run: its header says nothing of one.`);
  const header = headerSchema.safeParse(parsed(text, name));
  if (!header.success) throw invalid(`${name}: ${z.prettifyError(header.error).split('\n', 1).join('')}.`);
  const part = (prefix: string): Weights =>
    new Map(
      [...tensors].flatMap(([key, tensor]) =>
        key.startsWith(`${prefix}.`) ? [[key.slice(prefix.length + 1), tensor] as const] : [],
      ),
    );
  const [trainable, firstMoments, secondMoments] = [part('trainable'), part('first'), part('second')];
  const { manifest, step, optimizerSteps, metrics, results, families } = header.data;
  const state = { trainable, firstMoments, secondMoments, steps: optimizerSteps };
  const alike = [...trainable.keys()].every((key) => firstMoments.has(key) && secondMoments.has(key));
  if (trainable.size === 0 || !alike) throw invalid(`${name} lacks weights or moments.`);
  if (!isFiniteState(state)) throw invalid(`${name} holds numbers that are not finite.`);
  const numbers = metrics.map((line) =>
    Object.fromEntries(Object.entries(line).map(([key, value]) => [key, Number(value)])),
  );
  const replay = header.data.replay.map(({ tokens, written }) => ({
    tokens,
    written: [...written].map((one) => one === '1'),
  }));
  return { manifest, step, state, metrics: numbers, results, replay, families };
}

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw invalid(`${name}: its header is no JSON.`, thrown);
  }
}
