import type { Page } from '@playwright/test';

/** Sets up the smallest run that is one: two questions, three rollouts each. */
export async function setUpSmallRun(page: Page): Promise<void> {
  await page.getByLabel('Preset').selectOption('quick');
  const set = async (label: string, value: string): Promise<void> => {
    const field = page.getByLabel(label, { exact: true });
    await field.fill(value);
    await field.blur();
  };
  await set('Held-out questions', '10');
  await page.getByRole('button', { name: /^Options of GRPO/ }).click();
  await set('questions_per_step', '2');
  await set('num_generations', '3');
  await set('anchor rows', '2');
  await set('max_completion_length', '64');
}
