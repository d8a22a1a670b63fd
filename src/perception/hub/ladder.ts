import { formatBytes } from '../../core/units.ts';
import type { CapabilityReport, DevicePreference } from '../runtime/types.ts';
import type { HubDevice, HubDtype, HubModel, HubVariant } from './types.ts';

/** One way to run a model: a device with a variant that suits it. */
export interface HubAttempt {
  readonly device: HubDevice;
  readonly variant: HubVariant;
}

export interface RuledOut {
  readonly device: HubDevice;
  readonly dtype: HubDtype;
  readonly reason: string;
}

export interface HubPlan {
  /** In the order in which they are tried. */
  readonly attempts: readonly HubAttempt[];
  readonly ruledOut: readonly RuledOut[];
}

/** What the choice depends on; a part of the capability report. */
export interface HubFacts {
  readonly webgpu: CapabilityReport['webgpu'];
  readonly webgpuDetail: string;
  readonly adapter?: { readonly isFallback: boolean; readonly shaderF16: boolean } | undefined;
  /** Of the whole machine, where the browser tells; it tells at most 8 GB. */
  readonly memoryBytes?: number | undefined;
}

/**
 * What each device runs. WASM refuses graphs in half precision; the integer kernels of WebGPU give wrong numbers unannounced.
 * Weights of four bits (`q4`) are widened while they are used, by kernels that both have.
 */
const RUNS: Readonly<Record<HubDevice, readonly HubDtype[]>> = {
  webgpu: ['fp16', 'q4f16', 'q4', 'fp32'],
  wasm: ['q8', 'q4', 'fp32'],
};

/** Computing in half precision is an option of the GPU. */
const IN_HALVES: readonly HubDtype[] = ['fp16', 'q4f16'];

/** A model must leave room for the page, the browser and everything else. */
const MEMORY_SHARE = 0.5;

/**
 * In which order the devices and variants of a model are tried, and why the others are not: device by device as the model
 * prefers them, each with its variants best first.
 */
export function planHub(
  model: Pick<HubModel, 'devices' | 'variants'>,
  facts: HubFacts,
  preference: DevicePreference,
): HubPlan {
  const attempts: HubAttempt[] = [];
  const ruledOut: RuledOut[] = [];
  for (const device of model.devices) {
    for (const variant of inOrderFor(device, model.variants)) {
      const reason = obstacle(device, variant, facts, preference);
      if (reason === undefined) attempts.push({ device, variant });
      else ruledOut.push({ device, dtype: variant.dtype, reason });
    }
  }
  return { attempts, ruledOut };
}

/** The variant that this machine should download: that of the first attempt. */
export const proposeVariant = (
  model: Pick<HubModel, 'devices' | 'variants'>,
  facts: HubFacts,
  preference: DevicePreference = 'auto',
): HubVariant | undefined => planHub(model, facts, preference).attempts[0]?.variant;

/** A variant made for a GPU runs on WASM at best after those that need none. */
function inOrderFor(device: HubDevice, variants: readonly HubVariant[]): readonly HubVariant[] {
  if (device === 'webgpu') return variants;
  return [
    ...variants.filter(({ needs }) => needs.length === 0),
    ...variants.filter(({ needs }) => needs.length > 0),
  ];
}

function obstacle(
  device: HubDevice,
  { dtype, memoryBytes }: HubVariant,
  facts: HubFacts,
  preference: DevicePreference,
): string | undefined {
  if (preference !== 'auto' && preference !== device) return `${preference} was asked for.`;
  if (!RUNS[device].includes(dtype)) return `${dtype} weights don't run on ${device}.`;
  if (device === 'webgpu') {
    if (facts.webgpu !== 'available') return facts.webgpuDetail;
    if (facts.adapter?.isFallback && preference === 'auto')
      return 'The only adapter is a software one, slower than WASM.';
    if (IN_HALVES.includes(dtype) && !facts.adapter?.shaderF16)
      return 'The GPU has no half precision (shader-f16).';
  }
  if (facts.memoryBytes !== undefined && memoryBytes > MEMORY_SHARE * facts.memoryBytes)
    return `It needs about ${formatBytes(memoryBytes)} of memory; this machine has ${formatBytes(facts.memoryBytes)}.`;
  return undefined;
}
