import { closeSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { writeTraces } from '../../src/io/trace/writeTraces.ts';
import { CLIP_HEADER_BYTES, isClip } from '../../src/io/video/recogniseClip.ts';
import { hubModelsFor } from '../../src/perception/hub/catalogue.ts';
import { parseSource } from '../../src/perception/runtime/modelStore/hubAddress.ts';
import type { AskOutcome } from '../../src/reasoning/ask.ts';
import { type PolicyId, SHIPPED_POLICY_IDS } from '../../src/store/slices/policies.ts';
import type { Trace } from '../../src/twin/trace/schema.ts';
import type { DevicePreference } from '../../workers/contracts/perception.ts';
import type { SamplingRate } from '../../workers/contracts/video.ts';
import { oneOf, parseOptions } from '../lib/arguments.ts';
import { askJson, askText } from '../lib/askReport.ts';
import { BadInput, runCommand } from '../lib/badInput.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import { writeVideoFiles } from '../lib/videoResults.ts';

const HELP = `Asks questions about a photo or a clip.

  npm run ask -- FILE "QUESTION" ["QUESTION" …] [--json] [--out DIR] [--task auto|mask|box|value|summary]
                                                  [--policy grammar|nano|hub] [--device wasm|webgpu|auto]
                                                  [--models hub|URL]

  --json     one line of JSON for each question; the last line of stdout is the last question's
  --out      write the twin (JSON), the overlay (PNG), the objects (COCO JSON), the traces (JSON Lines) and, where masks
             are the answer, these (PNG) into this folder; of a clip the twin, the traces, the clip with the twin over it (WebM)
             and, where masks are the answer, one for every frame (PNG)
  --rate     of a clip: frames a second to look at, or every (default: every frame of clips up to 5 s, else 2 a second of the
             first 60 s)
  --task     the kind of answer (default auto: what the question asks for)
  --policy   who answers: the grammar (default); nano, our own small language model; or hub, the first language model of the hub
             that the app knows, fetched from where --models says
  --models   hub, or the address of a mirror with its layout: only for --policy hub
  --device   where the detector runs (default wasm)`;

function checkPhoto(path: string | undefined): string {
  if (path === undefined) throw new BadInput('Name a photo and a question; see --help');
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new BadInput(`${path}: there is no such file`);
  if (!stats.isFile()) throw new BadInput(`${path}: this is not a file`);
  return path;
}

/** Where the language model comes from: the hub's own address is empty; undefined where none is wanted. */
function checkSource(policy: PolicyId, models: string | undefined): string | undefined {
  if (policy !== 'hub') {
    if (models !== undefined) throw new BadInput('--models is for --policy hub only');
    return undefined;
  }
  if (models === undefined)
    throw new BadInput(
      '--policy hub needs --models hub, or the address of a mirror: hundreds of megabytes are not fetched unasked',
    );
  if (models === 'hub') return '';
  if (parseSource(models).ok) return models;
  throw new BadInput(`--models must be hub, or the address of a mirror, not ${JSON.stringify(models)}`);
}

/** Fetches and loads the language model that the catalogue proposes. */
async function loadLanguageModel(app: HeadlessApp, source: string, device: DevicePreference): Promise<void> {
  const [model] = hubModelsFor('policy');
  if (!model) throw new Error('the catalogue has no language model');
  process.stderr.write(`Fetching ${model.title} from ${source === '' ? 'the hub' : source} …\n`);
  await app.loadHub(model, source, device);
}

/** Frames a second to look at, or every one. */
function checkRate(rate: string | undefined): SamplingRate | undefined {
  if (rate === undefined || rate === 'every') return rate;
  const value = Number(rate);
  if (value > 0 && value <= 240) return value;
  throw new BadInput(`--rate must be every, or a number above 0 up to 240, not ${JSON.stringify(rate)}`);
}

/** Tells a clip from a photo by its first bytes. */
function isVideoFile(path: string): boolean {
  const header = Buffer.alloc(CLIP_HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    const length = readSync(file, header, 0, CLIP_HEADER_BYTES, 0);
    const { buffer, byteOffset } = header;
    return isClip(new DataView(buffer, byteOffset, length), { name: basename(path), type: '' });
  } finally {
    closeSync(file);
  }
}

async function writeVideoResults(
  app: HeadlessApp,
  folder: string,
  path: string,
  { record, twin }: AskOutcome,
  traces: readonly Trace[],
): Promise<void> {
  const stem = basename(path, extname(path));
  const overlay = await app.overlayClip(twin, record.execution?.evidence ?? []).catch((thrown: unknown) => {
    // A browser may decode without encoding: the masks are worth having without the clip.
    process.stderr.write(`no overlay clip: ${thrown instanceof Error ? thrown.message : thrown}\n`);
    return undefined;
  });
  try {
    writeVideoFiles(folder, stem, twin, record.execution?.answer, overlay);
    writeFileSync(join(folder, `${stem}.trace.jsonl`), writeTraces(traces));
  } catch (error) {
    throw new BadInput(
      `--out: cannot write into ${folder}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

async function writeResults(
  app: HeadlessApp,
  folder: string,
  photo: string,
  { record, twin }: AskOutcome,
  traces: readonly Trace[],
): Promise<void> {
  const stem = basename(photo, extname(photo));
  const files = await app.files(twin, record.execution?.evidence ?? []);
  const answer = record.execution?.answer;
  const mask = answer?.type === 'mask' ? await app.maskImage(twin, answer.ids) : undefined;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${stem}.twin.json`), files.twin);
    writeFileSync(join(folder, `${stem}.coco.json`), files.coco);
    writeFileSync(join(folder, `${stem}.overlay.png`), files.overlay);
    writeFileSync(join(folder, `${stem}.trace.jsonl`), writeTraces(traces));
    if (mask) writeFileSync(join(folder, `${stem}.mask.png`), mask);
  } catch (error) {
    throw new BadInput(
      `--out: cannot write into ${folder}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

await runCommand(async () => {
  const parsed = parseOptions(HELP, {
    json: { type: 'boolean' },
    out: { type: 'string' },
    task: { type: 'string' },
    policy: { type: 'string' },
    device: { type: 'string' },
    models: { type: 'string' },
    rate: { type: 'string' },
  });
  if (!parsed) return;
  const { values, positionals } = parsed;
  const photo = checkPhoto(positionals[0]);
  const questions = positionals.slice(1);
  if (questions.length === 0) throw new BadInput('Ask at least one question after the photo; see --help');
  const policy = oneOf('--policy', values.policy ?? 'grammar', SHIPPED_POLICY_IDS);
  const source = checkSource(policy, values.models);
  const wanted = oneOf('--task', values.task ?? 'auto', ['auto', 'mask', 'box', 'value', 'summary']);
  const task = wanted === 'auto' ? undefined : wanted;
  const device = oneOf('--device', values.device ?? 'wasm', ['auto', 'wasm', 'webgpu']);

  const rate = checkRate(values.rate);
  const isVideo = isVideoFile(photo);
  if (rate !== undefined && !isVideo) throw new BadInput('--rate is for clips only');
  // Loaded only now, so that bad input is answered at once.
  const { withHeadlessApp } = await import('../lib/headlessApp.ts');
  await withHeadlessApp(device, async (app) => {
    await app.load(device);
    if (source !== undefined) await loadLanguageModel(app, source, device);
    const perceived = isVideo
      ? await app.perceiveVideo(photo, { device, ...(rate === undefined ? {} : { rate }) })
      : await app.perceive(photo, { device });
    for (const notice of perceived.notices) process.stderr.write(`${notice}\n`);
    let { twin } = perceived;
    const traces: Trace[] = [];
    for (const question of questions) {
      const outcome = await app.ask(question, twin, { task, policy });
      // What one question made necessary, the next one finds in the twin.
      twin = outcome.twin;
      if (outcome.record.trace) traces.push(outcome.record.trace);
      const asked = { ...perceived, twin };
      const text = values.json
        ? JSON.stringify(askJson(outcome.record, asked))
        : askText(outcome.record, asked);
      // With --out the files are written first: the last line stays the answer.
      if (values.out !== undefined && question === questions.at(-1)) {
        const write = isVideo ? writeVideoResults : writeResults;
        await write(app, values.out, photo, outcome, traces);
      }
      process.stdout.write(`${text}\n`);
    }
  });
});
