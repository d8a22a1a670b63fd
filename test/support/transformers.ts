import * as ort from 'onnxruntime-web/wasm';
import type { TinyModel } from '../../scripts/models/tiny/types.ts';
import type { Pretrained, Transformers } from '../../src/perception/hub/runtime/pretrained.ts';
import {
  nothingElsewhere,
  STORE_HOST,
  STORE_TEMPLATE,
  storedFiles,
} from '../../src/perception/hub/runtime/storedFiles.ts';

const MODULES = new URL('../../node_modules/', import.meta.url);

/** transformers.js as browsers get it, in this process, on ONNX Runtime's WebAssembly. */
export async function startTransformers(): Promise<Transformers> {
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL('onnxruntime-web/dist/', MODULES).href;
  ort.env.logLevel = 'error';
  Object.assign(globalThis, { [Symbol.for('onnxruntime')]: ort });
  const lib: Transformers = await import(
    new URL('@huggingface/transformers/dist/transformers.web.js', MODULES).href
  );
  lib.env.logLevel = lib.LogLevel.NONE;
  lib.env.allowLocalModels = false;
  lib.env.allowRemoteModels = true;
  lib.env.useBrowserCache = false;
  lib.env.useWasmCache = false;
  lib.env.remoteHost = STORE_HOST;
  lib.env.remotePathTemplate = STORE_TEMPLATE;
  lib.env.fetch = nothingElsewhere;
  return lib;
}

/** A tiny model as its loader gets it; `without` leaves files out. */
export function pretrained(lib: Transformers, { repository, files }: TinyModel, without = ''): Pretrained {
  lib.env.useCustomCache = true;
  lib.env.customCache = storedFiles({
    repository,
    revision: 'main',
    open: async (path) => {
      const file = path === without ? undefined : files.find((candidate) => candidate.path === path);
      return file && new File([new Uint8Array(file.bytes)], path);
    },
  });
  return {
    lib,
    repository,
    options: {
      revision: 'main',
      device: 'auto',
      dtype: 'q8',
      session_options: { executionProviders: ['wasm'] },
    },
  };
}
