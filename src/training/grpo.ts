import { TwinsightError } from '../core/errors.ts';
import type { RewardKernels } from './kernels/types.ts';
import type { PolicyEngine, StepReport } from './model/types.ts';
import { type AnchorSource, knownRollouts } from './rl/anchors.ts';
import { policyBatch, supervisedBatch } from './rl/batch.ts';
import type { Curriculum } from './rl/curriculum.ts';
import { type SampledGroup, type ScoredGroup, sampleGroups, scoreGroups, sequenceOf } from './rl/groups.ts';
import { type Metrics, metricsOf } from './rl/metrics.ts';
import { lossOf, optimizerAt } from './rl/options.ts';
import { questionsOf } from './rl/questions.ts';
import type { ReplayMemory } from './rl/replay.ts';
import type { Vocabulary } from './rl/rowDriver.ts';
import type { GrpoOptions } from './rl/schema.ts';
import { createStopwatch, type Timings } from './rl/stopwatch.ts';
import type { ProblemSource } from './rl/worldProblems.ts';
import { splitSeed } from './worlds/random.ts';

/** What a run of GRPO is made of. */
export interface Grpo {
  readonly engine: PolicyEngine;
  readonly vocabulary: Vocabulary;
  readonly kernels: RewardKernels;
  readonly problems: ProblemSource;
  /** Known rollouts; undefined where nothing anchors the policy. */
  readonly anchors: AnchorSource | undefined;
  readonly memory: ReplayMemory;
  readonly curriculum: Curriculum;
  readonly options: GrpoOptions;
  /** A clock in milliseconds. */
  readonly now: () => number;
}

export interface GrpoStep {
  readonly step: number;
  readonly groups: readonly ScoredGroup[];
  /** One an update. */
  readonly reports: readonly StepReport[];
  readonly metrics: Metrics;
  readonly timings: Timings;
}

/** Steps in a row that may leave the weights as they were because of numbers that are not finite. */
const MAX_SKIPPED = 3;

/**
 * Group relative policy optimization (Shao et al. 2024, arXiv 2402.03300, algorithm 1), from one step up to another. A step depends on nothing
 * but its number, the options, the engine's state, the memory and the curriculum: a run that is resumed goes on as if it had not stopped.
 *
 * @throws {TwinsightError} `training-diverged` after three steps in a row without finite gradients; `cancelled`
 */
export async function grpo(
  run: Grpo,
  { from, to }: { readonly from: number; readonly to: number },
  callbacks: {
    readonly signal?: AbortSignal | undefined;
    /** Waited for before each step: a run is paused here. False ends it. */
    readonly mayGoOn?: (() => Promise<boolean>) | undefined;
    /** Metrics, drawing, checkpoints and evaluation. */
    readonly onStep: (step: GrpoStep) => Promise<void> | void;
  },
): Promise<void> {
  let skipped = 0;
  for (let step = from; step < to; step += 1) {
    if ((await callbacks.mayGoOn?.()) === false) return;
    const done = await grpoStep(run, step, callbacks.signal);
    await callbacks.onStep(done);
    skipped = done.reports.some((report) => report.skipped !== undefined) ? skipped + 1 : 0;
    if (skipped >= MAX_SKIPPED) throw diverged(step, done.reports);
  }
}

/** One step: sample a group of rollouts for each question, reward them, hold each against its group, and update μ times. */
export async function grpoStep(run: Grpo, step: number, signal?: AbortSignal): Promise<GrpoStep> {
  const { engine, vocabulary, kernels, options, now } = run;
  const watch = createStopwatch(now);

  // q ~ P(Q)
  const questions = questionsOf(run, step);
  watch.lap('questions');

  // {o_1 … o_G} ~ π_old(O | q), with the executor in the loop
  const sampled: readonly SampledGroup[] = await sampleGroups(engine, vocabulary, questions, {
    rows: options.numGenerations,
    temperature: options.temperature,
    topP: options.topP,
    maxNewTokens: options.maxCompletionLength,
    seed: splitSeed(options.seed, 'sample', step),
    signal,
  });
  watch.lap('sampling');

  // r_i, and A_i = r_i − mean(r), divided by their deviation or not
  const groups = await scoreGroups(sampled, options, kernels);
  watch.lap('rewards');

  const reports = await update(run, groups, step, watch.lap);
  run.memory.keep(groups);
  run.curriculum.note(groups);
  const metrics = metricsOf(step, groups, reports, optimizerAt(options, step).learningRate);
  return { step, groups, reports, metrics, timings: watch.timings() };
}

/** Maximises the clipped objective over the groups that tell better from worse, μ times. */
async function update(
  { engine, anchors, memory, options }: Grpo,
  groups: readonly ScoredGroup[],
  step: number,
  lap: (name: string) => void,
): Promise<readonly StepReport[]> {
  const { padToken } = engine.config;
  const rows = groups
    .filter(({ noSignal }) => !(noSignal && options.dropZeroSignal))
    .flatMap(({ prompt, completions }) => completions.map((completion) => ({ prompt, ...completion })))
    .filter(({ row }) => row.ended || !options.maskTruncatedCompletions);
  const sequences = rows.map(({ prompt, row }) => sequenceOf(prompt, row));
  const advantages = rows.map(({ advantage }) => advantage);
  const batch = policyBatch(sequences, advantages, padToken);
  const known = options.anchorWeight > 0 ? knownRollouts(anchors, memory, options, step) : [];
  if (rows.length === 0 && known.length === 0) return [];

  // π_old, where it will not be the policy itself for long, and π_ref
  const { temperature, numIterations, beta } = options;
  const logprobs = (reference: boolean) => engine.logprobs(batch, { temperature, reference });
  const oldLogprobs = numIterations > 1 && rows.length > 0 ? await logprobs(false) : undefined;
  const referenceLogprobs = beta > 0 && rows.length > 0 ? await logprobs(true) : undefined;
  lap('reference');

  const policy = { batch: { ...batch, oldLogprobs, referenceLogprobs }, loss: lossOf(options) };
  const supervised = { batch: supervisedBatch(known, padToken), weight: options.anchorWeight };
  const reports: StepReport[] = [];
  for (let iteration = 0; iteration < numIterations; iteration += 1) {
    const report = await engine.step({
      ...(rows.length > 0 ? { policy } : {}),
      ...(known.length > 0 ? { supervised } : {}),
      optimizer: optimizerAt(options, step),
    });
    reports.push(report);
  }
  lap('update');
  return reports;
}

const diverged = (step: number, reports: readonly StepReport[]): TwinsightError =>
  new TwinsightError({
    code: 'training-diverged',
    message: `Steps ${step - MAX_SKIPPED + 2} to ${step + 1} were skipped: ${reports.at(-1)?.skipped ?? 'no reason given'}.`,
    remedy: 'Go on from the last healthy checkpoint with a lower learning rate.',
  });
