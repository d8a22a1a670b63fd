import { formatDuration } from '../../core/units.ts';
import type { CapabilityReport, DevicePreference, LadderStep, Rung } from './types.ts';

/** Largest number of WASM threads that is asked for: beyond it, this size of model gains nothing. */
const MAX_THREADS = 8;

/** Bounds of the time that a software adapter gets in its race, in milliseconds. */
const RACE_BUDGET_MS = { least: 5_000, most: 20_000 };

/**
 * How long a software adapter may take to load, compile its shaders and finish a warm run, in milliseconds: three times
 * what loading took on WASM. One that needs longer is no gain for anyone who opens the page.
 */
export function raceBudgetMs(wasmLoadMs: number): number {
  return Math.min(RACE_BUDGET_MS.most, Math.max(RACE_BUDGET_MS.least, 3 * wasmLoadMs));
}

/** How many WASM threads a session uses; more than one needs shared memory, hence cross-origin isolation. */
export function threadCount(rung: Rung, hardwareConcurrency: number): number {
  if (rung !== 'wasm-threads') return 1;
  // Above four logical cores half of them are usually second threads of the same core.
  const cores = hardwareConcurrency <= 4 ? hardwareConcurrency : Math.ceil(hardwareConcurrency / 2);
  return Math.min(MAX_THREADS, Math.max(1, cores));
}

export interface LadderPlan {
  /** Rungs to try, in order, until one loads. */
  readonly order: readonly Rung[];
  /** True where the first rung must prove that it is faster than the second. */
  readonly race: boolean;
  /** Rungs that are out already, with the reason. */
  readonly ruledOut: readonly LadderStep[];
}

function webgpuStep(facts: CapabilityReport, preference: DevicePreference): LadderStep | undefined {
  if (facts.webgpu !== 'available') {
    return { rung: 'webgpu', outcome: 'unavailable', reason: facts.webgpuDetail };
  }
  if (preference === 'wasm') {
    return { rung: 'webgpu', outcome: 'available', reason: 'Not tried: WASM was asked for.' };
  }
  return undefined;
}

function threadsStep(facts: CapabilityReport): LadderStep | undefined {
  if (!facts.crossOriginIsolated) {
    return {
      rung: 'wasm-threads',
      outcome: 'unavailable',
      reason: 'The page is not cross-origin isolated, so the browser gives it no shared memory.',
    };
  }
  if (threadCount('wasm-threads', facts.hardwareConcurrency) < 2) {
    return { rung: 'wasm-threads', outcome: 'unavailable', reason: 'This machine has one logical core.' };
  }
  return undefined;
}

/**
 * Which devices to try, and in which order. A person's preference comes first, then a GPU, then WASM with threads, then
 * WASM with one. A software adapter (`isFallback`) must win a race against WASM.
 */
export function planLadder(facts: CapabilityReport, preference: DevicePreference): LadderPlan {
  const ruledOut: LadderStep[] = [];
  const order: Rung[] = [];
  const noGpu = webgpuStep(facts, preference);
  if (noGpu) ruledOut.push(noGpu);
  else order.push('webgpu');
  const noThreads = threadsStep(facts);
  if (noThreads) ruledOut.push(noThreads);
  else order.push('wasm-threads');
  order.push('wasm');
  const race = preference === 'auto' && order[0] === 'webgpu' && facts.adapter?.isFallback === true;
  return { order, race, ruledOut };
}

/** Why a rung was taken, in words. */
export function chosenStep(
  rung: Rung,
  facts: CapabilityReport,
  preference: DevicePreference,
  ms?: number,
): LadderStep {
  const asked = preference === 'auto' ? '' : ', as asked for';
  const reason =
    rung === 'webgpu'
      ? `Runs on the GPU${asked}: ${facts.adapter?.description || facts.adapter?.vendor || 'unnamed adapter'}.`
      : rung === 'wasm-threads'
        ? `Runs on ${threadCount(rung, facts.hardwareConcurrency)} processor threads${asked}.`
        : `Runs on one processor thread${asked}.`;
  return { rung, outcome: 'chosen', reason, ...(ms === undefined ? {} : { ms }) };
}

/** How the software adapter did in its race. */
export type RaceOutcome = { readonly ms: number } | { readonly failed: string };

export interface RaceVerdict {
  readonly winner: 'webgpu' | 'wasm';
  /** The step of the software adapter: `chosen`, `slower` or `failed`, with both numbers. */
  readonly step: LadderStep;
}

/** Decides the race of a software adapter against WASM, both in warm milliseconds of one run. */
export function decideRace(wasmMs: number, gpu: RaceOutcome): RaceVerdict {
  if ('failed' in gpu) {
    return {
      winner: 'wasm',
      step: {
        rung: 'webgpu',
        outcome: 'failed',
        reason: `A software adapter, and it failed the race: ${gpu.failed}`,
      },
    };
  }
  const numbers = `${formatDuration(gpu.ms)} against ${formatDuration(wasmMs)} on WASM`;
  return gpu.ms < wasmMs
    ? {
        winner: 'webgpu',
        step: {
          rung: 'webgpu',
          outcome: 'chosen',
          reason: `A software adapter, yet faster: ${numbers}.`,
          ms: gpu.ms,
        },
      }
    : {
        winner: 'wasm',
        step: { rung: 'webgpu', outcome: 'slower', reason: `A software adapter: ${numbers}.`, ms: gpu.ms },
      };
}
