import type { GraphModel } from '@tensorflow/tfjs-converter';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { FloatTensors } from '../../../scripts/models/ortNode.ts';

/** A `model.json` with its weights, as TensorFlow.js loads it. */
export interface GraphModelFiles {
  readonly json: {
    readonly modelTopology: { readonly node: readonly unknown[] };
    readonly weightsManifest: readonly { readonly weights: readonly tf.io.WeightsManifestEntry[] }[];
  };
  readonly weights: Uint8Array;
}

/** Starts a TensorFlow.js back end, which must have been imported. */
export async function useBackend(name: 'cpu' | 'wasm'): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js has no ${name} back end here.`);
  await tf.ready();
}

export function loadReference({ json, weights }: GraphModelFiles): Promise<GraphModel> {
  return loadGraphModel({
    load: async () => ({
      format: 'graph-model',
      modelTopology: { ...json.modelTopology, versions: { producer: 0 } },
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: Uint8Array.from(weights).buffer,
    }),
  });
}

/** Runs a graph model in TensorFlow.js; tensors are in TensorFlow's layout on both sides. */
export async function runReference(
  model: GraphModel,
  feeds: FloatTensors,
  outputs: readonly string[],
): Promise<FloatTensors> {
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { data, dims }]) => [name, tf.tensor(data, [...dims], 'float32')]),
  );
  const results = [model.execute(inputs, [...outputs])].flat();
  const entries = await Promise.all(
    results.map(async (tensor, index) => {
      const data = Float32Array.from(await tensor.data());
      return [outputs[index] ?? '', { data, dims: tensor.shape }] as const;
    }),
  );
  tf.dispose([...Object.values(inputs), ...results]);
  return Object.fromEntries(entries);
}
