import { type EngineRequest, engineOver } from '../engine.ts';
import type { PolicyEngine } from '../types.ts';
import { WasmCompute } from './compute.ts';

/**
 * A policy engine by WebAssembly kernels of our own, on one thread.
 *
 * @throws {TwinsightError} `model-invalid` where the weights do not fit
 */
export function createWasmEngine(request: EngineRequest): PolicyEngine {
  return engineOver(new WasmCompute(request.config), request);
}
