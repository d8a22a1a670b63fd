import { int, text } from '../onnx/model.ts';
import { findBlob } from './blobs.ts';
import { TinyGraph, type Value } from './graph.ts';
import { tinyTokenizer } from './tokenizer.ts';
import { jsonFile, onnxFiles, type TinyModel } from './types.ts';

const SIDE = 64;
/** Grounding DINO's logits have this many positions, whatever the length of the text. */
const POSITIONS = 256;
const COLOURS = ['red', 'blue'] as const;

const tokenizer = tinyTokenizer({
  type: 'BertTokenizer',
  special: { pad: '[PAD]', unknown: '[UNK]', begin: '[CLS]', end: '[SEP]' },
  words: ['.', 'a', 'the', 'red', 'blue', 'mug', 'book', 'sign', 'lamp', 'thing'],
  framed: true,
});

const PREPROCESSOR = {
  size: { width: SIDE, height: SIDE },
  do_resize: true,
  do_rescale: true,
  do_normalize: false,
  do_pad: false,
  resample: 2,
};

/** 1 where a token is the word, else 0. */
const tokenIs = (graph: TinyGraph, ids: Value, word: string): Value =>
  graph.cast(graph.op('Equal', [ids, graph.integers([tokenizer.id(word)], [])]), 'float32');

/** A detector in Grounding DINO's layout: it finds what is red or blue, if the text says so, and ticks that word. */
export function tinyGroundedDetector(): TinyModel {
  const graph = new TinyGraph('tiny grounded detector');
  const pixels = graph.input('pixel_values', ['batch_size', 3, SIDE, SIDE]);
  const ids = graph.input('input_ids', ['batch_size', 'tokens'], 'int64');
  const types = graph.input('token_type_ids', ['batch_size', 'tokens'], 'int64');
  const mask = graph.input('attention_mask', ['batch_size', 'tokens'], 'int64');
  const pixelMask = graph.input('pixel_mask', ['batch_size', SIDE, SIDE], 'int64');
  const read = graph.scale(
    graph.add(
      graph.mean(graph.cast(types, 'float32'), [0, 1], false),
      graph.mean(graph.cast(pixelMask, 'float32'), [0, 1, 2], false),
    ),
    0,
  );
  const blobs = COLOURS.map((colour) => findBlob(graph, pixels, SIDE, colour));
  const rows = COLOURS.map((colour, i) => {
    const ticked = graph.mul(tokenIs(graph, ids, colour), graph.cast(mask, 'float32'));
    const logits = graph.scale(graph.mul(ticked, blobs[i]?.presence ?? ticked), 10, -6);
    return graph.unsqueeze(graph.add(logits, read), 1);
  });
  // Positions beyond the text do not exist: minus infinity, as in the real model.
  const length = graph.slice(graph.op('Shape', [ids]), 0, 1, 2);
  const missing = graph.op('Sub', [graph.integers([POSITIONS]), length]);
  const pads = graph.concat([graph.integers([0, 0, 0, 0, 0]), missing], 0);
  const nothing = graph.scalar(Number.NEGATIVE_INFINITY);
  const padded = graph.op('Pad', [graph.concat(rows, 1), pads, nothing], { mode: text('constant') });
  graph.output('logits', padded, ['batch_size', COLOURS.length, POSITIONS]);
  const boxes = blobs.map(({ box }) => graph.reshape(box, [1, 1, 4]));
  graph.output('pred_boxes', graph.concat(boxes, 1), ['batch_size', COLOURS.length, 4]);
  return {
    repository: 'tiny/grounded-detector',
    files: [
      jsonFile('config.json', {
        model_type: 'grounding-dino',
        architectures: ['GroundingDinoForObjectDetection'],
      }),
      jsonFile('preprocessor_config.json', {
        image_processor_type: 'GroundingDinoImageProcessor',
        processor_class: 'GroundingDinoProcessor',
        ...PREPROCESSOR,
      }),
      ...tokenizer.files,
      ...onnxFiles('model', graph.encode()),
    ],
  };
}

/** A detector in OWLv2's layout: each phrase is a class, and means the colour that it names. */
export function tinyZeroShotDetector(): TinyModel {
  const graph = new TinyGraph('tiny zero-shot detector');
  const ids = graph.input('input_ids', ['phrases', 'tokens'], 'int64');
  const pixels = graph.input('pixel_values', ['batch_size', 3, SIDE, SIDE]);
  const mask = graph.input('attention_mask', ['phrases', 'tokens'], 'int64');
  const blobs = COLOURS.map((colour) => findBlob(graph, pixels, SIDE, colour));
  const rows = COLOURS.map((colour, i) => {
    const ticked = graph.mul(tokenIs(graph, ids, colour), graph.cast(mask, 'float32'));
    const means = graph.transpose(graph.max(ticked, [1]), [1, 0]);
    const logits = graph.scale(graph.mul(means, blobs[i]?.presence ?? means), 10, -6);
    return graph.unsqueeze(logits, 1);
  });
  graph.output('logits', graph.op('Concat', rows, { axis: int(1) }), [
    'batch_size',
    COLOURS.length,
    'phrases',
  ]);
  const boxes = blobs.map(({ box }) => graph.reshape(box, [1, 1, 4]));
  graph.output('pred_boxes', graph.concat(boxes, 1), ['batch_size', COLOURS.length, 4]);
  return {
    repository: 'tiny/zero-shot-detector',
    files: [
      jsonFile('config.json', { model_type: 'owlv2', architectures: ['Owlv2ForObjectDetection'] }),
      jsonFile('preprocessor_config.json', { image_processor_type: 'Owlv2ImageProcessor', ...PREPROCESSOR }),
      ...tokenizer.files,
      ...onnxFiles('model', graph.encode()),
    ],
  };
}
