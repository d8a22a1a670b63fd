import type { CapabilityReport, LadderStep } from '../../workers/contracts/capability.ts';
import type {
  DetectorReport,
  DevicePreference,
  LoadedDetector,
  PerceptionContract,
  PerceptionProgress,
} from '../../workers/contracts/perception.ts';
import type { WorkerHost } from '../../workers/rpc/workerHost.ts';
import { type ErrorCode, TwinsightError, toTwinsightError } from '../core/errors.ts';
import { formatDuration } from '../core/units.ts';
import {
  chosenStep,
  decideRace,
  planLadder,
  type RaceOutcome,
  raceBudgetMs,
} from '../perception/runtime/deviceLadder.ts';
import type { Rung } from '../perception/runtime/types.ts';
import type { DeviceVerdicts } from './deviceVerdicts.ts';

export type PerceptionWorkerHost = WorkerHost<PerceptionContract>;

export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: PerceptionProgress) => void;
}

/** A software adapter may take minutes to compile a model's shaders without a sign of life. */
const SOFTWARE_LOAD_DEADLINE = { totalMs: 600_000, silenceMs: 300_000 };

/** Failures after which a GPU deserves one more try, in a new worker: it was lost, or spoiled by an earlier failure. */
const GPU_SECOND_CHANCE: readonly ErrorCode[] = ['inference-failed', 'model-wrong-answer', 'worker-crashed'];

export interface Climb {
  readonly host: PerceptionWorkerHost;
  readonly rung: Rung;
  readonly detector: LoadedDetector;
}

export interface ClimbOptions extends JobOptions {
  readonly facts: CapabilityReport;
  readonly preference: DevicePreference;
  /** Rungs that failed at work and stay out, with the reason. */
  readonly excluded: ReadonlyMap<Rung, string>;
  readonly verdicts: DeviceVerdicts;
  /** The worker at hand; it is used unless another one wins a race, and disposed then. */
  readonly host: PerceptionWorkerHost;
  readonly createHost: () => PerceptionWorkerHost;
}

const optional = ({ signal, onProgress }: JobOptions): JobOptions => ({
  ...(signal ? { signal } : {}),
  ...(onProgress ? { onProgress } : {}),
});

async function loadWithSecondChance(
  rung: Rung,
  measure: boolean,
  options: ClimbOptions,
): Promise<DetectorReport> {
  const patience =
    rung === 'webgpu' && options.facts.adapter?.isFallback ? { deadline: SOFTWARE_LOAD_DEADLINE } : {};
  const load = () => options.host.call('load', { rung, measure }, { ...optional(options), ...patience });
  try {
    return await load();
  } catch (thrown) {
    if (rung !== 'webgpu' || !GPU_SECOND_CHANCE.includes(toTwinsightError(thrown).code)) throw thrown;
    options.host.discard(toTwinsightError(thrown));
    return await load();
  }
}

/** Tries the rungs in order; what failed stays in `steps`. */
async function climb(order: readonly Rung[], steps: LadderStep[], measure: boolean, options: ClimbOptions) {
  let lastFailure: TwinsightError | undefined;
  for (const rung of order) {
    try {
      const report = await loadWithSecondChance(rung, measure, options);
      return { rung, report };
    } catch (thrown) {
      const failure = toTwinsightError(thrown);
      if (failure.code === 'cancelled') throw failure;
      options.host.discard(failure);
      steps.push({ rung, outcome: 'failed', reason: failure.message });
      lastFailure = failure;
    }
  }
  throw lastFailure ?? noDevice();
}

const noDevice = (): TwinsightError =>
  new TwinsightError({
    code: 'model-load-failed',
    message: 'No device is left to run the model on: every rung of the ladder has failed.',
    remedy: 'Reload the page, or use another browser.',
  });

/** Measures the software adapter in a worker of its own, within its budget. */
async function raceSoftwareAdapter(
  budgetMs: number,
  options: ClimbOptions,
): Promise<{ host: PerceptionWorkerHost; outcome: RaceOutcome; report?: DetectorReport }> {
  const host = options.createHost();
  const budget = AbortSignal.timeout(budgetMs);
  const signal = options.signal ? AbortSignal.any([options.signal, budget]) : budget;
  options.onProgress?.({ phase: 'measuring-devices', detail: 'software GPU against WASM' });
  try {
    const report = await host.call('load', { rung: 'webgpu', measure: true }, { signal });
    return { host, outcome: { ms: report.warmMs ?? Number.POSITIVE_INFINITY }, report };
  } catch (thrown) {
    host.dispose();
    if (options.signal?.aborted) throw thrown;
    const failure = toTwinsightError(thrown);
    const failed = budget.aborted
      ? `no run was finished within ${formatDuration(budgetMs)}.`
      : failure.message;
    return { host, outcome: { failed } };
  }
}

/**
 * Loads the detector on the best device that works: the plan of `deviceLadder`, with the workers to carry it out. Every
 * rung that was ruled out, failed or was slower stays in the report with its reason.
 */
export async function climbLadder(options: ClimbOptions): Promise<Climb> {
  const { facts, preference, excluded, verdicts, host } = options;
  const plan = planLadder(facts, preference);
  const steps: LadderStep[] = [...plan.ruledOut];
  const order = plan.order.filter((rung) => !excluded.has(rung));
  for (const [rung, reason] of excluded) steps.push({ rung, outcome: 'failed', reason });

  const race = plan.race && order[0] === 'webgpu';
  const { rung, report } = await climb(race ? order.slice(1) : order, steps, race, options);
  if (!race || report.warmMs === undefined)
    return { host, rung, detector: finish(report, rung, steps, options) };

  const adapter = facts.adapter?.description ?? '';
  const known = verdicts.read(adapter, report.revision);
  if (known === 'wasm') {
    steps.unshift({
      rung: 'webgpu',
      outcome: 'slower',
      reason: 'A software adapter, measured slower than WASM before.',
    });
    return { host, rung, detector: finish(report, rung, steps, options) };
  }
  const candidate = await raceSoftwareAdapter(raceBudgetMs(report.loadMs), options);
  const verdict = decideRace(report.warmMs, candidate.outcome);
  verdicts.write(adapter, report.revision, verdict.winner);
  steps.unshift(verdict.step);
  if (verdict.winner === 'wasm' || candidate.report === undefined) {
    candidate.host.dispose();
    return { host, rung, detector: finish(report, rung, steps, options) };
  }
  host.dispose();
  steps.push({ rung, outcome: 'slower', reason: 'The software adapter is faster.', ms: report.warmMs });
  return { host: candidate.host, rung: 'webgpu', detector: { ...candidate.report, ladder: steps } };
}

function finish(
  report: DetectorReport,
  rung: Rung,
  steps: LadderStep[],
  options: ClimbOptions,
): LoadedDetector {
  return {
    ...report,
    ladder: [...steps, chosenStep(rung, options.facts, options.preference, report.warmMs)],
  };
}
