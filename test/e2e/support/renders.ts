import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** What happened since counting began: React has rendered, another frame was shown. */
    happened?: ('render' | 'frame')[];
  }
}

/** Counts React's commits from the start of the page on: React tells of each, as it does to its developer tools. */
export async function countRenders(page: Page): Promise<void> {
  await page.addInitScript(() => {
    Object.assign(window, {
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        inject: () => 1,
        onCommitFiberRoot: () => void window.happened?.push('render'),
      },
    });
  });
}

/**
 * How many frames were shown during some work, and how often React rendered from the second of them to the last but one: what
 * begins and ends playing may render.
 */
export async function rendersBetweenFrames(
  page: Page,
  work: () => Promise<void>,
): Promise<{ readonly frames: number; readonly renders: number; readonly rendersInAll: number }> {
  await page.evaluate(() => {
    window.happened = [];
    const slider = document.querySelector('[role="slider"][aria-label="Timeline"]');
    if (!slider) throw new Error('there is no timeline');
    new MutationObserver(() => window.happened?.push('frame')).observe(slider, {
      attributeFilter: ['aria-valuetext'],
    });
  });
  await work();
  const happened = await page.evaluate(() => window.happened ?? []);
  const shown = happened.flatMap((what, index) => (what === 'frame' ? [index] : []));
  const between = happened.slice(shown[1], shown.at(-2));
  const rendersIn = (part: typeof happened): number => part.filter((what) => what === 'render').length;
  return { frames: shown.length, renders: rendersIn(between), rendersInAll: rendersIn(happened) };
}
