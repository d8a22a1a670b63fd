/**
 * Writes the mask heads as ONNX files from the weights that `train.py` left: `tsx scripts/models/segment/export.ts [folder]`.
 * The folder (`.cache/segment` by default) holds `fast-all.safetensors`, `fine-all.safetensors` and one file for each fold.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeModel } from '../onnx/encode.ts';
import { FOLDS, foldHeadFile, HEADS_FOLDER, headFile } from './heads.ts';
import { buildMaskHead, HEAD_KINDS } from './maskHead.ts';
import { readWeights } from './weights.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const METADATA = { licence: 'Apache-2.0', source: 'scripts/models/segment/train.py' };

const folder = process.argv[2] ?? join(ROOT, '.cache', 'segment');
for (const kind of HEAD_KINDS) {
  const files = [
    { from: `${kind}-all`, to: headFile(kind) },
    ...FOLDS.map((fold) => ({ from: `${kind}-${fold}`, to: foldHeadFile(kind, fold) })),
  ];
  for (const { from, to } of files) {
    const source = join(folder, `${from}.safetensors`);
    if (!existsSync(source)) {
      console.log(`${to}: left as it is, there is no ${source}`);
      continue;
    }
    const bytes = encodeModel(buildMaskHead(kind, readWeights(readFileSync(source)), METADATA));
    const target = join(ROOT, HEADS_FOLDER, to);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes);
    console.log(`${to}: ${bytes.length} bytes`);
  }
}
