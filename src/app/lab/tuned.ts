import { TwinsightError } from '../../core/errors.ts';
import { fetchManifest } from '../../perception/runtime/siteFiles.ts';
import { createPolicyHost, type PolicyHost } from '../policyHost.ts';
import { spawnPolicyWorker } from '../spawnPolicyWorker.ts';
import type { ExportedFiles } from '../trainingHost.ts';

/** Finds a file of an export by its path. Throws `internal` where it is missing. */
export function fileOf(files: ExportedFiles, path: string): Uint8Array<ArrayBuffer> {
  const file = files.find((one) => one.path === path);
  if (file) return file.bytes;
  throw new TwinsightError({
    code: 'internal',
    message: `The export of this run holds no ${path}.`,
    remedy: 'Keep a checkpoint, reload the page and try again.',
  });
}

/** A policy that writes with the weights of an exported run, in a worker of its own. */
export function tunedPolicyHost(files: ExportedFiles): PolicyHost {
  const given = {
    'config.json': fileOf(files, 'model/config.json'),
    'tokenizer.json': fileOf(files, 'model/tokenizer.json'),
    'tokenizer_config.json': fileOf(files, 'model/tokenizer_config.json'),
    'model.safetensors': fileOf(files, 'model/model.safetensors'),
  };
  return createPolicyHost({
    model: { id: 'tuned', given },
    spawn: spawnPolicyWorker,
    manifest: () => fetchManifest({ siteRoot: new URL('./', globalThis.location.href) }),
  });
}
