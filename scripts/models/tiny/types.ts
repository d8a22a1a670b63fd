/** A file of a repository in the hub's layout. */
export interface TinyFile {
  /** With forward slashes, relative to the repository. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A model that fits into a few kilobytes, with everything that loading it takes. */
export interface TinyModel {
  /** `tiny/…`; no such owner's models are ever fetched from the real hub. */
  readonly repository: string;
  readonly files: readonly TinyFile[];
}

export const jsonFile = (path: string, value: unknown): TinyFile => ({
  path,
  bytes: new TextEncoder().encode(JSON.stringify(value)),
});

/** How many of the hub's variants a tiny model has: the same float graph under each of these names. */
const SUFFIXES = ['', '_quantized', '_fp16'] as const;

/** One graph as the files that the hub would have for its variants; the names alone differ. */
export const onnxFiles = (session: string, bytes: Uint8Array): TinyFile[] =>
  SUFFIXES.map((suffix) => ({ path: `onnx/${session}${suffix}.onnx`, bytes }));
