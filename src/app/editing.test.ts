import { describe, expect, it } from 'vitest';
import { bitmap, messages, standInEngine } from '../../test/support/appCommands.ts';
import { soundTwin } from '../../test/support/twins.ts';
import type { Segmented } from '../../workers/contracts/perception.ts';
import { TwinsightError } from '../core/errors.ts';
import { MediaRegistry } from '../store/mediaRegistry.ts';
import { askedOfAnotherRevision } from '../store/selectors.ts';
import { createAppStore } from '../store/store.ts';
import { encodeRle } from '../twin/geometry/rle.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { createEditCommands } from './editCommands.ts';
import type { Engine } from './engine.ts';
import { Opening, type OpeningServices } from './opening.ts';

type Host = Engine['host'];

const broken = new TwinsightError({ code: 'inference-failed', message: 'It broke.', remedy: 'Again.' });

const mask = encodeRle(
  Uint8Array.from({ length: 48 }, (_, i) => (i % 8 > 4 && i < 24 ? 1 : 0)),
  8,
  6,
);

const segmented: Segmented = {
  mask,
  box: [5, 0, 8, 3],
  area: 9,
  score: 0.9,
  run: { tool: 'segment', model: 'head', revision: '1', device: 'wasm', dtype: 'fp32', args: {}, ms: 1 },
};

/** Adds a depth wherever there is none, as perception would. */
const describeAll = (twin: Twin): Twin => ({
  ...twin,
  objects: twin.objects.map((object) => ({
    ...object,
    states: object.states.map((state) => ({
      depth: { mean: 4, std: 1, min: 3, max: 5, unit: 'm' as const, by: twin.log.length },
      ...state,
    })),
  })),
  log: [...twin.log, { ...segmented.run, tool: 'depth' }],
});

/** The sound twin with its photo open, as a sample is: the worker has not seen the photo yet. */
function setUp(host: Partial<Host> = {}) {
  const store = createAppStore();
  const opened: string[] = [];
  const { host: standIn } = standInEngine();
  const engine = standInEngine(
    {
      open: (file, name, options) => {
        opened.push(name);
        return standIn.open(file, name, options);
      },
      describe: async (_id, twin) => describeAll(twin),
      segment: async () => segmented,
      ...host,
    },
    { describe: describeAll, kindOf: (word) => (word === 'mug' ? 'cup' : undefined) },
  );
  const services: OpeningServices = {
    store,
    media: new MediaRegistry(),
    engine: async () => engine,
    device: 'auto',
    now: () => 0,
  };
  const opening = new Opening(services, () => Promise.reject(broken));
  const file = new File([new Uint8Array(4)], 'kitchen.jpg');
  const image = { mediaId: 'sample', name: 'kitchen.jpg', width: 8, height: 6 };
  opening.show({ image, file, bitmap: bitmap() }, soundTwin(), 'recorded');
  return { store, opening, opened, commands: createEditCommands(services, opening) };
}

type Store = ReturnType<typeof createAppStore>;
const ids = (store: Store) => store.getState().scene.twin?.objects.map(({ id }) => id);

describe('pointing at something', () => {
  it('opens the photo of a sample once and shows the mask', async () => {
    const { store, commands, opened } = setUp();
    commands.addPromptPoint({ x: 6, y: 1, positive: true });
    await expect.poll(() => store.getState().prompt.preview?.mask).toEqual(mask);
    commands.addPromptPoint({ x: 7, y: 1, positive: false });
    await expect.poll(() => store.getState().prompt.progress).toBeUndefined();
    expect(opened).toEqual(['kitchen.jpg']);
  });

  it('ends the run of an earlier prompt: the latest wins', async () => {
    const asked: { points: number; signal: AbortSignal | undefined; answer: (value: Segmented) => void }[] =
      [];
    const { store, commands } = setUp({
      segment: (_id, { points }, options) =>
        new Promise((answer) => asked.push({ points: points.length, signal: options?.signal, answer })),
    });
    commands.addPromptPoint({ x: 6, y: 1, positive: true });
    await expect.poll(() => asked.length).toBe(1);
    commands.addPromptPoint({ x: 7, y: 1, positive: true });
    await expect.poll(() => asked.length).toBe(2);
    expect(asked.map(({ signal }) => signal?.aborted)).toEqual([true, false]);
    asked[1]?.answer({ ...segmented, score: 0.2 });
    await expect.poll(() => store.getState().prompt.preview?.score).toBe(0.2);
    asked[0]?.answer(segmented);
    await Promise.resolve();
    expect(store.getState().prompt.preview?.score).toBe(0.2);
  });

  it('asks nothing while only what does not belong to the object is marked', async () => {
    let calls = 0;
    const { store, commands } = setUp({
      segment: async () => {
        calls += 1;
        return segmented;
      },
    });
    commands.addPromptPoint({ x: 6, y: 1, positive: false });
    await Promise.resolve();
    expect(calls).toBe(0);
    expect(store.getState().prompt).toMatchObject({ progress: undefined, preview: undefined });
  });

  it('keeps box and points in the image, and says why there is no mask', async () => {
    const { store, commands } = setUp({ segment: () => Promise.reject(broken) });
    commands.setPromptBox([-4, -4, 3, 3]);
    expect(store.getState().prompt.box).toEqual([0, 0, 3, 3]);
    commands.addPromptPoint({ x: 99, y: -1, positive: true });
    expect(store.getState().prompt.points).toEqual([{ x: 7, y: 0, positive: true }]);
    await expect.poll(() => messages(store)).toEqual(['It broke.']);
    expect(store.getState().prompt.progress).toBeUndefined();
  });

  it('needs the photo, and asks for it', async () => {
    const { store, opening, commands } = setUp();
    opening.show(undefined, soundTwin(), 'imported');
    commands.addPromptPoint({ x: 1, y: 1, positive: true });
    await expect.poll(() => messages(store)[0]).toMatch(/without its photo/);
  });
});

describe('accepting a mask', () => {
  it('adds an object with what follows from it, and selects it', async () => {
    const { store, commands } = setUp();
    commands.setPromptBox([5, 0, 8, 3]);
    await expect.poll(() => store.getState().prompt.preview).toBeDefined();
    await commands.acceptMask({ label: 'bowl' });
    const added = store.getState().scene.twin?.objects.at(-1);
    expect(added).toMatchObject({ id: 'o3', label: 'bowl', score: 1 });
    expect(added?.states[0]).toMatchObject({ mask, box: [5, 0, 8, 3], area: 9, depth: { mean: 4 } });
    expect(store.getState().ui.selectedIds).toEqual(['o3']);
    expect(store.getState().prompt).toMatchObject({ box: undefined, preview: undefined });
  });

  it('gives an object the mask, and undo gives the old one back', async () => {
    const { store, commands } = setUp();
    const before = store.getState().scene.twin;
    commands.setPromptBox([5, 0, 8, 3]);
    await expect.poll(() => store.getState().prompt.preview).toBeDefined();
    await commands.acceptMask({ id: 'o1' });
    expect(store.getState().scene.twin?.objects[0]?.states[0]?.mask).toEqual(mask);
    commands.undoEdit();
    expect(store.getState().scene.twin).toBe(before);
  });
});

describe('editing', () => {
  it('goes back and forth, each state as it was', async () => {
    const { store, commands } = setUp();
    await commands.edit({ kind: 'remove', ids: ['o1'] });
    await commands.edit({ kind: 'rename', id: 'o2', label: 'desk' });
    expect(store.getState().edits.history.past.map(({ title }) => title)).toEqual([
      'delete cup o1',
      'rename dining table o2 to desk',
    ]);
    commands.undoEdit();
    commands.undoEdit();
    commands.undoEdit();
    expect(ids(store)).toEqual(['o1', 'o2']);
    commands.redoEdit();
    expect(ids(store)).toEqual(['o2']);
  });

  it('makes edits that come at once one after the other', async () => {
    const { store, commands } = setUp();
    await Promise.all([
      commands.edit({ kind: 'rename', id: 'o1', label: 'mug' }),
      commands.edit({ kind: 'depth', id: 'o1', distance: 2 }),
      commands.edit({ kind: 'remove', ids: ['o2'] }),
    ]);
    const [mug] = store.getState().scene.twin?.objects ?? [];
    expect(ids(store)).toEqual(['o1']);
    expect(mug).toMatchObject({ label: 'mug', states: [{ depth: { mean: 2, by: 'human' } }] });
    expect(store.getState().edits).toMatchObject({ revision: 3, pending: undefined });
  });

  it('measures from the twin alone where the pixels can not be had', async () => {
    const { store, commands } = setUp({ describe: () => Promise.reject(broken) });
    await commands.edit({ kind: 'rename', id: 'o1', label: 'bowl' });
    expect(store.getState().scene.twin?.objects[0]).toMatchObject({
      label: 'bowl',
      states: [{ depth: { mean: 4 } }],
    });
    expect(messages(store)).toEqual(['It broke.']);
  });

  it('measures a label of a person’s own as what it stands for', async () => {
    const seen: string[] = [];
    const { store, commands } = setUp({
      describe: async (_id, twin) => {
        seen.push(...twin.objects.map(({ label }) => label));
        return describeAll(twin);
      },
    });
    await commands.edit({ kind: 'rename', id: 'o2', label: 'mug' });
    expect(seen).toEqual(['cup', 'cup']);
    expect(store.getState().scene.twin?.objects.map(({ label }) => label)).toEqual(['cup', 'mug']);
  });

  it('refuses with a reason and changes nothing', async () => {
    const { store, commands } = setUp();
    const { twin } = store.getState().scene;
    await commands.edit({ kind: 'depth', id: 'o1', distance: Number.NaN });
    expect(store.getState().scene.twin).toBe(twin);
    expect(messages(store)).toEqual(['A depth is a positive number.']);
  });

  it('marks what was asked before, until undo brings back the twin that was asked', async () => {
    const { store, commands } = setUp();
    const { twin } = store.getState().scene;
    if (!twin) throw new Error('there is no twin');
    store.setState((state) => ({
      conversation: {
        ...state.conversation,
        origins: { a: { kind: 'asked', revision: 0, twin, task: undefined } },
      },
    }));
    await commands.edit({ kind: 'remove', ids: ['o1'] });
    expect(askedOfAnotherRevision(store.getState(), 'a')).toBe(true);
    commands.undoEdit();
    expect(askedOfAnotherRevision(store.getState(), 'a')).toBe(false);
  });

  it('makes the edit on the refined twin when a question had something measured meanwhile', async () => {
    const { store, commands } = setUp({
      describe: async (_id, twin) => {
        const { scene } = store.getState();
        if (scene.twin && scene.twin.log.length === 2) {
          const refined = { ...scene.twin, log: [...scene.twin.log, segmented.run] };
          store.setState({ scene: { ...scene, twin: refined } });
        }
        return describeAll(twin);
      },
    });
    await commands.edit({ kind: 'rename', id: 'o1', label: 'bowl' });
    expect(store.getState().scene.twin?.log.map(({ tool }) => tool)).toEqual([
      'detect',
      'depth',
      'segment',
      'edit',
      'depth',
    ]);
  });
});

describe('sharpening a mask', () => {
  it('takes the refined mask with its run, as an edit', async () => {
    const { store, commands } = setUp({
      refine: async (_id, twin) => ({
        twin: {
          ...twin,
          objects: twin.objects.map((object) => ({
            ...object,
            states: object.states.map((state) => ({ ...state, mask, maskBy: 2 })),
          })),
          log: [...twin.log, segmented.run],
        },
        timings: {},
      }),
    });
    await commands.sharpenMask('o1');
    expect(store.getState().scene.twin?.objects[0]?.states[0]).toMatchObject({ mask, by: 0, maskBy: 2 });
    expect(store.getState().scene.twin?.objects[1]?.states[0]).not.toHaveProperty('mask');
    expect(store.getState().edits.history.past).toHaveLength(1);
  });

  it('says so where nothing became sharper', async () => {
    const { store, commands } = setUp({ refine: async (_id, twin) => ({ twin, timings: {} }) });
    await commands.sharpenMask('o1');
    expect(messages(store)[0]).toMatch(/as sharp as/);
    expect(store.getState().edits.history.past).toEqual([]);
  });
});
