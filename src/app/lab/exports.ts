import type { ExportName } from '../../store/labCommands.ts';
import type { ExportedFiles } from '../trainingHost.ts';
import { fileOf } from './tuned.ts';

const PATHS: Readonly<Record<ExportName, readonly string[]>> = {
  model: ['model/model.safetensors', 'model/config.json'],
  adapter: ['adapter/adapter_config.json', 'adapter/adapter_model.safetensors'],
  'metrics.csv': ['metrics.csv'],
  'metrics.jsonl': ['metrics.jsonl'],
  'run.json': ['run.json'],
  checkpoint: ['checkpoint.safetensors'],
};

/** The files of an export by the names under which they are saved. PEFT and transformers look for exactly these names. */
export const savedFiles = (
  files: ExportedFiles,
  name: ExportName,
): readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] =>
  PATHS[name].map((path) => ({ name: path.slice(path.lastIndexOf('/') + 1), bytes: fileOf(files, path) }));
