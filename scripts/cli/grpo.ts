import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EvaluationResult, GrpoOptionsInput, TrainEvent } from '../../workers/contracts/training.ts';
import { ABLATIONS, type Ablation, ablationTable } from '../grpo/ablations.ts';
import { grpoOptions, OPTION_HELP } from '../grpo/options.ts';
import { oneOf, parseOptions, wholeNumber } from '../lib/arguments.ts';
import { BadInput, runCommand } from '../lib/badInput.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import { DATA, ROOT } from '../lib/project.ts';

const HELP = `Trains a small policy by GRPO in a headless browser, and measures it before and after on questions that it never saw.

  npm run grpo -- --world clevr|photo|video [--start 30|100|300|1000|nano] [--steps N] [--seed N] [--device cpu|webgpu]
                  [--set NAME=VALUE …] [--families A,B] [--difficulty easy|normal|hard] [--held-out N] [--data DIR]
                  [--official-train SHARE] [--corrections FILE] [--corrections-train SHARE] [--out DIR] [--ablations] [--json]

  --start      the checkpoint to begin with: trained on so many programs of the world (default 100), or nano, the shipped policy
  --steps      updates (default 60)
  --device     cpu: WebAssembly and TypeScript; webgpu
  --set        an option of the run, by TRL's name in camel case (repeat for more):
${OPTION_HELP}
  --held-out   questions of each held-out set (default 256); 0 measures nothing
  --data       folder with CLEVR's scenes.json and questions.json, for the official questions (default: clevr in the data folder)
  --official-train  the share of training questions that are official ones, of scenes with an even number, answers without programs; those of the
             other scenes are held out (default 0: the world's questions alone)
  --corrections  a file of corrected answers, as the Lab exports it; about one in four is held out and measured
  --corrections-train  the share of training questions that are corrected ones (default 0.25)
  --out        write the run here: the model in the Hugging Face layout, the adapter as PEFT reads it, metrics, manifest, checkpoint
  --ablations  instead of one run: what the parts of the recipe are worth, in one table
  --json       end with one line of JSON: {"world","start","steps","seed","device","before","after","reward","seconds",…}`;

/** The corpus that the early checkpoints were trained on. */
const CORPUS_SEED = 5;
/** Time between two reports, in milliseconds; the run's state is kept at each, which costs what a small step costs. */
const REPORT_MS = 10_000;
/** What nano is anchored with: the first samples of a corpus of its own. */
const NANO_ANCHORS = 3000;
const STARTS = ['30', '100', '300', '1000', 'nano'] as const;

interface Wanted {
  readonly world: 'clevr' | 'photo' | 'video';
  readonly start: (typeof STARTS)[number];
  readonly steps: number;
  readonly seed: number;
  readonly device: 'cpu' | 'webgpu';
  readonly options: GrpoOptionsInput;
  readonly families: readonly string[] | undefined;
  readonly difficulty: 'easy' | 'normal' | 'hard' | undefined;
  readonly heldOut: number;
  readonly official:
    | { readonly scenes: string; readonly questions: string; readonly trainShare: number }
    | undefined;
  readonly corrections: { readonly text: string; readonly trainShare: number } | undefined;
  readonly out: string | undefined;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const resultText = ({ set, answers, programs }: EvaluationResult): string =>
  `${set}: answers ${percent(answers.accuracy)} (${percent(answers.low)}–${percent(answers.high)}), exact programs ${percent(programs.accuracy)}, n = ${answers.n}`;

const shareJson = ({ answers, programs }: EvaluationResult) => ({
  accuracy: answers.accuracy,
  n: answers.n,
  interval: [answers.low, answers.high],
  exact: programs.accuracy,
  exactInterval: [programs.low, programs.high],
});

async function measured(app: HeadlessApp, sets: readonly { readonly name: string }[]) {
  const results: EvaluationResult[] = [];
  for (const { name } of sets) {
    const { result, ms } = await app.evaluatePolicy(name);
    say(`  ${resultText(result)}  (${(ms / 1000).toFixed(0)} s)`);
    results.push(result);
  }
  return results;
}

/** The share of a run's main set: the official questions where they are at hand. */
const headline = (results: readonly EvaluationResult[]) => {
  const main = results.find(({ set }) => set === 'official') ?? results[0];
  return main ? shareJson(main) : { accuracy: null, n: 0 };
};

/** One run from the start to its last step, with what was measured before and after. */
async function train(app: HeadlessApp, wanted: Wanted) {
  const { world, start, steps, seed, device, options, families, difficulty, heldOut } = wanted;
  const { official, corrections } = wanted;
  const state = await app.openTraining({
    start: start === 'nano' ? 'nano' : `nano-early-${start}`,
    id: `cli-${world}-${start}-${seed}`,
    world,
    ...(families ? { families: [...families] } : {}),
    ...(difficulty ? { difficulty } : {}),
    options: { ...options, seed },
    device: device === 'cpu' ? 'wasm' : 'webgpu',
    anchors: { seed: CORPUS_SEED, programs: start === 'nano' ? NANO_ANCHORS : Number(start) },
    heldOut,
    trainedWordings: true,
    // An ablation may be of another world, of which CLEVR asks nothing.
    ...(official && world === 'clevr' ? { official } : {}),
    ...(corrections ? { corrections } : {}),
    keep: false,
  });
  const { adapter, kernels } = state.manifest;
  say(
    `${state.trainableParameters} of ${state.parameters} parameters are trained on ${adapter}, rewards on ${kernels}`,
  );
  for (const notice of state.notices) say(notice);
  say('before');
  const before = await measured(app, state.heldOut);
  const began = performance.now();
  const { rewards, stageMs } = await takeSteps(app, steps);
  const seconds = (performance.now() - began) / 1000;
  say('after');
  const after = await measured(app, state.heldOut);
  if (wanted.out !== undefined) await writeRun(app, wanted.out);
  const sets = Object.fromEntries(
    before.map((result, at) => [
      result.set,
      { before: shareJson(result), after: after[at] && shareJson(after[at]) },
    ]),
  );
  return {
    world,
    start: start === 'nano' ? 'nano' : Number(start),
    steps,
    seed,
    device,
    before: headline(before),
    after: headline(after),
    reward: rewards.map((reward) => Math.round(reward * 1e6) / 1e6),
    seconds: Math.round(seconds),
    sets,
    stepMs: Object.fromEntries(
      [...stageMs].map(([stage, ms]) => [stage, Math.round(ms / Math.max(1, steps))]),
    ),
    adapter,
    options: state.manifest.options,
  };
}

/** Trains so many steps, told one by one. */
async function takeSteps(app: HeadlessApp, steps: number) {
  const rewards: number[] = [];
  const stageMs = new Map<string, number>();
  const began = performance.now();
  for (let done = 0; done < steps; ) {
    const msPerStep = done === 0 ? REPORT_MS : (performance.now() - began) / done;
    const trained = await app.trainPolicy(Math.min(steps, done + Math.ceil(REPORT_MS / msPerStep)), 0);
    done = trained.step;
    for (const event of trained.events) {
      if (event.kind !== 'step') continue;
      rewards.push(event.metrics.reward ?? Number.NaN);
      for (const [stage, ms] of Object.entries(event.timings))
        stageMs.set(stage, (stageMs.get(stage) ?? 0) + ms);
      say(stepText(rewards.length, event));
    }
  }
  return { rewards, stageMs };
}

function stepText(
  step: number,
  { metrics, timings, skipped }: Extract<TrainEvent, { kind: 'step' }>,
): string {
  const figure = (name: string): string => (metrics[name] ?? Number.NaN).toFixed(3);
  const seconds = Object.values(timings).reduce((sum, ms) => sum + ms, 0) / 1000;
  return (
    `step ${String(step).padStart(4)}  reward ${figure('reward')}  accuracy ${figure('rewards/accuracy/mean')}  structure ${figure('rewards/structure/mean')}  ` +
    `no signal ${figure('frac_reward_zero_std')}  length ${figure('completions/mean_length')}  entropy ${figure('entropy')}  ` +
    `norm ${figure('grad_norm')}  ${seconds.toFixed(1)} s${skipped === undefined ? '' : `  skipped: ${skipped}`}`
  );
}

async function writeRun(app: HeadlessApp, folder: string): Promise<void> {
  for (const { path, bytes } of await app.exportTraining()) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
  say(`written to ${folder}`);
}

function officialFiles(folder: string, trainShare: number, given: boolean): Wanted['official'] {
  const [scenes, questions] = [join(folder, 'scenes.json'), join(folder, 'questions.json')];
  if (existsSync(scenes) && existsSync(questions))
    return { scenes: readFileSync(scenes, 'utf8'), questions: readFileSync(questions, 'utf8'), trainShare };
  if (given || trainShare > 0)
    throw new BadInput(`--data: ${folder} holds no scenes.json and questions.json`);
  return undefined;
}

/** @throws {BadInput} where the file can't be read */
function correctionsFile(file: string | undefined, trainShare: number): Wanted['corrections'] {
  if (file === undefined) return undefined;
  try {
    return { text: readFileSync(file, 'utf8'), trainShare };
  } catch {
    throw new BadInput(`--corrections: ${file} can’t be read`);
  }
}

function share(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new BadInput(`${name} must be a number from 0 to 1`);
  return value;
}

/** @throws {BadInput} where this checkpoint was not trained yet */
function trainedStart(start: Wanted['start']): Wanted['start'] {
  const model = start === 'nano' ? 'nano' : `early-${start}`;
  const folder = join(ROOT, 'models', 'nano', ...(start === 'nano' ? [] : [model]));
  if (existsSync(join(folder, 'model.safetensors'))) return start;
  throw new BadInput(
    `--start: ${model} is not among the models; npm run pretrain -- --model ${model} trains it`,
  );
}

await runCommand(async () => {
  const parsed = parseOptions(HELP, {
    world: { type: 'string' },
    start: { type: 'string' },
    steps: { type: 'string' },
    seed: { type: 'string' },
    device: { type: 'string' },
    set: { type: 'string', multiple: true },
    families: { type: 'string' },
    difficulty: { type: 'string' },
    'held-out': { type: 'string' },
    data: { type: 'string' },
    'official-train': { type: 'string' },
    corrections: { type: 'string' },
    'corrections-train': { type: 'string' },
    out: { type: 'string' },
    ablations: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (!parsed) return;
  const { values, positionals } = parsed;
  if (positionals[0] !== undefined) throw new BadInput(`${positionals[0]}: not an option; see --help`);
  const world = oneOf('--world', values.world ?? 'clevr', ['clevr', 'photo', 'video']);
  const trainShare = share('--official-train', values['official-train'] ?? '0');
  const folder = values.data ?? join(DATA, 'clevr');
  const steps = wholeNumber('--steps', values.steps ?? '60', 0, 100_000);
  const wanted: Wanted = {
    world,
    start: trainedStart(oneOf('--start', values.start ?? '100', STARTS)),
    steps,
    seed: wholeNumber('--seed', values.seed ?? '1', 0, 0xffffffff),
    device: oneOf('--device', values.device ?? 'cpu', ['cpu', 'webgpu']),
    // The learning rate falls over the run, where nothing else is wanted.
    options: grpoOptions(values.set ?? [], { maxSteps: Math.max(1, steps) }),
    families: values.families?.split(','),
    difficulty:
      values.difficulty === undefined
        ? undefined
        : oneOf('--difficulty', values.difficulty, ['easy', 'normal', 'hard']),
    heldOut: wholeNumber('--held-out', values['held-out'] ?? '256', 0, 10_000),
    official: world === 'clevr' ? officialFiles(folder, trainShare, values.data !== undefined) : undefined,
    corrections: correctionsFile(
      values.corrections,
      share('--corrections-train', values['corrections-train'] ?? '0.25'),
    ),
    out: values.out,
  };
  // Loaded only now, so that bad input is answered at once.
  const { withHeadlessApp } = await import('../lib/headlessApp.ts');
  const result = await withHeadlessApp(wanted.device === 'cpu' ? 'wasm' : 'webgpu', async (app) => {
    if (!values.ablations) return train(app, wanted);
    const rows: { readonly ablation: Ablation; readonly run: Awaited<ReturnType<typeof train>> }[] = [];
    for (const ablation of ABLATIONS) {
      say(`\n${ablation.name}: ${ablation.what}`);
      const options = { ...wanted.options, ...ablation.options };
      rows.push({ ablation, run: await train(app, { ...wanted, ...ablation.run, options }) });
    }
    say(`\n${ablationTable(rows)}`);
    return { ablations: rows.map(({ ablation, run }) => ({ name: ablation.name, ...run })) };
  });
  if (values.json) say(JSON.stringify(result));
});
