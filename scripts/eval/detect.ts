import { detector as detectorSpec } from '../../src/perception/tasks/detect/detector.ts';
import { selectObjects } from '../../src/perception/tasks/detect/selectObjects.ts';
import { median } from '../lib/statistics.ts';
import { groundTruth, photoPath, readInstances } from './cocoData.ts';
import { countMetrics } from './countMetrics.ts';
import { detectionMetrics, recallBySize, type ScoredDetection } from './detectMetrics.ts';
import { hubInPlace } from './hubModels.ts';
import { modelName, type Suite } from './suite.ts';

/** As in the reference measurement: scores above 0.05, at most 100 objects an image. */
const MIN_SCORE = 0.05;
const MAX_OBJECTS = 100;

/** Detection on annotated photos: the boxes of the twins that the app builds, against the annotations. */
export const detect: Suite = (options) => {
  const { data, limit, device, report } = options;
  const instances = readInstances(data);
  const images = instances.images.slice(0, limit);
  const paths = images.map((image) => photoPath(data, image.file_name));
  return async (app) => {
    const detections: ScoredDetection[] = [];
    const selected: ScoredDetection[] = [];
    const detector = await app.load(device);
    const hub = await hubInPlace(app, 'detect', options);
    const runMs: number[] = [];
    for (const [index, image] of images.entries()) {
      const { twin: embedded, timings } = await app.perceive(paths[index] ?? '', {
        device,
        minScore: MIN_SCORE,
        maxObjects: MAX_OBJECTS,
        masks: false,
      });
      const twin = hub ? await app.hubDetect(hub.model, MIN_SCORE) : embedded;
      const found = twin.objects.flatMap(({ label, score, states: [state] }) =>
        state ? [{ label, score, box: state.box }] : [],
      );
      const likely = found.filter(({ score }) => score > detectorSpec.defaultMinScore);
      detections.push(...found.map((one) => ({ imageId: image.id, ...one })));
      selected.push(...selectObjects(likely).map((one) => ({ imageId: image.id, ...one })));
      runMs.push(timings.total ?? Number.NaN);
      if ((index + 1) % 10 === 0) report(`${index + 1} of ${images.length} photos`);
    }
    const truths = groundTruth(instances, new Set(images.map(({ id }) => id)));
    const { ap50, ap75, ap50_95, ap50ByClass } = detectionMetrics(truths, detections);
    return {
      n: images.length,
      metrics: {
        ap50,
        ap75,
        ap50_95,
        recall: {
          at005: recallBySize(truths, detections, 0.05),
          at03: recallBySize(truths, detections, 0.3),
        },
        ap50ByClass,
        // Of the objects that a twin holds by default, unlike the figures above.
        counts: countMetrics(truths, selected),
        objects: truths.filter((truth) => !truth.crowd).length,
        detections: detections.length,
        medianMs: median(runMs),
      },
      device: detector.device,
      models: [hub ? hub.name : modelName(detector)],
    };
  };
};
