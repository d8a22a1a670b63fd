import { join } from 'node:path';
import type { ModelEntry } from '../../src/perception/runtime/manifest.ts';
import type { GraphModelSource } from './catalogue.ts';
import { withAverages } from './convert/averages.ts';
import { CONVERTER_VERSION, convertGraph } from './convert/convert.ts';
import { withInputSize } from './convert/inputSize.ts';
import { withMirrorImage } from './convert/mirror.ts';
import { installedPackage, readGraphModelFiles, sha256 } from './files.ts';
import { encodeModel } from './onnx/encode.ts';
import type { OnnxValueInfo } from './onnx/model.ts';
import { readGraph } from './tfjs/graph.ts';

export interface ConvertedModel {
  readonly entry: ModelEntry;
  readonly bytes: Uint8Array;
}

/**
 * Converts one model of the catalogue from the installed package.
 *
 * @param root the repository root
 * @param extraOutputs further TensorFlow nodes to expose, by name, with the names of their ONNX outputs
 */
export function convertSource(
  root: string,
  source: GraphModelSource,
  extraOutputs: Readonly<Record<string, string>> = {},
): ConvertedModel {
  const { version, folder } = installedPackage(root, source.package);
  const { json, weights } = readGraphModelFiles(join(folder, source.json));
  const original = readGraph(json, weights);
  const graph =
    source.inputSize === undefined
      ? original
      : withInputSize(original, source.inputSize, source.mirrored ? 2 : 1);
  const converted = convertGraph(graph, {
    name: source.id,
    inputs: source.inputs,
    outputs: { ...source.outputs, ...extraOutputs },
    metadata: { licence: source.licence, source: `${source.package}@${version}`, url: source.url },
  });
  const averaged = withAverages(converted, source.averages ?? []);
  const model = source.mirrored ? withMirrorImage(averaged) : averaged;
  const bytes = encodeModel(model);
  const entry: ModelEntry = {
    id: source.id,
    task: source.task,
    file: `models/${source.id}.onnx`,
    bytes: bytes.length,
    sha256: sha256(bytes),
    revision: `${version}+${CONVERTER_VERSION}`,
    dtype: 'fp16',
    licence: source.licence,
    source: { package: source.package, version, url: source.url },
    ...(source.labels && { labels: source.labels }),
    inputs: model.graph.inputs.map(tensorEntry),
    outputs: model.graph.outputs.map(tensorEntry),
  };
  return { entry, bytes };
}

const tensorEntry = ({ name, dataType, dims }: OnnxValueInfo): ModelEntry['inputs'][number] => ({
  name,
  dtype: dataType,
  dims: [...dims],
});
