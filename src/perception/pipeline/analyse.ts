import type { ToolRun, Twin, TwinSource } from '../../twin/schema/twin.ts';
import { breathe, type Job, throwIfAborted } from '../job.ts';
import type { RgbaImage } from '../pixels.ts';
import { detector } from '../tasks/detect/detector.ts';
import { selectObjects } from '../tasks/detect/selectObjects.ts';
import { buildTwin } from './buildTwin.ts';
import type { LoadedDetector } from './loadDetector.ts';

/** Detections below this score are left out unless the caller asks otherwise. */
export const DEFAULT_MIN_SCORE = detector.defaultMinScore;
/** The most objects of a twin unless the caller asks otherwise: what COCO's evaluation looks at. */
export const DEFAULT_MAX_OBJECTS = 100;

export interface AnalyseOptions {
  /** Every detection above this is kept; when absent, those that counting is best with (`selectObjects`). */
  readonly minScore?: number | undefined;
  readonly maxObjects?: number | undefined;
}

export interface AnalyseInput extends AnalyseOptions, Job {
  readonly model: LoadedDetector;
  readonly pixels: RgbaImage;
  readonly source: TwinSource;
}

/** Milliseconds by stage. */
export type Timings = Record<string, number>;

export interface AnalyseOutput {
  readonly twin: Twin;
  readonly timings: Timings;
}

/**
 * From pixels to the coarse twin: preprocess → run → postprocess → describe. Timings in milliseconds by stage: `run` is
 * the bare model run, `detect` the three first stages, `describe` everything measured from pixels and geometry.
 */
export async function analyse(input: AnalyseInput): Promise<AnalyseOutput> {
  const { model, pixels, source, signal, progress } = input;
  const minScore = input.minScore ?? DEFAULT_MIN_SCORE;
  const maxObjects = input.maxObjects ?? DEFAULT_MAX_OBJECTS;
  const marks = [performance.now()];
  const mark = () => marks.push(performance.now());

  progress({ phase: 'detecting' });
  const data = detector.preprocess(pixels, model.inputData);
  mark();
  const outputs = await model.session.run({ [detector.input.name]: { data, dims: detector.input.dims } });
  mark();
  const { width, height } = source;
  const found = detector.postprocess(outputs, { width, height, minScore, maxObjects });
  // Whoever asks for a score of their own wants every detection above it.
  const detections = input.minScore === undefined ? selectObjects(found) : found;
  mark();
  progress({ phase: 'describing' });
  await breathe();
  throwIfAborted(signal);
  const [start = 0, prepared = 0, ran = 0, detected = 0] = marks;
  const detectRun: ToolRun = {
    tool: 'detect',
    model: model.entry.id,
    revision: model.entry.revision,
    device: model.device,
    dtype: model.entry.dtype,
    args: { minScore, maxObjects, selected: input.minScore === undefined },
    ms: detected - start,
  };
  const pixelScale = { x: pixels.width / width, y: pixels.height / height };
  const timer = () => performance.now();
  const twin = buildTwin({ detections, pixels, pixelScale, source, detectRun, timer });
  const end = performance.now();
  return {
    twin,
    timings: {
      preprocess: prepared - start,
      run: ran - prepared,
      postprocess: detected - ran,
      detect: detected - start,
      describe: end - detected,
      total: end - start,
    },
  };
}

/** Bare model runs on these pixels, in milliseconds each; whoever wants warm ones runs some before. */
export async function timeRuns(
  model: LoadedDetector,
  pixels: RgbaImage,
  runs: number,
  signal: AbortSignal,
): Promise<number[]> {
  const data = detector.preprocess(pixels, model.inputData);
  const feeds = { [detector.input.name]: { data, dims: detector.input.dims } };
  const ms: number[] = [];
  for (let i = 0; i < runs; i++) {
    await breathe();
    throwIfAborted(signal);
    const start = performance.now();
    await model.session.run(feeds);
    ms.push(performance.now() - start);
  }
  return ms;
}
