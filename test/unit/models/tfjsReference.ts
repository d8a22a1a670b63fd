import type { GraphModel } from '@tensorflow/tfjs-converter';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { FloatTensors } from '../../../scripts/models/ortNode.ts';

const modelSchema = z.object({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(
    z.object({
      weights: z.array(
        z.object({
          name: z.string(),
          shape: z.array(z.int()),
          dtype: z.enum(['float32', 'int32']),
          quantization: z.object({ dtype: z.literal('float16') }).optional(),
        }),
      ),
    }),
  ),
});

/** `model.json` and the bytes of its weight files. */
export interface GraphModelFiles {
  readonly json: unknown;
  readonly weights: Uint8Array;
}

/** Starts a TensorFlow.js back end, which must have been imported. */
export async function useBackend(name: 'cpu' | 'wasm'): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`TensorFlow.js has no ${name} back end here.`);
  await tf.ready();
}

export function loadReference({ json, weights }: GraphModelFiles): Promise<GraphModel> {
  const { modelTopology, weightsManifest } = modelSchema.parse(json);
  const weightSpecs = weightsManifest
    .flatMap((group) => group.weights)
    .map(({ quantization, ...entry }) => (quantization ? { ...entry, quantization } : entry));
  return loadGraphModel({
    load: async () => ({
      format: 'graph-model',
      modelTopology: { ...modelTopology, versions: { producer: 0 } },
      weightSpecs,
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
