import { ask } from '../../src/reasoning/ask.ts';
import type { Policy } from '../../src/reasoning/rollout/policy.ts';
import type { AskRecord } from '../../src/reasoning/types.ts';
import { WORLDS } from '../../src/training/worlds/index.ts';
import { normalForm } from '../../src/training/worlds/normalForm.ts';
import { splitSeed } from '../../src/training/worlds/random.ts';
import { refineFrom } from '../../src/training/worlds/refine.ts';
import { goldRollout, programFor } from '../../src/training/worlds/rollout.ts';
import type { Sample, SampleOptions, World } from '../../src/training/worlds/types.ts';
import type { Answer } from '../../src/twin/query/types.ts';
import { BadInput } from '../lib/badInput.ts';
import { trainedFamilies } from '../models/nano/examples.ts';
import { isWellFormed, NANO, NO_HURRY, readNano } from './policies.ts';
import type { PureSuite } from './suite.ts';

/** No corpus is drawn from this seed. */
const SEED = 990_001;
/** Questions of each part of a world, unless `--limit` says another number. */
const QUESTIONS = 100;

/** The parts of a world by what a policy may have met of them in training. */
type Part = 'seen' | 'heldOutPhrasings' | 'heldOutFamilies';

/**
 * Where questions of a part come from: the families and sentences that corpora are drawn from, on other scenes; the same families in
 * sentences that no corpus has; and families that none has. Nothing where corpora have every family, as of the clevr world.
 */
function partOf(world: World, part: Part): SampleOptions | undefined {
  const trained = trainedFamilies(world.name);
  if (part === 'seen') return { families: trained, phrasings: 'train' };
  if (part === 'heldOutPhrasings') return { families: trained, phrasings: 'heldout' };
  const families = world.families.filter((family) => !trained.includes(family));
  return families.length > 0 ? { families, phrasings: 'train' } : undefined;
}

/**
 * Whether an answer is that of the gold program about the same twin: its value, or the same objects at the same times. How objects are
 * shown, as masks or boxes, is not compared.
 */
export function sameAnswer(answer: Answer | undefined, gold: Answer): boolean {
  if (!answer || (answer.type === 'none') !== (gold.type === 'none')) return false;
  if (gold.type === 'none') return true;
  if (gold.type === 'summary') return answer.type === 'summary' && answer.text === gold.text;
  if (gold.value !== undefined) return answer.value === gold.value;
  const objects = ({ ids, intervals = [] }: Answer): string =>
    JSON.stringify([ids.toSorted(), intervals.map(({ startUs, endUs }) => [startUs, endUs])]);
  return answer.value === undefined && objects(answer) === objects(gold);
}

const askSample = async (
  { question, twin, measured, world }: Sample,
  policy: Policy | undefined,
): Promise<AskRecord> => {
  const refine = refineFrom(measured);
  const { record } = await ask(question, twin, {
    id: 'world',
    now: () => 0,
    relate: WORLDS[world].relationsOf(twin),
    refine: async (coarse, need) => refine(coarse, need),
    limits: NO_HURRY,
    policy,
  });
  return record;
};

const writtenWell = ({ trace, execution }: AskRecord): boolean =>
  trace !== undefined && isWellFormed(trace.outcome.kind, execution?.error?.kind);

/** What came of one question; of a model also with nothing to hold it to the form of rollouts. */
interface Row {
  readonly answers: boolean;
  readonly readable: boolean;
  readonly exact: boolean;
  readonly wellFormed: boolean;
  readonly wellFormedUnconstrained: boolean;
}

interface Models {
  readonly held: Policy;
  readonly free: Policy;
}

const modelsOf = (folder: string, digest: boolean): Models => ({
  held: readNano(folder, { constrained: true, digest }),
  free: readNano(folder, { constrained: false, digest }),
});

async function rowOf(
  sample: Sample,
  models: Models | undefined,
): Promise<{ readonly row: Row; readonly text: string }> {
  const record = await askSample(sample, models?.held);
  const free = models && (await askSample(sample, models.free));
  const { reading, execution } = record;
  const [written, gold] = [
    normalForm(reading.readable ? reading.program : ''),
    normalForm(programFor(sample)),
  ];
  const wanted = goldRollout(sample).execution.answer;
  return {
    row: {
      answers: wanted !== undefined && sameAnswer(execution?.answer, wanted),
      readable: reading.readable,
      exact: written.ok && gold.ok && written.value === gold.value,
      wellFormed: writtenWell(record),
      wellFormedUnconstrained: free !== undefined && writtenWell(free),
    },
    text: execution?.answer?.text ?? execution?.error?.message ?? 'not read',
  };
}

const share = (rows: readonly Row[], of: keyof Row): number =>
  rows.filter((row) => row[of]).length / Math.max(1, rows.length);

const ofModel = (rows: readonly Row[]): Readonly<Record<string, number>> => ({
  answers: share(rows, 'answers'),
  exactPrograms: share(rows, 'exact'),
  wellFormed: share(rows, 'wellFormed'),
  wellFormedUnconstrained: share(rows, 'wellFormedUnconstrained'),
});

/** Policy `program` would be right by definition. */
const MEASURED = ['grammar', 'nano'];

/**
 * Our own worlds, apart by what training may have shown of them. The grammar is measured beside a model, on the same questions: nobody
 * trained it, so that what is harder about a part shows in it, too.
 */
export const worlds: PureSuite = async (options) => {
  const { limit = QUESTIONS, policy, model: folder = NANO, digest = false, report } = options;
  if (!MEASURED.includes(policy))
    throw new BadInput(`--policy: the suite worlds measures ${MEASURED.join(' and ')}`);
  const models = policy === 'nano' ? modelsOf(folder, digest) : undefined;
  const byWorld: Record<string, Record<string, unknown>> = {};
  let n = 0;
  for (const world of options.world === undefined ? Object.values(WORLDS) : [WORLDS[options.world]]) {
    const parts: Record<string, unknown> = {};
    for (const part of ['seen', 'heldOutPhrasings', 'heldOutFamilies'] as const) {
      const options = partOf(world, part);
      if (!options) continue;
      const grammar: Row[] = [];
      const own: Row[] = [];
      for (let index = 0; index < limit; index += 1) {
        const sample = world.sample(splitSeed(SEED, world.name, part, index), options);
        grammar.push((await rowOf(sample, undefined)).row);
        if (!models) continue;
        const { row, text } = await rowOf(sample, models);
        own.push(row);
        if (!row.answers)
          report(`wrong  ${world.name} ${part}  ${sample.family}  ${sample.question} → ${text}`);
      }
      n += limit;
      parts[part] = {
        n: limit,
        ...(models ? { nano: ofModel(own) } : {}),
        grammar: { answers: share(grammar, 'answers'), readable: share(grammar, 'readable') },
      };
      report(`${world.name} ${part}: ${JSON.stringify(parts[part])}`);
    }
    byWorld[world.name] = parts;
  }
  return { n, metrics: { policy, ...byWorld }, device: 'none', models: models ? [folder] : [] };
};
