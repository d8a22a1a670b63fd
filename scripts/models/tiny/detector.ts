import { COCO_LABELS } from '../../../src/twin/schema/labels.ts';
import { findBlob } from './blobs.ts';
import { TinyGraph } from './graph.ts';
import { jsonFile, onnxFiles, type TinyModel } from './types.ts';

const SIDE = 64;
const QUERIES = 4;
/** What a red and a blue blob are called. */
const NAMES = { red: 'apple', blue: 'book' } as const;

/** A detector in D-FINE's layout: red things are apples, blue ones books. */
export function tinyDetector(): TinyModel {
  const classes = COCO_LABELS.length;
  const graph = new TinyGraph('tiny detector');
  const pixels = graph.input('pixel_values', ['batch_size', 3, SIDE, SIDE]);
  const logits = (['red', 'blue'] as const).map((colour) => {
    const { presence } = findBlob(graph, pixels, SIDE, colour);
    const named = COCO_LABELS.map((label) => (label === NAMES[colour] ? 1 : 0));
    const scores = graph.scale(graph.mul(presence, graph.floats([1, classes], named)), 12, -8);
    return graph.reshape(scores, [1, 1, classes]);
  });
  const boxes = (['red', 'blue'] as const).map((colour) =>
    graph.reshape(findBlob(graph, pixels, SIDE, colour).box, [1, 1, 4]),
  );
  const idle = QUERIES - boxes.length;
  const noLogits = graph.floats([1, idle, classes], new Array<number>(idle * classes).fill(-8));
  const noBoxes = graph.floats([1, idle, 4], new Array<number>(idle * 4).fill(0.5));
  graph.output('logits', graph.concat([...logits, noLogits], 1), ['batch_size', QUERIES, classes]);
  graph.output('pred_boxes', graph.concat([...boxes, noBoxes], 1), ['batch_size', QUERIES, 4]);
  return {
    repository: 'tiny/detector',
    files: [
      jsonFile('config.json', {
        model_type: 'd_fine',
        architectures: ['DFineForObjectDetection'],
        id2label: Object.fromEntries(COCO_LABELS.map((label, index) => [index, label])),
      }),
      jsonFile('preprocessor_config.json', {
        image_processor_type: 'RTDetrImageProcessor',
        size: { width: SIDE, height: SIDE },
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
