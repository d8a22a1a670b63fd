/**
 * What a model of the hub can do for a twin; one worker serves one role. `find` is open vocabulary: detection by words. `policy`
 * sees no picture: it writes how a question is answered.
 */
export const ROLES = ['detect', 'find', 'segment', 'depth', 'describe', 'policy'] as const;
export type Role = (typeof ROLES)[number];

/** How weights are stored; the suffix of the file name follows from it (`onnx/model_quantized.onnx` is `q8`). */
export type HubDtype = 'q8' | 'q4' | 'q4f16' | 'fp16' | 'fp32';

export type HubDevice = 'webgpu' | 'wasm';

/** The way in which the worker drives a model; it follows from the architecture, not from the repository. */
export type HubTask =
  | 'object-detection'
  | 'grounded-detection'
  | 'zero-shot-detection'
  | 'promptable-segmentation'
  | 'relative-depth'
  | 'florence'
  | 'chat-vision'
  | 'text-generation';

export interface HubFile {
  /** Within the repository, with forward slashes. */
  readonly path: string;
  readonly approximateBytes: number;
  /** Known beforehand for some files; the others are pinned at their first download. */
  readonly sha256?: string;
}

/** One download of a model: all its files, configuration included. */
export interface HubVariant {
  readonly dtype: HubDtype;
  /** What the machine must have; empty where WASM runs it. */
  readonly needs: readonly ('webgpu' | 'shader-f16')[];
  readonly files: readonly HubFile[];
  /** Of the loaded model at work, weights included; an estimate. */
  readonly memoryBytes: number;
}

export interface HubModel {
  readonly id: string;
  readonly role: Role;
  readonly title: string;
  /** `owner/name` on the hub. */
  readonly repository: string;
  /** A commit, or a branch name whose commit is pinned at the first download. */
  readonly revision: string;
  /** SPDX identifier of the weights. */
  readonly licence: string;
  readonly url: string;
  readonly task: HubTask;
  /** Best first: the first one that the machine can run is proposed. */
  readonly variants: readonly HubVariant[];
  /** Devices that this architecture runs on, best first. */
  readonly devices: readonly HubDevice[];
  /** What a person should know before the download. */
  readonly note: string;
}
