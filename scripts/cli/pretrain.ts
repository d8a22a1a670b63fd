import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { formatDuration } from '../../src/core/units.ts';
import { z } from '../../src/core/zod.ts';
import { oneOf, parseOptions, wholeNumber } from '../lib/arguments.ts';
import { BadInput, runCommand } from '../lib/badInput.ts';
import { type ExecResult, exec } from '../lib/exec.ts';
import { CACHE, ROOT } from '../lib/project.ts';
import {
  COMPARISONS,
  RECIPES,
  type Recipe,
  type Shard,
  TOKENIZER_SHARD,
  VALIDATION,
} from '../models/nano/recipes.ts';

const HELP = `npm run pretrain -- [--model nano|early-30|early-100|early-300|early-1000|all|without-digest|with-digest] [--seed N] [--until N] [--fresh]

Trains the language models of models/nano on the worlds, on the CPU: about two hours for nano, 5 to 10 minutes for each early checkpoint.
Goes on where it was stopped. Needs a Python 3 with PyTorch and NumPy (Debian: python3-torch, and libopenblas0-pthread, without which
it takes fifteen times as long); $PYTHON names another one than /usr/bin/python3.

  --model   which one (default all); nano comes first, because its examples give the tokenizer. without-digest and with-digest
            compare what a prompt is worth that tells of the twin; they are not shipped and not among all
  --seed    of weights and order (default 1)
  --until   stop after so many steps, at the learning rates of the whole run: losses.jsonl must be the same every time
  --fresh   forget what was trained before

Writes to .cache/nano/<model>: losses.jsonl, checkpoint.pt and, when done, the files that are committed below models/nano.`;

const PYTHON = process.env.PYTHON ?? '/usr/bin/python3';
const HERE = join(ROOT, 'scripts', 'models', 'nano');
const WORK = join(CACHE, 'nano');
const TOKENIZER = join(WORK, 'worlds-1', 'tokenizer.json');

async function run(command: string, args: readonly string[]): Promise<ExecResult> {
  // One thread: sums in another order are other sums.
  const result = await exec(command, args, {
    echo: true,
    env: { OPENBLAS_NUM_THREADS: '1', OMP_NUM_THREADS: '1' },
  });
  if (result.code !== 0) throw new Error(`${command} ended with code ${result.code}`);
  return result;
}

async function checkPython(): Promise<void> {
  const probe = existsSync(PYTHON) ? await exec(PYTHON, ['-c', 'import torch, numpy']) : undefined;
  if (probe?.code === 0) return;
  throw new BadInput(
    `${PYTHON} is no Python with PyTorch and NumPy: install python3-torch and libopenblas0-pthread, or name another one by $PYTHON`,
  );
}

/** The folder of a shard; written where it is not there. */
async function writeShard(shard: Shard): Promise<string> {
  const out = join(WORK, shard.name);
  if (existsSync(join(out, 'ends.bin'))) return out;
  const given = {
    seed: shard.seed,
    clevr: shard.clevr,
    photo: shard.photo,
    namings: shard.namings,
    others: shard.others,
    programs: shard.programs,
    families: shard.families,
    video: shard.video,
    hurry: shard.hurry,
    'clip-families': shard.clipFamilies,
  };
  const options = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  const switches = shard.digest === true ? ['--digest'] : [];
  const tokenizer = existsSync(TOKENIZER) ? ['--tokenizer', TOKENIZER] : [];
  await run(process.execPath, [
    '--import',
    'tsx',
    join(HERE, 'corpus.ts'),
    '--out',
    out,
    ...options,
    ...switches,
    ...tokenizer,
  ]);
  return out;
}

const tokenizerSchema = z.object({ added_tokens: z.array(z.object({ id: z.number() })) });

/** How many tokens there are: the last of those that are always written alike has the highest number. */
function vocabularySize(): number {
  const { added_tokens } = tokenizerSchema.parse(JSON.parse(readFileSync(TOKENIZER, 'utf8')));
  return Math.max(...added_tokens.map(({ id }) => id)) + 1;
}

/** Puts what was trained where it is committed and shipped from. */
function publish(name: string, out: string): void {
  const target = join(ROOT, 'models', 'nano', ...(name === 'nano' ? [] : [name]));
  mkdirSync(target, { recursive: true });
  const files = ['config.json', 'generation_config.json', 'model.safetensors'].map((file) => join(out, file));
  const tokenizer = ['tokenizer.json', 'tokenizer_config.json'].map((file) => join(WORK, 'worlds-1', file));
  for (const file of name === 'nano' ? [...files, ...tokenizer] : files)
    cpSync(file, join(target, basename(file)));
}

interface Run {
  readonly seed: number;
  /** `--until N`, or nothing. */
  readonly until: readonly string[];
  readonly fresh: boolean;
}

/** Trains stage after stage, each from where the one before it ended, and gives the folder of the last; done ones are left as they are. */
async function train(
  name: string,
  { config, batch, dropout, stages }: Recipe,
  { seed, until, fresh }: Run,
): Promise<string> {
  const validation = await writeShard(VALIDATION);
  let out = '';
  for (const [index, { shards, steps, learningRate, mean }] of stages.entries()) {
    const corpora: string[] = [];
    for (const shard of shards) corpora.push(await writeShard(shard));
    const initial = index === 0 ? [] : ['--initial', join(out, 'checkpoint.pt')];
    out = join(WORK, index === 0 ? name : `${name}-${index + 1}`);
    const numbers = {
      vocabulary: vocabularySize(),
      batch,
      dropout,
      steps,
      seed: seed + index,
      'learning-rate': learningRate,
    };
    const { ms } = await run(PYTHON, [
      join(HERE, 'train.py'),
      ...['--corpus', ...corpora, '--validation', validation, '--out', out, '--config', config],
      ...Object.entries(numbers).flatMap(([key, value]) => [`--${key}`, String(value)]),
      ...[...initial, ...until, ...(fresh ? ['--fresh'] : []), ...(mean ? ['--mean'] : [])],
    ]);
    process.stdout.write(`${name}, stage ${index + 1} of ${stages.length}: ${formatDuration(ms)}\n`);
    // So many steps of the first stage: what follows a part of it would be another run.
    if (until.length > 0) break;
  }
  return out;
}

await runCommand(async () => {
  const parsed = parseOptions(HELP, {
    model: { type: 'string' },
    seed: { type: 'string' },
    until: { type: 'string' },
    fresh: { type: 'boolean' },
  });
  if (!parsed) return;
  const { values, positionals } = parsed;
  if (positionals[0] !== undefined) throw new BadInput(`${positionals[0]}: not an option; see --help`);
  const names = Object.keys(RECIPES);
  const model = oneOf('--model', values.model ?? 'all', [...names, 'all', ...Object.keys(COMPARISONS)]);
  const seed = wholeNumber('--seed', values.seed ?? '1', 0, 0xffffffff);
  const until =
    values.until === undefined ? [] : ['--until', String(wholeNumber('--until', values.until, 1, 1_000_000))];
  await checkPython();
  await writeShard(TOKENIZER_SHARD);
  for (const name of model === 'all' ? names : [model]) {
    const recipe = RECIPES[name] ?? COMPARISONS[name];
    if (!recipe) continue;
    const out = await train(name, recipe, { seed, until, fresh: values.fresh === true });
    if (until.length === 0 && RECIPES[name]) publish(name, out);
  }
});
