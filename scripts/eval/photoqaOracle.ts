import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCoco } from '../../src/io/coco/readCoco.ts';
import { twinFromCoco } from '../../src/io/coco/twinFromCoco.ts';
import { describeTwin } from '../../src/perception/pipeline/describeTwin.ts';
import { ask } from '../../src/reasoning/ask.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { BadInput, runCommand } from '../lib/badInput.ts';
import { readData } from './cocoData.ts';
import {
  annotatedFrom,
  type PhotoQuestion,
  type PhotoqaRow,
  questionsSchema,
  scoreRecord,
  summarizeScores,
} from './photoqa.ts';

/**
 * Runs the photo questions on oracle twins in Node alone, in about a second: what the language part can do when perception is
 * perfect. Colours need the photo's pixels, which only the browser reads, so `attribute` scores 0 here unless
 * `--twins FILE` gives described twins by image id ({"456496": {…}}).
 *
 *   npx tsx scripts/eval/photoqaOracle.ts DIR [--twins FILE] [--verbose]
 */
export async function evaluateOracle(folder: string, twinsFile?: string): Promise<readonly PhotoqaRow[]> {
  const { questions } = readData(folder, 'questions.json', questionsSchema);
  const dataset = readCoco(readFileSync(join(folder, 'instances.json'), 'utf8'), 'instances.json');
  if (!dataset.ok) throw new BadInput(dataset.error.message);
  // Written by our own commands and only read here for measuring: a wrong shape fails at its first use.
  const given: Readonly<Record<string, Twin>> =
    twinsFile === undefined ? {} : JSON.parse(readFileSync(twinsFile, 'utf8'));
  const score = async (question: PhotoQuestion, index: number): Promise<PhotoqaRow> => {
    const image = dataset.value.images.find(({ id }) => id === question.image);
    if (!image) throw new BadInput(`${folder}: instances.json has no image ${question.image}`);
    const oracle = twinFromCoco(dataset.value, image).twin;
    const twin = given[String(question.image)] ?? describeTwin(oracle);
    const { record } = await ask(question.question, twin, { id: `q${index}`, now: () => 0 });
    return scoreRecord(question, record, twin, annotatedFrom(oracle));
  };
  return await Promise.all(questions.map(score));
}

if (process.argv[1]?.endsWith('photoqaOracle.ts')) {
  await runCommand(async () => {
    const [folder, ...flags] = process.argv.slice(2);
    if (folder === undefined) throw new BadInput('Usage: photoqaOracle.ts DIR [--twins FILE] [--verbose]');
    const twins = flags.indexOf('--twins');
    const rows = await evaluateOracle(folder, twins === -1 ? undefined : flags[twins + 1]);
    for (const row of rows) {
      const passed = 'score' in row.score && row.score.score === 1;
      if (passed && !flags.includes('--verbose')) continue;
      const score = 'score' in row.score ? row.score.score.toFixed(2) : row.score.unscored;
      console.log(`${score}  [${row.kind}] ${row.image} ${row.question} → ${row.answer}`);
    }
    console.log(JSON.stringify(summarizeScores(rows)));
  });
}
