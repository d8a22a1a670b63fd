import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { SAMPLES } from '../../src/store/samples.ts';
import { runCommand } from '../lib/badInput.ts';
import { withHeadlessApp } from '../lib/headlessApp.ts';
import { imagePath, objectTable, recordedTwin, twinPath } from './recorded.ts';

const HELP = `Records the samples' twins with the built app's own pipeline on WASM, and prints what they hold.

  npx tsx scripts/samples/record.ts [--print]

  --print   only prints the committed twins`;

async function record(): Promise<void> {
  await withHeadlessApp('wasm', async (app) => {
    for (const { id } of SAMPLES) {
      const { twin } = await app.perceive(imagePath(id), { device: 'wasm' });
      const files = await app.files(twin, []);
      await writeFile(twinPath(id), files.twin);
    }
  });
}

await runCommand(async () => {
  const { values } = parseArgs({
    options: { help: { type: 'boolean', default: false }, print: { type: 'boolean', default: false } },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (!values.print) await record();
  for (const { id, title } of SAMPLES)
    console.log(`### ${title}\n\n${objectTable(await recordedTwin(id))}\n`);
});
