import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { writeTraces } from '../../src/io/trace/writeTraces.ts';
import type { AskOutcome } from '../../src/reasoning/ask.ts';
import type { Trace } from '../../src/twin/trace/schema.ts';
import { oneOf, parseOptions } from '../lib/arguments.ts';
import { askJson, askText } from '../lib/askReport.ts';
import { BadInput, runCommand } from '../lib/badInput.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';

const HELP = `Asks questions about a photo.

  npm run ask -- PHOTO "QUESTION" ["QUESTION" …] [--json] [--out DIR] [--task auto|mask|box|value|summary]
                                                  [--policy grammar|nano] [--device wasm|webgpu|auto]

  --json     one line of JSON for each question; the last line of stdout is the last question's
  --out      write the twin (JSON), the overlay (PNG), the objects (COCO JSON), the traces (JSON Lines) and, where masks
             are the answer, these (PNG) into this folder
  --task     the kind of answer (default auto: what the question asks for)
  --policy   who answers: the grammar (default), or nano, our own small language model
  --device   where the detector runs (default wasm)`;

function checkPhoto(path: string | undefined): string {
  if (path === undefined) throw new BadInput('Name a photo and a question; see --help');
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new BadInput(`${path}: there is no such file`);
  if (!stats.isFile()) throw new BadInput(`${path}: this is not a file`);
  return path;
}

function checkPolicy(name: string): 'grammar' | 'nano' {
  const policy = oneOf('--policy', name, ['grammar', 'nano', 'hub']);
  if (policy === 'hub')
    throw new BadInput(
      '--policy hub: models of the hub are chosen in the app; here there are grammar and nano',
    );
  return policy;
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
  });
  if (!parsed) return;
  const { values, positionals } = parsed;
  const photo = checkPhoto(positionals[0]);
  const questions = positionals.slice(1);
  if (questions.length === 0) throw new BadInput('Ask at least one question after the photo; see --help');
  const policy = checkPolicy(values.policy ?? 'grammar');
  const wanted = oneOf('--task', values.task ?? 'auto', ['auto', 'mask', 'box', 'value', 'summary']);
  const task = wanted === 'auto' ? undefined : wanted;
  const device = oneOf('--device', values.device ?? 'wasm', ['auto', 'wasm', 'webgpu']);

  // Loaded only now, so that bad input is answered at once.
  const { withHeadlessApp } = await import('../lib/headlessApp.ts');
  await withHeadlessApp(device, async (app) => {
    await app.load(device);
    const perceived = await app.perceive(photo, { device });
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
        await writeResults(app, values.out, photo, outcome, traces);
      }
      process.stdout.write(`${text}\n`);
    }
  });
});
