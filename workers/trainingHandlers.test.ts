import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../scripts/lib/project.ts';
import type { Correction } from '../src/io/corrections/schema.ts';
import { writeCorrections } from '../src/io/corrections/writeCorrections.ts';
import { referenceKernels } from '../src/training/kernels/reference.ts';
import { writeConfig } from '../src/training/model/config.ts';
import { createPolicyEngine } from '../src/training/model/createEngine.ts';
import { writeSafetensors } from '../src/training/model/safetensors.ts';
import { uniformAt } from '../src/training/model/sampling.ts';
import { readTokenizer } from '../src/training/model/tokenizer.ts';
import type { LlamaConfig } from '../src/training/model/types.ts';
import { sizeOf, weightShapes } from '../src/training/model/weights.ts';
import { readCheckpoint } from '../src/training/rl/checkpoint.ts';
import { type GrpoOptionsInput, grpoOptionsSchema } from '../src/training/rl/schema.ts';
import { soundTwin } from '../test/support/twins.ts';
import { type TrainEvent, trainingContract } from './contracts/training.ts';
import { trainingHandlers } from './trainingHandlers.ts';
import { memoryFolders } from './trainingStore.ts';

const read = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(ROOT, 'models', 'nano', name)));
const parse = (name: string): unknown => JSON.parse(new TextDecoder().decode(read(name)));
const tokenizer = readTokenizer(parse('tokenizer.json'), parse('tokenizer_config.json'));

/** The smallest Llama that the real engine runs, with the real tokenizer and weights that mean nothing. */
const CONFIG: LlamaConfig = {
  vocabSize: tokenizer.size,
  hiddenSize: 16,
  intermediateSize: 16,
  layers: 1,
  heads: 2,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  maxPositions: 128,
  tiedEmbeddings: true,
  bosToken: 0,
  eosToken: 1,
  padToken: 2,
};
const START = new Map(
  [...weightShapes(CONFIG)].map(([name, shape], tensor) => {
    const random = (_: unknown, at: number): number => (uniformAt(7, tensor, at) - 0.5) * 0.4;
    const data = Float32Array.from({ length: sizeOf(shape) }, shape.length === 1 ? () => 1 : random);
    return [name, { shape, data }] as const;
  }),
);
const FILES = {
  'config.json': new TextEncoder().encode(JSON.stringify(writeConfig(CONFIG))),
  'tokenizer.json': read('tokenizer.json'),
  'tokenizer_config.json': read('tokenizer_config.json'),
  'model.safetensors': writeSafetensors(START),
};

const never = new AbortController().signal;
const job = <P>(events: P[] = []) => ({ signal: never, progress: (event: P) => void events.push(event) });

function newWorker(folders = memoryFolders(), held = new Set<string>(), createEngine = createPolicyEngine) {
  let time = 0;
  return trainingHandlers({
    now: () => time++,
    breathe: async () => undefined,
    folders: Promise.resolve(folders),
    memory: memoryFolders(),
    async hold(name) {
      if (held.has(name)) return undefined;
      held.add(name);
      // A browser's lock is free only some time after it was let go.
      return {
        release: () => new Promise((resolve) => setTimeout(() => resolve(void held.delete(name)), 1)),
      };
    },
    fetchFiles: async () => FILES,
    createEngine,
    createKernels: async () => ({ kernels: referenceKernels(), adapter: 'test' }),
  });
}

const request = (options: GrpoOptionsInput = {}) => ({
  start: { name: 'tiny', files: { given: FILES } },
  id: 'run',
  startedAt: '2026-01-01T00:00:00Z',
  world: 'clevr' as const,
  options: grpoOptionsSchema.parse({
    questionsPerStep: 2,
    numGenerations: 2,
    maxCompletionLength: 16,
    anchorRows: 2,
    scenes: 1,
    checkpointEvery: 1,
    learningRate: 1e-3,
    ...options,
  }),
  device: 'wasm' as const,
  anchors: { seed: 5, programs: 2 },
  heldOut: 2,
  keep: true,
  version: '0',
});

const exported = async (worker: ReturnType<typeof newWorker>) => {
  const { files } = trainingContract.export.result.parse(await worker.export({}, job()));
  return new Map(files.map(({ path, bytes }) => [path, bytes]));
};

describe('the training worker', () => {
  it('is opened again at once by the worker that has it open', async () => {
    const worker = newWorker();
    await worker.open(request(), job());
    expect(await worker.open(request(), job())).toMatchObject({ step: 0 });
    await worker.close({}, job());
  });

  it('trains, tells of each step, and goes on after a crash as if there had been none, byte for byte', async () => {
    const whole = newWorker();
    const opened = await whole.open(request(), job());
    expect(opened).toMatchObject({ step: 0, heldOut: [{ name: 'clevr', n: 2 }], keeping: 'memory' });
    const events: TrainEvent[] = [];
    await whole.train({ to: 4, show: 1, ratios: true }, job(events));
    expect(events.map((event) => event.kind === 'step' && event.metrics.step)).toEqual([0, 1, 2, 3]);
    const [first] = events;
    if (first?.kind !== 'step') throw new Error('no step was told of');
    expect(first.groups[0]?.completions).toHaveLength(2);
    expect(first.groups[0]?.completions[0]?.pieces.every(({ ratio = 0 }) => ratio > 0)).toBe(true);
    expect(first.metrics['anchor/loss']).toBeGreaterThan(0);

    const folders = memoryFolders();
    const crashed = newWorker(folders);
    await crashed.open(request(), job());
    await crashed.train({ to: 2, show: 0, ratios: false }, job());
    // Nothing is closed: the worker is simply gone, and another one begins with what was kept.
    const second = newWorker(folders);
    expect(await second.open({ ...request(), resume: { role: 'last' } }, job())).toMatchObject({ step: 2 });
    await second.train({ to: 4, show: 0, ratios: false }, job());
    const [a, b] = [await exported(whole), await exported(second)];
    expect(b.get('metrics.jsonl')).toEqual(a.get('metrics.jsonl'));
    expect(b.get('checkpoint.safetensors')).toEqual(a.get('checkpoint.safetensors'));
    expect(b.get('model/model.safetensors')).toEqual(a.get('model/model.safetensors'));
    expect(a.get('model/model.safetensors')).not.toEqual(FILES['model.safetensors']);
  });

  it('keeps no state of a step that broke off between two of its updates', async () => {
    const [whole, folders] = [newWorker(), memoryFolders()];
    const twice = request({ numIterations: 2 });
    await whole.open(twice, job());
    await whole.train({ to: 3, show: 0, ratios: false }, job());

    const broken = newWorker(folders, new Set(), async (wanted) => {
      const engine = await createPolicyEngine(wanted);
      const { step } = engine;
      let updates = 0;
      engine.step = (batch) =>
        ++updates === 4 ? Promise.reject(new Error('the device is gone')) : step.call(engine, batch);
      return engine;
    });
    await broken.open(twice, job());
    await expect(broken.train({ to: 3, show: 0, ratios: false }, job())).rejects.toThrow('device is gone');
    const second = newWorker(folders);
    expect(await second.open({ ...twice, resume: { role: 'last' } }, job())).toMatchObject({ step: 1 });
    await second.train({ to: 3, show: 0, ratios: false }, job());
    const name = 'checkpoint.safetensors';
    expect((await exported(second)).get(name)).toEqual((await exported(whole)).get(name));
  });

  it('pauses between steps with the state kept, and lists, exports and removes runs', async () => {
    const folders = memoryFolders();
    const worker = newWorker(folders);
    const trainable = {
      kind: 'lora' as const,
      lora: { rank: 2, alpha: 4, targets: ['q_proj' as const], seed: 1 },
    };
    await worker.open(request({ trainable }), job());
    const training = worker.train({ to: 50, show: 0, ratios: false }, job());
    await worker.pause({}, job());
    const { step, paused } = trainingContract.train.result.parse(await training);
    expect(paused).toBe(true);
    expect(await worker.runs({}, job())).toMatchObject({ runs: [{ id: 'run', step, start: 'tiny' }] });
    const files = await exported(worker);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        'adapter/adapter_config.json',
        'adapter/adapter_model.safetensors',
        'run.json',
        'metrics.csv',
      ]),
    );
    const checkpoint = readCheckpoint(files.get('checkpoint.safetensors') ?? new Uint8Array(), 'export');
    expect(checkpoint.manifest).toMatchObject({ start: 'tiny', options: { trainable } });
    await worker.removeRun({ id: 'run' }, job());
    expect(await worker.runs({}, job())).toEqual({ runs: [] });
  });

  it('trains on corrected answers, holds some of them out, and goes on with those that it began with', async () => {
    const correction = (question: string): Correction => ({
      question,
      task: 'value',
      target: { kind: 'value', value: 2 },
      was: '',
      policy: 'nano',
      madeAt: '',
      twin: soundTwin(),
    });
    const questions = ['How many cups?', 'How many dogs?', 'How many chairs?'];
    const corrected = (all: readonly string[]) => ({
      ...request({ anchorWeight: 0 }),
      corrections: { text: writeCorrections(all.map(correction)), trainShare: 1 },
    });
    const folders = memoryFolders();
    const worker = newWorker(folders);
    const tooLong = 'Is it so? '.repeat(39);
    const opened = await worker.open(corrected([...questions, tooLong]), job());
    expect(opened).toMatchObject({
      heldOut: [{ name: 'clevr' }, { name: 'corrections', n: 1 }],
      notices: [expect.stringContaining('1 of 4')],
    });
    const events: TrainEvent[] = [];
    await worker.train({ to: 1, show: 2, ratios: false }, job(events));
    const [event] = events;
    const shown = event?.kind === 'step' ? event.groups.map(({ question }) => question) : [];
    expect(shown).toHaveLength(2);
    expect(questions).toEqual(expect.arrayContaining(shown));
    const measured = await worker.evaluate({ set: 'corrections' }, job());
    const { result, rows } = trainingContract.evaluate.result.parse(measured);
    expect(result).toMatchObject({ answers: { n: 1 }, programs: { n: 0 } });
    expect(shown).not.toContain(rows[0]?.question);

    const later = newWorker(folders);
    const resumed = await later.open({ ...corrected([]), resume: { role: 'last' } }, job());
    expect(resumed).toMatchObject({ step: 1, heldOut: [{ name: 'clevr' }, { name: 'corrections', n: 1 }] });
    await expect(newWorker().open(corrected([]), job())).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('measures on held-out questions, and keeps the best', async () => {
    const worker = newWorker();
    await worker.open(request(), job());
    const measured = await worker.evaluate({ set: 'clevr' }, job());
    const { result, rows } = trainingContract.evaluate.result.parse(measured);
    expect(result).toMatchObject({ step: 0, set: 'clevr', answers: { n: 2 } });
    expect(rows).toHaveLength(2);
    await expect(worker.evaluate({ set: 'other' }, job())).rejects.toMatchObject({ code: 'bad-request' });
  });

  it('refuses a run that another tab has open, and a checkpoint of other weights', async () => {
    const held = new Set<string>();
    const folders = memoryFolders();
    const first = newWorker(folders, held);
    await first.open(request(), job());
    await first.train({ to: 1, show: 0, ratios: false }, job());
    const second = newWorker(folders, held);
    await expect(second.open(request(), job())).rejects.toMatchObject({ code: 'bad-request' });
    await first.close({}, job());
    const name = 'model.norm.weight';
    const other = new Map(START).set(name, { shape: [16], data: new Float32Array(16).fill(2) });
    const files = { ...FILES, 'model.safetensors': writeSafetensors(other) };
    const resumed = {
      ...request(),
      start: { name: 'other', files: { given: files } },
      resume: { role: 'last' as const },
    };
    await expect(second.open(resumed, job())).rejects.toMatchObject({ code: 'checkpoint-invalid' });
    expect(held.size).toBe(0);
  });
});
