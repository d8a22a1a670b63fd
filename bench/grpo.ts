import type { HeadlessApp } from '../scripts/lib/headlessApp.ts';
import { mean } from '../scripts/lib/statistics.ts';
import { optionsSchema, type TrainEvent } from '../workers/contracts/training.ts';
import { type BenchResult, rowOf } from './rows.ts';

/** The stages of a step in their order; `reference` is what comes before the update: the batch, the anchor's rollouts, log-probabilities where the loss needs any. */
const STAGES = ['questions', 'sampling', 'rewards', 'reference', 'update'] as const;
/** The first steps draw the scenes that later ones share, and warm the browser's compiler up. */
const WARM_UP_STEPS = 2;
/** Of the corpus that the starts were trained on. */
const CORPUS_SEED = 5;

/** The start of a run, and how many programs of the corpus its anchor may show. */
const STARTS = {
  early: { start: 'nano-early-100', programs: 100 },
  nano: { start: 'nano', programs: 3000 },
} as const;

type Step = Extract<TrainEvent, { kind: 'step' }>;

const OPTIONS = optionsSchema.parse({});
const ROLLOUTS = OPTIONS.questionsPerStep * OPTIONS.numGenerations;

/** Where the time of a step of GRPO goes, with the defaults of a run, the real model and real questions. */
export async function benchGrpo(
  app: HeadlessApp,
  device: 'wasm' | 'webgpu',
  model: keyof typeof STARTS,
  rounds: number,
): Promise<BenchResult> {
  const { start, programs } = STARTS[model];
  const state = await app.openTraining({
    start,
    id: 'bench',
    world: 'clevr',
    options: OPTIONS,
    device,
    anchors: { seed: CORPUS_SEED, programs },
    heldOut: 0,
    keep: false,
  });
  const { events } = await app.trainPolicy(WARM_UP_STEPS + rounds, 0);
  const steps = events
    .flatMap((event): Step[] => (event.kind === 'step' ? [event] : []))
    .slice(WARM_UP_STEPS);
  const stage = (name: string): readonly number[] => steps.map(({ timings }) => timings[name] ?? 0);
  const whole = steps.map(({ timings }) => Object.values(timings).reduce((sum, ms) => sum + ms, 0));
  const total = mean(whole);
  const tokens = steps.map(({ metrics }) => ROLLOUTS * (metrics['completions/mean_length'] ?? Number.NaN));
  const perSecond = (1000 * mean(tokens)) / mean(stage('sampling'));
  const { questionsPerStep, numGenerations, scenes, anchorRows } = OPTIONS;
  return {
    rows: [...STAGES.map((name) => rowOf(name, stage(name))), rowOf('step', whole)],
    notes: [
      `split: ${STAGES.map((name) => `${name} ${((100 * mean(stage(name))) / total).toFixed(1)} %`).join(', ')}`,
      `sampled: ${perSecond.toFixed(0)} tokens/s, ${mean(tokens).toFixed(0)} tokens a step, programs run in between`,
      `${questionsPerStep} questions × ${numGenerations} rollouts of ${scenes} scenes, ${anchorRows} anchor rows; groups without signal are left out of the update`,
      `model: ${start}, ${(state.parameters / 1e6).toFixed(2)} M parameters, all trained`,
      `device: ${state.manifest.adapter}; rewards on ${state.manifest.kernels}`,
    ],
    device,
  };
}
