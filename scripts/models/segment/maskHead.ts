import { dataTypeCode } from '../onnx/encode.ts';
import { int, ints, type OnnxModel, type OnnxValueInfo, text } from '../onnx/model.ts';
import { FAST_MAPS, type FeatureMap, FINE_MAPS, GRID } from './features.ts';
import { HeadGraph } from './headGraph.ts';
import type { Weights } from './weights.ts';

/** Side of the grid on which the head guesses first. */
const COARSE = 32;
/** Clicks that a prompt holds at most. */
export const MAX_POINTS = 8;
/** Standard deviation of a click's spot, in window widths. */
const CLICK_RADIUS = 0.04;
/** Steepness of the soft edge of the box. */
const EDGE_STEEPNESS = 20;
const OPSET = 17;

export const HEAD_KINDS = ['fast', 'fine'] as const;
/** Which features a head reads: those of the whole photo, or those of a crop and its mirror image. */
export type HeadKind = (typeof HEAD_KINDS)[number];

/** A map of the head's own features over the window: a value and its channels. */
interface Prompt {
  readonly maps: readonly string[];
  /** About 1 inside the box, 0 outside. */
  readonly inside: string;
}

/** Names of the values that hold the prompt. */
interface PromptValues {
  readonly boxes: string;
  readonly points?: string;
}

const mapsOf = (kind: HeadKind): readonly FeatureMap[] => (kind === 'fast' ? FAST_MAPS : FINE_MAPS);
/** The fast head takes any number of objects of one photo, the fine one a single object. */
const batchOf = (kind: HeadKind): number | string => (kind === 'fast' ? 'objects' : 1);

/** The inputs of a head: feature maps, then the prompt. */
export function headInputs(kind: HeadKind): OnnxValueInfo[] {
  const batch = batchOf(kind);
  const maps = mapsOf(kind).map(({ name, dims }) => ({ name, dims }));
  const boxes = { name: 'boxes', dims: [batch, 4] };
  const prompt =
    kind === 'fast'
      ? [{ name: 'windows', dims: [batch, 4] }, boxes]
      : [boxes, { name: 'points', dims: [batch, MAX_POINTS, 3] }];
  return [...maps, ...prompt].map((tensor) => ({ ...tensor, dataType: 'float32' }));
}

/** The output of a head: logits over the window. */
export const headOutputs = (kind: HeadKind): OnnxValueInfo[] => [
  { name: 'mask', dataType: 'float32', dims: [batchOf(kind), GRID, GRID] },
];

/**
 * The ONNX graph of a mask head from the weights that `train.py` wrote; the same arithmetic as `head.py`, with batch
 * normalisation folded into the convolutions. Tensors: see the model card. Throws where weights are missing or left over.
 */
export function buildMaskHead(
  kind: HeadKind,
  weights: Weights,
  metadata: Readonly<Record<string, string>>,
): OnnxModel {
  const graph = new HeadGraph(weights);
  const maps = mapsOf(kind);
  const rois = kind === 'fast' ? new Rois(graph) : undefined;
  const projected = maps.map((map) => {
    const layer = `project.${map.name}`;
    const value = rois
      ? graph.bias(layer, rois.read(graph.projection(layer, map.name), map))
      : graph.convolution(layer, map.name);
    return graph.resize(graph.relu(value), map.grid, COARSE);
  });
  const { maps: prompts, inside } = prompt(graph, promptValues(graph, kind));
  let x = graph.relu(graph.convolution('enter', graph.concat([...projected, ...prompts])));
  const context = graph.concat([graph.mean(x, inside), graph.mean(x, graph.complement(inside))]);
  x = graph.op('Add', [x, graph.convolution('context', context)]);
  for (let block = 0; graph.has(`blocks.${block}`); block++) {
    x = graph.op('Add', [x, graph.relu(graph.convolution(`blocks.${block}`, x, 2 ** block))]);
  }
  const first = graph.convolution('first', x);
  const compared = graph.convolution('compare', x);
  const guess = graph.op('Sigmoid', [first]);
  const similarity = (weight: string): string => {
    const product = graph.op('Mul', [compared, graph.mean(compared, weight)]);
    return graph.op('Mul', [graph.sumOfChannels(product), graph.scalar(graph.channels('compare') ** -0.5)]);
  };
  const seen = graph.concat([x, first, similarity(guess), similarity(graph.complement(guess))]);
  x = graph.op('Add', [x, graph.relu(graph.convolution('again', seen))]);
  const coarse = graph.op('Add', [first, graph.convolution('second', x)]);
  const logits = graph.resize(kind === 'fine' ? meanOfBoth(graph, coarse) : coarse, COARSE, GRID);
  graph.name('mask', graph.op('Squeeze', [logits, graph.integers([1])]));
  graph.requireAllUsed();
  return {
    producerName: 'twinsight-mask-head',
    producerVersion: '1.0.0',
    opset: OPSET,
    metadata,
    graph: {
      name: `mask-${kind}`,
      nodes: graph.nodes,
      initializers: graph.initializers,
      inputs: headInputs(kind),
      outputs: headOutputs(kind),
    },
  };
}

/** Reads maps of the whole photo in each object's window. */
class Rois {
  readonly #graph: HeadGraph;
  readonly #batch: string;

  constructor(graph: HeadGraph) {
    this.#graph = graph;
    // All windows lie in the one photo of the batch: as many zeros as there are windows.
    const zeros = graph.op('Mul', [graph.slice('windows', 1, 0, 1), graph.scalar(0)]);
    const flat = graph.op('Reshape', [zeros, graph.integers([-1])]);
    this.#batch = graph.op('Cast', [flat], { to: int(dataTypeCode('int64')) });
  }

  read(value: string, { grid, samples, stride }: FeatureMap): string {
    return this.#graph.op('RoiAlign', [value, 'windows', this.#batch], {
      coordinate_transformation_mode: text('half_pixel'),
      mode: text('avg'),
      output_height: int(grid),
      output_width: int(grid),
      sampling_ratio: int(samples),
      spatial_scale: { type: 'float', value: 1 / stride },
    });
  }
}

/** The values of the prompt; of the fine path also those for the mirror image of the crop, the second of the batch. */
function promptValues(graph: HeadGraph, kind: HeadKind): PromptValues {
  if (kind === 'fast') return { boxes: 'boxes' };
  // x0, y0, x1, y1 become 1 − x1, y0, 1 − x0, y1.
  const swap = graph.constant(
    'mirror/swap',
    [4, 4],
    Float32Array.of(0, 0, -1, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 0, 1),
  );
  const boxes = graph.op('Add', [
    graph.op('MatMul', ['boxes', swap]),
    graph.constant('mirror/box', [4], Float32Array.of(1, 0, 1, 0)),
  ]);
  const points = graph.op('Add', [
    graph.op('Mul', ['points', graph.constant('mirror/sign', [3], Float32Array.of(-1, 1, 1))]),
    graph.constant('mirror/point', [3], Float32Array.of(1, 0, 0)),
  ]);
  return { boxes: graph.concat(['boxes', boxes], 0), points: graph.concat(['points', points], 0) };
}

/** The mean of what the head says about the crop and about its mirror image. */
function meanOfBoth(graph: HeadGraph, logits: string): string {
  const turned = [-1, -1 - COARSE, 3, -1].map((number) => graph.integers([number]));
  const mirrored = graph.op('Slice', [graph.slice(logits, 0, 1, 2), ...turned]);
  const sum = graph.op('Add', [graph.slice(logits, 0, 0, 1), mirrored]);
  return graph.op('Mul', [sum, graph.scalar(0.5)]);
}

/** Where each cell of the coarse grid lies in the box, and how near to clicks; see `prompt_maps` of head.py. */
function prompt(graph: HeadGraph, { boxes, points }: PromptValues): Prompt {
  const centres = Float32Array.from({ length: COARSE }, (_, i) => (i + 0.5) / COARSE);
  const x = graph.constant('x', [1, 1, 1, COARSE], centres);
  const y = graph.constant('y', [1, 1, COARSE, 1], centres);
  const sides = graph.op('Reshape', [boxes, graph.integers([-1, 4, 1, 1])]);
  const side = (index: number): string => graph.slice(sides, 1, index, index + 1);
  const place = (at: string, start: string, end: string): string => {
    const twice = graph.op('Sub', [graph.op('Mul', [at, graph.scalar(2)]), graph.op('Add', [start, end])]);
    return graph.op('Div', [twice, graph.op('Sub', [end, start])]);
  };
  const u = place(x, side(0), side(2));
  const v = place(y, side(1), side(3));
  const [absU, absV] = [graph.op('Abs', [u]), graph.op('Abs', [v])];
  const edge = graph.op('Sub', [graph.scalar(1), graph.op('Max', [absU, absV])]);
  const inside = graph.op('Sigmoid', [graph.op('Mul', [edge, graph.scalar(EDGE_STEEPNESS)])]);
  const whole = graph.integers([1, 1, COARSE, COARSE]);
  const lines = [u, v, absU, absV].map((line) => graph.op('Expand', [line, whole]));
  return { maps: [...lines, edge, inside, ...(points ? clicks(graph, points, x, y) : [])], inside };
}

/** Spots at positive and at negative clicks. */
function clicks(graph: HeadGraph, points: string, x: string, y: string): string[] {
  const columns = graph.op('Reshape', [points, graph.integers([-1, MAX_POINTS, 3, 1])]);
  const part = (index: number): string => graph.slice(columns, 2, index, index + 1);
  const line = (at: string, centre: string): string => {
    const distance = graph.op('Sub', [at, centre]);
    const scale = graph.scalar(-1 / (2 * CLICK_RADIUS ** 2));
    return graph.op('Exp', [graph.op('Mul', [graph.op('Mul', [distance, distance]), scale])]);
  };
  const spots = graph.op('Mul', [line(x, part(0)), line(y, part(1))]);
  const positive = graph.relu(part(2));
  const negative = graph.relu(graph.op('Neg', [part(2)]));
  return [positive, negative].map((sign) =>
    graph.op('ReduceMax', [graph.op('Mul', [spots, sign])], { axes: ints([1]), keepdims: int(1) }),
  );
}
