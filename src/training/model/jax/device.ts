import type { Array as JaxArray } from '@jax-js/jax';
import { TwinsightError } from '../../../core/errors.ts';
import type { Jax } from './llama.ts';

/** A device of jax-js: arrays to it and back. */
export interface JaxDevice {
  readonly jax: Jax;
  readonly name: 'wasm' | 'webgpu';
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
 * @throws {TwinsightError} `gpu-failed` where there is no such device
 */
export async function openJaxDevice(name: 'wasm' | 'webgpu'): Promise<JaxDevice> {
  const jax = await import('@jax-js/jax');
  const devices = await jax.init(name);
  if (!devices.includes(name))
    throw new TwinsightError({
      code: 'gpu-failed',
      message: `jax-js has no device ${name} here.`,
      remedy: name === 'webgpu' ? 'Use WASM instead.' : 'Use a browser that runs WebAssembly.',
    });
  jax.defaultDevice(name);
  const { numpy: np } = jax;
  return {
    jax,
    name,
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
