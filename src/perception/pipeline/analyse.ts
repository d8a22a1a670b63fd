import type { ToolRun, Twin, TwinSource } from '../../twin/schema/twin.ts';
import { breathe, type Job, throwIfAborted } from '../job.ts';
import type { RgbaImage } from '../pixels.ts';
import type { Tensors } from '../runtime/ortSession.ts';
import { detector } from '../tasks/detect/detector.ts';
import { selectObjects } from '../tasks/detect/selectObjects.ts';
import { coarseTwin } from './buildTwin.ts';
import { describeTwin } from './describeTwin.ts';
import type { LoadedDetector } from './loadDetector.ts';
import { measuring } from './openImage.ts';
import { runDetector } from './runDetector.ts';
import type { Segmenter } from './segmenter.ts';

/** Detections below this score are left out unless the caller asks otherwise. */
export const DEFAULT_MIN_SCORE = detector.defaultMinScore;
/** The most objects of a twin unless the caller asks otherwise: what COCO's evaluation looks at. */
export const DEFAULT_MAX_OBJECTS = 100;

export interface AnalyseOptions {
  /** Every detection above this is kept; when absent, those that counting is best with (`selectObjects`). */
  readonly minScore?: number | undefined;
  readonly maxObjects?: number | undefined;
  /** Also masks by the fast path; on unless switched off. */
  readonly masks?: boolean | undefined;
}

export interface AnalyseInput extends AnalyseOptions, Job {
  readonly model: LoadedDetector;
  readonly segmenter: Segmenter;
  readonly pixels: RgbaImage;
  readonly source: TwinSource;
}

/** Milliseconds by stage. */
export type Timings = Record<string, number>;

export interface AnalyseOutput {
  readonly twin: Twin;
  readonly timings: Timings;
}

/** The twin, and what the detector gave for the photo: all that masks need later, or nothing where none were asked for. */
export interface Analysed extends AnalyseOutput {
  readonly outputs: Tensors | undefined;
}

/**
 * From pixels to the twin: preprocess → run → postprocess → segment → describe. Timings in milliseconds by stage: `run` is
 * the bare model run, `detect` the three first stages, `segment` the masks, `describe` everything measured from pixels and
 * geometry.
 */
export async function analyse(input: AnalyseInput): Promise<Analysed> {
  const { model, segmenter, pixels, source, signal, progress, masks = true } = input;
  const minScore = input.minScore ?? DEFAULT_MIN_SCORE;
  const maxObjects = input.maxObjects ?? DEFAULT_MAX_OBJECTS;
  const marks = [performance.now()];
  const mark = () => marks.push(performance.now());

  progress({ phase: 'detecting' });
  const data = detector.preprocess(pixels, model.inputData);
  mark();
  const outputs = await runDetector(model.session, data, masks);
  mark();
  const { width, height } = source;
  const found = detector.postprocess(outputs, { width, height, minScore, maxObjects });
  // Whoever asks for a score of their own wants every detection above it.
  const detections = input.minScore === undefined ? selectObjects(found) : found;
  mark();
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
  await breathe();
  throwIfAborted(signal);
  let twin = coarseTwin({ detections, source, detectRun });
  if (masks) {
    progress({ phase: 'segmenting' });
    twin = await segmenter.fastTwin(twin, outputs, input);
  }
  const segmented = performance.now();
  progress({ phase: 'describing' });
  await breathe();
  throwIfAborted(signal);
  twin = describeTwin(twin, measuring({ pixels, width, height }));
  const end = performance.now();
  const timings = {
    preprocess: prepared - start,
    run: ran - prepared,
    postprocess: detected - ran,
    detect: detected - start,
    ...(masks && { segment: segmented - detected }),
    describe: end - segmented,
    total: end - start,
  };
  return { twin, timings, outputs: masks ? outputs : undefined };
}

/** Bare model runs on these pixels, in milliseconds each; whoever wants warm ones runs some before. */
export async function timeRuns(
  model: LoadedDetector,
  pixels: RgbaImage,
  runs: number,
  signal: AbortSignal,
): Promise<number[]> {
  const data = detector.preprocess(pixels, model.inputData);
  const ms: number[] = [];
  for (let i = 0; i < runs; i++) {
    await breathe();
    throwIfAborted(signal);
    const start = performance.now();
    await runDetector(model.session, data, false);
    ms.push(performance.now() - start);
  }
  return ms;
}
