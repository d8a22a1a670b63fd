import type { FloatTensor } from '../../runtime/ortSession.ts';
import type { HubDevice, HubDtype } from '../types.ts';

export type Transformers = typeof import('@huggingface/transformers');
export type RawImage = InstanceType<Transformers['RawImage']>;

/** What loading a model of transformers.js takes. */
export interface Pretrained {
  readonly lib: Transformers;
  readonly repository: string;
  readonly options: {
    readonly revision: string;
    /** On WASM the library is given our own runtime and leaves the provider to the session's options. */
    readonly device: 'webgpu' | 'auto';
    readonly dtype: HubDtype;
    readonly session_options: { readonly executionProviders: HubDevice[] };
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The float tensor of that name in a model's answer, on the CPU. Throws a `TypeError` where there is none. */
export function floatsOf(lib: Transformers, answer: unknown, name: string): FloatTensor {
  const value = isRecord(answer) ? answer[name] : undefined;
  if (!(value instanceof lib.Tensor)) throw new TypeError(`the model gives no "${name}"`);
  const { data, dims } = value.type === 'float32' ? value : value.to('float32');
  if (!(data instanceof Float32Array)) throw new TypeError(`"${name}" holds ${value.type}, not floats`);
  return { data, dims };
}

/** Sizes [height, width] in an image processor's answer, of the first image. Throws a `TypeError` where there are none. */
export function sizeOf(answer: unknown, name: string): { height: number; width: number } {
  const list = isRecord(answer) ? answer[name] : undefined;
  const first: unknown = Array.isArray(list) ? list[0] : undefined;
  const [height, width]: unknown[] = Array.isArray(first) ? first : [];
  if (typeof height !== 'number' || typeof width !== 'number')
    throw new TypeError(`the image processor gives no "${name}"`);
  return { height, width };
}

/** A text field of a model's configuration, or ''. */
export function configText(config: unknown, name: string): string {
  const value = isRecord(config) ? config[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** The class names of a model's configuration; empty where it has none. */
export function classNames(config: unknown): Record<string, string> {
  const names = isRecord(config) ? config.id2label : undefined;
  if (!isRecord(names)) return {};
  return Object.fromEntries(
    Object.entries(names).flatMap(([id, name]) => (typeof name === 'string' ? [[id, name]] : [])),
  );
}
