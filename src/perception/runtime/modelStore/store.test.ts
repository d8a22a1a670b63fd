import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bytesSent, type FakeHub, startFakeHub } from '../../../../test/support/fakeHub.ts';
import { TwinsightError } from '../../../core/errors.ts';
import { ok } from '../../../core/result.ts';
import { CHUNK_BYTES } from './chunks.ts';
import { importFiles } from './importFiles.ts';
import { createMemoryArea } from './memoryArea.ts';
import { fileName, folderName } from './names.ts';
import { ModelStore } from './store.ts';
import type { StoreProgress, WantedModel } from './types.ts';
import { verifyModel } from './verify.ts';

const REPOSITORY = 'tests/detector';
const WEIGHTS = 'onnx/model.onnx';
const MIB = 1 << 20;

const onnx = (bytes: number): Uint8Array => {
  const content = new Uint8Array(randomBytes(bytes));
  content[0] = 8;
  return content;
};

const weights = onnx(5 * MIB + 77);
const FILES = {
  'config.json': new TextEncoder().encode('{"model_type":"test"}'),
  'preprocessor_config.json': new TextEncoder().encode('{"size":{}}'),
  [WEIGHTS]: weights,
  'README.md': new TextEncoder().encode('# Not needed'),
};
const wanted = (...paths: readonly string[]): WantedModel => ({
  repository: REPOSITORY,
  revision: 'main',
  files: paths.map((path) => ({ path, approximateBytes: 1000 })),
});
const MODEL = wanted('config.json', 'preprocessor_config.json', WEIGHTS);

let hub: FakeHub;
let store: ModelStore;
let area: ReturnType<typeof createMemoryArea>;

beforeEach(async () => {
  hub = await startFakeHub({ repositories: { [REPOSITORY]: FILES } });
  area = { ...createMemoryArea(), keeping: 'disk' };
  store = new ModelStore({ disk: ok(area), now: Date.now });
});
afterEach(() => hub.close());

const order = (model = MODEL) => ({ model, base: new URL(hub.url) });

function job() {
  const controller = new AbortController();
  const seen: StoreProgress[] = [];
  return {
    controller,
    seen,
    signal: controller.signal,
    progress: (value: StoreProgress) => void seen.push(value),
  };
}

const download = (model = MODEL, work = job()) => store.download(order(model), 'disk', work);

const failure = async (work: Promise<unknown>): Promise<TwinsightError> => {
  const thrown: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (thrown instanceof TwinsightError) return thrown;
  throw new Error(`expected a TwinsightError, not ${String(thrown)}`);
};

const content = async (path: string): Promise<Uint8Array> => {
  const file = await area.file(folderName(REPOSITORY, 'main'), fileName(path));
  return new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0));
};

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a plan', () => {
  it('lists every file with its exact size, hash source and commit before anything is fetched', async () => {
    const plan = await store.plan(order(), job().signal);
    expect(plan.commit).toBe(hub.commit);
    expect(
      plan.files.map(({ path, bytes, exact, state, hashSource }) => [path, bytes, exact, state, hashSource]),
    ).toEqual([
      ['config.json', 21, true, 'missing', 'git'],
      ['preprocessor_config.json', 11, true, 'missing', 'git'],
      [WEIGHTS, weights.byteLength, true, 'missing', 'hub'],
    ]);
    expect(plan.fetchBytes).toBe(plan.totalBytes);
    expect(hub.requests).toEqual([]);
  });

  it('of a mirror without lists shows the catalogue’s estimates, and says so', async () => {
    const plain = await startFakeHub({ repositories: { [REPOSITORY]: FILES }, listings: false });
    try {
      const plan = await store.plan({ model: MODEL, base: new URL(plain.url) }, job().signal);
      expect(plan.unlisted).toContain('404');
      expect(plan.files.every(({ exact }) => !exact)).toBe(true);
      await store.download({ model: MODEL, base: new URL(plain.url) }, 'disk', job());
      const [stored] = await store.list();
      expect(stored?.files.map(({ hashSource }) => hashSource)).toEqual(['learnt', 'learnt', 'learnt']);
      expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
    } finally {
      await plain.close();
    }
  });

  it('refuses a model whose files the hub does not have', async () => {
    const error = await failure(store.plan(order(wanted('onnx/other.onnx')), job().signal));
    expect(error.code).toBe('model-missing');
    expect(error.message).toContain('onnx/other.onnx');
  });

  it('needs no network once everything is there', async () => {
    await download();
    hub.reset();
    const plan = await store.plan(order(), job().signal);
    expect(plan.fetchBytes).toBe(0);
    expect(hub.log).toEqual([]);
  });
});

describe('a download', () => {
  it('stores exactly the content of the hub, with progress in bytes', async () => {
    const work = job();
    await download(MODEL, work);
    expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
    const [stored] = await store.list();
    expect(stored?.files.find(({ path }) => path === WEIGHTS)?.sha256).toBe(sha256(weights));
    expect(stored?.commit).toBe(hub.commit);
    const total = weights.byteLength + 32;
    expect(work.seen.at(-1)).toMatchObject({ doneBytes: total, totalBytes: total });
    expect(bytesSent(hub)).toBe(total);
  });

  it('goes on where it was cancelled, and fetches nothing twice but the piece under way', async () => {
    hub.bytesPerSecond = 12 * MIB;
    const work = job();
    work.progress = ({ doneBytes }) => {
      if (doneBytes > 2.5 * MIB) work.controller.abort();
    };
    expect((await failure(download(MODEL, work))).code).toBe('cancelled');
    const kept = (await store.list())[0]?.partialBytes ?? 0;
    expect(kept).toBeGreaterThanOrEqual(2 * MIB);
    expect(kept % CHUNK_BYTES).toBe(0);
    hub.bytesPerSecond = undefined;
    hub.reset();
    await download();
    expect(bytesSent(hub, WEIGHTS)).toBe(weights.byteLength - kept);
    expect(hub.requests.find(({ path }) => path === WEIGHTS)?.range).toBe(
      `bytes=${kept}-${weights.byteLength - 1}`,
    );
    expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
  });

  it('survives connections that break again and again, as long as each brings something', async () => {
    hub.faults = [{ kind: 'drop', path: /onnx$/, after: 1.5 * MIB }];
    await download();
    expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
    expect(hub.requests.filter(({ path }) => path === WEIGHTS).length).toBeGreaterThan(3);
  });

  for (const kind of ['no-range', 'bad-range', 'changed'] as const) {
    it(`starts over where the connection breaks and the hub then has the fault ${kind}`, async () => {
      hub.faults = [
        { kind: 'drop', path: /onnx$/, after: 2.5 * MIB, times: 1 },
        { kind, path: /onnx$/ },
      ];
      await download();
      expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
      const whole = hub.requests.filter(({ path, range }) => path === WEIGHTS && range === undefined);
      expect(whole).toHaveLength(2);
    });
  }

  it('is not led astray by tags that change with every answer, because the hash is known', async () => {
    hub.faults = [
      { kind: 'drop', path: /onnx$/, after: 2.5 * MIB },
      { kind: 'changed', path: /onnx$/ },
    ];
    await download();
    expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
  });

  it('finds a wrong byte on disk and fetches that piece alone', async () => {
    await download();
    const folder = folderName(REPOSITORY, 'main');
    const editor = await area.edit(folder, fileName(WEIGHTS));
    await editor.write(Uint8Array.of((weights[3 * MIB + 5] ?? 0) ^ 1), 3 * MIB + 5);
    await editor.close();
    const verdicts = await verifyModel(store, REPOSITORY, 'main', job());
    expect(verdicts.filter(({ state }) => state !== 'whole')).toEqual([
      { path: WEIGHTS, state: 'damaged', damagedBytes: MIB },
    ]);
    hub.reset();
    await download();
    expect(bytesSent(hub)).toBe(MIB);
    expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
    expect(
      (await verifyModel(store, REPOSITORY, 'main', job())).every(({ state }) => state === 'whole'),
    ).toBe(true);
  });

  it('refetches a part of a part that was damaged before it was whole', async () => {
    hub.bytesPerSecond = 12 * MIB;
    const work = job();
    work.progress = ({ doneBytes }) => {
      if (doneBytes > 3.2 * MIB) work.controller.abort();
    };
    await failure(download(MODEL, work));
    const folder = folderName(REPOSITORY, 'main');
    const editor = await area.edit(folder, `${fileName(WEIGHTS)}.part`);
    await editor.write(Uint8Array.of((weights[MIB] ?? 0) ^ 255), MIB);
    await editor.close();
    hub.bytesPerSecond = undefined;
    await download();
    expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
  });

  it('is trusted only with the hash of the catalogue, then the pinned one, then the hub’s', async () => {
    const other = {
      ...MODEL,
      files: MODEL.files.map((file) => (file.path === WEIGHTS ? { ...file, sha256: 'a'.repeat(64) } : file)),
    };
    const refused = await failure(download(other));
    expect(refused).toMatchObject({ code: 'download-refused' });
    expect(refused.message).toContain('catalogue');
    await download();
    await store.remove(REPOSITORY, 'main', false);
    expect(await store.list()).toEqual([]);
    hub.faults = [{ kind: 'wrong-byte', path: /onnx$/ }];
    expect((await failure(download())).message).toContain('pinned');
  });

  it('keeps what memory holds for this visit apart from the disk', async () => {
    const held = await store.download(order(), 'memory', job());
    expect(held.map(({ path }) => path)).toEqual(MODEL.files.map(({ path }) => path));
    const file = held.find(({ path }) => path === WEIGHTS)?.file;
    expect(sha256(new Uint8Array((await file?.arrayBuffer()) ?? new ArrayBuffer(0)))).toBe(sha256(weights));
    expect(await store.list()).toEqual([]);
  });

  it('goes on in memory with what the full disk has', async () => {
    const edit = area.edit;
    const full = new TwinsightError({ code: 'storage-full', message: 'full', remedy: '' });
    area.edit = async (folder, name) => {
      const editor = await edit(folder, name);
      return {
        ...editor,
        write: async (bytes, at) => {
          if (at >= 2 * MIB) throw full;
          await editor.write(bytes, at);
        },
      };
    };
    expect((await failure(download())).code).toBe('storage-full');
    hub.reset();
    const held = await store.download(order(), 'memory', job());
    expect(bytesSent(hub, WEIGHTS)).toBe(weights.byteLength - 2 * MIB);
    expect(held.map(({ path }) => path)).toEqual([WEIGHTS]);
  });
});

const REFUSALS = [
  ['html', 'download-refused', /web page/],
  ['not-found', 'model-missing', /404/],
  ['unauthorised', 'model-gated', /401/],
  ['wrong-byte', 'download-refused', /hash that the hub states/],
  ['short', 'download-refused', /only \d+ of/],
  ['long', 'download-refused', /more than/],
] as const;

describe('a refused download', () => {
  for (const [kind, code, reason] of REFUSALS) {
    it(`names file, reason and remedy, and leaves nothing behind: ${kind}`, async () => {
      hub.faults = [{ kind, path: /onnx$/ }];
      const error = await failure(download());
      expect(error.code).toBe(code);
      expect(error.message).toContain(WEIGHTS);
      expect(error.message).toMatch(reason);
      expect(error.remedy.length).toBeGreaterThan(20);
      const names = await area.names(folderName(REPOSITORY, 'main'));
      expect(names.filter((name) => name.startsWith(fileName(WEIGHTS)))).toEqual([]);
      hub.faults = [];
      await download();
      expect(sha256(await content(WEIGHTS))).toBe(sha256(weights));
    });
  }

  it('reads nothing from a foreign host that a request was sent on to', async () => {
    const foreign = await startFakeHub({ repositories: {} });
    try {
      hub.faults = [{ kind: 'foreign-redirect', path: /onnx$/, to: foreign.url }];
      const error = await failure(download());
      expect(error.code).toBe('download-refused');
      expect(error.message).toContain(new URL(foreign.url).host);
    } finally {
      await foreign.close();
    }
  });

  it('says that the hub can’t be reached', async () => {
    await hub.close();
    const error = await failure(store.plan(order(), job().signal));
    expect(error.code).toBe('fetch-failed');
    expect(error.message).toContain('can’t be reached'.replace('’', "'"));
    hub = await startFakeHub({ repositories: {} });
  });
});

describe('a folder', () => {
  const picked = (files: Readonly<Record<string, Uint8Array>>) =>
    Object.entries(files).map(([path, bytes]) => ({
      path: `chosen/${path}`,
      file: new File([Uint8Array.from(bytes)], path.split('/').at(-1) ?? ''),
    }));

  it('gives its files to the store once they are checked', async () => {
    expect(await importFiles(store, MODEL, picked(FILES), 'disk', job())).toEqual([]);
    const [stored] = await store.list();
    expect(stored?.files.map(({ path, from, hashSource }) => [path, from, hashSource])).toEqual([
      ['config.json', 'folder', 'learnt'],
      [WEIGHTS, 'folder', 'learnt'],
      ['preprocessor_config.json', 'folder', 'learnt'],
    ]);
    expect((await store.plan(order(), job().signal)).fetchBytes).toBe(0);
    expect(hub.log).toEqual([]);
  });

  it('is used where it lies, and nothing is written', async () => {
    const held = await importFiles(store, MODEL, picked(FILES), 'memory', job());
    expect(held).toHaveLength(3);
    expect(await store.list()).toEqual([]);
  });

  it('without a wanted file, or with another in its place, is refused', async () => {
    const { 'config.json': _, ...rest } = FILES;
    expect((await failure(importFiles(store, MODEL, picked(rest), 'disk', job()))).message).toContain(
      'config.json',
    );
    const wrong = {
      ...FILES,
      [WEIGHTS]: new TextEncoder().encode('version https://git-lfs.github.com/spec/v1'),
    };
    const error = await failure(importFiles(store, MODEL, picked(wrong), 'disk', job()));
    expect(error.message).toContain('a pointer to the file');
  });
});
