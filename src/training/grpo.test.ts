import { describe, expect, it } from 'vitest';
import { sceneTwin } from '../../test/support/scenes.ts';
import { TabularEngine } from '../../test/support/tabularEngine.ts';
import { type Grpo, type GrpoStep, grpo, grpoStep } from './grpo.ts';
import { referenceKernels } from './kernels/reference.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './rl/checkpoint.ts';
import { Curriculum } from './rl/curriculum.ts';
import { metricsJsonl } from './rl/metrics.ts';
import type { Problem } from './rl/problem.ts';
import { ReplayMemory } from './rl/replay.ts';
import type { Vocabulary } from './rl/rowDriver.ts';
import { type GrpoOptionsInput, grpoOptionsSchema, type RunManifest } from './rl/schema.ts';

/** Tokens are whole pieces of a rollout: three of them in a row are one. */
const PIECES = [
  '',
  '',
  '',
  '<reason>r</reason>',
  '<plan>n = count(find("cat"))</plan>',
  '<answer>value(count(find("cat")))</answer>',
  '<answer>value(7)</answer>',
  'oh',
];
const [REASON, PLAN, RIGHT, NOISE, RESULTS, QUESTION] = [3, 4, 5, 7, 8, 9] as const;
const vocabulary: Vocabulary = {
  size: 10,
  encode: (text) => [text.includes('<results>') ? RESULTS : QUESTION],
  bytesOf: (token) => new TextEncoder().encode(PIECES[token] ?? ''),
};
/** Knows how rollouts begin, and nothing else. */
const beginner = (before: number, token: number): number => (before === QUESTION && token === REASON ? 3 : 0);

const CATS = sceneTwin([
  ['cat', [10, 10, 100, 100], 3],
  ['cat', [200, 10, 300, 100], 3],
]);
const problem: Problem = {
  id: 'cats',
  family: 'count',
  question: 'How many cats?',
  task: 'value',
  program: 'count(find("cat"))',
  scenes: [
    {
      twin: CATS,
      refine: () => ({ refused: 'no tool' }),
      relate: undefined,
      targets: { ids: [], boxes: [], ellipses: [], facts: [], none: false, value: 2 },
    },
  ],
};

function runOf(
  options: GrpoOptionsInput = {},
  engine = new TabularEngine(10, beginner),
): Grpo & { engine: TabularEngine } {
  let time = 0;
  return {
    engine,
    vocabulary,
    kernels: referenceKernels(),
    problems: { problem: () => problem },
    anchors: undefined,
    memory: new ReplayMemory(),
    curriculum: new Curriculum(),
    options: grpoOptionsSchema.parse({
      questionsPerStep: 3,
      numGenerations: 8,
      maxCompletionLength: 8,
      learningRate: 0.1,
      scenes: 1,
      ...options,
    }),
    now: () => time++,
  };
}

async function train(run: Grpo, to: number, from = 0): Promise<GrpoStep[]> {
  const steps: GrpoStep[] = [];
  await grpo(run, { from, to }, { onStep: (step) => void steps.push(step) });
  return steps;
}

describe('GRPO', () => {
  it('teaches a policy to write rollouts that are right', async () => {
    const steps = await train(runOf({ learningRate: 0.5 }), 30);
    const [first, last] = [steps[0]?.metrics, steps.at(-1)?.metrics];
    expect(first?.reward).toBeLessThan(0.3);
    expect(last?.reward).toBeGreaterThan(0.8);
    expect(last?.['rewards/right/mean']).toBeGreaterThan(0.8);
  });

  it('puts results in and keeps them out of what is learnt', async () => {
    const next: Readonly<Record<number, number>> = { [QUESTION]: REASON, [REASON]: PLAN, [RESULTS]: RIGHT };
    const planner = new TabularEngine(10, (before, token) => (next[before] === token ? 9 : 0));
    const { groups } = await grpoStep(runOf({}, planner), 0);
    const planned = groups
      .flatMap(({ completions }) => completions)
      .filter(({ rollout }) => rollout.rounds.length > 0);
    expect(planned.length).toBeGreaterThan(0);
    for (const { row, rollout } of planned) {
      expect(rollout.rounds[0]?.results).toBe('n = 2');
      const injected = row.tokens.indexOf(RESULTS);
      expect([row.written[injected], row.logprobs[injected]]).toEqual([false, 0]);
      expect(row.written[injected - 1]).toBe(true);
    }
  });

  it('is the same for the same seed, and another for another', async () => {
    const lines = async (seed: number) =>
      metricsJsonl((await train(runOf({ seed }), 3)).map(({ metrics }) => metrics));
    expect(await lines(1)).toBe(await lines(1));
    expect(await lines(1)).not.toBe(await lines(2));
  });

  it('leaves the policy alone where all rewards are the same', async () => {
    const silent = new TabularEngine(10, (_, token) => (token === NOISE ? 50 : 0));
    const before = await silent.readState();
    const step = await grpoStep(runOf({}, silent), 0);
    expect(step.metrics.frac_reward_zero_std).toBe(1);
    expect(step.reports).toEqual([]);
    expect(await silent.readState()).toEqual(before);
  });

  it('skips a step whose gradient is not finite and gives up after three, with the weights as they were', async () => {
    const run = runOf();
    run.engine.poisoned = true;
    const before = await run.engine.readState();
    const seen: number[] = [];
    const training = grpo(
      run,
      { from: 0, to: 9 },
      { onStep: ({ metrics }) => void seen.push(metrics.skipped ?? 0) },
    );
    await expect(training).rejects.toMatchObject({ code: 'training-diverged' });
    expect(seen).toEqual([1, 1, 1]);
    expect(await run.engine.readState()).toEqual(before);
  });

  it('updates several times with the rollouts of one step', async () => {
    const { reports } = await grpoStep(runOf({ numIterations: 3 }), 0);
    expect(reports).toHaveLength(3);
  });

  it('ends where it may not go on, and when it is cancelled', async () => {
    const steps: number[] = [];
    const onStep = ({ step }: GrpoStep) => void steps.push(step);
    await grpo(runOf(), { from: 0, to: 9 }, { onStep, mayGoOn: async () => steps.length < 2 });
    expect(steps).toEqual([0, 1]);
    const training = grpo(runOf(), { from: 0, to: 9 }, { onStep, signal: AbortSignal.abort() });
    await expect(training).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a run that is resumed', () => {
  const manifest = (run: Grpo): RunManifest => ({
    id: 'test',
    startedAt: '2026-01-01T00:00:00Z',
    world: 'clevr',
    start: 'nothing',
    startSha256: '',
    options: run.options,
    device: 'wasm',
    kernels: 'cpu',
    adapter: '',
    version: '0',
  });

  it('is byte for byte what it would have been: 10 steps are 5, a new engine from the checkpoint, and 5', async () => {
    const bytesOf = async (run: Grpo, step: number, metrics: Checkpoint['metrics']) =>
      writeCheckpoint({
        manifest: manifest(run),
        step,
        state: await run.engine.readState(),
        metrics,
        results: [],
        replay: run.memory.sequences,
        families: run.curriculum.shares,
      });
    const whole = runOf();
    expect(whole.options.replayRows).toBeGreaterThan(0);
    const uninterrupted = (await train(whole, 10)).map(({ metrics }) => metrics);
    const first = runOf();
    const early = (await train(first, 5)).map(({ metrics }) => metrics);
    const kept = readCheckpoint(await bytesOf(first, 5, early), 'half.safetensors');
    first.engine.dispose();

    const second = runOf(kept.manifest.options);
    await second.engine.writeState(kept.state);
    second.memory.restore(kept.replay);
    second.curriculum.restore(kept.families);
    const late = (await train(second, 10, kept.step)).map(({ metrics }) => metrics);
    const resumed = [...kept.metrics, ...late];
    expect(metricsJsonl(resumed)).toBe(metricsJsonl(uninterrupted));
    expect(await bytesOf(second, 10, resumed)).toEqual(await bytesOf(whole, 10, uninterrupted));
  });
});
