import { describe, expect, it } from 'vitest';
import { FrameLedger } from './frameLedger.ts';
import { readByPage } from './pageReader.ts';
import type { PageFrames, ShownSpan } from './pictures.ts';

const clip = { timesUs: [0, 15_000, 135_000], durationUs: 200_000 };

/** A page that shows a picture for each span, but for those that begin at the given times. */
function page(missing: readonly number[] = []) {
  const asked: ShownSpan[] = [];
  let open = 0;
  const frames: PageFrames = {
    async frameAt(span) {
      asked.push(span);
      if (missing.includes(span.startUs)) return undefined;
      open += 1;
      const close = (): void => {
        open -= 1;
      };
      return { width: 2, height: 2, close };
    },
  };
  return { frames, asked, open: () => open };
}

describe('frames that the page seeks', () => {
  const { signal } = new AbortController();

  it('are asked for by the span in which they are shown, whatever the frame rate does, and counted until they are closed', async () => {
    const { frames, asked, open } = page();
    const ledger = new FrameLedger();
    const reader = readByPage(frames, clip, ledger);
    for (const timeUs of [15_000, 135_000]) {
      const picture = await reader.frameAt(timeUs, signal);
      expect([open(), ledger.alive]).toEqual([1, 1]);
      picture?.close();
    }
    expect(asked).toEqual([
      { startUs: 15_000, endUs: 135_000 },
      { startUs: 135_000, endUs: 200_000 },
    ]);
    expect([open(), ledger.alive, ledger.mostAlive]).toEqual([0, 0, 1]);
  });

  it('are missing where the page shows another one, or the clip has none', async () => {
    const { frames } = page([15_000]);
    const reader = readByPage(frames, clip, new FrameLedger());
    expect(await reader.frameAt(15_000, signal)).toBeUndefined();
    expect(await reader.frameAt(20_000, signal)).toBeUndefined();
  });

  it('are not asked for once the job is cancelled', async () => {
    const { frames, asked } = page();
    const reader = readByPage(frames, clip, new FrameLedger());
    await expect(reader.frameAt(0, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(asked).toEqual([]);
  });
});
