import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { benchGrpo } from '../../bench/grpo.ts';
import { benchMasks } from '../../bench/masks.ts';
import { benchNano } from '../../bench/nano.ts';
import { benchPipeline } from '../../bench/pipeline.ts';
import { benchPolicy } from '../../bench/policy.ts';
import { benchRewards } from '../../bench/rewards.ts';
import type { BenchResult } from '../../bench/rows.ts';
import { benchTracking } from '../../bench/tracking.ts';
import { oneOf, parseOptions, wholeNumber } from '../lib/arguments.ts';
import { BadInput, runCommand } from '../lib/badInput.ts';
import { DATA, ROOT } from '../lib/project.ts';

const HELP = `Measures the app's own code, in a headless Chromium where a model runs.

  npm run bench -- pipeline|masks|tracking|rewards|nano|policy|grpo [--photo FILE] [--model early|nano] [--rounds N] [--device wasm|webgpu|auto] [--json]

  pipeline   what the way from a photo to its twin costs over the bare model, without masks
  masks      what masks cost against the detector: of all objects at once, and of one object looked at closely
  tracking   how fast detections become tracks, with 30 objects a frame; needs no browser
  rewards    the accuracy of 64 masks of 1024² on the GPU against TypeScript; --device is webgpu
  nano       how fast our own language model writes: first token, tokens a second, its size
  policy     the engine of training: decoding at batches of 1 to 256, and a training step
  grpo       where the time of a step of GRPO goes, with the defaults of a run, and how fast it samples

  --photo    the photo (default: the first ten of coco/images in the data folder; where there is none, a sample)
  --model    policy: the size, early (0.4 M parameters) or nano (1 M); grpo: the start, of 100 programs or nano; default early
  --rounds   measured rounds after the warm-up (default 40; grpo 10)
  --device   where the detector runs (default wasm)
  --json     end with one line of JSON: {"name","rows":[{"what","ms","n"}],"ratio","device"}`;

/** Photos of everyday sizes and crowds; the samples are larger, and most of their time goes into decoding WebP. */
function defaultPhotos(): readonly [string, ...string[]] {
  const folder = join(DATA, 'coco', 'images');
  const names = existsSync(folder) ? readdirSync(folder).toSorted().slice(0, 10) : [];
  const [first, ...others] = names.map((name) => join(folder, name));
  return first === undefined ? [join(ROOT, 'public', 'samples', 'desk.webp')] : [first, ...others];
}

const BENCHMARKS = { pipeline: benchPipeline, masks: benchMasks };
const LATER = ['kernels', 'views', 'video'];

await runCommand(async () => {
  const parsed = parseOptions(HELP, {
    photo: { type: 'string' },
    rounds: { type: 'string' },
    device: { type: 'string' },
    model: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (!parsed) return;
  const { values, positionals } = parsed;
  const [name] = positionals;
  if (name === undefined || positionals.length > 1)
    throw new BadInput(
      'Name one benchmark, pipeline, masks, tracking, rewards, nano, policy or grpo; see --help',
    );
  if (LATER.includes(name))
    throw new BadInput(
      `not yet: the benchmark ${name} does not exist yet; there are pipeline, masks, tracking, rewards, nano, policy and grpo`,
    );
  const benchmark = oneOf('The benchmark', name, [
    'pipeline',
    'masks',
    'tracking',
    'rewards',
    'nano',
    'policy',
    'grpo',
  ]);
  const { photo } = values;
  if (photo !== undefined && !existsSync(photo)) throw new BadInput(`--photo: no file ${photo}`);
  const photos = photo === undefined ? defaultPhotos() : ([photo] as const);
  const rounds = wholeNumber('--rounds', values.rounds ?? (benchmark === 'grpo' ? '10' : '40'), 1, 1000);
  const device = oneOf('--device', values.device ?? 'wasm', ['auto', 'wasm', 'webgpu']);

  const model = oneOf('--model', values.model ?? 'early', ['early', 'nano']);

  const measure = async (): Promise<BenchResult> => {
    if (benchmark === 'tracking') return benchTracking(rounds);
    // Loaded only now, so that bad input is answered at once.
    const { withHeadlessApp } = await import('../lib/headlessApp.ts');
    if (benchmark === 'policy' || benchmark === 'grpo') {
      const on = device === 'webgpu' ? 'webgpu' : 'wasm';
      const bench = { policy: benchPolicy, grpo: benchGrpo }[benchmark];
      return await withHeadlessApp(on, (app) => bench(app, on, model, rounds));
    }
    if (benchmark === 'nano') return await withHeadlessApp('wasm', (app) => benchNano(app, rounds));
    if (benchmark === 'rewards') return await withHeadlessApp('webgpu', (app) => benchRewards(app, rounds));
    return await withHeadlessApp(device, (app) => BENCHMARKS[benchmark](app, photos, device, rounds));
  };
  const result = await measure();
  const { rows, ratio, notes } = result;
  for (const { what, ms, n } of rows)
    process.stdout.write(`${what.padEnd(24)}${String(ms ?? '–').padStart(10)} ms  (n = ${n})\n`);
  for (const note of notes) process.stdout.write(`${note}\n`);
  if (ratio !== undefined) process.stdout.write(`ratio ${(ratio * 100).toFixed(1)} %\n`);
  if (values.json) {
    const rounded = ratio === undefined ? {} : { ratio: Math.round(ratio * 10_000) / 10_000 };
    process.stdout.write(`${JSON.stringify({ name, rows, ...rounded, device: result.device, notes })}\n`);
  }
});
