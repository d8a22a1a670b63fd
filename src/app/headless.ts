import type { OpenedImage } from '../../workers/contracts/perception.ts';
import { TwinsightError } from '../core/errors.ts';
import { findCocoImage, readCoco } from '../io/coco/readCoco.ts';
import { twinFromCoco } from '../io/coco/twinFromCoco.ts';
import { writeCoco } from '../io/coco/writeCoco.ts';
import { writeTwin } from '../io/twin/writeTwin.ts';
import { ask } from '../reasoning/ask.ts';
import { MediaRegistry } from '../store/mediaRegistry.ts';
import { initialState } from '../store/store.ts';
import type { Refine } from '../twin/query/execute.ts';
import { renderMask, renderOverlay } from './exporting.ts';
import type { HeadlessApi } from './headlessApi.ts';
import { headlessEngine } from './headlessEngine.ts';
import { createHeadlessHub } from './headlessHub.ts';
import { headlessKernels } from './headlessKernels.ts';
import { createHeadlessPolicies } from './headlessPolicies.ts';
import { createHeadlessTraining } from './headlessTraining.ts';
import { createHeadlessVideo } from './headlessVideo.ts';
import { HUB_POLICY_LIMITS } from './hubPolicy.ts';
import type { HubImage } from './hubRole.ts';
import { outcome } from './outcome.ts';
import { createPerceptionHost } from './perceptionHost.ts';
import { meetNeed, REFUSED_ON_CLIPS } from './refining.ts';
import { spawnPerceptionWorker } from './spawnPerceptionWorker.ts';
import { installTrustedTypes } from './trustedTypes.ts';

installTrustedTypes();

const host = createPerceptionHost({ spawn: spawnPerceptionWorker });
const video = createHeadlessVideo(host);
const media = new MediaRegistry();
let opened: OpenedImage | undefined;
let asked = 0;

const now = (): number => performance.now();

/** Measures what a question needs, where the photo of its twin is the one that is open. */
const refine: Refine = async (twin, { kind, ids }) => {
  if (twin.source.kind === 'video') return { refused: REFUSED_ON_CLIPS[kind] };
  if (kind === 'objects') return { refused: 'no model that finds things by words is at work' };
  const image = opened;
  if (image === undefined || twin.source.sha256 !== image.sha256)
    return { refused: 'the photo of this twin is not open' };
  return meetNeed(() => host.refine(image.imageId, twin, { kind, ids: [...ids] }), now);
};

const badRequest = (message: string, remedy: string): TwinsightError =>
  new TwinsightError({ code: 'bad-request', message, remedy });

function chosenFile(): File {
  const file = document.querySelector('input')?.files?.[0];
  if (!file) throw badRequest('No photo was chosen.', 'Put a file into the file input of this page.');
  return file;
}

/** The same file off the disk, so that timings begin with the photo's bytes. */
const inMemory = async (file: File): Promise<File> => new File([await file.arrayBuffer()], file.name);

function openImage(): OpenedImage {
  if (!opened) throw badRequest('No photo is open.', 'Call perceive or oracle first.');
  return opened;
}

const openedFile = (): HubImage => {
  const { imageId, name } = openImage();
  return { imageId, name, file: chosenFile() };
};

const hub = createHeadlessHub(host, openedFile);
const policies = createHeadlessPolicies(async (hooks) => hub.policy(hooks));

async function open(file: File): Promise<OpenedImage> {
  opened = await host.open(file, file.name);
  media.put(opened.imageId, opened.preview);
  media.keepOnly(opened.imageId);
  return opened;
}

/** Bytes as base64, which alone crosses to a driving program cheaply. */
async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(parts.join(''));
}

const api: HeadlessApi = {
  capability: () => outcome(() => host.probe()),

  load: (device) => outcome(() => host.load(device)),

  perceive: ({ device, ...options }) =>
    outcome(async () => {
      await host.load(device);
      const file = await inMemory(chosenFile());
      const start = performance.now();
      const image = await open(file);
      const { twin, timings } = await host.analyse(image.imageId, options);
      const total = performance.now() - start;
      const detector = host.detector ?? (await host.load(device));
      return { twin, timings: { ...timings, open: image.ms, total }, detector, notices: image.notices };
    }),

  oracle: (coco) =>
    outcome(async () => {
      const { imageId, name, width, height } = await open(chosenFile());
      const dataset = readCoco(coco, 'annotations');
      if (!dataset.ok) throw new TwinsightError(dataset.error);
      const annotated = findCocoImage(dataset.value, { name, width, height });
      if (!annotated)
        throw badRequest(
          `The annotations hold no image named ${name}.`,
          'Give the file that belongs to the photo.',
        );
      const source = {
        kind: 'image',
        name,
        width,
        height,
        frameCount: 1,
        durationUs: 0,
        sha256: imageId,
      } as const;
      return host.describe(imageId, twinFromCoco(dataset.value, annotated, source).twin);
    }),

  refine: (twin, need) => outcome(() => host.refine(openImage().imageId, twin, need)),

  segment: (prompt) => outcome(() => host.segment(openImage().imageId, prompt)),

  readText: ({ device, whole }) =>
    outcome(async () => {
      await host.load(device);
      const { imageId } = await open(chosenFile());
      const start = performance.now();
      const lines = await host.readText(imageId, whole);
      return { lines, ms: performance.now() - start };
    }),

  openVideo: () => outcome(() => video.open(chosenFile())),

  videoFrame: (timeUs) =>
    outcome(async () => {
      const shown = await video.frame(timeUs);
      return { timeUs: shown.timeUs, png: await base64(shown.png) };
    }),

  perceiveVideo: (options, job) => outcome(() => video.perceive(chosenFile(), options, job)),

  overlayClip: (twin, ids) => outcome(async () => base64(await video.overlay(twin, ids))),

  hub,

  training: createHeadlessTraining(base64),

  kernels: headlessKernels,

  engine: headlessEngine,

  timeDetector: (runs) => outcome(() => host.timeDetector(openImage().imageId, runs)),

  ask: (question, twin, { task, measure = true, policy = 'grammar' } = {}) =>
    outcome(async () => {
      asked += 1;
      const id = `q${asked}`;
      const model = await policies.policy(policy);
      const limits = policy === 'hub' ? HUB_POLICY_LIMITS : undefined;
      return ask(question, twin, {
        id,
        now,
        task,
        limits,
        refine: measure ? refine : undefined,
        policy: model,
      });
    }),

  timePolicy: (questions) => outcome(() => policies.time(questions)),

  files: (twin, evidence) =>
    outcome(async () => {
      const { imageId, name, width, height } = openImage();
      const scene = { ...initialState.scene, twin, image: { mediaId: imageId, name, width, height } };
      const ui = { ...initialState.ui, selectedIds: evidence };
      const overlay = await renderOverlay({ ...initialState, scene, ui }, media);
      return { twin: writeTwin(twin), coco: writeCoco(twin), overlay: await base64(overlay) };
    }),

  maskImage: (twin, ids) => outcome(async () => base64(await renderMask(twin, ids))),
};

Object.defineProperty(window, 'twinsight', { value: api });
