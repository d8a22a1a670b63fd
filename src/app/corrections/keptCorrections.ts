import { TwinsightError } from '../../core/errors.ts';
import { correctionId } from '../../io/corrections/correction.ts';
import { readCorrections } from '../../io/corrections/readCorrections.ts';
import type { Correction } from '../../io/corrections/schema.ts';
import { writeCorrections } from '../../io/corrections/writeCorrections.ts';
import type { FileStore } from '../../training/rl/checkpointStore.ts';

const ENDING = '.json';

/** The corrections that a browser keeps: a file for each, so that two tabs do not overwrite each other’s. */
export interface KeptCorrections {
  /** All that can be read, oldest first, and the names of files that can't be. */
  all(): Promise<{ readonly corrections: readonly Correction[]; readonly damaged: readonly string[] }>;
  /** Keeps one in place of an earlier one for the same question and source. @throws {TwinsightError} where it would not read back */
  put(correction: Correction): Promise<void>;
  /** Forgets one, if it is there. */
  remove(id: string): Promise<void>;
}

const nameOf = ({ question, twin }: Correction): string => `${correctionId(question, twin.source)}${ENDING}`;

export function keepCorrections(files: FileStore): KeptCorrections {
  return {
    async all() {
      const corrections: Correction[] = [];
      const damaged: string[] = [];
      for (const name of (await files.names()).filter((one) => one.endsWith(ENDING))) {
        const bytes = await files.read(name);
        if (!bytes) continue; // another tab has removed it
        const read = readCorrections(new TextDecoder().decode(bytes), name);
        if (read.ok) corrections.push(...read.value);
        else damaged.push(name);
      }
      return { corrections: corrections.toSorted(byAge), damaged };
    },
    async put(correction) {
      const name = nameOf(correction);
      const text = writeCorrections([correction]);
      const back = readCorrections(text, name);
      if (!back.ok) throw new TwinsightError(back.error);
      await files.write(name, new TextEncoder().encode(text));
    },
    async remove(id) {
      const name = `${id}${ENDING}`;
      if ((await files.names()).includes(name)) await files.remove(name);
    },
  };
}

const byAge = (a: Correction, b: Correction): number =>
  a.madeAt < b.madeAt ? -1 : a.madeAt > b.madeAt ? 1 : nameOf(a) < nameOf(b) ? -1 : 1;
