import type { Array as JaxArray } from '@jax-js/jax';
import { TwinsightError } from '../../../core/errors.ts';
import type { Jax } from './llama.ts';

/** A device of jax-js: arrays to it and back. */
export interface JaxDevice {
  readonly jax: Jax;
  readonly name: 'wasm' | 'webgpu';
  /** What it computes on where that is a GPU. */
  readonly gpu: GPUDevice | undefined;
  array(data: Float32Array | Int32Array, shape: readonly number[]): JaxArray;
  /** The values of an array, which is consumed. */
  read(array: JaxArray): Promise<Float32Array>;
}

/**
 * Loads jax-js and opens a device of it.
 *
 * On WebAssembly results are read synchronously: the library's asynchronous way starts threads from blob addresses, which the
 * content security policy forbids (it would then go on with arrays that nobody filled), and sends each kernel by a message.
 *
 * @throws {TwinsightError} `gpu-unavailable` where there is no such device
 */
export async function openJaxDevice(name: 'wasm' | 'webgpu'): Promise<JaxDevice> {
  const jax = await import('@jax-js/jax');
  const devices = await jax.init(name);
  if (!devices.includes(name))
    throw new TwinsightError({
      code: 'gpu-unavailable',
      message: `jax-js has no device ${name} here.`,
      remedy: name === 'webgpu' ? 'Train on the processor instead.' : 'Use a browser that runs WebAssembly.',
    });
  jax.defaultDevice(name);
  const { numpy: np } = jax;
  return {
    jax,
    name,
    gpu: name === 'webgpu' ? jax.getWebGPUDevice() : undefined,
    array: (data, shape) =>
      np.array(data.slice(), {
        shape: [...shape],
        dtype: data instanceof Int32Array ? np.int32 : np.float32,
        device: name,
      }),
    read: async (array) => {
      const data = name === 'wasm' ? array.dataSync() : await array.data();
      return data instanceof Float32Array ? data : Float32Array.from(data, Number);
    },
  };
}
