import { COCO_LABELS } from '../../../twin/schema/labels.ts';
import type { Detection, RgbaImage } from '../../pixels.ts';
import { findPeaks, type Peak } from './peaks.ts';
import { stretchToPlanes } from './resample.ts';

/** Side of the square input, in pixels. */
export const INPUT_SIZE = 512;
/** Input pixels an output cell. */
export const STRIDE = 4;
/** Side of the square outputs, in cells. */
export const GRID_SIZE = INPUT_SIZE / STRIDE;
export const CLASS_COUNT = COCO_LABELS.length;

/** Tensors by name, each with its row-major elements. */
export type NamedTensors = Readonly<Record<string, { readonly data: Float32Array }>>;

export interface PostprocessOptions {
  /** Size of the photo, in pixels, which the boxes are given in. */
  readonly width: number;
  readonly height: number;
  /** Detections that do not score higher are left out; in [0, 1]. */
  readonly minScore: number;
  /** The most detections to return, best first. */
  readonly maxObjects: number;
}

/**
 * The detector: CenterNet over COCO's 80 classes. The network gives, for each cell of a 128 × 128 grid, the likelihood
 * that an object of a class has its centre there (`heatmap`), and the distances in input pixels from the cell to the
 * object's left, top, right and bottom (`distances`).
 */
export const detector = {
  modelId: 'centernet',
  labels: COCO_LABELS,
  input: { name: 'image', dims: [1, 3, INPUT_SIZE, INPUT_SIZE] },
  outputs: {
    heatmap: { name: 'heatmap', dims: [1, CLASS_COUNT, GRID_SIZE, GRID_SIZE] },
    distances: { name: 'distances', dims: [1, 4, GRID_SIZE, GRID_SIZE] },
  },
  preprocess,
  postprocess,
} as const;

/**
 * The network's input: the photo stretched to 512 × 512, planar RGB in 0 to 255; normalisation is part of the network.
 *
 * @param target reused where given; must hold 3 · 512² floats
 */
export function preprocess(
  image: RgbaImage,
  target = new Float32Array(3 * INPUT_SIZE * INPUT_SIZE),
): Float32Array {
  requireLength('The input buffer', target, 3 * INPUT_SIZE * INPUT_SIZE);
  requireLength('The image', image.data, 4 * image.width * image.height);
  stretchToPlanes(image, INPUT_SIZE, target);
  return target;
}

/**
 * Detections from the network's outputs, best first, boxes clipped to the photo. Objects whose box has no area inside the
 * photo are left out. Throws where an output is missing or has another size.
 */
export function postprocess(outputs: NamedTensors, options: PostprocessOptions): Detection[] {
  const heatmap = output(outputs, 'heatmap');
  const distances = output(outputs, 'distances');
  const peaks = findPeaks(heatmap, CLASS_COUNT, GRID_SIZE, options.minScore, options.maxObjects);
  return peaks.flatMap((peak) => {
    const label = COCO_LABELS[peak.channel];
    const box = boxAround(peak, distances, options);
    const empty = !(box[0] < box[2] && box[1] < box[3]);
    return label === undefined || empty ? [] : [{ label, score: peak.score, box }];
  });
}

function boxAround(
  { row, column }: Peak,
  distances: Float32Array,
  { width, height }: PostprocessOptions,
): Detection['box'] {
  const plane = GRID_SIZE * GRID_SIZE;
  const cell = row * GRID_SIZE + column;
  const distance = (side: number): number => distances[side * plane + cell] ?? 0;
  const x = (position: number): number => clamp((position / INPUT_SIZE) * width, width);
  const y = (position: number): number => clamp((position / INPUT_SIZE) * height, height);
  return [
    x(column * STRIDE - distance(0)),
    y(row * STRIDE - distance(1)),
    x(column * STRIDE + distance(2)),
    y(row * STRIDE + distance(3)),
  ];
}

const clamp = (value: number, high: number): number => Math.min(Math.max(value, 0), high);

function output(outputs: NamedTensors, key: keyof typeof detector.outputs): Float32Array {
  const { name, dims } = detector.outputs[key];
  const data = outputs[name]?.data;
  if (!data) throw new TypeError(`The detector's output "${name}" is missing.`);
  requireLength(
    `The detector's output "${name}"`,
    data,
    dims.reduce((product, dim) => product * dim, 1),
  );
  return data;
}

function requireLength(what: string, data: ArrayLike<number>, length: number): void {
  if (data.length !== length) throw new RangeError(`${what} has ${data.length} values, not ${length}.`);
}
