import { TwinsightError, toTwinsightError } from '../../core/errors.ts';
import { Sha256 } from '../../core/sha256.ts';
import { z } from '../../core/zod.ts';
import { type Checkpoint, isFiniteState, readCheckpoint, writeCheckpoint } from './checkpoint.ts';

/** A place for files of one run. */
export interface FileStore {
  /** Replaces the whole file or leaves it as it was. */
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  read(name: string): Promise<Uint8Array | undefined>;
  remove(name: string): Promise<void>;
  names(): Promise<readonly string[]>;
}

/** `last` is the newest, `best` had the highest accuracy on held-out questions, `lastHealthy` the newest after a step that was not skipped. */
export const CHECKPOINT_ROLES = ['last', 'best', 'lastHealthy'] as const;
export type CheckpointRole = (typeof CHECKPOINT_ROLES)[number];

const entrySchema = z.strictObject({
  file: z.string().regex(/^[\w.-]{1,128}$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  step: z.int().nonnegative(),
});
export type CheckpointEntry = z.infer<typeof entrySchema>;

const indexSchema = z.strictObject({
  type: z.literal('checkpoints'),
  version: z.literal(1),
  /** The one before `last`: stands in where that turns out to be damaged. */
  previous: entrySchema.optional(),
  last: entrySchema.optional(),
  best: entrySchema.optional(),
  lastHealthy: entrySchema.optional(),
});
export type CheckpointIndex = z.infer<typeof indexSchema>;

const INDEX = 'checkpoints.json';
const ENDING = '.safetensors';
const EMPTY: CheckpointIndex = { type: 'checkpoints', version: 1 };

const hashOf = (bytes: Uint8Array): string => new Sha256().update(bytes).hex();

/** Which checkpoints there are; none where the list is missing or can't be read. */
export async function readIndex(store: FileStore): Promise<CheckpointIndex> {
  const bytes = await store.read(INDEX);
  if (!bytes) return EMPTY;
  try {
    return indexSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return EMPTY;
  }
}

/**
 * Keeps a checkpoint in its roles. It is written, read back and compared before the list names it; only then what no role names any more is
 * deleted. Whatever fails in between, the checkpoints before it are still there.
 *
 * @throws {TwinsightError} `checkpoint-invalid` for weights that are not finite or bytes that do not come back; what the store rejects with
 */
export async function saveCheckpoint(
  store: FileStore,
  checkpoint: Checkpoint,
  roles: readonly CheckpointRole[],
): Promise<CheckpointIndex> {
  if (!isFiniteState(checkpoint.state)) throw unkept('it holds numbers that are not finite');
  const bytes = writeCheckpoint(checkpoint);
  const sha256 = hashOf(bytes);
  const file = `step-${checkpoint.step}-${sha256.slice(0, 8)}${ENDING}`;
  await store.write(file, bytes);
  const back = await store.read(file);
  if (!back || hashOf(back) !== sha256) throw unkept('what was written did not come back');
  const before = await readIndex(store);
  const entry = { file, sha256, step: checkpoint.step };
  const previous = roles.includes('last') ? before.last : before.previous;
  const index: CheckpointIndex = {
    ...before,
    ...(previous ? { previous } : {}),
    ...Object.fromEntries(roles.map((role) => [role, entry])),
  };
  await store.write(INDEX, new TextEncoder().encode(`${JSON.stringify(index)}\n`));
  await removeUnnamed(store, index);
  return index;
}

/** A checkpoint as it was kept, and what the person should know about that. */
export interface LoadedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Why an earlier one stands in. */
  readonly notice?: string;
}

/** The checkpoint of a role, verified; the one before it where it is damaged. Undefined where nothing was kept. */
export async function loadCheckpoint(
  store: FileStore,
  role: CheckpointRole,
): Promise<LoadedCheckpoint | undefined> {
  const index = await readIndex(store);
  const faults: string[] = [];
  for (const entry of [index[role], index.previous, index.lastHealthy, index.best]) {
    if (!entry) continue;
    try {
      const checkpoint = readCheckpoint(await verified(store, entry), entry.file);
      return faults.length === 0
        ? { checkpoint }
        : { checkpoint, notice: `${faults[0]} The checkpoint of step ${checkpoint.step} stands in.` };
    } catch (thrown) {
      faults.push(toTwinsightError(thrown).message);
    }
  }
  const [fault] = faults;
  if (fault !== undefined) throw damaged(`No checkpoint of this run can be read: ${fault}`);
  return undefined;
}

async function verified(store: FileStore, { file, sha256 }: CheckpointEntry): Promise<Uint8Array> {
  const bytes = await store.read(file);
  if (!bytes) throw damaged(`${file} is gone.`);
  if (hashOf(bytes) !== sha256) throw damaged(`${file} is damaged.`);
  return bytes;
}

/** Of checkpoints; what else a run keeps stays. */
async function removeUnnamed(store: FileStore, index: CheckpointIndex): Promise<void> {
  const entries = [index.previous, index.last, index.best, index.lastHealthy];
  const named = new Set(entries.flatMap((entry) => entry?.file ?? []));
  for (const name of await store.names())
    if (name.endsWith(ENDING) && !named.has(name)) await store.remove(name);
}

const damaged = (message: string): TwinsightError =>
  new TwinsightError({
    code: 'checkpoint-invalid',
    message,
    remedy: 'Start the run anew, or import a checkpoint.',
  });

const unkept = (why: string): TwinsightError =>
  new TwinsightError({
    code: 'checkpoint-invalid',
    message: `The checkpoint was not kept: ${why}.`,
    remedy: 'Export the run, and go on from the last healthy checkpoint.',
  });
