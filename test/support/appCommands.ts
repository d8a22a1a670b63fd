import { type CommandServices, createCommands } from '../../src/app/commands.ts';
import type { Engine } from '../../src/app/engine.ts';
import { TwinsightError } from '../../src/core/errors.ts';
import { err, ok } from '../../src/core/result.ts';
import { readTraces } from '../../src/io/trace/readTraces.ts';
import type { AskRecord } from '../../src/reasoning/types.ts';
import { MediaRegistry } from '../../src/store/mediaRegistry.ts';
import { createAppStore } from '../../src/store/store.ts';
import type { Need } from '../../src/twin/query/needs.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';

export const twinNamed = (name: string): Twin => ({
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

export const bitmap = (): ImageBitmap => ({ width: 8, height: 6, close: () => undefined });
export const photo = (name: string): File => new File([new Uint8Array(4)], name, { type: 'image/jpeg' });
export const corrupt = new TwinsightError({
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

/** An engine that stands in for perception, reasoning and files, but for the parts that are given. */
export function standInEngine(host: Partial<Host> = {}, rest: Partial<Omit<Engine, 'host'>> = {}): Engine {
  let opened = 0;
  return {
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
    ...rest,
  };
}

/** The app's commands on a store of their own. */
export function setUp(host: Partial<Host> = {}) {
  const store = createAppStore();
  const saved: { name: string; blob: Blob }[] = [];
  const engine = standInEngine(host);
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

export const json = (text: string, name = 'a.json'): File =>
  new File([text], name, { type: 'application/json' });
export const messages = (store: ReturnType<typeof createAppStore>) =>
  store.getState().notices.notices.map((n) => n.message);
