import { openRunFolders } from '../../../workers/trainingStore.ts';
import { once } from '../once.ts';
import { type CorrectionServices, type Corrections, createCorrections } from './createCorrections.ts';
import { keepCorrections } from './keptCorrections.ts';

/** The corrected answers of this page, kept in the browser's private file system, or in memory where there is none. */
export function createPageCorrections(services: Omit<CorrectionServices, 'open' | 'now'>): Corrections {
  return createCorrections({
    ...services,
    open: once(async () => {
      const folders = await openRunFolders(navigator.storage, 'corrections');
      return { kept: keepCorrections(folders.open('mine')), keeping: folders.keeping };
    }),
    now: () => new Date().toISOString(),
  });
}
