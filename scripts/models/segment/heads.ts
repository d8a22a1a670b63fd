import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from '../../../src/core/zod.ts';
import type { ModelEntry } from '../../../src/perception/runtime/manifest.ts';
import { sha256 } from '../files.ts';
import type { OnnxValueInfo } from '../onnx/model.ts';
import { HEAD_KINDS, type HeadKind, headInputs, headOutputs } from './maskHead.ts';

/** The parts of the cross-validation. */
export const FOLDS = [0, 1, 2, 3, 4] as const;

/** Where the trained heads lie in the repository. */
export const HEADS_FOLDER = 'models/segment';

/** File of the head that is shipped, which was trained on all photos. */
export const headFile = (kind: HeadKind): string => `mask-${kind}.onnx`;
/** File of the head that did not see the photos of a fold. */
export const foldHeadFile = (kind: HeadKind, fold: number): string => `folds/mask-${kind}-${fold}.onnx`;

/** A file that the build copies into the site; `entry` is absent where only the evaluation uses it. */
export interface MaskHead {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly entry?: ModelEntry;
}

/** The trained heads as the site has them: those of the app, with their manifest entries, and those of the cross-validation. */
export function readMaskHeads(root: string): MaskHead[] {
  const read = (file: string): Uint8Array => readFileSync(join(root, HEADS_FOLDER, file));
  return HEAD_KINDS.flatMap((kind) => {
    const bytes = read(headFile(kind));
    const shipped = { file: `models/${headFile(kind)}`, bytes, entry: entryOf(root, kind, bytes) };
    const folds = FOLDS.map((fold) => foldHeadFile(kind, fold)).filter((file) =>
      existsSync(join(root, HEADS_FOLDER, file)),
    );
    return [shipped, ...folds.map((file) => ({ file: `models/${file}`, bytes: read(file) }))];
  });
}

function entryOf(root: string, kind: HeadKind, bytes: Uint8Array): ModelEntry {
  const hash = sha256(bytes);
  return {
    id: `mask-${kind}`,
    task: 'segment',
    file: `models/${headFile(kind)}`,
    bytes: bytes.length,
    sha256: hash,
    revision: hash.slice(0, 12),
    dtype: 'fp16',
    licence: 'Apache-2.0',
    source: { ...ownPackage(root), url: 'https://cocodataset.org' },
    inputs: headInputs(kind).map(tensorEntry),
    outputs: headOutputs(kind).map(tensorEntry),
  };
}

/** Name and version of this project. */
function ownPackage(root: string): { package: string; version: string } {
  const json: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, version } = z.object({ name: z.string(), version: z.string() }).parse(json);
  return { package: name, version };
}

const tensorEntry = ({ name, dataType, dims }: OnnxValueInfo): ModelEntry['inputs'][number] => ({
  name,
  dtype: dataType,
  dims: [...dims],
});
