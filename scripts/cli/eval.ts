import { parseSource } from '../../src/perception/runtime/modelStore/hubAddress.ts';
import { clevr } from '../eval/clevr.ts';
import { CONSTRUCTIONS } from '../eval/construct.ts';
import { depth } from '../eval/depth.ts';
import { detect } from '../eval/detect.ts';
import { ocr } from '../eval/ocr.ts';
import { photoqa } from '../eval/photoqaSuite.ts';
import { segment } from '../eval/segment.ts';
import type { PureSuite, Suite, SuiteOptions, SuiteResult } from '../eval/suite.ts';
import { video } from '../eval/video.ts';
import { worlds } from '../eval/worlds.ts';
import { oneOf, parseOptions, wholeNumber } from '../lib/arguments.ts';
import { BadInput, runCommand } from '../lib/badInput.ts';

const HELP = `Measures the app on annotated data.

  npm run eval -- --suite detect --data DIR [--models embedded|hub|URL] [--limit N] [--device wasm|webgpu|auto] [--json]
  npm run eval -- --suite segment --data DIR [--models …] [--limit N] [--device …] [--json]
  npm run eval -- --suite depth --data DIR [--models …] [--limit N] [--device …] [--json]
  npm run eval -- --suite ocr --data DIR [--limit N] [--device …] [--json]
  npm run eval -- --suite video --data DIR [--limit N] [--device …] [--json]
  npm run eval -- --suite photoqa --data DIR --twin perceived|oracle [--policy grammar|nano] [--construct …]
               [--limit N] [--device …] [--json]
  npm run eval -- --suite clevr --data DIR --policy program|grammar|nano [--model DIR] [--unconstrained] [--limit N] [--json]
  npm run eval -- --suite worlds [--policy nano|grammar] [--model DIR] [--digest] [--world NAME] [--limit N] [--json]

  --suite    detect: average precision and recall of the boxes; photoqa: accuracy of the answers by kind of question;
             segment: masks from annotated boxes, exact and jittered, and of what is detected;
             ocr: where text is found on photos, and which words are read;
             video: masks of one object over time (J, F, J&F), how whole its track is, frames a second, memory;
             depth: distances of the objects against a depth sensor; clevr: answers about CLEVR scenes, on their twins;
             worlds: our own training worlds, in sentences and families seen and held out; needs no data
  --data     folder with instances.json (COCO format), images/ and, for photoqa, questions.json; for depth, photos
             with their depth images (color_N.png and depth_N.pgm in mm, N.png and N_depth.png in 1/5000 m); for clevr, scenes.json and
             questions.json; for ocr, textdet_test.json with photos and labels.json with pictures of words; for video, a folder
             for each sequence with video.mp4 and masks/ (a greyscale PNG for each frame)
  --twin     perceived: from the photo alone; oracle: from the annotations (attributes from the photo's pixels)
  --construct  photoqa on perceived twins: app (default) as the app does it; none: labels and boxes alone; static: everything of
             every object up front; jit: only what each question needs; all: the last three in one table
  --policy   clevr: program (default) runs the gold programs and checks the value of every node; grammar and nano read the
             questions; photoqa: grammar (default) or nano; worlds: nano (default), the grammar beside it, or grammar alone
  --model    folder of nano's model, for one that is not shipped or an early checkpoint (models/nano/early-100)
  --digest   worlds: the model's prompt begins with the digest of the twin, for one that was trained so
  --world    worlds: clevr, photo or video alone
  --unconstrained  nano may write what is no well-formed rollout
  --models   embedded (default), hub, or the address of a mirror with its layout: detect, segment and depth with the first
             model that the catalogue has for that
  --limit    look at the first N photos, questions or sequences only; of each part of a world N questions (default 100)
  --device   where the detector runs (default wasm)
  --json     end with one line of JSON: {"suite","n","metrics","device","models","ms"}`;

const SUITES: Readonly<Record<string, Suite>> = { detect, segment, depth, ocr, photoqa, video };
const PURE_SUITES: Readonly<Record<string, PureSuite>> = { clevr, worlds };
const DEFAULT_POLICIES: Readonly<Record<string, 'program' | 'nano'>> = {
  clevr: 'program',
  worlds: 'nano',
};

/** Starts a measurement: bad data is refused before a browser is started, and none is for pure code. */
function suiteNamed(name: string | undefined): (options: SuiteOptions) => Promise<SuiteResult> {
  if (name === undefined) throw new BadInput('--suite is missing; see --help');
  const suite = SUITES[name];
  if (suite) {
    return async (options) => {
      const measure = suite(options);
      // Loaded only now, so that bad input is answered at once.
      const { withHeadlessApp } = await import('../lib/headlessApp.ts');
      return withHeadlessApp(options.device, (app) =>
        measure(app, (overlay, work) => withHeadlessApp(options.device, work, overlay)),
      );
    };
  }
  const pure = PURE_SUITES[name];
  if (pure) return pure;
  const known = Object.keys({ ...SUITES, ...PURE_SUITES }).join(', ');
  throw new BadInput(`--suite must be one of ${known}, not ${JSON.stringify(name)}`);
}

const HUB_SUITES = ['detect', 'segment', 'depth'];

/** Where models of the hub come from: its own address is empty, a mirror has one; undefined for the embedded models. */
function hubOf(models: string | undefined, suite: string | undefined): string | undefined {
  if (models === undefined || models === 'embedded') return undefined;
  if (suite !== undefined && !HUB_SUITES.includes(suite))
    throw new BadInput(`--models: the suite ${suite} measures the embedded models only`);
  if (models === 'hub') return '';
  const source = parseSource(models);
  if (!source.ok || !models.includes('://'))
    throw new BadInput(
      `--models must be embedded, hub, or the address of a mirror, not ${JSON.stringify(models)}`,
    );
  return source.value.href;
}

await runCommand(async () => {
  const parsed = parseOptions(HELP, {
    suite: { type: 'string' },
    data: { type: 'string' },
    twin: { type: 'string' },
    policy: { type: 'string' },
    model: { type: 'string' },
    unconstrained: { type: 'boolean' },
    digest: { type: 'boolean' },
    world: { type: 'string' },
    construct: { type: 'string' },
    limit: { type: 'string' },
    device: { type: 'string' },
    models: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (!parsed) return;
  const { values, positionals } = parsed;
  if (positionals[0] !== undefined)
    throw new BadInput(`Unexpected argument ${JSON.stringify(positionals[0])}; see --help`);
  const suite = suiteNamed(values.suite);
  if (values.data === undefined && values.suite !== 'worlds')
    throw new BadInput('--data is missing; see --help');
  const options = {
    data: values.data ?? '',
    limit: values.limit === undefined ? undefined : wholeNumber('--limit', values.limit, 1, 1_000_000),
    device: oneOf('--device', values.device ?? 'wasm', ['auto', 'wasm', 'webgpu']),
    twin: oneOf('--twin', values.twin ?? 'perceived', ['perceived', 'oracle']),
    construct: oneOf('--construct', values.construct ?? 'app', [...CONSTRUCTIONS, 'all']),
    policy: oneOf('--policy', values.policy ?? DEFAULT_POLICIES[values.suite ?? ''] ?? 'grammar', [
      'program',
      'grammar',
      'nano',
    ]),
    model: values.model,
    constrained: values.unconstrained !== true,
    digest: values.digest === true,
    world:
      values.world === undefined ? undefined : oneOf('--world', values.world, ['clevr', 'photo', 'video']),
    hub: hubOf(values.models, values.suite),
    report: (line: string) => process.stdout.write(`${line}\n`),
  };
  const started = performance.now();
  const { n, metrics, device, models } = await suite(options);
  const ms = Math.round(performance.now() - started);
  const result = { suite: values.suite, n, metrics, device, models, ms };
  process.stdout.write(values.json ? `${JSON.stringify(result)}\n` : `${JSON.stringify(result, null, 2)}\n`);
});
