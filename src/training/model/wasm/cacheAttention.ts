import { f32, f32x4, i32, routine, whileLess } from './assembler.ts';
import { type MultiplyAdd, sumLanes } from './vectorMath.ts';

const ints = (count: number) => Array.from({ length: count }, () => 'i32' as const);

/**
 * `cacheScores(count, query, keys, scores, stride)`: the products of one token's query with `count` keys, for every head: head h writes
 * into the row `scores` + h · stride. Keys are [count, heads · headDim].
 */
export const cacheScores = (heads: number, headDim: number, multiplyAdd: MultiplyAdd) =>
  routine('cacheScores', ints(5), ([count, query, keys, scores, stride], locals) => {
    if (!count || !query || !keys || !scores || !stride) return [];
    const lanes = headDim / 4;
    const [head, offset, key] = locals.many(3, 'i32');
    const parts = locals.many(lanes, 'v128');
    const sum = locals.one('v128');
    if (!head || !offset || !key) return [];
    return [
      head.set(i32.of(0)),
      whileLess(head, i32.of(heads), [
        ...parts.map((part, lane) => part.set(f32x4.load(query.get, 16 * lane))),
        key.set(keys.get),
        offset.set(i32.of(0)),
        whileLess(offset, i32.mul(count.get, i32.of(4)), [
          sum.set(f32x4.of(0)),
          ...parts.map((part, lane) =>
            sum.set(multiplyAdd(part.get, f32x4.load(key.get, 16 * lane), sum.get)),
          ),
          f32.store(i32.add(scores.get, offset.get), sumLanes(sum)),
          key.add(i32.of(4 * heads * headDim)),
          offset.add(i32.of(4)),
        ]),
        query.add(i32.of(4 * headDim)),
        keys.add(i32.of(4 * headDim)),
        scores.add(stride.get),
        head.add(i32.of(1)),
      ]),
    ];
  });

/** `cacheMix(count, shares, stride, values, out)`: adds to each head of `out` its shares of `count` values. */
export const cacheMix = (heads: number, headDim: number, multiplyAdd: MultiplyAdd) =>
  routine('cacheMix', ints(5), ([count, shares, stride, values, out], locals) => {
    if (!count || !shares || !stride || !values || !out) return [];
    const lanes = headDim / 4;
    const [head, offset, value] = locals.many(3, 'i32');
    const sums = locals.many(lanes, 'v128');
    const share = locals.one('v128');
    if (!head || !offset || !value) return [];
    return [
      head.set(i32.of(0)),
      whileLess(head, i32.of(heads), [
        ...sums.map((sum, lane) => sum.set(f32x4.load(out.get, 16 * lane))),
        value.set(values.get),
        offset.set(i32.of(0)),
        whileLess(offset, i32.mul(count.get, i32.of(4)), [
          share.set(f32x4.loadSplat(i32.add(shares.get, offset.get))),
          ...sums.map((sum, lane) =>
            sum.set(multiplyAdd(share.get, f32x4.load(value.get, 16 * lane), sum.get)),
          ),
          value.add(i32.of(4 * heads * headDim)),
          offset.add(i32.of(4)),
        ]),
        ...sums.map((sum, lane) => f32x4.store(out.get, sum.get, 16 * lane)),
        out.add(i32.of(4 * headDim)),
        values.add(i32.of(4 * headDim)),
        shares.add(stride.get),
        head.add(i32.of(1)),
      ]),
    ];
  });
