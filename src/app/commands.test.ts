import { describe, expect, it, vi } from 'vitest';
import { TwinsightError } from '../core/errors.ts';
import { err, ok } from '../core/result.ts';
import { readTraces } from '../io/trace/readTraces.ts';
import { writeTraces } from '../io/trace/writeTraces.ts';
import { ask } from '../reasoning/ask.ts';
import type { AskRecord } from '../reasoning/types.ts';
import { MediaRegistry } from '../store/mediaRegistry.ts';
import { askedOfAnotherRevision } from '../store/selectors.ts';
import { createAppStore } from '../store/store.ts';
import type { Need } from '../twin/query/needs.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { type CommandServices, createCommands } from './commands.ts';
import type { Engine } from './engine.ts';

const twinNamed = (name: string): Twin => ({
  type: 'twin',
  version: 1,
  source: { kind: 'image', name, width: 8, height: 6, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 45, estimated: true },
  objects: [
    {
      id: 'o1',
      label: 'cup',
      score: 0.9,
      attributes: {},
      states: [{ frame: 0, timeUs: 0, box: [0, 0, 4, 4], by: 0, center: [2, 2] }],
    },
  ],
  log: [],
});

const bitmap = (): ImageBitmap => ({ width: 8, height: 6, close: () => undefined });
const photo = (name: string): File => new File([new Uint8Array(4)], name, { type: 'image/jpeg' });
const corrupt = new TwinsightError({
  code: 'image-corrupt',
  message: 'a.jpg ends too early.',
  remedy: 'Get it again.',
});

const detector = {
  model: 'centernet',
  revision: 'r',
  bytes: 1,
  device: 'wasm',
  threads: 1,
  dtype: 'fp32',
  selfTest: { maxAbsDifference: 0, tolerance: 1 },
  ladder: [],
  loadMs: 1,
} as const;

const capability = {
  secureContext: true,
  crossOriginIsolated: false,
  hardwareConcurrency: 2,
  threads: 1,
  simd: true,
  webgpu: 'no-api',
  webgpuDetail: '',
  storage: { available: true, persisted: false, detail: '' },
} as const;

type Host = Engine['host'];

/** Holds up what awaits `opened` until it is opened. */
function createGate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

function setUp(host: Partial<Host> = {}) {
  const store = createAppStore();
  const saved: { name: string; blob: Blob }[] = [];
  let opened = 0;
  const engine: Engine = {
    host: {
      detector: undefined,
      probe: async () => capability,
      load: async () => detector,
      open: async (_file, name) => {
        opened += 1;
        const [width, height] = [8, 6];
        return {
          imageId: `i${opened}`,
          name,
          format: 'jpeg',
          width,
          height,
          sha256: '',
          preview: bitmap(),
          notices: [],
          ms: 1,
        };
      },
      analyse: async () => ({ twin: twinNamed('measured'), timings: { total: 12 } }),
      describe: async (_id, twin) => twin,
      refine: async (_id, twin) => ({ twin, timings: {} }),
      segment: () => Promise.reject(corrupt),
      analyseVideo: () => Promise.reject(corrupt),
      stopVideo: async () => false,
      improve: async (_id, twin) => twin,
      find: async () => undefined,
      ...host,
    },
    ask: async (question, twin, refine) => {
      const need: Need = /cone/.test(question)
        ? { kind: 'objects', ids: [], phrase: 'traffic cone' }
        : { kind: 'mask', ids: ['o1'] };
      const met = /outline|cone/i.test(question) ? await refine(twin, need) : undefined;
      const refined = met && 'twin' in met ? met.twin : twin;
      const cones = refined.objects.flatMap(({ id, label }) => (label === 'traffic cone' ? [id] : []));
      const answer = { type: 'value', value: 1, ids: ['o1'], text: '1' } as const;
      const record: AskRecord = {
        id: `ask ${question}`,
        question,
        policy: 'grammar',
        reading: { readable: true, task: 'value', program: '', notes: [] },
        execution: { steps: [], evidence: ['o1', ...cones], answer },
        ms: 1,
      };
      return { record, twin: refined };
    },
    suggest: () => ['How many cups are there?'],
    describe: (twin) => twin,
    kindOf: () => undefined,
    readJsonFile: (text, name) =>
      text === 'twin'
        ? ok({ kind: 'twin', twin: twinNamed(name) })
        : text === 'coco'
          ? ok({ kind: 'coco', twinFor: () => ok(twinNamed('oracle')) })
          : err({ code: 'not-a-twin', message: `${name} is not a twin.`, remedy: 'Open a twin.' }),
    writeTwin: () => 'written twin',
    writeCoco: () => 'written coco',
    writeMot: () => 'written mot',
    writeYoutubeVis: () => 'written vis',
    readMot: () => err({ code: 'bad-request', message: 'no tracks', remedy: '' }),
    writeTraces: (traces) => traces.map(({ id }) => `${id}\n`).join(''),
    readTraces,
  };
  const services: CommandServices = {
    store,
    media: new MediaRegistry(),
    engine: async () => engine,
    device: 'auto',
    now: () => 0,
    fetchFile: async () => photo('fetched.jpg'),
    fetchSample: async () => ({ image: photo('desk.webp'), twinText: 'twin' }),
    decode: async () => bitmap(),
    renderOverlay: async () => new Blob(['png']),
    saveFile: (blob, name) => saved.push({ blob, name }),
    pickFiles: (onFiles) => onFiles([photo('picked.jpg')]),
    createVideo: () => Promise.reject(corrupt),
  };
  return { store, commands: createCommands(services), saved };
}

const json = (text: string, name = 'a.json'): File => new File([text], name, { type: 'application/json' });
const messages = (store: ReturnType<typeof createAppStore>) =>
  store.getState().notices.notices.map((n) => n.message);

describe('opening', () => {
  it('shows the image, then its measured twin, and offers questions', async () => {
    const { store, commands } = setUp();
    const seen: string[] = [];
    store.subscribe(({ scene }) => seen.push(`${scene.image?.name ?? '-'} ${scene.twin ? 'twin' : 'bare'}`));
    await commands.openFiles([photo('a.jpg')]);
    expect(seen).toContain('a.jpg bare');
    expect(store.getState().scene.origin).toBe('measured');
    expect(store.getState().perception.job).toBeUndefined();
    await expect.poll(() => store.getState().conversation.suggestions.length).toBe(1);
  });

  it('leaves the twin at hand when the next file is refused', async () => {
    const { store, commands } = setUp({
      open: async (_file, name) => {
        if (name === 'bad.jpg') throw corrupt;
        return {
          imageId: 'i',
          name,
          format: 'jpeg',
          width: 8,
          height: 6,
          sha256: '',
          preview: bitmap(),
          notices: [],
          ms: 1,
        };
      },
    });
    await commands.openFiles([photo('a.jpg')]);
    const before = store.getState().scene;
    await commands.openFiles([photo('bad.jpg')]);
    expect(store.getState().scene).toBe(before);
    expect(messages(store)).toEqual([corrupt.message]);
    await commands.openFiles([json('junk')]);
    expect(store.getState().scene).toBe(before);
    expect(messages(store)).toEqual(['a.json is not a twin.']);
  });

  it('leaves the twin at hand, and what was asked of it, when measuring fails', async () => {
    const { store, commands } = setUp({ analyse: () => Promise.reject(corrupt) });
    await commands.openSample('desk');
    await commands.ask('How many cups are there?');
    const { scene, conversation } = store.getState();
    await commands.analyse();
    expect(store.getState().scene).toBe(scene);
    expect(store.getState().conversation.asks).toBe(conversation.asks);
    await commands.openFiles([photo('b.jpg')]);
    expect(store.getState().scene).toBe(scene);
    expect(store.getState().conversation.asks).toBe(conversation.asks);
    expect(messages(store)).toEqual([corrupt.message]);
  });

  it('goes back to the twin before when a picture is cancelled while it is measured', async () => {
    const { store, commands } = setUp({ analyse: () => new Promise(() => undefined) });
    await commands.openSample('desk');
    const { scene } = store.getState();
    void commands.openFiles([photo('b.jpg')]);
    await expect.poll(() => store.getState().scene.image?.name).toBe('b.jpg');
    void commands.openFiles([photo('c.jpg')]);
    await expect.poll(() => store.getState().scene.image?.name).toBe('c.jpg');
    commands.cancel();
    expect(store.getState().scene).toBe(scene);
  });

  it('keeps a first photo without twin when measuring fails, so that it can be tried again', async () => {
    let tries = 0;
    const { store, commands } = setUp({
      analyse: async () => {
        tries += 1;
        if (tries === 1) throw corrupt;
        return { twin: twinNamed('measured'), timings: {} };
      },
    });
    await commands.openFiles([photo('a.jpg')]);
    expect(store.getState().scene).toMatchObject({ image: { name: 'a.jpg' }, twin: undefined });
    await commands.analyse();
    expect(store.getState().scene).toMatchObject({ image: { name: 'a.jpg' }, origin: 'measured' });
  });

  it('adds annotations to the photo that is open, described from its pixels', async () => {
    const described: string[] = [];
    const { store, commands } = setUp({
      describe: async (id, twin) => {
        described.push(id);
        return twin;
      },
    });
    await commands.openFiles([photo('a.jpg')]);
    await commands.openFiles([json('coco')]);
    expect(store.getState().scene).toMatchObject({ image: { name: 'a.jpg' }, origin: 'oracle' });
    expect(described).toEqual([store.getState().scene.image?.mediaId]);
  });

  it('ends the running job when another one starts', async () => {
    const signals: AbortSignal[] = [];
    const { store, commands } = setUp({
      analyse: (_id, options) =>
        new Promise((resolve, reject) => {
          const { signal } = options ?? {};
          if (!signal) return reject(new Error('no signal'));
          signals.push(signal);
          signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
          if (signals.length === 2) resolve({ twin: twinNamed('second'), timings: {} });
        }),
    });
    const first = commands.openFiles([photo('a.jpg')]);
    await expect.poll(() => signals.length).toBe(1);
    await commands.openFiles([photo('b.jpg')]);
    await first;
    expect(signals[0]?.aborted).toBe(true);
    expect(store.getState().scene.image?.name).toBe('b.jpg');
    expect(messages(store)).toEqual([]);
  });

  it('goes back to idle at once on cancel, without an error', async () => {
    const { store, commands } = setUp({ analyse: () => new Promise(() => undefined) });
    void commands.openFiles([photo('a.jpg')]);
    await expect.poll(() => store.getState().scene.image?.name).toBe('a.jpg');
    commands.cancel();
    expect(store.getState().perception.job).toBeUndefined();
    expect(messages(store)).toEqual([]);
  });

  it('takes a photo with annotations as an oracle twin, and a twin alone as imported', async () => {
    const { store, commands } = setUp();
    await commands.openFiles([json('coco'), photo('a.jpg')]);
    expect(store.getState().scene.origin).toBe('oracle');
    await commands.openFiles([json('twin', 'x.twin.json')]);
    expect(store.getState().scene.origin).toBe('imported');
    expect(store.getState().scene.image).toBeUndefined();
  });

  it('asks for the photo when annotations come alone', async () => {
    const { store, commands } = setUp();
    await commands.openFiles([json('coco')]);
    expect(messages(store)).toEqual(['COCO annotations need their photo.']);
  });

  it('shows samples as recorded, and measures them on request', async () => {
    const { store, commands } = setUp();
    await commands.openSample('desk');
    expect(store.getState().scene.origin).toBe('recorded');
    await commands.analyse();
    expect(store.getState().scene.origin).toBe('measured');
  });

  it('brings back the twin from before a new measurement, edits included, by undo', async () => {
    const { store, commands } = setUp();
    await commands.openSample('desk');
    await commands.edit({ kind: 'rename', id: 'o1', label: 'mug' });
    const edited = store.getState().scene.twin;
    await commands.analyse();
    expect(store.getState().scene.twin?.objects[0]?.label).toBe('cup');
    commands.undoEdit();
    expect(store.getState().scene).toMatchObject({ twin: edited, origin: 'recorded' });
    commands.undoEdit();
    expect(store.getState().scene.twin?.objects[0]?.label).toBe('cup');
  });

  it('opens what an address leads to', async () => {
    const { store, commands } = setUp();
    await commands.openUrl('https://example.org/fetched.jpg');
    expect(store.getState().scene.image?.name).toBe('fetched.jpg');
  });
});

describe('chosen models', () => {
  it('take the place of what the embedded ones measured, which is shown until then', async () => {
    const better = twinNamed('better');
    const shown: (string | undefined)[] = [];
    const { store, commands } = setUp({
      improve: async () => {
        shown.push(store.getState().scene.twin?.source.name);
        return better;
      },
    });
    await commands.openFiles([photo('a.jpg')]);
    expect(shown).toHaveLength(1);
    expect(shown[0]).toBeDefined();
    expect(store.getState().scene.twin).toBe(better);
    expect(store.getState().scene.origin).toBe('measured');
  });

  it('leave the twin as it is when they are cancelled', async () => {
    const { store, commands } = setUp({
      improve: (_id, _twin, options) =>
        new Promise((_, reject) => {
          options?.signal?.addEventListener('abort', () => reject(corrupt));
        }),
    });
    const opening = commands.openFiles([photo('a.jpg')]);
    await vi.waitFor(() => expect(store.getState().scene.twin).toBeDefined());
    const { twin } = store.getState().scene;
    commands.cancel();
    await opening;
    expect(store.getState().scene.twin).toBe(twin);
  });
});

describe('a model that finds by words', () => {
  const withLamp = (twin: Twin): Twin => {
    const [cup] = twin.objects;
    if (!cup) throw new Error('the twin of these tests has a cup');
    return { ...twin, objects: [...twin.objects, { ...cup, id: 'o2', label: 'traffic cone' }] };
  };

  it('looks for what no object is called, and the question goes on with what it found', async () => {
    const looked: string[] = [];
    const { store, commands } = setUp({
      find: async (imageId, twin, words) => {
        looked.push(`${imageId} ${words.join()} ${store.getState().perception.job?.title}`);
        return { twin: withLamp(twin), ids: ['o2'] };
      },
    });
    await commands.openFiles([photo('a.jpg')]);
    await commands.ask('How many cups are there?');
    expect(looked).toEqual([]);
    await commands.ask('Is there a traffic cone?');
    expect(looked).toEqual(['i1 traffic cone Looking for “traffic cone”']);
    expect(store.getState().ui.selectedIds).toEqual(['o1', 'o2']);
    expect(store.getState().scene.twin?.objects).toHaveLength(2);
    expect(store.getState().conversation.asks).toHaveLength(2);
  });

  it.each([
    ['there is none', async () => undefined],
    ['it fails', () => Promise.reject(corrupt)],
  ])('is done without where %s', async (_, find) => {
    const { store, commands } = setUp({ find });
    await commands.openFiles([photo('a.jpg')]);
    const { twin } = store.getState().scene;
    await commands.ask('Is there a traffic cone?');
    expect(store.getState().conversation.asks).toHaveLength(1);
    expect(store.getState().scene.twin).toBe(twin);
    expect(store.getState().notices.notices).toEqual([]);
  });
});

describe('asking', () => {
  it('keeps the record and selects its evidence', async () => {
    const { store, commands } = setUp();
    await commands.openFiles([photo('a.jpg')]);
    await commands.ask('How many cups are there?');
    expect(store.getState().conversation.asks).toHaveLength(1);
    expect(store.getState().ui.selectedIds).toEqual(['o1']);
  });

  it('measures what the question needs and keeps the conversation with the refined twin', async () => {
    const refined = twinNamed('refined');
    const seen: string[] = [];
    const { store, commands } = setUp({
      refine: async (imageId, _twin, need) => {
        seen.push(`${imageId} ${need.kind} ${need.ids.join(' ')} ${store.getState().perception.job?.title}`);
        return { twin: refined, timings: {} };
      },
    });
    await commands.openFiles([photo('a.jpg')]);
    await commands.ask('How many cups are there?');
    await commands.ask('Outline the cup.');
    expect(seen).toEqual(['i1 mask o1 Outlining what the question needs']);
    expect(store.getState().scene.twin).toBe(refined);
    expect(store.getState().conversation.asks).toHaveLength(2);
    expect(store.getState().perception.job).toBeUndefined();
  });

  it('opens the photo of a sample when a question needs its pixels', async () => {
    const { store, commands } = setUp({
      refine: async (imageId) => ({ twin: twinNamed(imageId), timings: {} }),
    });
    await commands.openSample('desk');
    await commands.ask('Outline the cup.');
    expect(store.getState().scene.twin?.source.name).toBe('i1');
    expect(store.getState().scene.origin).toBe('recorded');
  });

  it('answers from what the twin holds when measuring fails', async () => {
    const { store, commands } = setUp({ refine: () => Promise.reject(corrupt) });
    await commands.openFiles([photo('a.jpg')]);
    const { twin } = store.getState().scene;
    await commands.ask('Outline the cup.');
    expect(store.getState().scene.twin).toBe(twin);
    expect(store.getState().conversation.asks).toHaveLength(1);
  });

  it('drops a question whose measuring is cancelled', async () => {
    const { store, commands } = setUp({
      refine: (_id, _twin, _need, options) =>
        new Promise((_resolve, reject) => {
          options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
        }),
    });
    await commands.openFiles([photo('a.jpg')]);
    const asked = commands.ask('Outline the cup.');
    await expect.poll(() => store.getState().perception.job).toBeDefined();
    commands.cancel();
    await asked;
    expect(store.getState().conversation.asks).toHaveLength(0);
    expect(messages(store)).toEqual([]);
  });

  it('says what is being answered, and answers of the edited twin when an edit overtook it', async () => {
    let measured = (_twin: Twin): void => undefined;
    let needs = 0;
    const { store, commands } = setUp({
      refine: async (_id, seen) => {
        needs += 1;
        if (needs > 1) return { twin: seen, timings: {} };
        return new Promise((resolve) => {
          measured = (twin) => resolve({ twin, timings: {} });
        });
      },
    });
    await commands.openFiles([photo('a.jpg')]);
    const { twin } = store.getState().scene;
    if (!twin) throw new Error('there is no twin');
    const asked = commands.ask('Outline the cup.');
    await expect.poll(() => store.getState().perception.job).toBeDefined();
    expect(store.getState().conversation.asking).toBe('Outline the cup.');
    const edited = { ...twin };
    store.setState(({ scene }) => ({ scene: { ...scene, twin: edited } }));
    measured(twin);
    await asked;
    const { asks, origins, asking } = store.getState().conversation;
    expect(asks).toHaveLength(1);
    expect(asking).toBeUndefined();
    expect(Object.values(origins)).toMatchObject([{ kind: 'asked', twin: edited }]);
    expect(store.getState().scene.twin).toBe(edited);
    expect(messages(store)).toEqual([]);
  });

  it('keeps what is asked while the twin is measured anew, and says that it was before', async () => {
    const gate = createGate();
    const { store, commands } = setUp({
      analyse: async () => {
        await gate.opened;
        return { twin: twinNamed('measured'), timings: {} };
      },
    });
    await commands.openSample('desk');
    const measuring = commands.analyse();
    await commands.ask('How many cups are there?');
    gate.open();
    await measuring;
    const state = store.getState();
    expect(state.scene).toMatchObject({ origin: 'measured', twin: { source: { name: 'measured' } } });
    const [asked] = state.conversation.asks;
    expect(asked?.question).toBe('How many cups are there?');
    expect(askedOfAnotherRevision(state, asked?.id ?? '')).toBe(true);
  });

  it('answers what is asked while a photo is opened, once its twin is there', async () => {
    const gate = createGate();
    const { store, commands } = setUp({
      analyse: async () => {
        await gate.opened;
        return { twin: twinNamed('measured'), timings: {} };
      },
    });
    const opening = commands.openFiles([photo('a.jpg')]);
    const asked = commands.ask('How many cups are there?');
    await expect.poll(() => store.getState().scene.image).toBeDefined();
    expect(store.getState().conversation).toMatchObject({ asks: [], asking: 'How many cups are there?' });
    gate.open();
    await opening;
    await asked;
    expect(store.getState().conversation).toMatchObject({
      asks: [{ question: 'How many cups are there?' }],
      asking: undefined,
    });
  });

  it('says that there is no twin where the opening of a photo was ended before the answer', async () => {
    const { store, commands } = setUp({ analyse: () => new Promise(() => undefined) });
    void commands.openFiles([photo('a.jpg')]);
    const asked = commands.ask('How many cups are there?');
    commands.cancel();
    await asked;
    expect(messages(store)).toEqual(['There is no twin yet.']);
    expect(store.getState().conversation.asking).toBeUndefined();
  });

  it('says so where there is no twin', async () => {
    const { store, commands } = setUp();
    await commands.ask('How many?');
    expect(store.getState().notices.notices[0]).toMatchObject({ place: 'ask', code: 'bad-request' });
  });
});

describe('traces', () => {
  const traceFile = async (twin: Twin): Promise<File> => {
    const { record } = await ask('How many cups are there?', twin, { id: 'q', now: () => 0 });
    return new File([writeTraces(record.trace ? [record.trace] : [])], 'a.trace.jsonl');
  };

  it('are shown among the questions of the twin that they are about', async () => {
    const { store, commands } = setUp();
    await commands.openFiles([json('twin')]);
    await commands.openFiles([await traceFile(twinNamed('x'))]);
    const [opened] = store.getState().conversation.asks;
    expect(opened?.execution?.answer?.text).toBe('1');
    expect(store.getState().ui.selectedIds).toEqual(['o1']);
    expect(store.getState().scene.twin?.source.name).toBe('a.json');
  });

  it('are refused without their twin, and when they are about another', async () => {
    const { store, commands } = setUp();
    await commands.openFiles([await traceFile(twinNamed('x'))]);
    expect(messages(store)).toEqual([expect.stringMatching(/there is no twin that they are about/)]);
    await commands.openFiles([json('twin')]);
    const other = { ...twinNamed('other'), source: { ...twinNamed('other').source, sha256: 'a'.repeat(64) } };
    await commands.openFiles([await traceFile(other)]);
    expect(messages(store).at(-1)).toMatch(/is about “other”, which is not the picture at hand/);
    expect(store.getState().conversation.asks).toEqual([]);
  });

  it('can be saved once a question was answered', async () => {
    const { store, commands, saved } = setUp();
    await commands.openFiles([json('twin')]);
    await commands.exportTraces();
    expect(messages(store)).toEqual(['No question has been answered yet.']);
    await commands.openFiles([await traceFile(twinNamed('x'))]);
    await commands.exportTraces();
    expect(saved.map(({ name }) => name)).toEqual(['x.trace.jsonl']);
  });
});

describe('saving', () => {
  it('names files after the source', async () => {
    const { commands, saved } = setUp();
    await commands.openFiles([json('twin', 'x.twin.json')]);
    commands.exportTwin();
    commands.exportCoco();
    await expect.poll(() => saved.map((file) => file.name)).toEqual(['x.twin.json', 'x.coco.json']);
  });
});
