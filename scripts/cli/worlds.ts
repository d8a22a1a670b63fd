import { drawRenaming, renamedSample } from '../../src/training/worlds/clevr/rename.ts';
import { WORLDS } from '../../src/training/worlds/index.ts';
import { randomOf } from '../../src/training/worlds/random.ts';
import { goldRollout } from '../../src/training/worlds/rollout.ts';
import { statsOf, type WorldStats } from '../../src/training/worlds/stats.ts';
import type { Sample, World } from '../../src/training/worlds/types.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { eventsOf } from '../../src/twin/tracks/events.ts';
import { tellEvent } from '../../src/twin/tracks/words.ts';
import { oneOf, parseOptions, wholeNumber } from '../lib/arguments.ts';
import { BadInput, runCommand } from '../lib/badInput.ts';

const HELP = `npm run worlds -- --world clevr|photo|video [--seed N] [--count N] [--family NAME] [--phrasings train|heldout|all]
                     [--difficulty easy|normal|hard] [--renamed] [--stats] [--json]

Prints samples of a training world: question, program, answer and gold rollout; of the video world also what happens.

  --family     only this family, held out or not ("list" names them all)
  --phrasings  sentences to train on (default), those kept for testing, or all
  --renamed    clevr alone: values and directions consistently renamed
  --stats      how families, answers and lengths are spread, in place of the samples
  --json       one JSON object a line`;

const MOST = 1_000_000;

function familiesOf(world: World, name: string | undefined): readonly string[] | undefined {
  if (name === undefined) return undefined;
  if (!world.families.includes(name))
    throw new BadInput(
      `--family: the world ${world.name} has no family ${JSON.stringify(name)}; --family list names them`,
    );
  return [name];
}

const nameIn =
  ({ objects }: Twin) =>
  (id: string): string =>
    `the ${objects.find((object) => object.id === id)?.label ?? 'object'} (${id})`;

function sampleText(sample: Sample): string {
  const { family, phrasing, seed, question, answer, task, trueTwin, twin } = sample;
  const { text, execution } = goldRollout(sample);
  const seen = execution.answer?.text ?? execution.error?.message ?? 'nothing';
  const happens = eventsOf(trueTwin).map((event) => `  ${tellEvent(event, nameIn(trueTwin))}`);
  return [
    `${question}`,
    `  ${answer.text}${seen === answer.text ? '' : `   (as perceived: ${seen})`}`,
    `  ${family} · ${phrasing} · ${task} · seed ${seed} · ${twin.objects.length} of ${trueTwin.objects.length} objects`,
    ...happens,
    text.replaceAll(/^/gm, '  '),
    '',
  ].join('\n');
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

function table(title: string, counts: Readonly<Record<string, number>>, all: number): readonly string[] {
  const rows = Object.entries(counts);
  return [
    `${title}: ${rows.length}`,
    ...rows.slice(0, 40).map(([name, count]) => `  ${percent(count / all).padStart(7)}  ${name}`),
    ...(rows.length > 40 ? [`  and ${rows.length - 40} more`] : []),
  ];
}

const spreadText = ({ mean, min, max }: WorldStats['objects']): string =>
  `${mean.toFixed(1)} (${min}–${max})`;

function statsText(stats: WorldStats): string {
  const { samples, families, phrasings, tasks, answers } = stats;
  return [
    ...table('families', families, samples),
    ...table('tasks', tasks, samples),
    ...table('answers', answers, samples),
    `phrasings: ${Object.keys(phrasings).length}`,
    `different programs: ${stats.programs}`,
    `words in a question: ${spreadText(stats.questionWords)}`,
    `calls in a program: ${spreadText(stats.programCalls)}`,
    `objects in a scene: ${spreadText(stats.objects)}`,
    `always the commonest answer: ${percent(stats.commonestAnswer)}`,
    '',
  ].join('\n');
}

await runCommand(async () => {
  const parsed = parseOptions(HELP, {
    world: { type: 'string' },
    seed: { type: 'string' },
    count: { type: 'string' },
    family: { type: 'string' },
    phrasings: { type: 'string' },
    difficulty: { type: 'string' },
    renamed: { type: 'boolean' },
    stats: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (!parsed) return;
  const { values, positionals } = parsed;
  if (positionals[0] !== undefined) throw new BadInput(`${positionals[0]}: not an option; see --help`);
  const world = WORLDS[oneOf('--world', values.world ?? 'clevr', ['clevr', 'photo', 'video'])];
  if (values.family === 'list') {
    process.stdout.write(`${world.families.join('\n')}\n`);
    return;
  }
  if (values.renamed && world.name !== 'clevr')
    throw new BadInput('--renamed: only the world clevr is renamed');
  const seed = wholeNumber('--seed', values.seed ?? '1', 0, 0xffffffff);
  const count = wholeNumber('--count', values.count ?? (values.stats ? '1000' : '5'), 1, MOST);
  const options = {
    families: familiesOf(world, values.family),
    phrasings: oneOf('--phrasings', values.phrasings ?? 'train', ['train', 'heldout', 'all']),
    difficulty: oneOf('--difficulty', values.difficulty ?? 'normal', ['easy', 'normal', 'hard']),
  };
  const draw = (index: number): Sample => {
    const sample = world.sample(seed + index, options);
    return values.renamed ? renamedSample(sample, drawRenaming(randomOf(seed + index, 'renaming'))) : sample;
  };
  if (values.stats) {
    const stats = statsOf(Array.from({ length: count }, (_, index) => draw(index)));
    process.stdout.write(values.json ? `${JSON.stringify(stats)}\n` : statsText(stats));
    return;
  }
  for (let index = 0; index < count; index += 1) {
    const sample = draw(index);
    const text = values.json
      ? `${JSON.stringify({ ...sample, rollout: goldRollout(sample).text })}\n`
      : `${sampleText(sample)}\n`;
    process.stdout.write(text);
  }
});
