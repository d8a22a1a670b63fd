import { TwinsightError } from '../../core/errors.ts';
import type { Job } from '../job.ts';
import type { ModelEntry } from '../runtime/manifest.ts';
import type { OrtSession, Tensors } from '../runtime/ortSession.ts';
import type { SessionShelf } from '../runtime/sessions.ts';
import { detector } from '../tasks/detect/detector.ts';
import { checkKnownAnswer, knownAnswerInput } from '../tasks/detect/knownAnswer.ts';
import { FAST_FEATURES } from '../tasks/segment/maskModels.ts';
import { runDetector } from './runDetector.ts';

/** A detector that is loaded on one rung of the device ladder and gave the right answer to a known question. */
export interface LoadedDetector {
  readonly session: OrtSession;
  /** The network's input, written anew for every run: runs are serial, and 3 MB of fresh memory cost a millisecond. */
  readonly inputData: Float32Array;
  readonly entry: ModelEntry;
  /** As the twin's log names it. */
  readonly device: string;
  readonly selfTest: { readonly maxAbsDifference: number; readonly tolerance: number };
  readonly loadMs: number;
}

export interface CheckedDetector {
  readonly detector: LoadedDetector;
  /** What masks are made from, of the known question: with it the mask head is asked its own. */
  readonly cardFeatures: Tensors;
}

/**
 * Takes the detector from the shelf and asks it the known question. Throws `model-missing`, `fetch-failed`,
 * `model-load-failed`, `inference-failed`, `model-wrong-answer`, `cancelled`.
 */
export async function loadDetector(shelf: SessionShelf, job: Job): Promise<CheckedDetector> {
  const start = performance.now();
  const inputData = knownAnswerInput();
  const session = await shelf.get(detector.modelId, job);
  job.progress({ phase: 'checking-model' });
  const outputs = await runDetector(session, inputData, true);
  const selfTest = requireKnownAnswer(outputs);
  const entry = await shelf.entry(detector.modelId, job);
  const device = shelf.deviceName(session);
  const loadMs = performance.now() - start;
  const features = Object.entries(outputs).filter(([name]) => FAST_FEATURES.some((own) => own === name));
  return {
    detector: { session, inputData, entry, device, selfTest, loadMs },
    cardFeatures: Object.fromEntries(features),
  };
}

function requireKnownAnswer(outputs: Tensors): LoadedDetector['selfTest'] {
  const outcome = checkKnownAnswer(outputs);
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
  const question = knownAnswerInput();
  const start = performance.now();
  await runDetector(session, question, false);
  return performance.now() - start;
}
