import { TwinsightError } from '../src/core/errors.ts';
import { Sha256 } from '../src/core/sha256.ts';
import { readJson } from '../src/io/json/json.ts';
import type { RewardKernels } from '../src/training/kernels/types.ts';
import { readConfig } from '../src/training/model/config.ts';
import type { EngineRequest } from '../src/training/model/engine.ts';
import { readSafetensors } from '../src/training/model/safetensors.ts';
import type { ModelFiles } from '../src/training/model/textModel.ts';
import { readTokenizer } from '../src/training/model/tokenizer.ts';
import type { PolicyEngine, Weights } from '../src/training/model/types.ts';
import { worldAnchors } from '../src/training/rl/anchors.ts';
import { readCheckpoint } from '../src/training/rl/checkpoint.ts';
import { loadCheckpoint, readIndex } from '../src/training/rl/checkpointStore.ts';
import { Curriculum } from '../src/training/rl/curriculum.ts';
import { exportRun } from '../src/training/rl/exportRun.ts';
import { ReplayMemory } from '../src/training/rl/replay.ts';
import type { RunManifest } from '../src/training/rl/schema.ts';
import { type HeldOutSet, TrainingRun } from '../src/training/rl/trainingRun.ts';
import { heldOutProblems, worldProblems } from '../src/training/rl/worldProblems.ts';
import type { TrainingContract } from './contracts/training.ts';
import { correctionsOfRun } from './correctionsOfRun.ts';
import { grammarShare } from './grammarShare.ts';
import { officialProblems } from './officialProblems.ts';
import type { Handlers } from './rpc/server.ts';
import type { HeldName } from './trainingRuntime.ts';
import type { RunFolders } from './trainingStore.ts';

type Opening = Parameters<Handlers<TrainingContract>['open']>[0];
type Site = Extract<Opening['start']['files'], { site: unknown }>['site'];

export interface TrainingHandlerOptions {
  readonly now: () => number;
  /** Lets messages in. */
  readonly breathe: () => Promise<void>;
  readonly folders: Promise<RunFolders>;
  /** For runs that are not to be kept. */
  readonly memory: RunFolders;
  /** Holds a name until `release`; undefined where another tab holds it. */
  readonly hold: (name: string) => Promise<HeldName | undefined>;
  readonly fetchFiles: (
    site: Site,
    onBytes: (received: number, total: number) => void,
  ) => Promise<ModelFiles>;
  readonly createEngine: (request: EngineRequest) => Promise<PolicyEngine>;
  readonly createKernels: (device: 'wasm' | 'webgpu') => Promise<{ kernels: RewardKernels; adapter: string }>;
}

/** The run at hand, and what goes with it. */
interface Open {
  readonly run: TrainingRun;
  readonly tokenizer: { readonly json: Uint8Array<ArrayBuffer>; readonly config: Uint8Array<ArrayBuffer> };
  readonly release: () => Promise<void>;
  readonly heldOut: readonly HeldOutSet[];
}

const refuse = (message: string, remedy: string): TwinsightError =>
  new TwinsightError({ code: 'bad-request', message, remedy });

/** What the training worker does, apart from the thread that it runs in. */
export function trainingHandlers(
  options: TrainingHandlerOptions,
): Omit<Handlers<TrainingContract>, 'verify'> {
  const { now, breathe, folders, memory } = options;
  let open: Open | undefined;
  let pausing = false;

  const current = (): TrainingRun => {
    if (!open) throw refuse('No training run is open.', 'Open one first.');
    return open.run;
  };

  async function close(): Promise<void> {
    const closing = open;
    open = undefined;
    closing?.run.dispose();
    await closing?.release();
  }

  return {
    async open(args, { progress }) {
      await close();
      const lock = await options.hold(`training ${args.id}`);
      if (!lock)
        throw refuse(`The run ${args.id} is open in another tab.`, 'Go on there, or close that tab first.');
      try {
        const { files: source } = args.start;
        const onBytes = (received: number, total: number) => progress({ phase: 'loading', received, total });
        const files = 'given' in source ? source.given : await options.fetchFiles(source.site, onBytes);
        progress({ phase: 'questions', received: 0, total: 1 });
        const kept = args.keep ? await folders : memory;
        const run = await openRun(args, files, kept, options);
        const tokenizer = { json: own(files['tokenizer.json']), config: own(files['tokenizer_config.json']) };
        open = { run: run.run, heldOut: run.heldOut, tokenizer, release: () => lock.release() };
        return { ...run.state, keeping: kept.keeping };
      } catch (thrown) {
        await lock.release();
        throw thrown;
      }
    },

    async train({ to, show, ratios }, { signal, progress }) {
      const run = current();
      pausing = false;
      try {
        await run.train(to, {
          signal,
          show,
          ratios,
          async mayGoOn() {
            await breathe();
            return !pausing;
          },
          onStep: (event) =>
            progress({
              kind: 'step',
              ...event,
              metrics: { ...event.metrics },
              timings: { ...event.timings },
            }),
          onEvaluated: (result) => progress({ kind: 'evaluated', result }),
        });
      } finally {
        // What was learnt is kept whatever ended it; a failure to keep it must not hide the reason.
        await run.save(['last']).catch(() => undefined);
      }
      return { step: run.step, paused: run.step < to };
    },

    async pause() {
      pausing = true;
      return {};
    },

    async evaluate({ set }, { signal, progress }) {
      const start = now();
      const onProgress = (done: number, all: number): void => progress({ done, all });
      const { result, evaluation } = await current().evaluate(set, { signal, onProgress });
      const rows = evaluation.rows.map(({ exact, ...row }) => ({
        ...row,
        ...(exact === undefined ? {} : { exact }),
      }));
      return { result, rows, ms: now() - start };
    },

    async baseline({ set }, { signal }) {
      const found = open?.heldOut.find(({ name }) => name === set);
      if (!found) throw refuse(`There is no held-out set “${set}”.`, 'Open a run that has one first.');
      return grammarShare(found.problems, { signal, breathe, now });
    },

    async save() {
      const run = current();
      await run.save(['last']);
      return { step: run.step };
    },

    async export() {
      const run = current();
      if (!open) throw refuse('No training run is open.', 'Open one first.');
      return { files: [...(await exportRun(run, open.tokenizer))] };
    },

    async close() {
      await close();
      return {};
    },

    async runs() {
      const all = await folders;
      const runs = await Promise.all((await all.ids()).map((id) => savedRun(all, id)));
      return { runs: runs.flatMap((run) => run ?? []) };
    },

    async removeRun({ id }) {
      if (open?.run.manifest.id === id) await close();
      await (await folders).remove(id);
      return {};
    },
  };
}

/** @throws {TwinsightError} naming the file */
function jsonIn(files: ModelFiles, name: keyof ModelFiles): unknown {
  const json = readJson(new TextDecoder().decode(files[name]), name);
  if (json.ok) return json.value;
  throw new TwinsightError(json.error);
}

const own = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);

const parameters = (weights: Weights): number =>
  [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);

async function savedRun(folders: RunFolders, id: string) {
  const store = folders.open(id);
  const { last } = await readIndex(store);
  const bytes = last && (await store.read(last.file));
  if (!last || !bytes) return undefined;
  try {
    const { manifest, step } = readCheckpoint(bytes, last.file);
    return { id, step, startedAt: manifest.startedAt, start: manifest.start, bytes: bytes.length };
  } catch {
    return undefined;
  }
}

/** Builds the run of a request, and puts it where its checkpoint left off. */
async function openRun(
  args: Opening,
  files: ModelFiles,
  folders: RunFolders,
  options: TrainingHandlerOptions,
) {
  const { start, id, startedAt, world, families, difficulty, device, anchors, official, resume, version } =
    args;
  const config = readConfig(jsonIn(files, 'config.json'));
  const vocabulary = readTokenizer(jsonIn(files, 'tokenizer.json'), jsonIn(files, 'tokenizer_config.json'));
  const weights = readSafetensors(files['model.safetensors'], 'model.safetensors').tensors;
  const store = folders.open(id);
  const notices: string[] = [];
  const loaded =
    resume === undefined
      ? undefined
      : 'role' in resume
        ? await loadCheckpoint(store, resume.role)
        : { checkpoint: readCheckpoint(resume.checkpoint, resume.name) };
  if (loaded && 'notice' in loaded && loaded.notice !== undefined) notices.push(loaded.notice);
  // A run that goes on keeps its options: other ones would make another run.
  const grpoOptions = loaded?.checkpoint.manifest.options ?? args.options;
  const { kernels, adapter } = await options.createKernels(device);
  const engine = await options.createEngine({ config, weights, trainable: grpoOptions.trainable, device });
  const corrections = await correctionsOfRun(args.corrections, {
    store,
    resumed: loaded !== undefined,
    vocabulary,
    config,
    options: grpoOptions,
  });
  notices.push(...corrections.notices);
  const manifest: RunManifest = {
    id,
    startedAt: loaded?.checkpoint.manifest.startedAt ?? startedAt,
    world,
    ...(families ? { families } : {}),
    ...(difficulty ? { difficulty } : {}),
    start: start.name,
    startSha256: new Sha256().update(files['model.safetensors']).hex(),
    options: grpoOptions,
    ...corrections.manifest,
    device,
    kernels: kernels.device,
    adapter,
    version,
  };
  const worldSource = worldProblems({
    world,
    seed: grpoOptions.seed,
    families,
    difficulty,
    scenes: grpoOptions.scenes,
  });
  const given = official && officialProblems(official, args.heldOut, grpoOptions);
  const source = corrections.mixedWith(worldSource);
  const heldOut: readonly HeldOutSet[] =
    args.heldOut === 0
      ? []
      : [
          { name: world, problems: heldOutProblems({ world, families, difficulty }, args.heldOut) },
          ...(args.trainedWordings
            ? [
                {
                  name: `${world}, trained wordings`,
                  problems: heldOutProblems({ world, families, difficulty }, args.heldOut, 'train'),
                },
              ]
            : []),
          ...(given ? [{ name: 'official', problems: given.heldOut }] : []),
          ...corrections.heldOut,
        ];
  const run = new TrainingRun({
    manifest,
    grpo: {
      engine,
      vocabulary,
      kernels,
      problems: given ? given.mixedWith(source) : source,
      anchors: anchors && worldAnchors({ world, ...anchors }, vocabulary, config),
      memory: new ReplayMemory(),
      curriculum: new Curriculum(),
      options: grpoOptions,
      now: options.now,
    },
    heldOut,
    store,
  });
  if (loaded) await run.restore(loaded.checkpoint);
  const { trainable } = await engine.readState();
  return {
    run,
    heldOut,
    state: {
      manifest,
      step: run.step,
      metrics: run.metrics.map((line) => ({ ...line })),
      results: [...run.results],
      heldOut: heldOut.map(({ name, problems }) => ({ name, n: problems.length })),
      parameters: parameters(weights),
      trainableParameters: parameters(trainable),
      notices,
    },
  };
}
