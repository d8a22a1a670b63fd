import type { Locator, Page } from '@playwright/test';
import type { AppDriver } from './app.ts';
import { expect } from './test.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The margin that the stage leaves around an image that it fits. */
const MARGIN = 16;

/** Points at the image as a person does, by its own pixels. The stage must show the whole image. */
export class StagePointer {
  readonly #page: Page;
  readonly #app: AppDriver;
  readonly #image: Size;

  constructor(app: AppDriver, image: Size) {
    this.#page = app.page;
    this.#app = app;
    this.#image = image;
  }

  /** The segment tool's controls. */
  bar(): Locator {
    return this.#app.pane('Stage').getByRole('region', { name: 'Segment' });
  }

  async chooseSegment(): Promise<void> {
    await this.#app
      .pane('Stage')
      .getByRole('button', { name: /^Segment/ })
      .click();
    await expect(this.bar()).toBeVisible();
  }

  /** Where a pixel of the image is on the page. */
  async at(x: number, y: number): Promise<{ x: number; y: number }> {
    const box = await this.#app.picture(/./).boundingBox();
    if (!box) throw new Error('The stage shows no picture.');
    const { width, height } = this.#image;
    const scale = Math.min((box.width - 2 * MARGIN) / width, (box.height - 2 * MARGIN) / height, 4);
    return {
      x: box.x + box.width / 2 + (x - width / 2) * scale,
      y: box.y + box.height / 2 + (y - height / 2) * scale,
    };
  }

  async click(x: number, y: number, key?: 'Alt' | 'Shift'): Promise<void> {
    const point = await this.at(x, y);
    if (key) await this.#page.keyboard.down(key);
    await this.#page.mouse.click(point.x, point.y);
    if (key) await this.#page.keyboard.up(key);
  }

  async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const start = await this.at(...from);
    const end = await this.at(...to);
    await this.#page.mouse.move(start.x, start.y);
    await this.#page.mouse.down();
    await this.#page.mouse.move(end.x, end.y, { steps: 6 });
    await this.#page.mouse.up();
  }

  /** Pixels of the mask that the bar reports, once it reports one that differs from `before`. */
  async maskArea(before = 0): Promise<number> {
    const status = this.bar().getByRole('status');
    const read = async (): Promise<number> =>
      Number((/^([\d,]+) px/.exec((await status.textContent()) ?? '')?.[1] ?? '0').replaceAll(',', ''));
    await expect
      .poll(
        async () => {
          const area = await read();
          return area > 0 && area !== before;
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    return read();
  }
}
