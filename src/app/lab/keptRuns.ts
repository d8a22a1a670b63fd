import { trainingContract } from '../../../workers/contracts/training.ts';
import { z } from '../../core/zod.ts';
import { type LabSetup, setupSchema } from '../../store/labSetup.ts';
import type { PreferenceStorage } from '../../store/preferences.ts';
import type { HeldOutRow } from '../../store/slices/lab.ts';

const KEY = 'lab';
/** Runs whose setups are remembered. */
const MOST = 12;

const rowSchema = trainingContract.evaluate.result.shape.rows.unwrap().element.extend({ set: z.string() });

const keptSchema = z.object({
  setups: z.array(z.object({ id: z.string(), setup: setupSchema })).readonly(),
  /** The answers before training of the latest run. */
  before: z
    .object({ id: z.string(), rows: z.array(rowSchema).readonly() })
    .optional()
    .catch(undefined),
});
type Kept = z.infer<typeof keptSchema>;

/** What a run needs besides its checkpoints to go on after a reload: how it was set up, and what it answered before. */
export interface KeptRuns {
  setupOf(id: string): LabSetup | undefined;
  beforeOf(id: string): readonly HeldOutRow[] | undefined;
  keepSetup(id: string, setup: LabSetup): void;
  keepBefore(id: string, rows: readonly HeldOutRow[]): void;
}

export function createKeptRuns(storage: PreferenceStorage): KeptRuns {
  const read = (): Kept => {
    try {
      const kept = keptSchema.safeParse(JSON.parse(storage.getItem(KEY) ?? '{}'));
      return kept.success ? kept.data : { setups: [] };
    } catch {
      return { setups: [] };
    }
  };
  const write = (kept: Kept): void => storage.setItem(KEY, JSON.stringify(kept));
  return {
    setupOf: (id) => read().setups.find((kept) => kept.id === id)?.setup,
    beforeOf(id) {
      const { before } = read();
      return before?.id === id ? before.rows : undefined;
    },
    keepSetup(id, setup) {
      const kept = read();
      const others = kept.setups.filter((one) => one.id !== id);
      write({ ...kept, setups: [{ id, setup }, ...others].slice(0, MOST) });
    },
    keepBefore: (id, rows) => write({ ...read(), before: { id, rows } }),
  };
}
