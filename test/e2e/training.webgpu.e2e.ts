import type { Page } from '@playwright/test';
import { referenceKernels } from '../../src/training/kernels/reference.ts';
import { grpoOptionsSchema } from '../../src/training/rl/schema.ts';
import type { GroupView, TrainEvent } from '../../workers/contracts/training.ts';
import { needAdapter } from './support/adapter.ts';
import { AppDriver } from './support/app.ts';
import { expect, test } from './support/test.ts';

// A software adapter compiles and computes on the processor, which other work may share.
test.setTimeout(240_000);

const STEPS = 3;

/**
 * Short questions with short programs, so that every step has the same few shapes: jax-js compiles each anew. Hot enough that groups differ, and so
 * have a gradient.
 */
const OPTIONS = grpoOptionsSchema.parse({
  // Of this one every step has a group with a gradient.
  seed: 7,
  questionsPerStep: 3,
  numGenerations: 2,
  temperature: 1.5,
  maxCompletionLength: 32,
  scenes: 1,
  anchorRows: 2,
  replayRows: 2,
  dropZeroSignal: false,
  warmupSteps: 0,
  checkpointEvery: 2,
});
const FAMILIES = [
  'zero_hop/count',
  'single_or/count_by_size',
  'compare_integer/equal',
  'compare_integer/less',
];

/** Opens a run of a device, or goes on with the one of that name where something was kept of it. */
const open = (page: Page, id: string, device: 'wasm' | 'webgpu', resume = false) =>
  page.evaluate(
    async ([name, on, goesOn, options, families]) => {
      const opened = await window.twinsight.training.open({
        start: 'nano-early-100',
        id: name,
        world: 'clevr',
        families,
        options,
        device: on,
        anchors: { seed: 5, programs: 100 },
        heldOut: 4,
        ...(goesOn ? { resume: { role: 'last' } } : {}),
      });
      if (!opened.ok) throw new Error(opened.error.message);
      return opened.value;
    },
    [id, device, resume, OPTIONS, FAMILIES] as const,
  );

/** Answers to held-out questions with the most probable tokens. */
const answered = (page: Page) =>
  page.evaluate(async () => {
    const greedy = await window.twinsight.training.evaluate('clevr');
    if (!greedy.ok) throw new Error(greedy.error.message);
    return { rows: greedy.value.rows, result: greedy.value.result };
  });

const trainTo = (page: Page, to: number) =>
  page.evaluate(([until, groups]) => window.twinsight.training.train(until, groups), [
    to,
    OPTIONS.questionsPerStep,
  ] as const);

type Step = Extract<TrainEvent, { kind: 'step' }>;

async function steps(trained: ReturnType<typeof trainTo>): Promise<readonly Step[]> {
  const done = await trained;
  if (!done.ok) throw new Error(done.error.message);
  return done.value.events.flatMap((event) => (event.kind === 'step' ? [event] : []));
}

const tokensOf = ({ completions }: GroupView) =>
  completions.map(({ pieces }) => pieces.map(({ text }) => text));
const rewardsOf = ({ completions }: GroupView) => completions.map(({ reward, right }) => ({ reward, right }));

async function expectReferenceAdvantages({ completions }: GroupView): Promise<void> {
  const rewards = Float32Array.from(completions, ({ reward }) => reward);
  const reference = await referenceKernels().advantages({
    rewards,
    groupSize: rewards.length,
    scale: OPTIONS.scaleRewards,
  });
  for (const [row, { advantage }] of completions.entries())
    expect(Math.abs(advantage - (reference.advantages[row] ?? Number.NaN))).toBeLessThanOrEqual(1e-6);
}

/** Within 10⁻³, relative. */
function expectClose(ours: Step, theirs: Step, name: string): void {
  const [a = Number.NaN, b = Number.NaN] = [ours.metrics[name], theirs.metrics[name]];
  expect(Math.abs(a - b), `${name} ${a} and ${b}`).toBeLessThanOrEqual(1e-3 * Math.abs(b));
}

async function expectSameStep(ours: Step, theirs: Step): Promise<void> {
  const name = `step ${theirs.metrics.step}`;
  // Drawn with the same random numbers: token for token, with the results in between.
  expect(ours.groups.map(tokensOf), name).toEqual(theirs.groups.map(tokensOf));
  expect(ours.groups.map(rewardsOf), name).toEqual(theirs.groups.map(rewardsOf));
  for (const group of ours.groups) await expectReferenceAdvantages(group);
  expect(ours.groups.some(({ noSignal }) => !noSignal)).toBe(true);
  expectClose(ours, theirs, 'loss');
  expectClose(ours, theirs, 'grad_norm');
  expect(ours.metrics.grad_norm).toBeGreaterThan(0.01);
}

test('steps on the GPU are those of the processor, which goes on where the GPU crashed in the middle of one', async ({
  page,
  browser,
  watch,
}) => {
  watch.expectErrors(/WebGPU|GPU/);
  await page.goto('headless.html');
  await needAdapter(page);
  const { manifest: onProcessor } = await open(page, 'processor', 'wasm');
  expect(onProcessor).toMatchObject({ device: 'wasm', kernels: 'cpu' });
  const greedy = await answered(page);
  const theirs = await steps(trainTo(page, STEPS));

  const { manifest } = await open(page, 'gpu', 'webgpu');
  expect(manifest).toMatchObject({ device: 'webgpu', kernels: 'webgpu' });
  // At temperature 0: the same programs with the same answers, and as many tokens.
  expect(await answered(page)).toEqual(greedy);
  const ours = [...(await steps(trainTo(page, STEPS - 1)))];

  const broken = trainTo(page, STEPS);
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  expect(await broken).toMatchObject({ ok: false, error: { code: 'gpu-lost' } });
  const resumed = await open(page, 'gpu', 'wasm', true);
  // The steps before the crash were kept when they were done: fewer than `checkpointEvery` are lost.
  expect(resumed.step).toBe(STEPS - 1);
  ours.push(...(await steps(trainTo(page, STEPS))));

  expect(ours).toHaveLength(STEPS);
  for (const [index, step] of theirs.entries()) {
    const own = ours[index];
    if (!own) throw new Error(`The GPU did no step ${index}.`);
    await expectSameStep(own, step);
  }
});

test('a run in the lab whose GPU crashes goes on by itself, and the rest of the app lives', async ({
  page,
  browser,
  watch,
}) => {
  watch.expectErrors(/WebGPU|GPU/);
  await page.goto('');
  await needAdapter(page);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const status = page.getByRole('region', { name: 'Status' });
  await button('Lab').click();
  await page.getByLabel('Preset').selectOption('quick');
  await page.getByLabel('Device').selectOption('webgpu');
  await button('Start training').click();
  await expect(status).toContainText('Answering held-out questions', { timeout: 120_000 });
  await expect(status).toContainText('GPU (jax-js)');
  const devtools = await browser.newBrowserCDPSession();
  await devtools.send('Browser.crashGpuProcess');
  await expect(status).toContainText(/GPU that trains was lost.*went on by itself from step 0/, {
    timeout: 120_000,
  });
  await expect(status).toContainText('Answering held-out questions', { timeout: 120_000 });
  await expect(status.getByRole('alert')).toHaveCount(0);
  await button('Stop').click();
  await expect(status).toContainText('Paused at step 0', { timeout: 120_000 });

  await button('Look').click();
  const app = new AppDriver(page);
  await app.openSample('Desk');
  await app.expectAnswer('How many cups are there?', /\d/);
});
