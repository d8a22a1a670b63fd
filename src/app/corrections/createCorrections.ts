import { TwinsightError, toTwinsightError } from '../../core/errors.ts';
import { SerialQueue } from '../../core/serialQueue.ts';
import { correctionId, heldOutIds, targetText } from '../../io/corrections/correction.ts';
import { readCorrections } from '../../io/corrections/readCorrections.ts';
import { type Correction, MAX_CORRECTIONS } from '../../io/corrections/schema.ts';
import { writeCorrections } from '../../io/corrections/writeCorrections.ts';
import type { CorrectionCommands } from '../../store/correctionCommands.ts';
import type { CorrectionRow, CorrectionsState } from '../../store/slices/corrections.ts';
import type { AppStore } from '../../store/store.ts';
import type { KeptCorrections } from './keptCorrections.ts';
import { makeCorrection } from './makeCorrection.ts';

export interface CorrectionServices {
  readonly store: AppStore;
  /** Opens what is kept; with its first use. */
  readonly open: () => Promise<{ readonly kept: KeptCorrections; readonly keeping: 'disk' | 'memory' }>;
  readonly saveFile: (blob: Blob, name: string) => void;
  readonly pickFile: (onFile: (file: File) => void) => void;
  /** ISO 8601. */
  readonly now: () => string;
}

/** The corrected answers of this browser, and what a person can do with them. */
export interface Corrections extends CorrectionCommands {
  /** All of them as a file, for a run to train on. */
  text(): Promise<string>;
}

/** What the latest change did, so that it can be taken back. */
interface Change {
  readonly id: string;
  readonly what: 'saved' | 'removed';
  readonly before: Correction | undefined;
}

const idOf = ({ question, twin }: Correction): string => correctionId(question, twin.source);

/** Changes are made one after the other, each on what is kept by then. */
export function createCorrections({ store, open, saveFile, pickFile, now }: CorrectionServices): Corrections {
  const queue = new SerialQueue();
  let change: Change | undefined;

  const show = (part: Partial<CorrectionsState>): void =>
    store.setState((state) => ({ corrections: { ...state.corrections, ...part } }));

  const fail = (place: 'form' | 'set', thrown: unknown): void => {
    const { code, message, remedy } = toTwinsightError(thrown);
    show({ failure: { place, code, message, remedy } });
  };

  /** Does something, and shows what is kept then. Gives whether it was done. */
  const work = (place: 'form' | 'set', job: (kept: KeptCorrections) => Promise<void>): Promise<boolean> =>
    queue.run(async () => {
      show({ failure: undefined, told: undefined });
      try {
        const { kept, keeping } = await open();
        await job(kept);
        const { corrections, damaged } = await kept.all();
        show({ rows: rowsOf(corrections), keeping, undo: change && { id: change.id, what: change.what } });
        if (damaged.length > 0) throw unreadable(damaged);
        return true;
      } catch (thrown) {
        fail(place, thrown);
        return false;
      }
    });

  const find = async (kept: KeptCorrections, id: string): Promise<Correction | undefined> =>
    (await kept.all()).corrections.find((one) => idOf(one) === id);

  return {
    load: async () => void (await work('set', async () => undefined)),

    correct: (askId, draft) =>
      work('form', async (kept) => {
        const { asks, origins } = store.getState().conversation;
        const ask = asks.find(({ id }) => id === askId);
        const origin = origins[askId];
        if (!ask || origin?.kind !== 'asked') throw gone();
        const made = makeCorrection(ask, origin.twin, origin.task, draft, now());
        if (!made.ok) throw new TwinsightError(made.error);
        const id = idOf(made.value);
        const { corrections } = await kept.all();
        const before = corrections.find((one) => idOf(one) === id);
        if (!before && corrections.length >= MAX_CORRECTIONS) throw full();
        await kept.put(made.value);
        change = { id, what: 'saved', before };
      }),

    async remove(id) {
      await work('set', async (kept) => {
        const before = await find(kept, id);
        await kept.remove(id);
        change = before && { id, what: 'removed', before };
      });
    },

    async undo() {
      await work('set', async (kept) => {
        if (!change) return;
        if (change.before) await kept.put(change.before);
        else await kept.remove(change.id);
        change = undefined;
      });
    },

    async exportSet() {
      await work('set', async (kept) => {
        const { corrections } = await kept.all();
        saveFile(new Blob([writeCorrections(corrections)], { type: 'application/json' }), 'corrections.json');
      });
    },

    pickSet() {
      pickFile((file) => {
        void work('set', async (kept) => {
          const read = readCorrections(await file.text(), file.name);
          if (!read.ok) throw new TwinsightError(read.error);
          const before = new Set((await kept.all()).corrections.map(idOf));
          const added = read.value.filter((one) => !before.has(idOf(one))).length;
          if (before.size + added > MAX_CORRECTIONS) throw full();
          for (const correction of read.value) await kept.put(correction);
          change = undefined;
          const replaced = read.value.length - added;
          show({ told: `“${file.name}”: ${added} added${replaced > 0 ? `, ${replaced} replaced` : ''}.` });
        });
      });
    },

    dismissFailure: () => show({ failure: undefined }),

    text: () => queue.run(async () => writeCorrections((await (await open()).kept.all()).corrections)),
  };
}

function rowsOf(corrections: readonly Correction[]): readonly CorrectionRow[] {
  const kept = heldOutIds(corrections.map(idOf));
  return corrections.map((correction) => {
    const { twin, ...head } = correction;
    const id = idOf(correction);
    return { ...head, id, right: targetText(correction), source: twin.source.name, heldOut: kept.has(id) };
  });
}

const gone = (): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: 'The twin that this question was asked of is not at hand.',
    remedy: 'Ask the question again, and correct that answer.',
  });

const full = (): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: `At most ${MAX_CORRECTIONS} corrections are kept.`,
    remedy: 'Export them, and remove some in the Lab.',
  });

const unreadable = (names: readonly string[]): TwinsightError =>
  new TwinsightError({
    code: 'corrections-invalid',
    message: `${names.length} kept ${names.length === 1 ? 'correction' : 'corrections'} can’t be read (${names[0]}${names.length > 1 ? ', …' : ''}); the others are here.`,
    remedy: 'Import the corrections from a file that was exported earlier.',
  });
