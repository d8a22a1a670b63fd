import { type EngineRequest, engineOver } from '../engine.ts';
import type { PolicyEngine } from '../types.ts';
import { JaxCompute } from './compute.ts';
import { openJaxDevice } from './device.ts';
import { guardedCompute } from './gpuWatch.ts';

/**
 * A policy engine on jax-js, on WebAssembly or WebGPU.
 *
 * @throws {TwinsightError} `model-invalid` where the weights do not fit, `gpu-unavailable` where there is no such device
 */
export async function createJaxEngine(request: EngineRequest): Promise<PolicyEngine> {
  const device = await openJaxDevice(request.device);
  const compute = new JaxCompute(device, request.config);
  return engineOver(device.gpu ? guardedCompute(compute, device.gpu) : compute, request);
}
