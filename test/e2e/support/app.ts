import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { DATA } from '../../../scripts/lib/project.ts';
import type { TestFile } from '../../fixtures/badFiles.ts';
import { expect } from './test.ts';

/** The app as a person finds their way in it: by roles and labels. */
export class AppDriver {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  pane(name: 'Stage' | 'Graph' | 'Scene' | 'Ask' | 'Twin'): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }

  /** The picture of the stage; its name says what is open and how much was found. */
  picture(name: RegExp): Locator {
    return this.pane('Stage').getByRole('img', { name });
  }

  answer(): Locator {
    return this.page.getByRole('article', { name: 'Answer' });
  }

  /** The objects that decided the answer. */
  evidence(): Locator {
    const heading = this.page.getByRole('heading', { name: 'Evidence' });
    return this.answer().locator('section').filter({ has: heading }).getByRole('button');
  }

  errors(): Locator {
    return this.pane('Stage').getByRole('alert');
  }

  /** The running job's progress. */
  job(): Locator {
    return this.pane('Stage').getByRole('progressbar');
  }

  /** Measures the image at hand anew. */
  async measure(): Promise<void> {
    await this.pane('Stage').getByRole('button', { name: 'Measure it now' }).click();
  }

  objects(): Locator {
    return this.page.getByRole('table', { name: 'Objects of the twin' }).getByRole('row', { name: /o\d+/ });
  }

  async open(path = '', start = '?device=wasm'): Promise<void> {
    await this.page.goto(`${path}${start}`);
    await expect(this.pane('Ask')).toBeVisible();
  }

  async openSample(title: 'Desk' | 'Breakfast' | 'Street'): Promise<void> {
    await this.page
      .getByRole('list', { name: /Samples/ })
      .getByRole('button', { name: title })
      .click();
    await expect(this.picture(/\d+ objects/)).toBeVisible();
  }

  /** Through the file dialog of the empty stage. */
  async openFile(path: string): Promise<void> {
    this.page.once('filechooser', (chooser) => chooser.setFiles(path));
    await this.page.getByRole('button', { name: 'Open a file' }).click();
  }

  /** By dropping them on the window. */
  async dropFile(...files: readonly TestFile[]): Promise<void> {
    const transfer = await this.page.evaluateHandle(
      (dropped) => {
        const data = new DataTransfer();
        for (const { name, mimeType, text } of dropped) {
          const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
          data.items.add(new File([bytes], name, { type: mimeType }));
        }
        return data;
      },
      files.map(({ name, mimeType, buffer }) => ({ name, mimeType, text: buffer.toString('base64') })),
    );
    const target = this.pane('Stage');
    await target.dispatchEvent('dragenter', { dataTransfer: transfer });
    await target.dispatchEvent('dragover', { dataTransfer: transfer });
    await target.dispatchEvent('drop', { dataTransfer: transfer });
  }

  async ask(question: string): Promise<void> {
    const field = this.page.getByLabel('Question about the image');
    await field.fill(question);
    await field.press('Enter');
  }

  /** Asks, and waits for the answer to this very question. */
  async expectAnswer(question: string, answer: RegExp): Promise<void> {
    await this.ask(question);
    await expect(this.answer()).toContainText(question);
    await expect(this.answer().getByRole('status').first()).toHaveText(answer);
  }
}

/** A real photograph, or undefined where the folder of test data is missing. */
export function photo(name: string): string | undefined {
  const path = join(DATA, 'coco', 'images', name);
  return existsSync(path) ? path : undefined;
}

export const CATS = '000000555705.jpg';
