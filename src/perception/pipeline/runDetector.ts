import type { RgbaImage } from '../pixels.ts';
import type { OrtSession, Tensors } from '../runtime/ortSession.ts';
import { detector } from '../tasks/detect/detector.ts';
import { FAST_FEATURES } from '../tasks/segment/maskModels.ts';

const OWN_OUTPUTS = [detector.outputs.heatmap.name, detector.outputs.distances.name];

/** The detector's inputs from data that is already in its form. */
export const detectorFeeds = (data: Float32Array): Tensors => ({
  [detector.input.name]: { data, dims: detector.input.dims },
});

/** Runs the detector for its own outputs; with `features` also for those that masks are made from. */
export const runDetector = (session: OrtSession, data: Float32Array, features: boolean): Promise<Tensors> =>
  session.run(detectorFeeds(data), {
    outputs: features ? [...OWN_OUTPUTS, ...FAST_FEATURES] : OWN_OUTPUTS,
    intermediate: FAST_FEATURES,
  });

/** A detector with the buffer that its input is written into. */
export interface RunnableDetector {
  readonly session: OrtSession;
  readonly inputData: Float32Array;
}

/** All outputs of the detector for a photo that was detected before, or comes with a twin of its own. */
export const detectorOutputs = (
  { session, inputData }: RunnableDetector,
  pixels: RgbaImage,
): Promise<Tensors> => runDetector(session, detector.preprocess(pixels, inputData), true);
