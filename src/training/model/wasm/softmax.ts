import {
  type Code,
  f32,
  f32x4,
  i32,
  i32x4,
  type Local,
  type Locals,
  routine,
  whileLess,
} from './assembler.ts';
import { exponential, type MultiplyAdd, maxLanes, sumLanes } from './vectorMath.ts';

const ints = (count: number) => Array.from({ length: count }, () => 'i32' as const);
/** Less than every logit, and harmless in sums. */
const NOTHING = -1e30;

/** Walks the vectors of a row of `count` values; lanes behind the last are given to `body` as a mask that is not set. */
function rowWalk(locals: Locals) {
  const [offset, mask] = [locals.one('i32'), locals.one('v128')];
  return {
    offset,
    mask,
    walk: (count: Code, body: readonly Code[]): Code => [
      ...offset.set(i32.of(0)),
      ...whileLess(offset, i32.mul(count, i32.of(4)), [
        mask.set(
          i32x4.less(
            i32x4.add(i32x4.splat(offset.get), i32x4.of(0, 4, 8, 12)),
            i32x4.splat(i32.mul(count, i32.of(4))),
          ),
        ),
        ...body,
        offset.add(i32.of(16)),
      ]),
    ],
  };
}

/** Makes a row its softmax; what lies behind it in its last vector becomes 0. */
function softmaxOfRow(locals: Locals, multiplyAdd: MultiplyAdd) {
  const { offset, mask, walk } = rowWalk(locals);
  const [top, sum, value] = [locals.one('v128'), locals.one('v128'), locals.one('v128')];
  const exp = exponential(locals, multiplyAdd);
  return (pointer: Local, count: Code, scale: Local): Code => {
    const place = i32.add(pointer.get, offset.get);
    const scaled = f32x4.mul(f32x4.load(place), f32x4.splat(scale.get));
    return [
      ...top.set(f32x4.of(NOTHING)),
      ...walk(count, [top.set(f32x4.max(top.get, f32x4.select(scaled, f32x4.of(NOTHING), mask.get)))]),
      ...top.set(f32x4.splat(maxLanes(top))),
      ...sum.set(f32x4.of(0)),
      ...walk(count, [
        exp(value, f32x4.sub(scaled, top.get)),
        value.set(f32x4.select(value.get, f32x4.of(0), mask.get)),
        sum.set(f32x4.add(sum.get, value.get)),
        f32x4.store(place, value.get),
      ]),
      ...sum.set(f32x4.splat(f32.div(f32.of(1), sumLanes(sum)))),
      ...walk(count, [f32x4.store(place, f32x4.mul(f32x4.load(place), sum.get))]),
    ];
  };
}

/** `softmax(rows, count, x, stride, scale)`: of scale · x, each row in place, over its first `count` values. */
export const softmax = (multiplyAdd: MultiplyAdd) =>
  routine('softmax', [...ints(4), 'f32'], ([rows, count, x, stride, scale], locals) => {
    if (!rows || !count || !x || !stride || !scale) return [];
    const row = locals.one('i32');
    const write = softmaxOfRow(locals, multiplyAdd);
    return [
      row.set(i32.of(0)),
      whileLess(row, rows.get, [write(x, count.get, scale), x.add(stride.get), row.add(i32.of(1))]),
    ];
  });

/** `softmaxCausal(rows, before, x, stride, scale)`: row i over its first `before` + i + 1 values; the rest of the row becomes 0. */
export const softmaxCausal = (multiplyAdd: MultiplyAdd) =>
  routine('softmaxCausal', [...ints(4), 'f32'], ([rows, before, x, stride, scale], locals) => {
    if (!rows || !before || !x || !stride || !scale) return [];
    const [row, rest] = [locals.one('i32'), locals.one('i32')];
    const last = i32.add(row.get, before.get);
    const write = softmaxOfRow(locals, multiplyAdd);
    return [
      row.set(i32.of(0)),
      whileLess(row, rows.get, [
        write(x, i32.add(last, i32.of(1)), scale),
        // From the vector behind the one that holds the diagonal.
        rest.set(i32.mul(i32.add(i32.and(last, i32.of(-4)), i32.of(4)), i32.of(4))),
        whileLess(rest, stride.get, [
          f32x4.store(i32.add(x.get, rest.get), f32x4.of(0)),
          rest.add(i32.of(16)),
        ]),
        x.add(stride.get),
        row.add(i32.of(1)),
      ]),
    ];
  });

/** `softmaxBackward(rows, shares, slopes, stride, scale)`: slopes become scale · shares · (slopes − Σ shares · slopes). */
export const softmaxBackward = (multiplyAdd: MultiplyAdd) =>
  routine('softmaxBackward', [...ints(4), 'f32'], ([rows, shares, slopes, stride, scale], locals) => {
    if (!rows || !shares || !slopes || !stride || !scale) return [];
    const [row, offset] = [locals.one('i32'), locals.one('i32')];
    const sum = locals.one('v128');
    const [share, slope] = [i32.add(shares.get, offset.get), i32.add(slopes.get, offset.get)];
    return [
      row.set(i32.of(0)),
      whileLess(row, rows.get, [
        sum.set(f32x4.of(0)),
        offset.set(i32.of(0)),
        whileLess(offset, stride.get, [
          sum.set(multiplyAdd(f32x4.load(share), f32x4.load(slope), sum.get)),
          offset.add(i32.of(16)),
        ]),
        sum.set(f32x4.splat(sumLanes(sum))),
        offset.set(i32.of(0)),
        whileLess(offset, stride.get, [
          f32x4.store(
            slope,
            f32x4.mul(
              f32x4.mul(f32x4.load(share), f32x4.splat(scale.get)),
              f32x4.sub(f32x4.load(slope), sum.get),
            ),
          ),
          offset.add(i32.of(16)),
        ]),
        shares.add(stride.get),
        slopes.add(stride.get),
        row.add(i32.of(1)),
      ]),
    ];
  });

/**
 * `rowStatistics(rows, count, x, stride, scale, out)`: of scale · x, four float32 a row: the largest value, the sum of the exponentials
 * relative to it, and the sum of those times (value − largest); from them follow the log-probabilities and the entropy.
 */
export const rowStatistics = (multiplyAdd: MultiplyAdd) =>
  routine('rowStatistics', [...ints(4), 'f32', 'i32'], ([rows, count, x, stride, scale, out], locals) => {
    if (!rows || !count || !x || !stride || !scale || !out) return [];
    const row = locals.one('i32');
    const { offset, mask, walk } = rowWalk(locals);
    const [top, sum, weighted, value, distance] = locals.many(5, 'v128');
    if (!top || !sum || !weighted || !value || !distance) return [];
    const exp = exponential(locals, multiplyAdd);
    const scaled = f32x4.mul(f32x4.load(i32.add(x.get, offset.get)), f32x4.splat(scale.get));
    return [
      row.set(i32.of(0)),
      whileLess(row, rows.get, [
        top.set(f32x4.of(NOTHING)),
        walk(count.get, [top.set(f32x4.max(top.get, f32x4.select(scaled, f32x4.of(NOTHING), mask.get)))]),
        top.set(f32x4.splat(maxLanes(top))),
        sum.set(f32x4.of(0)),
        weighted.set(f32x4.of(0)),
        walk(count.get, [
          distance.set(f32x4.sub(scaled, top.get)),
          exp(value, distance.get),
          value.set(f32x4.select(value.get, f32x4.of(0), mask.get)),
          sum.set(f32x4.add(sum.get, value.get)),
          weighted.set(multiplyAdd(value.get, distance.get, weighted.get)),
        ]),
        f32.store(out.get, f32x4.lane(top.get, 0)),
        f32.store(out.get, sumLanes(sum), 4),
        f32.store(out.get, sumLanes(weighted), 8),
        x.add(stride.get),
        out.add(i32.of(16)),
        row.add(i32.of(1)),
      ]),
    ];
  });

/**
 * `crossEntropyBackward(count, x, scale, logSum, slope)`: a row of logits x becomes slope · scale · softmax(scale · x), where `logSum` is
 * the logarithm of the sum of the exponentials; behind `count` it becomes 0.
 */
export const crossEntropyBackward = (multiplyAdd: MultiplyAdd) =>
  routine(
    'crossEntropyBackward',
    [...ints(2), 'f32', 'f32', 'f32'],
    ([count, x, scale, logSum, slope], locals) => {
      if (!count || !x || !scale || !logSum || !slope) return [];
      const { offset, mask, walk } = rowWalk(locals);
      const value = locals.one('v128');
      const exp = exponential(locals, multiplyAdd);
      const place = i32.add(x.get, offset.get);
      return [
        walk(count.get, [
          exp(
            value,
            f32x4.sub(f32x4.mul(f32x4.load(place), f32x4.splat(scale.get)), f32x4.splat(logSum.get)),
          ),
          value.set(f32x4.mul(value.get, f32x4.splat(f32.mul(slope.get, scale.get)))),
          f32x4.store(place, f32x4.select(value.get, f32x4.of(0), mask.get)),
        ]),
      ];
    },
  );
