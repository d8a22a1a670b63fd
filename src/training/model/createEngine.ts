import type { EngineRequest } from './engine.ts';
import type { PolicyEngine } from './types.ts';
import { createWasmEngine } from './wasm/index.ts';
import { kernelsServe } from './wasm/kernels.ts';

/**
 * The policy engine of a device: our own kernels on WebAssembly, jax-js on WebGPU, and for models whose heads are no multiples of 8.
 * jax-js is loaded only where it is used.
 *
 * @throws {TwinsightError} `model-invalid` where the weights do not fit, `gpu-unavailable` where there is no such device
 */
export async function createPolicyEngine(request: EngineRequest): Promise<PolicyEngine> {
  if (request.device === 'wasm' && kernelsServe(request.config)) return createWasmEngine(request);
  const { createJaxEngine } = await import('./jax/index.ts');
  return createJaxEngine(request);
}
