import { formatBytes } from '../../core/units.ts';
import { threadCount } from './deviceLadder.ts';
import type { AdapterReport, CapabilityReport, StorageReport } from './types.ts';

/** What the probe reads of a worker's (or page's) global scope. */
export interface ProbeScope {
  readonly isSecureContext: boolean;
  readonly crossOriginIsolated: boolean;
  readonly navigator: {
    readonly hardwareConcurrency: number;
    readonly gpu?: GPU;
    readonly storage?: {
      estimate(): Promise<{ quota?: number; usage?: number }>;
      persisted(): Promise<boolean>;
    };
  };
}

/** The smallest module with a SIMD instruction (`i8x16.splat`): valid exactly where fixed-width SIMD is supported. */
const SIMD_MODULE = Uint8Array.of(
  ...[
    0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98,
    11,
  ],
);

/** Limits that decide whether a model fits. */
const SHOWN_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

const reason = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

type WebgpuReport = Pick<CapabilityReport, 'webgpu' | 'webgpuDetail' | 'adapter'>;

function describeAdapter(adapter: GPUAdapter): AdapterReport {
  const { info, features, limits } = adapter;
  return {
    vendor: info.vendor,
    architecture: info.architecture,
    description: info.description || [info.vendor, info.architecture].filter(Boolean).join(' '),
    isFallback: info.isFallbackAdapter,
    shaderF16: features.has('shader-f16'),
    features: [...features].sort(),
    limits: Object.fromEntries(SHOWN_LIMITS.map((name) => [name, limits[name]])),
  };
}

async function probeWebgpu(scope: ProbeScope): Promise<WebgpuReport> {
  const { gpu } = scope.navigator;
  if (gpu === undefined) {
    const why = scope.isSecureContext
      ? 'This browser offers no WebGPU to workers.'
      : 'WebGPU needs a secure context (https, or localhost); this page has none.';
    return { webgpu: 'no-api', webgpuDetail: why };
  }
  try {
    const adapter = await gpu.requestAdapter();
    if (adapter === null) {
      return {
        webgpu: 'no-adapter',
        webgpuDetail:
          'The browser has WebGPU but offers no adapter: no GPU, a blocked driver, or a GPU lost before.',
      };
    }
    const report = describeAdapter(adapter);
    const kind = report.isFallback ? 'software adapter' : 'adapter';
    return { webgpu: 'available', webgpuDetail: `WebGPU ${kind}: ${report.description}.`, adapter: report };
  } catch (thrown) {
    return { webgpu: 'error', webgpuDetail: `Asking for a WebGPU adapter failed: ${reason(thrown)}` };
  }
}

async function probeStorage(scope: ProbeScope): Promise<StorageReport> {
  const { storage } = scope.navigator;
  if (storage === undefined) {
    return {
      available: false,
      persisted: false,
      detail: 'This page has no storage; nothing is kept between visits.',
    };
  }
  try {
    const [{ quota, usage }, persisted] = await Promise.all([storage.estimate(), storage.persisted()]);
    const room = quota === undefined ? 'of unknown size' : `of ${formatBytes(quota)}`;
    return {
      available: true,
      persisted,
      ...(quota === undefined ? {} : { quotaBytes: quota }),
      ...(usage === undefined ? {} : { usageBytes: usage }),
      detail: `Storage ${room}; ${persisted ? 'kept' : 'the browser may clear it when space runs out'}.`,
    };
  } catch (thrown) {
    return { available: false, persisted: false, detail: `Storage is blocked: ${reason(thrown)}` };
  }
}

/** Asks the browser, inside the worker, what it can do. Every question may fail on its own; none of them throws. */
export async function probeCapability(scope: ProbeScope): Promise<CapabilityReport> {
  const [webgpu, storage] = await Promise.all([probeWebgpu(scope), probeStorage(scope)]);
  const hardwareConcurrency = Math.max(1, scope.navigator.hardwareConcurrency || 1);
  return {
    secureContext: scope.isSecureContext,
    crossOriginIsolated: scope.crossOriginIsolated,
    hardwareConcurrency,
    threads: threadCount(scope.crossOriginIsolated ? 'wasm-threads' : 'wasm', hardwareConcurrency),
    simd: WebAssembly.validate(SIMD_MODULE),
    ...webgpu,
    storage,
  };
}
