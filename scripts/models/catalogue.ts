import type { ModelEntry } from '../../src/perception/runtime/manifest.ts';

/** A TensorFlow.js graph model in an npm package, and how it becomes a model of the app. */
export interface GraphModelSource {
  readonly id: string;
  readonly task: ModelEntry['task'];
  readonly labels: NonNullable<ModelEntry['labels']>;
  readonly package: string;
  /** Path of `model.json` inside the package; the weight files lie beside it. */
  readonly json: string;
  readonly licence: string;
  readonly url: string;
  /** TensorFlow placeholder → ONNX input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** TensorFlow node → ONNX output. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** CenterNet with a MobileNetV3 backbone, trained on COCO. Peak picking and boxes are computed outside of the graph. */
const CENTERNET: GraphModelSource = {
  id: 'centernet',
  task: 'detect',
  labels: 'coco-80',
  package: '@vladmandic/human',
  json: 'models/centernet.json',
  licence: 'MIT',
  url: 'https://github.com/610265158/mobilenetv3_centernet',
  inputs: { 'tower_0/images': 'image' },
  outputs: { 'tower_0/keypoints': 'heatmap', 'tower_0/wh': 'distances' },
};

export const GRAPH_MODELS: readonly GraphModelSource[] = [CENTERNET];
