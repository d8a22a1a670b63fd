import { clipBox } from '../../src/twin/geometry/box.ts';
import { rleIou } from '../../src/twin/geometry/rle.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import type { Box, ToolRun, Twin } from '../../src/twin/schema/twin.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import { groundTruth, type Instances, photoPath, readInstances } from './cocoData.ts';
import {
  detectionMetrics,
  type GroundTruthObject,
  overlapOfMasks,
  type ScoredDetection,
} from './detectMetrics.ts';
import { withUnseenHeads } from './maskHeads.ts';
import { filledBox, gainOver, JITTER, jitterBox, type MaskSample, methodFigures } from './segmentMetrics.ts';
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
 * detects. A photo that the shipped heads were trained on is measured with heads that did not see it.
 */
export const segment: Suite = ({ data, limit, device, report }) => {
  const instances = readInstances(data);
  const photos = instances.images.slice(0, limit);
  for (const photo of photos) photoPath(data, photo.file_name);
  const truths = groundTruth(instances, new Set(photos.map(({ id }) => id)), true);
  return async (app, withOverlay) => {
    const detector = await app.load(device);
    const results: PhotoResult[] = [];
    const heads = await withUnseenHeads(photos, { app, withOverlay }, async (other, own) => {
      await other.load(device);
      for (const photo of own) {
        const path = photoPath(data, photo.file_name);
        const options = { device, minScore: MIN_SCORE, maxObjects: MAX_OBJECTS };
        const { twin } = await other.perceive(path, options);
        const targets = targetsOf(photo, truths);
        results.push({
          detections: detectionsOf(photo, twin),
          samples: await samplesOf(other, photo, targets),
          models: segmentModels(twin),
        });
        if (results.length % 10 === 0) report(`${results.length} of ${photos.length} photos`);
      }
    });
    return {
      n: photos.length,
      metrics: { ...metricsOf(results, truths), heads },
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
    // Fast masks in the boxes that the app found.
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

/** One sample an object for each method, on the photo opened last. */
async function samplesOf(
  app: HeadlessApp,
  photo: Photo,
  targets: readonly Target[],
): Promise<PhotoResult['samples']> {
  const { width, height } = photo;
  const score = (maskOf: (target: Target) => Rle | undefined): MaskSample[] =>
    targets.map((target) => {
      const mask = maskOf(target);
      const { area } = target.truth;
      return { photo: photo.id, area, iou: mask ? rleIou(mask, target.truth.mask) : 0 };
    });
  const prompted = async (box: 'exact' | 'jittered', fast: boolean): Promise<MaskSample[]> => {
    if (targets.length === 0) return [];
    const twin = promptTwin(photo, targets, (target) => target[box]);
    const refined = await app.refine(twin, { kind: 'mask', ids: targets.map(({ id }) => id), fast });
    const masks = new Map(refined.twin.objects.map(({ id, states: [state] }) => [id, state?.mask]));
    return score(({ id }) => masks.get(id));
  };
  return {
    filledBox: score(({ exact }) => filledBox(exact, width, height)),
    jitteredFilledBox: score(({ jittered }) => filledBox(jittered, width, height)),
    fast: await prompted('exact', true),
    fine: await prompted('exact', false),
    jitteredFast: await prompted('jittered', true),
    jitteredFine: await prompted('jittered', false),
  };
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
    version: 1,
    source: { kind: 'image', name, width, height, frameCount: 1, durationUs: 0, sha256: '' },
    camera: { verticalFovDeg: 45, estimated: true },
    objects: targets.map((target) => {
      const box = boxOf(target);
      const center: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
      return {
        id: target.id,
        label: target.truth.label,
        score: 1,
        attributes: {},
        states: [{ frame: 0, timeUs: 0, box, by: 0, center }],
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
