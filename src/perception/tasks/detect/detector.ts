import { boxIou, clipBox } from '../../../twin/geometry/box.ts';
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

/** Two boxes of one class that overlap more than this are taken for one object. */
const DUPLICATE_IOU = 0.6;
/** More peaks than this are not looked at; photos have about a hundred above a score of 0.05. */
const MAX_CANDIDATES = 1000;

/**
 * The score from which on a detection is worth keeping. CenterNet's scores run low, and what is missing can't be asked
 * about, so this is a little below the best F1 score at IoU 0.5 (0.22 to 0.30 on the COCO photos of docs/models.md);
 * `selectObjects` then leaves out what is weak beside others.
 */
const DEFAULT_MIN_SCORE = 0.2;

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
  defaultMinScore: DEFAULT_MIN_SCORE,
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
  target: Float32Array = new Float32Array(3 * INPUT_SIZE * INPUT_SIZE),
): Float32Array {
  requireLength('The input buffer', target, 3 * INPUT_SIZE * INPUT_SIZE);
  requireLength('The image', image.data, 4 * image.width * image.height);
  stretchToPlanes(image, INPUT_SIZE, target);
  return target;
}

/**
 * Detections from the network's outputs, best first, boxes clipped to the photo. Of two detections of one class whose
 * boxes overlap with an IoU above 0.6 the better one is kept (greedy non-maximum suppression): local maxima alone count
 * some large objects twice. Throws where an output is missing or has another size.
 */
export function postprocess(outputs: NamedTensors, options: PostprocessOptions): Detection[] {
  const heatmap = output(outputs, 'heatmap');
  const distances = output(outputs, 'distances');
  const kept: Detection[] = [];
  for (const peak of findPeaks(heatmap, CLASS_COUNT, GRID_SIZE, options.minScore, MAX_CANDIDATES)) {
    if (kept.length >= options.maxObjects) break;
    const label = COCO_LABELS[peak.channel];
    const box = clipBox(boxAround(peak, distances, options), options.width, options.height);
    if (label === undefined || box === undefined) continue;
    const repeated = kept.some((other) => other.label === label && boxIou(other.box, box) > DUPLICATE_IOU);
    if (!repeated) kept.push({ label, score: peak.score, box });
  }
  return kept;
}

/** The box around a peak in photo pixels, which may reach beyond the photo. */
export function boxAround(
  { row, column }: Pick<Peak, 'row' | 'column'>,
  distances: Float32Array,
  { width, height }: Pick<PostprocessOptions, 'width' | 'height'>,
): Detection['box'] {
  const cell = row * GRID_SIZE + column;
  const distance = (side: number): number => distances[side * GRID_SIZE * GRID_SIZE + cell] ?? 0;
  const toX = width / INPUT_SIZE;
  const toY = height / INPUT_SIZE;
  return [
    (column * STRIDE - distance(0)) * toX,
    (row * STRIDE - distance(1)) * toY,
    (column * STRIDE + distance(2)) * toX,
    (row * STRIDE + distance(3)) * toY,
  ];
}

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
