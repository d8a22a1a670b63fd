import { describe, expect, it } from 'vitest';
import { corrupt, json, messages, photo, setUp, twinNamed } from '../../test/support/appCommands.ts';
import { writeTraces } from '../io/trace/writeTraces.ts';
import { ask } from '../reasoning/ask.ts';
import { askedOfAnotherRevision } from '../store/selectors.ts';
import type { Twin } from '../twin/schema/twin.ts';

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

/** Measuring waits until it is let go. */
function setUpHeldUp() {
  let letGo = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const analyse = async () => {
    await waiting;
    return { twin: twinNamed('measured'), timings: {} };
  };
  return { ...setUp({ analyse }), letGo };
}

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
    const { store, commands, letGo } = setUpHeldUp();
    await commands.openSample('desk');
    const measuring = commands.analyse();
    await commands.ask('How many cups are there?');
    letGo();
    await measuring;
    const state = store.getState();
    expect(state.scene).toMatchObject({ origin: 'measured', twin: { source: { name: 'measured' } } });
    const [asked] = state.conversation.asks;
    expect(asked?.question).toBe('How many cups are there?');
    expect(askedOfAnotherRevision(state, asked?.id ?? '')).toBe(true);
  });

  it('answers what is asked while a photo is opened, once its twin is there', async () => {
    const { store, commands, letGo } = setUpHeldUp();
    const opening = commands.openFiles([photo('a.jpg')]);
    const asked = commands.ask('How many cups are there?');
    await expect.poll(() => store.getState().scene.image).toBeDefined();
    expect(store.getState().conversation).toMatchObject({ asks: [], asking: 'How many cups are there?' });
    letGo();
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
