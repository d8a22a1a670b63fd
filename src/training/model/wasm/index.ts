import { type EngineRequest, engineOver } from '../engine.ts';
import { ParallelCompute } from '../parallel.ts';
import type { PolicyEngine } from '../types.ts';
import { WasmCompute } from './compute.ts';

/**
 * A policy engine by WebAssembly kernels of our own, on this thread and those of the request's helpers.
 *
 * @throws {TwinsightError} `model-invalid` where the weights do not fit
 */
export function createWasmEngine(request: EngineRequest): PolicyEngine {
  const { config, helpers } = request;
  return engineOver(new ParallelCompute(new WasmCompute(config), helpers?.(config) ?? []), request);
}
