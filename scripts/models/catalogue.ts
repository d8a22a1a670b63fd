import type { ModelEntry } from '../../src/perception/runtime/manifest.ts';
import type { Average } from './convert/averages.ts';
import { CROP_SIZE, FEATURE_OUTPUTS, FINE_AVERAGES } from './segment/features.ts';

/** A TensorFlow.js graph model in an npm package, and how it becomes a model of the app. */
export interface GraphModelSource {
  readonly id: string;
  readonly task: ModelEntry['task'];
  readonly labels?: NonNullable<ModelEntry['labels']>;
  readonly package: string;
  /** Path of `model.json` inside the package; the weight files lie beside it. */
  readonly json: string;
  readonly licence: string;
  readonly url: string;
  /** TensorFlow placeholder → ONNX input. */
  readonly inputs: Readonly<Record<string, string>>;
  /** TensorFlow node → ONNX output. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Side of the square input, where it is another than the source's. */
  readonly inputSize?: number;
  /** Whether the model runs on the image and on its mirror image, and gives the outputs of both. */
  readonly mirrored?: boolean;
  /** Outputs that give way to averages of themselves. */
  readonly averages?: readonly Average[];
}

const CENTERNET_SOURCE = {
  package: '@vladmandic/human',
  json: 'models/centernet.json',
  licence: 'MIT',
  url: 'https://github.com/610265158/mobilenetv3_centernet',
  inputs: { 'tower_0/images': 'image' },
} as const;

/**
 * CenterNet with a MobileNetV3 backbone, trained on COCO. Peak picking and boxes are computed outside of the graph. Some of
 * its features are outputs, for the masks of all objects of the photo.
 */
const CENTERNET: GraphModelSource = {
  ...CENTERNET_SOURCE,
  id: 'centernet',
  task: 'detect',
  labels: 'coco-80',
  outputs: { 'tower_0/keypoints': 'heatmap', 'tower_0/wh': 'distances', ...FEATURE_OUTPUTS },
};

/** As much of the same network as the mask of one object needs, for a crop around it. */
const MASK_TRUNK: GraphModelSource = {
  ...CENTERNET_SOURCE,
  id: 'mask-trunk',
  task: 'segment',
  outputs: FEATURE_OUTPUTS,
  inputSize: CROP_SIZE,
  mirrored: true,
  averages: FINE_AVERAGES,
};

export const GRAPH_MODELS: readonly GraphModelSource[] = [CENTERNET, MASK_TRUNK];
