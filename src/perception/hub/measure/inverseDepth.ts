import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import { decodeRle } from '../../../twin/geometry/rle.ts';
import type { Rle } from '../../../twin/schema/rle.ts';
import type { ImageSize } from './boxes.ts';

/** A map over the whole photo, of any resolution; row-major. */
export interface DepthMap extends ImageSize {
  readonly data: Float32Array;
}

/** An object as far as depth is concerned: where it is, and how far a prior takes it to be. */
export interface DepthSubject {
  readonly box: ReadonlyBox;
  readonly mask?: Rle | undefined;
  /** Metres and their standard deviation, where known. */
  readonly prior?: { readonly mean: number; readonly std: number } | undefined;
}

/** Inverse metres = scale · value + shift. */
export interface InverseFit {
  readonly scale: number;
  readonly shift: number;
  /** How many objects agreed. */
  readonly support: number;
  /** Median relative disagreement of depth between prior and fit, over the supporting objects. */
  readonly error: number;
}

export interface MeasuredDepth {
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
}

/** Without a mask, the middle of the box is taken for the object: edges are often background. */
const CORE = 0.5;
const MAX_SAMPLES = 2000;
const HUBER = 1.345;
const ROUNDS = 20;
/** An object whose prior differs from the fit by more than this factor supports it no longer. */
const SUPPORT_FACTOR = 1.5;

/** The values of the map on an object, in ascending order: inside its mask, or in the middle of its box. */
export function valuesOn(map: DepthMap, subject: DepthSubject, image: ImageSize): Float32Array {
  const [x0, y0, x1, y1] = subject.mask ? subject.box : core(subject.box);
  const mask = subject.mask && { bits: decodeRle(subject.mask), width: image.width };
  const columns = span(x0, x1, image.width);
  const rows = span(y0, y1, image.height);
  const step = Math.max(1, Math.ceil(Math.sqrt((columns.length * rows.length) / MAX_SAMPLES)));
  const values: number[] = [];
  for (let y = rows.start; y < rows.end; y += step) {
    for (let x = columns.start; x < columns.end; x += step) {
      if (mask && mask.bits[y * mask.width + x] !== 1) continue;
      const column = Math.min(map.width - 1, Math.floor(((x + 0.5) * map.width) / image.width));
      const row = Math.min(map.height - 1, Math.floor(((y + 0.5) * map.height) / image.height));
      values.push(map.data[row * map.width + column] ?? 0);
    }
  }
  return Float32Array.from(values).sort();
}

const core = ([x0, y0, x1, y1]: ReadonlyBox): ReadonlyBox => {
  const [dx, dy] = [((x1 - x0) * (1 - CORE)) / 2, ((y1 - y0) * (1 - CORE)) / 2];
  return [x0 + dx, y0 + dy, x1 - dx, y1 - dy];
};

function span(from: number, to: number, limit: number) {
  const start = Math.max(0, Math.min(limit - 1, Math.floor(from)));
  const end = Math.max(start + 1, Math.min(limit, Math.ceil(to)));
  return { start, end, length: end - start };
}

/** The value at a fraction of ascending values, interpolated; 0 where there are none. */
export function quantile(ascending: Float32Array, fraction: number): number {
  const at = fraction * (ascending.length - 1);
  const below = ascending[Math.floor(at)] ?? 0;
  const above = ascending[Math.ceil(at)] ?? below;
  return below + (above - below) * (at - Math.floor(at));
}

export interface Anchor {
  /** Inverse depth without a unit. */
  readonly value: number;
  /** Metres, and how far they may be off. */
  readonly mean: number;
  readonly std: number;
}

/**
 * Scale and shift that turn relative inverse depth into inverse metres, from objects whose distance is roughly known: a
 * least-squares line through (value, 1 / metres), weighted by the priors' spread and robust against wrong ones (iteratively
 * reweighted, Huber's weights). With one anchor, or where the line would turn near into far, the shift is 0. Undefined
 * without anchors that lie in front of the camera.
 */
export function fitInverseDepth(anchors: readonly Anchor[]): InverseFit | undefined {
  const usable = anchors.filter(({ value, mean, std }) => value > 0 && mean > 0 && std > 0);
  if (usable.length === 0) return undefined;
  const points = usable.map(({ value, mean, std }) => ({ x: value, y: 1 / mean, sigma: std / mean / mean }));
  const line = robustLine(points);
  const sane =
    line !== undefined && line.scale > 0 && points.every(({ x }) => line.scale * x + line.shift > 0);
  const { scale, shift } = sane ? line : { scale: robustRatio(points), shift: 0 };
  const ratios = usable.map(({ value, mean }) => 1 / (scale * value + shift) / mean);
  const supporting = ratios.filter((ratio) => Math.max(ratio, 1 / ratio) <= SUPPORT_FACTOR);
  const errors = Float32Array.from(supporting, (ratio) => Math.abs(Math.log(ratio))).sort();
  return { scale, shift, support: supporting.length, error: quantile(errors, 0.5) };
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly sigma: number;
}

function robustLine(points: readonly Point[]): { scale: number; shift: number } | undefined {
  if (points.length < 2) return undefined;
  let weights = points.map(({ sigma }) => 1 / sigma ** 2);
  let line: { scale: number; shift: number } | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    line = weightedLine(points, weights);
    if (line === undefined) return undefined;
    const { scale, shift } = line;
    const residuals = points.map(({ x, y, sigma }) => Math.abs(y - scale * x - shift) / sigma);
    // Priors are wrong together (a wrong lens): their spread is measured, not believed.
    const spread = Math.max(1e-6, quantile(Float32Array.from(residuals).sort(), 0.5) / 0.6745);
    weights = points.map(({ sigma }, i) => {
      const t = (residuals[i] ?? 0) / spread;
      return (t <= HUBER ? 1 : HUBER / t) / sigma ** 2;
    });
  }
  return line;
}

function weightedLine(points: readonly Point[], weights: readonly number[]) {
  let [sum, sumX, sumY] = [0, 0, 0];
  for (const [i, { x, y }] of points.entries()) {
    const weight = weights[i] ?? 0;
    sum += weight;
    sumX += weight * x;
    sumY += weight * y;
  }
  const [meanX, meanY] = [sumX / sum, sumY / sum];
  let [sumXX, sumXY] = [0, 0];
  for (const [i, { x, y }] of points.entries()) {
    const weight = weights[i] ?? 0;
    sumXX += weight * (x - meanX) ** 2;
    sumXY += weight * (x - meanX) * (y - meanY);
  }
  if (!(sumXX > 1e-12 * sum * Math.max(meanX * meanX, 1e-12))) return undefined;
  const scale = sumXY / sumXX;
  return { scale, shift: meanY - scale * meanX };
}

/** The median of y / x. */
function robustRatio(points: readonly Point[]): number {
  return quantile(Float32Array.from(points, ({ x, y }) => y / x).sort(), 0.5);
}

/** The depth of an object in metres from its ascending values; the spread inside it and the fit's error both count. */
export function metricDepth(ascending: Float32Array, { scale, shift, error }: InverseFit): MeasuredDepth {
  const metres = (fraction: number): number =>
    1 / Math.max(1e-4, scale * quantile(ascending, fraction) + shift);
  const mean = metres(0.5);
  const [near, far] = [metres(0.95), metres(0.05)];
  const inside = (metres(0.16) - metres(0.84)) / 2;
  return { mean, std: Math.hypot(inside, error * mean), min: near, max: far };
}

/** The depth of an object without a unit, in [0, 1] over the map; larger is farther. */
export function relativeDepth(ascending: Float32Array, range: { min: number; max: number }): MeasuredDepth {
  const extent = Math.max(1e-12, range.max - range.min);
  const far = (fraction: number): number => (range.max - quantile(ascending, fraction)) / extent;
  return { mean: far(0.5), std: (far(0.16) - far(0.84)) / 2, min: far(0.95), max: far(0.05) };
}
