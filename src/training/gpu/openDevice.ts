import { TwinsightError } from '../../core/errors.ts';
import type { AdapterFacts } from './types.ts';

/** Beyond that no job goes (`MAX_JOB_BYTES`), so no more is asked for. */
const WANTED_BUFFER_BYTES = 2 ** 30;

const unavailable = (message: string, cause?: unknown): TwinsightError =>
  new TwinsightError(
    {
      code: 'gpu-unavailable',
      message,
      remedy:
        'Rewards are computed on the CPU instead; a current browser on a machine with a GPU has WebGPU.',
    },
    { cause },
  );

function factsOf({ info }: GPUAdapter): AdapterFacts {
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    description: info.description || [info.vendor, info.architecture].filter(Boolean).join(' '),
    software: info.isFallbackAdapter,
  };
}

/** "google swiftshader (software)": an adapter in words. */
export const adapterName = ({ description, software }: AdapterFacts): string =>
  `${description || 'an unnamed adapter'}${software ? ' (software)' : ''}`;

export interface OpenedDevice {
  readonly device: GPUDevice;
  readonly adapter: AdapterFacts;
}

/**
 * A device of its own, on the fastest adapter, with the largest buffers that it allows. Each call asks for a new adapter: one that has given a
 * device gives no other.
 * @throws {TwinsightError} `gpu-unavailable`, with the reason
 */
export async function openDevice(gpu: GPU | undefined): Promise<OpenedDevice> {
  if (gpu === undefined) throw unavailable('This browser offers no WebGPU here.');
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null)
      throw unavailable(
        'The browser has WebGPU but offers no adapter: no GPU, a blocked driver, or one lost before.',
      );
    const { limits } = adapter;
    const device = await adapter.requestDevice({
      requiredLimits: {
        maxBufferSize: Math.min(limits.maxBufferSize, WANTED_BUFFER_BYTES),
        maxStorageBufferBindingSize: Math.min(limits.maxStorageBufferBindingSize, WANTED_BUFFER_BYTES),
      },
    });
    return { device, adapter: factsOf(adapter) };
  } catch (thrown) {
    if (thrown instanceof TwinsightError) throw thrown;
    throw unavailable(
      `The GPU could not be opened: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      thrown,
    );
  }
}
