import type { Locator, Page } from '@playwright/test';
import { TINY } from '../../support/tinyHub.ts';
import { expect } from './test.ts';

/** The model manager as a person finds their way in it. */
export class ModelSheet {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get dialog(): Locator {
    return this.page.getByRole('dialog');
  }

  get alert(): Locator {
    return this.dialog.getByRole('alert');
  }

  get bar(): Locator {
    return this.dialog.getByRole('progressbar');
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name });
  }

  file(path: string): Locator {
    return this.dialog.getByRole('row').filter({ has: this.page.getByText(path, { exact: true }) });
  }

  /** Opens the page with a mirror as the source of models, as a visitor who chose it before. */
  static async visit(page: Page, source: string, start = '?device=wasm'): Promise<ModelSheet> {
    await page.addInitScript(
      (kept) => localStorage.setItem('twinsight.models', localStorage.getItem('twinsight.models') ?? kept),
      JSON.stringify({ source }),
    );
    await page.goto(start);
    return new ModelSheet(page);
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: /^Models:/ }).click();
    await expect(this.dialog.getByRole('heading', { name: 'Models' })).toBeVisible();
  }

  /** From the list to the sheet of the tests' model. */
  async show(title: string = TINY.title): Promise<void> {
    await this.dialog.getByRole('button', { name: new RegExp(`^(Get|Details of) ${title}$`) }).click();
    await expect(this.dialog.getByRole('heading', { name: title })).toBeVisible();
  }

  /** The consent. */
  async download(): Promise<void> {
    await this.button(/^(Download|Resume)/).click();
  }

  async expectReady(): Promise<void> {
    await expect(this.dialog.getByText(/^Ready in/)).toBeVisible({ timeout: 60_000 });
    await expect(this.dialog.getByText('In use', { exact: true })).toBeVisible();
  }

  /** Percent of all bytes. */
  async percent(): Promise<number> {
    return Number((await this.bar.getAttribute('aria-valuenow')) ?? 0);
  }
}
