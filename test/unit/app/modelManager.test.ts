import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ModelManager, type ModelManagerOptions } from '../../../src/app/modelManager.ts';
import { TwinsightError } from '../../../src/core/errors.ts';
import { ok } from '../../../src/core/result.ts';
import { HUB_CATALOGUE } from '../../../src/perception/hub/catalogue.ts';
import { createMemoryArea } from '../../../src/perception/runtime/modelStore/memoryArea.ts';
import { ModelStore } from '../../../src/perception/runtime/modelStore/store.ts';
import { EMBEDDED } from '../../../src/store/slices/models.ts';
import { createAppStore } from '../../../src/store/store.ts';
import { modelsContract } from '../../../workers/contracts/models.ts';
import { modelHandlers, SERIAL } from '../../../workers/modelHandlers.ts';
import { serve } from '../../../workers/rpc/server.ts';
import { InThreadWorker } from '../../fixtures/inThreadWorker.ts';
import { bytesSent, type FakeHub } from '../../support/fakeHub.ts';
import { startTinyHub, TINY } from '../../support/tinyHub.ts';

let hub: FakeHub;

beforeEach(async () => {
  hub = await startTinyHub(2 << 20);
});
afterEach(() => hub.close());

function setUp(options: Partial<ModelManagerOptions> = {}) {
  const app = createAppStore();
  app.setState(({ models }) => ({ models: { ...models, source: hub.url } }));
  const disk = ok({ ...createMemoryArea(), keeping: 'disk' as const });
  const opening = Promise.resolve(new ModelStore({ disk, now: Date.now }));
  const sources: string[] = [];
  const manager = new ModelManager({
    store: app,
    catalogue: HUB_CATALOGUE,
    device: 'wasm',
    facts: async () => ({ webgpu: 'no-adapter', webgpuDetail: 'no adapter' }),
    embedded: async () => [],
    spawn: (source) => {
      sources.push(source.href);
      return new InThreadWorker((endpoint) =>
        serve(modelsContract, modelHandlers(opening), endpoint, { serial: SERIAL }),
      );
    },
    prepare: async () => 'It works.',
    release: () => undefined,
    pickFolder: () => undefined,
    persist: async () => true,
    now: () => performance.now(),
    ...options,
  });
  return { manager, sources, models: () => app.getState().models };
}

const kept = ({ models }: ReturnType<typeof setUp>) =>
  models().catalogue.find(({ id }) => id === TINY.id)?.kept;

describe('the model manager', () => {
  it('fetches, tests and then uses a model', async () => {
    const prepare = vi.fn(async () => 'It works.');
    const set = setUp({ prepare });
    await set.manager.open(TINY.id);
    expect(set.models().plan?.files.map(({ state }) => state)).toEqual(['missing', 'missing', 'missing']);
    expect(hub.requests).toEqual([]);
    await set.manager.download(TINY.id, 'disk');
    expect(prepare).toHaveBeenCalledOnce();
    expect(set.models().active.detect).toBe(TINY.id);
    expect(set.models().outcome).toMatchObject({ kind: 'ready', detail: 'It works.' });
    expect(set.models().job).toBeUndefined();
    expect(kept(set)).toBe('whole');
    expect((await set.manager.chosen('detect'))?.id).toBe(TINY.id);
  });

  it('does not use a model that fails its test, says why, and keeps its files', async () => {
    const failure = new TwinsightError({ code: 'model-wrong-answer', message: 'wrong', remedy: 'none' });
    const set = setUp({ prepare: () => Promise.reject(failure) });
    await set.manager.open(TINY.id);
    await set.manager.download(TINY.id, 'disk');
    expect(set.models().failure).toMatchObject({ modelId: TINY.id, code: 'model-wrong-answer' });
    expect(set.models().active.detect).toBe(EMBEDDED);
    expect(kept(set)).toBe('whole');
    expect(set.models().plan?.fetchBytes).toBe(0);
  });

  it('does one job at a time, and a cancelled one leaves no failure', async () => {
    hub.bytesPerSecond = 1 << 20;
    const set = setUp();
    await set.manager.open(TINY.id);
    const first = set.manager.download(TINY.id, 'disk');
    await vi.waitFor(() => expect(set.models().job?.doneBytes).toBeGreaterThan(0));
    await set.manager.verify(TINY.id);
    expect(set.models().job?.phase).toBe('downloading');
    expect(await set.manager.setSource('')).toContain('under way');
    set.manager.cancel();
    await first;
    expect(set.models().job).toBeUndefined();
    expect(set.models().failure).toBeUndefined();
    expect(set.models().active.detect).toBe(EMBEDDED);
  });

  it('runs from memory what the disk is not to have', async () => {
    const set = setUp();
    await set.manager.download(TINY.id, 'memory');
    expect(kept(set)).toBe('held');
    expect((await set.manager.chosen('detect'))?.id).toBe(TINY.id);
    await set.manager.remove(TINY.id, false);
    expect(kept(set)).toBe('none');
  });

  it('gives a role back to the embedded model when its model is deleted', async () => {
    const release = vi.fn();
    const set = setUp({ release });
    await set.manager.download(TINY.id, 'disk');
    await set.manager.remove(TINY.id, false);
    expect(set.models().active.detect).toBe(EMBEDDED);
    expect(release).toHaveBeenCalledWith('detect');
    expect(await set.manager.chosen('detect')).toBeUndefined();
    expect(set.models().outcome?.kind).toBe('removed');
  });

  it('asks another mirror by another worker', async () => {
    const set = setUp();
    await set.manager.refresh();
    await set.manager.setSource('https://mirror.example.org');
    await set.manager.refresh();
    expect(set.sources).toEqual([hub.url, 'https://mirror.example.org/']);
    expect(await set.manager.setSource('nowhere at all')).toContain('not a web address');
    expect(set.models().source).toBe('https://mirror.example.org/');
  });

  it('takes another variant on request, and shows what that one needs', async () => {
    const set = setUp();
    await set.manager.open(TINY.id);
    const before = set.models().plan?.files.map(({ path }) => path);
    const proposed = set.models().catalogue.find(({ id }) => id === TINY.id);
    const other = proposed?.variants.find(({ dtype }) => dtype !== proposed.dtype)?.dtype ?? '';
    await set.manager.chooseVariant(TINY.id, other);
    expect(set.models().catalogue.find(({ id }) => id === TINY.id)?.dtype).toBe(other);
    expect(set.models().plan?.files.map(({ path }) => path)).not.toEqual(before);
    expect(bytesSent(hub)).toBe(0);
  });
});
