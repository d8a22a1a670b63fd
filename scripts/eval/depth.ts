import type { Twin } from '../../src/twin/schema/twin.ts';
import { type DepthFrame, findDepthFrames, readDepthImage } from './depthImages.ts';
import { type DepthPair, depthMetrics, medianDepth } from './depthMetrics.ts';
import { hubInPlace } from './hubModels.ts';
import { modelName, type Suite } from './suite.ts';

/** What no figure of the geometric prior can change: said with the figures, and in docs/twin.md. */
const STATEMENT =
  'The geometric prior measures no depth. It knows the usual sizes of 80 kinds of things, assumes one lens for every photo ' +
  '(35 mm on 35 mm film), one level ground and one table top. It cannot know the lens, how large this one thing is, how far ' +
  'something is that stands on a second table or a shelf but for its size, nor anything of walls, floors and kinds outside the 80.';

/** The objects whose distance both the twin and the sensor know. */
function pairsOf(frame: DepthFrame, twin: Twin): DepthPair[] {
  const image = readDepthImage(frame.depth);
  return twin.objects.flatMap(({ label, states: [state] }) => {
    if (state?.depth?.unit !== 'm') return [];
    const truth = medianDepth(image, state.box, state.mask);
    return truth === undefined ? [] : [{ frame: frame.name, label, estimate: state.depth.mean, truth }];
  });
}

/** Distances of the objects of twins against the depths that a sensor saw. */
export const depth: Suite = (options) => {
  const { data, limit, device, report } = options;
  const frames = findDepthFrames(data).slice(0, limit);
  return async (app) => {
    const detector = await app.load(device);
    const hub = await hubInPlace(app, 'depth', options);
    const pairs: DepthPair[] = [];
    let objects = 0;
    const models = new Set<string>();
    for (const frame of frames) {
      const perceived = await app.perceive(frame.photo, { device });
      const twin = hub ? await app.hubDepth(hub.model, perceived.twin) : perceived.twin;
      const found = pairsOf(frame, twin);
      objects += twin.objects.length;
      pairs.push(...found);
      for (const { tool, model } of twin.log) if (tool === 'depth') models.add(model);
      report(`${frame.name}: ${found.length} of ${twin.objects.length} objects have both depths`);
      for (const { label, estimate, truth } of found)
        report(`  ${label.padEnd(14)} estimated ${estimate.toFixed(2)} m, measured ${truth.toFixed(2)} m`);
    }
    return {
      n: frames.length,
      metrics: { ...depthMetrics(pairs), detected: objects, ...(hub ? {} : { statement: STATEMENT }) },
      device: detector.device,
      models: [modelName(detector), ...(hub ? [hub.name] : models)],
    };
  };
};
