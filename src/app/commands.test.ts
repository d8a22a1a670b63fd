import { describe, expect, it, vi } from 'vitest';
import { bitmap, corrupt, json, messages, photo, setUp, twinNamed } from '../../test/support/appCommands.ts';

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

describe('saving', () => {
  it('names files after the source', async () => {
    const { commands, saved } = setUp();
    await commands.openFiles([json('twin', 'x.twin.json')]);
    commands.exportTwin();
    commands.exportCoco();
    await expect.poll(() => saved.map((file) => file.name)).toEqual(['x.twin.json', 'x.coco.json']);
  });
});
