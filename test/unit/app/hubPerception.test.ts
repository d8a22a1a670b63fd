import { describe, expect, it } from 'vitest';
import type { HubHost } from '../../../src/app/hubHost.ts';
import { type EmbeddedHost, withChosenModels } from '../../../src/app/hubPerception.ts';
import { type ErrorCode, TwinsightError } from '../../../src/core/errors.ts';
import { hubModelsFor } from '../../../src/perception/hub/catalogue.ts';
import type { Role } from '../../../src/perception/hub/types.ts';
import type { Twin } from '../../../src/twin/schema/twin.ts';

const twinOf = (name: string, ...labels: string[]): Twin => ({
  type: 'twin',
  version: 1,
  source: { kind: 'image', name, width: 9, height: 9, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: labels.map((label, i) => ({
    id: `o${i + 1}`,
    label,
    score: 1,
    attributes: {},
    states: [{ frame: 0, timeUs: 0, box: [0, 0, 5, 5], by: 0, center: [2.5, 2.5] }],
  })),
  log: [],
});

const failure = (code: ErrorCode): TwinsightError =>
  new TwinsightError({ code, message: `failed with ${code}`, remedy: 'none' });

/** Embedded and chosen models that note who was asked; each gives a twin of its own name. */
async function setUp(active: readonly Role[], fail?: ErrorCode) {
  const log: string[] = [];
  const told: string[] = [];
  const refuse = () => Promise.reject(failure('internal'));
  const embedded: EmbeddedHost = {
    detector: undefined,
    probe: refuse,
    load: refuse,
    analyse: refuse,
    describe: refuse,
    open: async () => ({
      imageId: 'photo',
      name: 'a.jpg',
      format: 'jpeg',
      width: 9,
      height: 9,
      sha256: '',
      preview: { width: 9, height: 9, close: () => undefined },
      notices: [],
      ms: 1,
    }),
    refine: async (_, twin, { kind, fast }) => {
      log.push(`embedded ${fast ? 'fast ' : ''}${kind}`);
      return { twin: kind === 'attributes' ? twin : twinOf(`embedded ${kind}`), timings: {} };
    },
    segment: refuse,
    analyseVideo: refuse,
    stopVideo: async () => false,
  };
  const answer = (what: string) => {
    log.push(`hub ${what}`);
    return fail ? Promise.reject(failure(fail)) : Promise.resolve(twinOf(`hub ${what}`, 'cup'));
  };
  const hub: HubHost = {
    atWork: () => undefined,
    load: refuse,
    detect: () => answer('detect'),
    depth: () => answer('depth'),
    masks: () => answer('masks'),
    describe: () => answer('describe'),
    find: async () => ({ twin: await answer('find'), ids: ['o1'] }),
    segment: refuse,
    write: refuse,
    unload: () => undefined,
    dispose: () => undefined,
  };
  const host = withChosenModels(embedded, {
    chosen: async (role) => (active.includes(role) ? hubModelsFor(role)[0] : undefined),
    host: async () => hub,
    onFailure: ({ title }, { message }) => told.push(`${title}: ${message}`),
  });
  await host.open(new Blob(), 'a.jpg');
  return { host, log, told };
}

describe('perception with chosen models', () => {
  it('asks the embedded ones where nothing is chosen', async () => {
    const { host, log } = await setUp([]);
    const before = twinOf('before');
    expect(await host.improve('photo', before)).toBe(before);
    expect((await host.refine('photo', before, { kind: 'depth', ids: [] })).twin.source.name).toBe(
      'embedded depth',
    );
    expect(await host.find('photo', before, ['mug'])).toBeUndefined();
    expect(log).toEqual(['embedded depth']);
  });

  it('lets the chosen detector and depth model measure again', async () => {
    const { host, log } = await setUp(['detect', 'depth']);
    expect((await host.improve('photo', twinOf('before'))).source.name).toBe('hub depth');
    expect(log).toEqual(['hub detect', 'embedded fast mask', 'embedded attributes', 'hub depth']);
  });

  it('lets a chosen captioner describe what was measured', async () => {
    const { host, log } = await setUp(['describe']);
    expect((await host.improve('photo', twinOf('before', 'cup'))).source.name).toBe('hub describe');
    expect(log).toEqual(['hub describe']);
  });

  it('names colours anew inside masks of the hub', async () => {
    const { host, log } = await setUp(['segment']);
    const { twin } = await host.refine('photo', twinOf('before'), { kind: 'mask', ids: ['o1'] });
    expect(twin.source.name).toBe('hub masks');
    expect(log).toEqual(['hub masks', 'embedded attributes']);
  });

  it('falls back to the embedded model, and tells why', async () => {
    const { host, log, told } = await setUp(['depth', 'detect'], 'model-load-failed');
    const before = twinOf('before');
    expect(await host.improve('photo', before)).toBe(before);
    const { twin } = await host.refine('photo', before, { kind: 'depth', ids: [] });
    expect(twin.source.name).toBe('embedded depth');
    expect(log).toEqual(['hub detect', 'hub depth', 'hub depth', 'embedded depth']);
    expect(told[0]).toBe('D-FINE small: failed with model-load-failed');
  });

  it('does not go on where the person cancelled', async () => {
    const { host, told } = await setUp(['detect'], 'cancelled');
    await expect(host.improve('photo', twinOf('before'))).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toEqual([]);
  });

  it('leaves photos that are not open to the embedded models', async () => {
    const { host, log } = await setUp(['depth']);
    await host.refine('another photo', twinOf('before'), { kind: 'depth', ids: [] });
    expect(log).toEqual(['embedded depth']);
  });

  it('finds by words', async () => {
    const { host } = await setUp(['find']);
    expect(await host.find('photo', twinOf('before'), ['red mug'])).toMatchObject({ ids: ['o1'] });
  });
});
