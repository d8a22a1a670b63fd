import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ManifestFile, PolicyEntry } from '../../../src/perception/runtime/manifest.ts';
import { readConfig } from '../../../src/training/model/config.ts';
import { sizeOf, weightShapes } from '../../../src/training/model/weights.ts';
import { sha256 } from '../files.ts';

/** Where our own policies lie in the repository, and in the site. */
const FOLDER = 'models/nano';
const EARLY = /^early-\d+$/;

interface SiteFile {
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** Our own policies as the site has them: their files, and the manifest's entries. Empty where none is trained yet. */
export function readNanoPolicies(root: string): {
  readonly files: readonly SiteFile[];
  readonly entries: readonly PolicyEntry[];
} {
  const files = new Map<string, SiteFile>();
  const part = (name: string): ManifestFile => {
    const file = `${FOLDER}/${name}`;
    const read = files.get(file) ?? { file, bytes: readFileSync(join(root, file)) };
    files.set(file, read);
    return { file, bytes: read.bytes.length, sha256: sha256(read.bytes) };
  };
  const isWhole = (folder: string): boolean =>
    ['config.json', 'model.safetensors'].every((name) => existsSync(join(root, FOLDER, folder, name)));
  const folders = existsSync(join(root, FOLDER))
    ? ['', ...readdirSync(join(root, FOLDER)).filter((name) => EARLY.test(name))]
    : [];
  const entries = folders.filter(isWhole).map((folder): PolicyEntry => {
    const own = (name: string): ManifestFile => part(folder === '' ? name : `${folder}/${name}`);
    const weights = own('model.safetensors');
    const config = readConfig(JSON.parse(readFileSync(join(root, FOLDER, folder, 'config.json'), 'utf8')));
    const shapes = [...weightShapes(config).values()];
    return {
      id: folder === '' ? 'nano' : `nano-${folder}`,
      revision: weights.sha256.slice(0, 12),
      dtype: 'fp16',
      licence: 'Apache-2.0',
      parameters: shapes.reduce((sum, shape) => sum + sizeOf(shape), 0),
      files: {
        'config.json': own('config.json'),
        'tokenizer.json': part('tokenizer.json'),
        'tokenizer_config.json': part('tokenizer_config.json'),
        'model.safetensors': weights,
      },
    };
  });
  return { files: [...files.values()], entries };
}
