import { boxCenter, clipBox } from '../../src/twin/geometry/box.ts';
import { rleIou } from '../../src/twin/geometry/rle.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import { type Box, type ToolRun, TWIN_VERSION, type Twin } from '../../src/twin/schema/twin.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import { groundTruth, type Instances, photoPath, readInstances } from './cocoData.ts';
import {
  detectionMetrics,
  type GroundTruthObject,
  overlapOfMasks,
  type ScoredDetection,
} from './detectMetrics.ts';
import { type HubInPlace, hubInPlace } from './hubModels.ts';
import { type HeadCounts, withUnseenHeads } from './maskHeads.ts';
import {
  filledBox,
  gainOver,
  isMeasured,
  JITTER,
  jitterBox,
  type MaskSample,
  methodFigures,
} from './segmentMetrics.ts';
import { modelName, type Suite } from './suite.ts';

/** End to end as for boxes: scores above 0.05, at most 100 objects an image. */
const MIN_SCORE = 0.05;
const MAX_OBJECTS = 100;

type Photo = Instances['images'][number];

/** An annotated object with the boxes that point at it. */
interface Target {
  readonly id: string;
  readonly truth: GroundTruthObject & { readonly mask: Rle };
  readonly exact: Box;
  readonly jittered: Box;
}

/** How an object comes to its mask: what prompts for it, and the path. */
type Method = 'fast' | 'fine' | 'filledBox' | 'jitteredFast' | 'jitteredFine' | 'jitteredFilledBox';

/** What one photo gives. */
interface PhotoResult {
  readonly detections: readonly ScoredDetection[];
  readonly samples: Readonly<Record<Method, readonly MaskSample[]>>;
  /** The models that made its masks. */
  readonly models: readonly string[];
}

/**
 * Masks on annotated photos: prompted by the annotated boxes and by jittered ones, on both paths; and end to end, from what the app
 * detects. A photo that the shipped heads were trained on is measured with heads that did not see it. A model of the hub has one path
 * only, which counts as the fine one.
 */
export const segment: Suite = (options) => {
  const { data, limit, device, report } = options;
  const instances = readInstances(data);
  const photos = instances.images.slice(0, limit);
  for (const photo of photos) photoPath(data, photo.file_name);
  const truths = groundTruth(instances, new Set(photos.map(({ id }) => id)), true);
  return async (app, withOverlay) => {
    const detector = await app.load(device);
    const hub = await hubInPlace(app, 'segment', options);
    const results: PhotoResult[] = [];
    const measure = async (other: HeadlessApp, own: readonly Photo[]): Promise<void> => {
      await other.load(device);
      const masker = hub ? hubMasker(other, hub.model) : embeddedMasker(other);
      for (const photo of own) {
        results.push(await measurePhoto(other, masker, photo, photoPath(data, photo.file_name)));
        if (results.length % 10 === 0) report(`${results.length} of ${photos.length} photos`);
      }
    };
    const measurePhoto = async (
      other: HeadlessApp,
      masker: Masker,
      photo: Photo,
      path: string,
    ): Promise<PhotoResult> => {
      const perceived = await other.perceive(path, {
        device,
        minScore: MIN_SCORE,
        maxObjects: MAX_OBJECTS,
        masks: masker.fast !== undefined,
      });
      const twin = masker.fast ? perceived.twin : await masker.fine(perceived.twin);
      const { samples, models } = await promptAll(masker, photo, targetsOf(photo, truths));
      return {
        detections: detectionsOf(photo, twin),
        samples,
        models: [...segmentModels(twin), ...models],
      };
    };
    let heads: HeadCounts | undefined;
    if (hub) await measure(app, photos);
    else heads = await withUnseenHeads(photos, { app, withOverlay }, measure);
    return {
      n: photos.length,
      metrics: { ...metricsOf(results, truths), ...(heads && { heads }) },
      device: detector.device,
      models: [modelName(detector), ...new Set(results.flatMap(({ models }) => models))],
    };
  };
};

function metricsOf(results: readonly PhotoResult[], truths: readonly GroundTruthObject[]) {
  const of = (method: Method): MaskSample[] => results.flatMap(({ samples }) => samples[method]);
  const filledBoxes = of('filledBox');
  const figures = (method: Method) => ({
    ...methodFigures(of(method)),
    overFilledBox: gainOver(of(method), filledBoxes),
  });
  const detections = results.flatMap((result) => result.detections);
  const masks = detectionMetrics(truths, detections, overlapOfMasks());
  const fine = figures('fine');
  const jitteredFine = methodFigures(of('jitteredFine'));
  return {
    miou: fine.miou,
    median: fine.median,
    fine,
    fast: figures('fast'),
    filledBox: methodFigures(filledBoxes),
    jittered: {
      edges: JITTER,
      miou: jitteredFine.miou,
      fine: jitteredFine,
      fast: methodFigures(of('jitteredFast')),
      filledBox: methodFigures(of('jitteredFilledBox')),
    },
    // Masks in the boxes that the app found: fast ones of the embedded models.
    maskAp50: masks.ap50,
    maskAp75: masks.ap75,
    maskAp50_95: masks.ap50_95,
    boxAp50: detectionMetrics(truths, detections).ap50,
    detections: detections.length,
  };
}

/** The objects of a photo, crowds left out, with the boxes that prompt for them. */
function targetsOf(photo: Photo, truths: readonly GroundTruthObject[]): Target[] {
  const { width, height } = photo;
  const own = truths.filter(({ imageId, crowd }) => imageId === photo.id && !crowd);
  return own.flatMap((truth, index) => {
    const { mask, box } = truth;
    const exact = clipBox(box, width, height);
    if (!mask || !exact) return [];
    const jittered = jitterBox(exact, width, height, photo.id * 1000 + index);
    return [{ id: `o${index + 1}`, truth: { ...truth, mask }, exact, jittered }];
  });
}

/** Gives all objects of a twin of the photo opened last their masks. */
type MaskAll = (twin: Twin) => Promise<Twin>;

/** How masks are made: on both paths of the embedded models, or by a model of the hub. */
interface Masker {
  readonly fast?: MaskAll;
  readonly fine: MaskAll;
}

const idsOf = (twin: Twin): string[] => twin.objects.map(({ id }) => id);

function embeddedMasker(app: HeadlessApp): Masker {
  const by =
    (fast: boolean): MaskAll =>
    async (twin) =>
      (await app.refine(twin, { kind: 'mask', ids: idsOf(twin), fast })).twin;
  return { fast: by(true), fine: by(false) };
}

const hubMasker = (app: HeadlessApp, model: HubInPlace['model']): Masker => ({
  fine: (twin) => app.hubMasks(model, twin, idsOf(twin)),
});

/** One sample an object for each method, on the photo opened last. Small objects are in no figure of jittered boxes. */
async function promptAll(
  masker: Masker,
  photo: Photo,
  targets: readonly Target[],
): Promise<Pick<PhotoResult, 'samples' | 'models'>> {
  const { width, height } = photo;
  const models: string[] = [];
  const score = (of: readonly Target[], maskOf: (target: Target) => Rle | undefined): MaskSample[] =>
    of.map((target) => {
      const mask = maskOf(target);
      const { area } = target.truth;
      return { photo: photo.id, area, iou: mask ? rleIou(mask, target.truth.mask) : 0 };
    });
  const large = targets.filter(({ truth }) => isMeasured(truth.area));
  const prompted = async (box: 'exact' | 'jittered', path: MaskAll | undefined): Promise<MaskSample[]> => {
    const of = box === 'exact' ? targets : large;
    if (of.length === 0 || !path) return [];
    const masked = await path(promptTwin(photo, of, (target) => target[box]));
    models.push(...segmentModels(masked));
    const masks = new Map(masked.objects.map(({ id, states: [state] }) => [id, state?.mask]));
    return score(of, ({ id }) => masks.get(id));
  };
  const samples = {
    filledBox: score(targets, ({ exact }) => filledBox(exact, width, height)),
    jitteredFilledBox: score(large, ({ jittered }) => filledBox(jittered, width, height)),
    fast: await prompted('exact', masker.fast),
    fine: await prompted('exact', masker.fine),
    jitteredFast: await prompted('jittered', masker.fast),
    jitteredFine: await prompted('jittered', masker.fine),
  };
  return { samples, models };
}

const PROMPT_RUN: ToolRun = {
  tool: 'annotation',
  model: 'boxes',
  revision: '',
  device: '',
  dtype: '',
  args: {},
  ms: 0,
};

/** A twin that holds nothing but the boxes of objects. */
function promptTwin(photo: Photo, targets: readonly Target[], boxOf: (target: Target) => Box): Twin {
  const { file_name: name, width, height } = photo;
  return {
    type: 'twin',
    version: TWIN_VERSION,
    source: { kind: 'image', name, width, height, frameCount: 1, durationUs: 0, sha256: '' },
    camera: { verticalFovDeg: 45, estimated: true },
    objects: targets.map((target) => {
      const box = boxOf(target);
      return {
        id: target.id,
        label: target.truth.label,
        score: 1,
        attributes: {},
        states: [{ frame: 0, timeUs: 0, box, by: 0, center: boxCenter(box) }],
      };
    }),
    log: [PROMPT_RUN],
  };
}

const detectionsOf = (photo: Photo, twin: Twin): ScoredDetection[] =>
  twin.objects.flatMap(({ label, score, states: [state] }) =>
    state
      ? [{ imageId: photo.id, label, score, box: state.box, ...(state.mask && { mask: state.mask }) }]
      : [],
  );

const segmentModels = (twin: Twin): string[] =>
  twin.log
    .filter(({ tool }) => tool === 'segment')
    .map(({ model, revision, dtype }) => `${model}@${revision} (${dtype})`);
