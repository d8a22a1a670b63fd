// Optional fields allow `undefined` because that is what the contracts' validators produce.

/** A rung of the device ladder, best first: GPU, several WASM threads, one WASM thread. */
export const RUNGS = ['webgpu', 'wasm-threads', 'wasm'] as const;
export type Rung = (typeof RUNGS)[number];

/** One rung that was tried or ruled out, and why. */
export interface LadderStep {
  rung: Rung;
  outcome: 'chosen' | 'available' | 'unavailable' | 'failed' | 'slower';
  reason: string;
  /** Warm milliseconds of one run, where measured. */
  ms?: number | undefined;
}

export type DevicePreference = 'auto' | 'webgpu' | 'wasm';

/** A GPU adapter as the browser describes it. */
export interface AdapterReport {
  vendor: string;
  architecture: string;
  description: string;
  isFallback: boolean;
  shaderF16: boolean;
  features: string[];
  limits: Record<string, number>;
}

export interface StorageReport {
  available: boolean;
  persisted: boolean;
  quotaBytes?: number | undefined;
  usageBytes?: number | undefined;
  detail: string;
}

/** What this browser on this machine offers; the facts that the ladder decides on. */
export interface CapabilityReport {
  secureContext: boolean;
  crossOriginIsolated: boolean;
  hardwareConcurrency: number;
  threads: number;
  simd: boolean;
  webgpu: 'available' | 'no-api' | 'no-adapter' | 'error';
  webgpuDetail: string;
  adapter?: AdapterReport | undefined;
  storage: StorageReport;
}
