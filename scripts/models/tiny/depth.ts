import { TinyGraph } from './graph.ts';
import { jsonFile, onnxFiles, type TinyModel } from './types.ts';

/** A depth model in Depth Anything's layout: what is bright is near. */
export function tinyDepth(): TinyModel {
  const graph = new TinyGraph('tiny depth');
  const pixels = graph.input('pixel_values', ['batch_size', 3, 'height', 'width']);
  const inverse = graph.scale(graph.mean(pixels, [1], false), 9, 1);
  graph.output('predicted_depth', inverse, ['batch_size', 'height', 'width']);
  return {
    repository: 'tiny/depth',
    files: [
      jsonFile('config.json', {
        model_type: 'depth_anything',
        architectures: ['DepthAnythingForDepthEstimation'],
      }),
      jsonFile('preprocessor_config.json', {
        image_processor_type: 'DPTImageProcessor',
        size: { width: 56, height: 56 },
        keep_aspect_ratio: true,
        ensure_multiple_of: 14,
        do_resize: true,
        do_rescale: true,
        do_normalize: false,
        do_pad: false,
        resample: 2,
      }),
      ...onnxFiles('model', graph.encode()),
    ],
  };
}
