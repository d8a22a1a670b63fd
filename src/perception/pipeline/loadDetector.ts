import { TwinsightError } from '../../core/errors.ts';
import { threadCount } from '../runtime/deviceLadder.ts';
import { findModel, type ManifestFile, type ModelEntry, type RuntimeVariant } from '../runtime/manifest.ts';
import { OrtSession } from '../runtime/ortSession.ts';
import { fetchManifest, fetchVerified } from '../runtime/siteFiles.ts';
import type { Rung } from '../runtime/types.ts';
import { detector } from '../tasks/detect/detector.ts';
import { checkKnownAnswer, knownAnswerInput } from '../tasks/detect/knownAnswer.ts';
import { type ProgressReport, throwIfAborted } from './progress.ts';

/** A detector that is loaded on one rung of the device ladder and gave the right answer to a known question. */
export interface LoadedModel {
  readonly rung: Rung;
  readonly device: RuntimeVariant;
  readonly session: OrtSession;
  /** The network's input, written anew for every run: runs are serial, and 3 MB of fresh memory cost a millisecond. */
  readonly inputData: Float32Array;
  readonly entry: ModelEntry;
  readonly threads: number;
  readonly selfTest: { readonly maxAbsDifference: number; readonly tolerance: number };
  readonly loadMs: number;
}

export interface LoadDetectorOptions {
  readonly rung: Rung;
  readonly siteRoot: URL;
  readonly hardwareConcurrency: number;
  readonly signal: AbortSignal;
  readonly progress: ProgressReport;
}

/**
 * Fetches and verifies runtime and weights, opens a session and asks it the known question. Throws `model-missing`,
 * `fetch-failed`, `model-load-failed`, `inference-failed`, `model-wrong-answer`, `cancelled`.
 */
export async function loadDetector(options: LoadDetectorOptions): Promise<LoadedModel> {
  const { rung, siteRoot, signal, progress } = options;
  const start = performance.now();
  progress({ phase: 'loading-runtime' });
  const manifest = await fetchManifest({ siteRoot, signal });
  const entry = findModel(manifest, detector.modelId);
  const device = rung === 'webgpu' ? 'webgpu' : 'wasm';
  const { binary } = manifest.runtime.variants[device];
  const received = { 'loading-runtime': 0, 'loading-model': 0 };
  const fetchPart = (file: ManifestFile, phase: keyof typeof received) =>
    fetchVerified(file, {
      siteRoot,
      signal,
      onBytes: (bytes) => {
        // Whole percents: a message per network packet would only keep the page busy.
        const percent = Math.floor((100 * bytes) / file.bytes);
        if (percent > received[phase]) progress({ phase, fraction: percent / 100 });
        received[phase] = percent;
      },
    });
  const [runtimeBinary, model] = await Promise.all([
    fetchPart(binary, 'loading-runtime'),
    fetchPart(entry, 'loading-model'),
  ]);
  throwIfAborted(signal);
  progress({ phase: 'loading-model' });
  const threads = threadCount(rung, options.hardwareConcurrency);
  const runtimeFolder = new URL(manifest.runtime.folder, siteRoot);
  const session = await OrtSession.open({ device, threads, runtimeFolder, runtimeBinary, model });
  // From here on a cancel no longer stops the load: the session exists, and the next job is glad of it.
  progress({ phase: 'checking-model' });
  const inputData = knownAnswerInput();
  const selfTest = await testKnownAnswer(session, inputData);
  return { rung, device, session, inputData, entry, threads, selfTest, loadMs: performance.now() - start };
}

const inputTensor = (data: Float32Array) => ({ [detector.input.name]: { data, dims: detector.input.dims } });

async function testKnownAnswer(
  session: OrtSession,
  question: Float32Array,
): Promise<LoadedModel['selfTest']> {
  const outcome = checkKnownAnswer(await session.run(inputTensor(question)));
  if (outcome.passed) return outcome;
  throw new TwinsightError({
    code: 'model-wrong-answer',
    message:
      'This device gives wrong results: in the test after loading, the detector deviates by ' +
      `${outcome.maxAbsDifference.toPrecision(3)} where ${outcome.tolerance} is allowed.`,
    remedy: 'Another device is used where there is one; updating browser or graphics driver may help.',
  });
}

/** Milliseconds of one warm run on the known input. */
export async function timeWarmRun(session: OrtSession): Promise<number> {
  const feeds = inputTensor(knownAnswerInput());
  const start = performance.now();
  await session.run(feeds);
  return performance.now() - start;
}
