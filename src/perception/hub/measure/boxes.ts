import { boxIou, clipBox } from '../../../twin/geometry/box.ts';
import type { Detection } from '../../pixels.ts';
import type { FloatTensor } from '../../runtime/ortSession.ts';
import { sigmoid } from '../../sigmoid.ts';

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** How class scores follow from logits: one probability per class, or one distribution whose last class is "nothing". */
export type ScoreKind = 'sigmoid' | 'softmax';

export interface DecodeDetections {
  /** [1, queries, classes] */
  readonly logits: FloatTensor;
  /** [1, queries, 4]: centre x, centre y, width, height as fractions of the image. */
  readonly boxes: FloatTensor;
  readonly kind: ScoreKind;
  readonly minScore: number;
  /** The name of a class, or undefined for classes that stand for nothing. */
  readonly label: (index: number, classes: number) => string | undefined;
  readonly image: ImageSize;
}

/**
 * What a detector with queries (DETR and its descendants) says, in canonical pixels: of each query the best named class, by
 * falling score. Throws a `RangeError` where the shapes do not belong together.
 */
export function decodeDetections(input: DecodeDetections): Detection[] {
  const { logits, boxes, kind, minScore, label, image } = input;
  const [, queries = 0, classes = 0] = logits.dims;
  if (boxes.dims[1] !== queries || boxes.dims[2] !== 4)
    throw new RangeError(`The model gives ${queries} queries but boxes of shape [${boxes.dims.join(', ')}].`);
  const names = Array.from({ length: classes }, (_, index) => label(index, classes));
  const found: Detection[] = [];
  for (let query = 0; query < queries; query++) {
    const row = logits.data.subarray(query * classes, (query + 1) * classes);
    const best = bestClass(row, names, kind);
    if (best === undefined || best.score < minScore) continue;
    const box = cornersInImage(boxes.data.subarray(4 * query, 4 * query + 4), image);
    if (box) found.push({ label: best.label, score: best.score, box });
  }
  return found.sort((a, b) => b.score - a.score);
}

function bestClass(row: Float32Array, names: readonly (string | undefined)[], kind: ScoreKind) {
  let best = -1;
  for (const [index, name] of names.entries()) {
    if (kind === 'softmax' && index === names.length - 1) continue;
    if (name !== undefined && (best < 0 || (row[index] ?? 0) > (row[best] ?? 0))) best = index;
  }
  const label = names[best];
  const logit = row[best];
  if (label === undefined || logit === undefined) return undefined;
  return { label, score: kind === 'sigmoid' ? sigmoid(logit) : softmaxAt(row, logit) };
}

function softmaxAt(row: Float32Array, logit: number): number {
  const max = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const sum = row.reduce((total, value) => total + Math.exp(value - max), 0);
  return Math.exp(logit - max) / sum;
}

/** Centre and size in fractions → corners in canonical pixels, clipped; undefined where nothing is left. */
export function cornersInImage(
  centred: ArrayLike<number>,
  { width, height }: ImageSize,
): [number, number, number, number] | undefined {
  const [x = Number.NaN, y = Number.NaN, w = Number.NaN, h = Number.NaN] = Array.from(centred);
  const box = [(x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height] as const;
  return box.every(Number.isFinite) ? clipBox(box, width, height) : undefined;
}

/** Leaves out what overlaps a better detection of the same label by more than `maxIou`. Keeps the order. */
export function suppressDoubles(detections: readonly Detection[], maxIou: number): Detection[] {
  const kept: Detection[] = [];
  for (const candidate of [...detections].sort((a, b) => b.score - a.score)) {
    const double = kept.some(
      ({ label, box }) => label === candidate.label && boxIou(box, candidate.box) > maxIou,
    );
    if (!double) kept.push(candidate);
  }
  return detections.filter((detection) => kept.includes(detection));
}
