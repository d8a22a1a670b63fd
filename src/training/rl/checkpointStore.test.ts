import { describe, expect, it } from 'vitest';
import { memoryFolders } from '../../../workers/trainingStore.ts';
import type { Weights } from '../model/types.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { type FileStore, loadCheckpoint, readIndex, saveCheckpoint } from './checkpointStore.ts';
import { metricsCsv, metricsJsonl } from './metrics.ts';
import { grpoOptionsSchema } from './schema.ts';

const weights = (...values: number[]): Weights =>
  new Map([['w', { shape: [values.length], data: Float32Array.from(values) }]]);

const checkpoint = (step: number, value = step): Checkpoint => ({
  manifest: {
    id: 'test',
    startedAt: '2026-01-01T00:00:00Z',
    world: 'clevr',
    start: 'nothing',
    startSha256: '',
    options: grpoOptionsSchema.parse({}),
    device: 'wasm',
    kernels: 'cpu',
    adapter: '',
    version: '0',
  },
  step,
  state: {
    trainable: weights(value, 1),
    firstMoments: weights(0, 0),
    secondMoments: weights(0, 0),
    steps: step,
  },
  metrics: [{ step: 0, reward: 0.5 }],
  results: [],
  replay: [{ tokens: [3, 1, 4], written: [false, true, true] }],
  families: { 'one_hop/count': 0.25 },
});

const newStore = (): FileStore => memoryFolders().open('test');

/** A store that dies after so many writes. */
const dying = (store: FileStore, writes: number): FileStore => {
  let left = writes;
  return {
    ...store,
    async write(name, bytes) {
      if (left <= 0) throw new Error('the tab was closed');
      left -= 1;
      await store.write(name, bytes);
    },
  };
};

describe('checkpoints', () => {
  it('come back as they were, and are the same bytes for the same content', () => {
    const bytes = writeCheckpoint(checkpoint(3));
    expect(writeCheckpoint(checkpoint(3))).toEqual(bytes);
    expect(readCheckpoint(bytes, 'a')).toEqual(checkpoint(3));
  });

  it('of other kinds, and damaged ones, are refused with their name', () => {
    const bytes = writeCheckpoint(checkpoint(3));
    expect(() => readCheckpoint(bytes.slice(0, -4), 'half.safetensors')).toThrow(/half\.safetensors/);
    expect(() => readCheckpoint(new Uint8Array(9), 'empty.safetensors')).toThrow(/empty\.safetensors/);
  });

  it('are kept in their roles, and no more of them than there are roles', async () => {
    const store = newStore();
    for (let step = 1; step <= 30; step += 1)
      await saveCheckpoint(
        store,
        checkpoint(step),
        step === 7 ? ['last', 'best'] : step % 2 ? ['last', 'lastHealthy'] : ['last'],
      );
    const index = await readIndex(store);
    expect([index.last?.step, index.lastHealthy?.step, index.best?.step]).toEqual([30, 29, 7]);
    expect((await store.names()).length).toBeLessThanOrEqual(5);
    for (const role of ['last', 'best', 'lastHealthy'] as const)
      expect((await loadCheckpoint(store, role))?.checkpoint.step).toBe(index[role]?.step);
  });

  it('with numbers that are not finite are not kept, and those before them stay', async () => {
    const store = newStore();
    await saveCheckpoint(store, checkpoint(1), ['last', 'lastHealthy']);
    await expect(saveCheckpoint(store, checkpoint(2, Number.NaN), ['last'])).rejects.toMatchObject({
      code: 'checkpoint-invalid',
    });
    expect((await loadCheckpoint(store, 'last'))?.checkpoint.step).toBe(1);
  });

  it('survive a tab that is closed at any moment of keeping one', async () => {
    for (const writes of [0, 1, 2]) {
      const store = newStore();
      await saveCheckpoint(store, checkpoint(1), ['last']);
      await saveCheckpoint(dying(store, writes), checkpoint(2), ['last']).catch(() => undefined);
      expect((await loadCheckpoint(store, 'last'))?.checkpoint.step).toBe(writes === 2 ? 2 : 1);
    }
  });

  it('give way to the one before where they are damaged, and say so', async () => {
    const store = newStore();
    await saveCheckpoint(store, checkpoint(1), ['last']);
    await saveCheckpoint(store, checkpoint(2), ['last']);
    const { last } = await readIndex(store);
    const bytes = await store.read(last?.file ?? '');
    if (!bytes || !last) throw new Error('nothing was kept');
    bytes[bytes.length - 1] = 1;
    await store.write(last.file, new Uint8Array(bytes));
    const loaded = await loadCheckpoint(store, 'last');
    expect(loaded?.checkpoint.step).toBe(1);
    expect(loaded?.notice).toMatch(/damaged.*step 1 stands in/);
    expect(await loadCheckpoint(newStore(), 'last')).toBeUndefined();
  });
});

describe('metrics in files', () => {
  const history = [
    { step: 0, reward: 0.5 },
    { step: 1, reward: Number.NaN, kl: 0.1 },
  ];

  it('are a line of JSON a step, with numbers that are not finite named as such', () => {
    const lines = metricsJsonl(history)
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines).toEqual([
      { step: 0, reward: 0.5 },
      { step: 1, reward: 'NaN', kl: 0.1, finite: false },
    ]);
  });

  it('are a table with every column that any step has', () => {
    expect(metricsCsv(history)).toBe('step,reward,kl\n0,0.5,\n1,NaN,0.1\n');
  });
});
