import { BAD_IMAGES, BAD_TWINS } from '../fixtures/badFiles.ts';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

for (const { file, says } of [...BAD_IMAGES, ...BAD_TWINS]) {
  test(`${file.name} is refused with one reason, and the twin at hand stays`, async ({ page }) => {
    const app = new AppDriver(page);
    await app.open();
    await app.openSample('Desk');
    const started = Date.now();
    await app.dropFile(file);
    await expect(app.errors()).toHaveText(says);
    expect(Date.now() - started).toBeLessThan(3000);
    await expect(app.errors()).toHaveCount(1);
    await expect(app.picture(/desk/)).toBeVisible();
    await app.expectAnswer('How many laptops are there?', /^1$/);
  });
}

test('importing a twin with a __proto__ key changes no prototype', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  const hostile = BAD_TWINS.find(({ file }) => file.name === 'proto.json');
  if (hostile) await app.dropFile(hostile.file);
  await expect(app.errors()).toBeVisible();
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);
});

const ODD_QUESTIONS = [
  ['10,000 characters', `How many ${'very '.repeat(1998)}cats?`],
  ['another script', 'いくつの猫がいますか？'],
  ['markup', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
  ['punctuation alone', '?!…'],
] as const;

for (const [what, question] of ODD_QUESTIONS) {
  test(`a question of ${what} gets an honest answer, and the next one is answered`, async ({ page }) => {
    const app = new AppDriver(page);
    page.on('dialog', (dialog) => expect(dialog.message(), 'no dialog may open').toBe(''));
    await app.open();
    await app.openSample('Desk');
    await app.ask(question);
    await expect(app.answer()).toContainText(/can’t read this question/);
    await expect(app.answer().locator('.suggestion')).toHaveCount(3);
    await app.expectAnswer('How many laptops are there?', /^1$/);
  });
}

test('an empty question is not asked', async ({ page }) => {
  const app = new AppDriver(page);
  await app.open();
  await app.openSample('Desk');
  await app.ask('   ');
  await expect(app.answer()).toHaveCount(0);
});
