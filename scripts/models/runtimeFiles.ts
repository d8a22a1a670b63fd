import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestFile, ModelManifest } from '../../src/perception/runtime/manifest.ts';
import { installedPackage, sha256 } from './files.ts';

const PACKAGE = 'onnxruntime-web';

/**
 * The glue module and the binary that each entry point of the package asks for: `onnxruntime-web/wasm` the plain build,
 * `onnxruntime-web/webgpu` the one that suspends through Asyncify while the GPU works.
 */
const VARIANT_STEMS = { wasm: 'ort-wasm-simd-threaded', webgpu: 'ort-wasm-simd-threaded.asyncify' } as const;

export interface RuntimeFiles {
  readonly entry: ModelManifest['runtime'];
  /** Contents by path relative to the site's root. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Reads the ONNX Runtime files that the app hosts itself, from the installed package. */
export function readRuntimeFiles(root: string): RuntimeFiles {
  const { version, folder: packageFolder } = installedPackage(root, PACKAGE);
  const folder = `ort/${version}/`;
  const files = new Map<string, Uint8Array>();
  const read = (name: string): ManifestFile => {
    const bytes = readFileSync(join(packageFolder, 'dist', name));
    files.set(folder + name, bytes);
    return { file: folder + name, bytes: bytes.length, sha256: sha256(bytes) };
  };
  const variant = (stem: string) => ({ module: read(`${stem}.mjs`), binary: read(`${stem}.wasm`) });
  const variants = { wasm: variant(VARIANT_STEMS.wasm), webgpu: variant(VARIANT_STEMS.webgpu) };
  return { entry: { package: PACKAGE, version, licence: 'MIT', folder, variants }, files };
}
