import { int, ints } from '../onnx/model.ts';
import { TinyGraph, type Value } from './graph.ts';
import { jsonFile, onnxFiles, type TinyModel } from './types.ts';

const SIDE = 64;
const GRID = 16;
const CELLS = GRID * GRID;
const CELL = SIDE / GRID;

/** The picture at a quarter of its resolution is all the encoding there is. */
function encoder(outputs: readonly string[]): Uint8Array {
  const graph = new TinyGraph('tiny image encoder');
  const pixels = graph.input('pixel_values', ['batch_size', 3, SIDE, SIDE]);
  const pooled = graph.op('AveragePool', [pixels], {
    kernel_shape: ints([CELL, CELL]),
    strides: ints([CELL, CELL]),
  });
  for (const name of outputs) graph.output(name, pooled, ['batch_size', 3, GRID, GRID]);
  return graph.encode();
}

/** [CELLS, 2]: the centre of each cell in pixels of the input. */
const centres = (graph: TinyGraph): Value =>
  graph.floats(
    [CELLS, 2],
    Array.from({ length: CELLS }, (_, i) => [
      ((i % GRID) + 0.5) * CELL,
      (Math.floor(i / GRID) + 0.5) * CELL,
    ]).flat(),
  );

/** [points, CELLS]: squared distances of points [points, 2] from the cells. */
function distances(graph: TinyGraph, points: Value): Value {
  const apart = graph.sub(graph.unsqueeze(points, 1), graph.unsqueeze(centres(graph), 0));
  return graph.sum(graph.mul(apart, apart), 2, false);
}

/**
 * The prompt really decides: cells whose colour is that of the positive points (or of the middle of the box) are inside, save
 * near negative points and outside the box.
 */
function decoder(embedding: string, unused: readonly string[], boxes: boolean): Uint8Array {
  const graph = new TinyGraph('tiny mask decoder');
  const picture = graph.input(embedding, ['batch_size', 3, GRID, GRID]);
  const others = unused.map((name) => graph.input(name, ['batch_size', 3, GRID, GRID]));
  const points = graph.reshape(graph.input('input_points', ['batch_size', 1, 'points', 2]), [-1, 2]);
  const labelInput = graph.input('input_labels', ['batch_size', 1, 'points'], 'int64');
  const labels = graph.reshape(graph.cast(labelInput, 'float32'), [-1, 1]);
  let spots = points;
  let wantedWeights = labels;
  let refusedWeights = graph.scale(labels, -1, 1);
  let outside: Value | undefined;
  if (boxes) {
    const given = graph.reshape(graph.input('input_boxes', ['batch_size', 'boxes', 4]), [-1, 4]);
    // A box around everything, whose middle is far away: so that there is always one, on GPUs too.
    const corners = graph.concat([given, graph.floats([1, 4], [-3000, -3000, 1000, 1000])], 0);
    const [near, far] = [graph.slice(corners, 1, 0, 2), graph.slice(corners, 1, 2, 4)];
    const middles = graph.scale(graph.add(near, far), 0.5);
    const isGiven = graph.clip(graph.scale(graph.slice(middles, 1, 0, 1), 1, 500), 0, 1);
    spots = graph.concat([points, middles], 0);
    wantedWeights = graph.concat([labels, isGiven], 0);
    refusedWeights = graph.concat([refusedWeights, graph.scale(isGiven, 0)], 0);
    const cells = graph.unsqueeze(centres(graph), 0);
    const beyond = graph.op('Max', [
      graph.sub(graph.unsqueeze(near, 1), cells),
      graph.sub(cells, graph.unsqueeze(far, 1)),
    ]);
    outside = graph.clip(graph.max(graph.max(beyond, [2], false), [0]), 0, 1);
  }
  const cells = graph.transpose(graph.reshape(picture, [3, CELLS]), [1, 0]);
  const apart = distances(graph, spots);
  const weights = graph.op('Softmax', [graph.scale(apart, -0.5)], { axis: int(1) });
  const shares = graph.op('Div', [wantedWeights, graph.scale(graph.sum(wantedWeights, 0), 1, 1e-6)]);
  const wanted = graph.sum(graph.mul(graph.matMul(weights, cells), shares), 0);
  const difference = graph.sum(graph.op('Abs', [graph.sub(cells, wanted)]), 1);
  const alike = graph.transpose(graph.scale(difference, -20, 6), [1, 0]);
  const refused = graph.sum(graph.mul(graph.op('Exp', [graph.scale(apart, -0.2)]), refusedWeights), 0);
  let logits = graph.sub(alike, graph.scale(refused, 40));
  if (outside) logits = graph.sub(logits, graph.scale(outside, 40));
  // A graph that leaves an input unread would lose it.
  for (const other of others) logits = graph.add(logits, graph.scale(graph.mean(other, [0, 1, 2, 3]), 0));
  const grid = graph.reshape(logits, [1, 1, 1, GRID, GRID]);
  const masks = graph.concat([graph.scale(grid, 1, -3), grid, graph.scale(grid, 1, 3)], 2);
  graph.output('pred_masks', masks, ['batch_size', 1, 3, GRID, GRID]);
  const scores = graph.floats([1, 1, 3], [0.5, 0.9, 0.4]);
  const read = graph.scale(graph.mean(picture, [0, 1, 2, 3], false), 0);
  graph.output('iou_scores', graph.add(scores, read), ['batch_size', 1, 3]);
  if (boxes) {
    const present = graph.add(graph.floats([1, 1, 1], [5]), read);
    graph.output('object_score_logits', present, ['batch_size', 1, 1]);
  }
  return graph.encode();
}

const preprocessor = (type: string, size: object) => ({
  image_processor_type: type,
  processor_class: type.replace('ImageProcessor', 'Processor'),
  size,
  do_resize: true,
  do_rescale: true,
  do_normalize: false,
  do_pad: true,
  pad_size: { height: SIDE, width: SIDE },
  resample: 2,
});

/** A SAM pair that takes points only, as SlimSAM's first export does; pictures are padded to a square. */
export const tinySam = (): TinyModel => ({
  repository: 'tiny/sam',
  files: [
    jsonFile('config.json', { model_type: 'sam', architectures: ['SamModel'] }),
    jsonFile('preprocessor_config.json', preprocessor('SamImageProcessor', { longest_edge: SIDE })),
    ...onnxFiles('vision_encoder', encoder(['image_embeddings', 'image_positional_embeddings'])),
    ...onnxFiles(
      'prompt_encoder_mask_decoder',
      decoder('image_embeddings', ['image_positional_embeddings'], false),
    ),
  ],
});

/** A SAM 2 pair that takes points and boxes; pictures are stretched to a square. */
export const tinySam2 = (): TinyModel => ({
  repository: 'tiny/sam2',
  files: [
    jsonFile('config.json', {
      model_type: 'sam2',
      architectures: ['Sam2Model'],
      vision_config: { num_feature_levels: 3 },
    }),
    jsonFile('preprocessor_config.json', preprocessor('Sam2ImageProcessor', { height: SIDE, width: SIDE })),
    ...onnxFiles(
      'vision_encoder',
      encoder(['image_embeddings.0', 'image_embeddings.1', 'image_embeddings.2']),
    ),
    ...onnxFiles(
      'prompt_encoder_mask_decoder',
      decoder('image_embeddings.0', ['image_embeddings.1', 'image_embeddings.2'], true),
    ),
  ],
});
