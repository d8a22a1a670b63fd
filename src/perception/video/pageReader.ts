import { throwIfAborted } from '../job.ts';
import type { FrameLedger } from './frameLedger.ts';
import type { PageFrames, PictureReader } from './pictures.ts';

/** While a page seeks, signs of life come this often, in milliseconds: a hidden page shows nothing until it is seen again. */
const SIGN_MS = 500;

/** Has the page seek every frame: slow, and as exact as the times that the page's element tells of what it shows. */
export function readByPage(
  page: PageFrames,
  { timesUs, durationUs }: { readonly timesUs: readonly number[]; readonly durationUs: number },
  ledger: FrameLedger,
): PictureReader {
  return {
    upright: true,
    async frameAt(startUs, signal, alive = () => undefined) {
      throwIfAborted(signal);
      const index = timesUs.indexOf(startUs);
      if (index < 0) return undefined;
      const signs = setInterval(alive, SIGN_MS);
      try {
        const bitmap = await page.frameAt({ startUs, endUs: timesUs[index + 1] ?? durationUs }, signal);
        return bitmap && ledger.adopt(bitmap);
      } finally {
        clearInterval(signs);
      }
    },
    dispose: () => undefined,
  };
}
