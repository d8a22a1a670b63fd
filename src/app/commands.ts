import { TwinsightError } from '../core/errors.ts';
import type { AskOutcome } from '../reasoning/ask.ts';
import type { Task } from '../reasoning/types.ts';
import type { Commands } from '../store/commands.ts';
import { isVideo } from '../store/moment.ts';
import type { SampleId } from '../store/samples.ts';
import { shownAsk } from '../store/selectors.ts';
import { withAsks } from '../store/slices/conversation.ts';
import type { Notice } from '../store/slices/notices.ts';
import type { PolicyId } from '../store/slices/policies.ts';
import type { Twin } from '../twin/schema/twin.ts';
import { createEditCommands } from './editCommands.ts';
import type { AskHow, Engine } from './engine.ts';
import { baseName } from './fileNames.ts';
import { once } from './once.ts';
import { Opening, type OpeningServices } from './opening.ts';
import { createRefine } from './refining.ts';
import type { SampleFiles } from './samples.ts';
import { clearNotices, reportFailure, setUi, twinAtHand } from './storeActions.ts';
import { isTraceFile, openTraces, tracesAtHand } from './traceCommands.ts';
import { lazyVideoCommands } from './video/commands.ts';
import type { Video } from './video/createVideo.ts';
import { createViewCommands } from './viewCommands.ts';

/** What the commands need from the page; the composition root gives the real things, tests give small ones. */
export interface CommandServices extends OpeningServices {
  readonly fetchFile: (address: string, signal: AbortSignal) => Promise<File>;
  readonly fetchSample: (id: SampleId, signal: AbortSignal) => Promise<SampleFiles>;
  readonly decode: (file: Blob) => Promise<ImageBitmap>;
  readonly renderOverlay: () => Promise<Blob>;
  readonly saveFile: (blob: Blob, name: string) => void;
  readonly pickFiles: (onFiles: (files: readonly File[]) => void) => void;
  /** Loads what opens and plays clips. */
  readonly createVideo: (opening: Opening, services: OpeningServices) => Promise<Video>;
}

const noTwin = (): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: 'There is no twin yet.',
    remedy: 'Open an image, a sample or a twin first.',
  });

export function createCommands(services: CommandServices): Omit<Commands, 'models' | 'lab' | 'corrections'> {
  const { store } = services;
  const opening: Opening = new Opening(services, async (clip, given, job) =>
    (await video()).session.open(clip, given, job),
  );
  const refine = createRefine(services, opening);
  const video = once(() => services.createVideo(opening, services));
  // The twin of a clip that was opened without it plays as well.
  store.subscribe(
    (state) => isVideo(state),
    (plays) => {
      if (plays) void guarded('stage', async () => void (await video()));
    },
  );
  let probing: Promise<void> | undefined;

  const guarded = async (place: Notice['place'], work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      reportFailure(store, thrown, place);
    }
  };

  /** Says what is being answered while it is. */
  const asking = async <T>(question: string, work: () => Promise<T>): Promise<T> => {
    const set = (value: string | undefined): void =>
      store.setState(({ conversation }) => ({ conversation: { ...conversation, asking: value } }));
    set(question);
    try {
      return await work();
    } finally {
      if (store.getState().conversation.asking === question) set(undefined);
    }
  };

  let asked: AbortController | undefined;

  /** Shows a rollout while it is written. */
  const writing = async <T>(policy: PolicyId, work: (how: AskHow) => Promise<T>): Promise<T> => {
    const controller = new AbortController();
    asked = controller;
    const show = (transcript: string | undefined): void => {
      if (asked !== controller) return;
      const shown = transcript === undefined ? undefined : { policy, transcript };
      store.setState((state) => ({ policies: { ...state.policies, writing: shown } }));
    };
    if (policy !== 'grammar') show('');
    const onText = policy === 'grammar' ? undefined : show;
    try {
      return await work({ policy, onText, signal: controller.signal });
    } finally {
      show(undefined);
    }
  };

  /** Of the twin at hand when it is done: one that an edit or a new measurement overtook is answered of the new twin. */
  const answer = async (
    question: string,
    task: Task | undefined,
    how: AskHow,
  ): Promise<AskOutcome | undefined> => {
    const engine = await services.engine();
    for (;;) {
      const twin = await twinAtHand(store);
      if (!twin) throw noTwin();
      const outcome = await engine.ask(question, twin, refine, task, how);
      const present = store.getState().scene.twin;
      if (present === twin) return outcome;
      if (present?.source.name !== twin.source.name) return undefined; // another one was opened
    }
  };

  const openFiles = async (files: readonly File[]): Promise<void> => {
    await opening.openFiles(files.filter((file) => !isTraceFile(file)));
    for (const file of files.filter(isTraceFile))
      await guarded('ask', async () => openTraces(store, await services.engine(), file));
  };

  const exportText = (
    write: (engine: Engine, twin: Twin) => string,
    ending: string,
    type = 'application/json',
  ): void => {
    void guarded('app', async () => {
      const { twin } = store.getState().scene;
      if (!twin) throw noTwin();
      const text = write(await services.engine(), twin);
      services.saveFile(new Blob([text], { type }), `${baseName(twin.source.name)}${ending}`);
    });
  };

  return {
    ...createViewCommands(store),
    ...createEditCommands(services, opening),
    openFiles,

    async openUrl(address) {
      let file: File | undefined;
      const done = await opening.run('Fetching the file', async (signal) => {
        file = await services.fetchFile(address, signal);
      });
      if (done && file) await openFiles([file]);
    },

    async openSample(id) {
      await opening.run('Opening the sample', async (signal) => {
        const [engine, sample] = await Promise.all([services.engine(), services.fetchSample(id, signal)]);
        const bitmap = await services.decode(sample.image);
        const read = engine.readJsonFile(sample.twinText, `${id}.twin.json`);
        if (!read.ok) throw new TwinsightError(read.error);
        if (read.value.kind !== 'twin') throw noTwin();
        signal.throwIfAborted();
        const { width, height } = read.value.twin.source;
        const image = { mediaId: `sample-${id}`, name: sample.image.name, width, height };
        opening.show({ image, bitmap, file: sample.image }, read.value.twin, 'recorded');
      });
    },

    analyse: async () => {
      if (isVideo(store.getState())) await (await video()).session.propose();
      else await opening.analyse();
    },

    cancel() {
      const drop = (): void => opening.cancel();
      if (!store.getState().perception.job?.frames) drop();
      // What was measured of a clip stays; a second cancel does not wait for that.
      else void guarded('stage', async () => void ((await (await video()).session.stop()) || drop()));
    },

    ask: (question, task, policy = store.getState().policies.chosen) =>
      guarded('ask', async () => {
        clearNotices(store, 'ask');
        const answered = await asking(question, () => writing(policy, (how) => answer(question, task, how)));
        if (!answered) return;
        const { record, twin: refined } = answered;
        const evidence = record.execution?.evidence ?? [];
        store.setState((state) => ({
          scene: { ...state.scene, twin: refined },
          conversation: withAsks(state.conversation, [
            { record, origin: { kind: 'asked', revision: state.edits.revision, twin: refined, task } },
          ]),
          ui: {
            ...state.ui,
            activeStep: undefined,
            litIds: undefined,
            hoveredId: undefined,
            selectedIds: evidence,
          },
        }));
      }),

    stopAsking: () => asked?.abort(),

    setPolicy: (chosen) => store.setState((state) => ({ policies: { ...state.policies, chosen } })),

    showAsk(id) {
      store.setState((state) => ({ conversation: { ...state.conversation, shownAskId: id } }));
      setUi(store, {
        activeStep: undefined,
        litIds: undefined,
        selectedIds: shownAsk(store.getState())?.execution?.evidence ?? [],
      });
    },

    probe() {
      probing ??= guarded('app', async () => {
        const capability = await (await services.engine()).host.probe();
        store.setState((state) => ({ perception: { ...state.perception, capability } }));
      }).finally(() => {
        if (!store.getState().perception.capability) probing = undefined;
      });
      return probing;
    },

    async loadModels() {
      await opening.run('Loading the detector', async (signal, onProgress) => {
        const { host } = await services.engine();
        const capability = await host.probe({ signal });
        const detector = await host.load(services.device, { signal, onProgress });
        store.setState((state) => ({ perception: { ...state.perception, capability, detector } }));
      });
    },

    exportTwin: () => exportText((engine, twin) => engine.writeTwin(twin), '.twin.json'),
    exportCoco: () => exportText((engine, twin) => engine.writeCoco(twin), '.coco.json'),
    exportMot: () => exportText((engine, twin) => engine.writeMot(twin), '.mot.txt', 'text/plain'),
    exportYoutubeVis: () => exportText((engine, twin) => engine.writeYoutubeVis(twin), '.vis.json'),
    video: lazyVideoCommands(video),
    exportTraces: () =>
      guarded('ask', async () => {
        const traces = tracesAtHand(store);
        const text = (await services.engine()).writeTraces(traces);
        const name = baseName(traces[0]?.twin.name ?? 'twin');
        services.saveFile(new Blob([text], { type: 'application/jsonl' }), `${name}.trace.jsonl`);
      }),
    exportOverlay: () =>
      guarded('app', async () => {
        const name = store.getState().scene.image?.name ?? 'image';
        services.saveFile(await services.renderOverlay(), `${baseName(name)}.overlay.png`);
      }),

    pickFiles: () => services.pickFiles((files) => void openFiles(files)),
    dismissNotice: (id) =>
      store.setState((state) => ({
        notices: { notices: state.notices.notices.filter((notice) => notice.id !== id) },
      })),
  };
}
