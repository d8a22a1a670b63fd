import { type Code, f32, f32x4, i32, type Local, type Locals, routine, whileLess } from './assembler.ts';
import { exponential, type MultiplyAdd, sumLanes } from './vectorMath.ts';

/** Runs `body` for offsets 0, 16, 32, … below `bytes`. */
const vectors = (offset: Local, bytes: Code, body: readonly Code[]): Code => [
  ...offset.set(i32.of(0)),
  ...whileLess(offset, bytes, [...body, offset.add(i32.of(16))]),
];

const at = (pointer: Local | undefined, offset: Local): Code => i32.add(pointer?.get ?? [], offset.get);
const ints = (count: number) => Array.from({ length: count }, () => 'i32' as const);

/** 1 / (1 + e^−x) into `target`. */
function logistic(locals: Locals, multiplyAdd: MultiplyAdd): (target: Local, x: Code) => Code {
  const exp = exponential(locals, multiplyAdd);
  return (target, x) => [
    ...exp(target, f32x4.sub(f32x4.of(0), x)),
    ...target.set(f32x4.div(f32x4.of(1), f32x4.add(f32x4.of(1), target.get))),
  ];
}

/** `silu(bytes, gate, up, out)`: out = gate · σ(gate) · up. */
export const silu = (multiplyAdd: MultiplyAdd) =>
  routine('silu', ints(4), ([bytes, gate, up, out], locals) => {
    const offset = locals.one('i32');
    const [x, share] = [locals.one('v128'), locals.one('v128')];
    const sigma = logistic(locals, multiplyAdd);
    return [
      vectors(offset, bytes?.get ?? [], [
        x.set(f32x4.load(at(gate, offset))),
        sigma(share, x.get),
        f32x4.store(at(out, offset), f32x4.mul(f32x4.mul(x.get, share.get), f32x4.load(at(up, offset)))),
      ]),
    ];
  });

/** `siluBackward(bytes, gate, up, slope)`: gate and up become their own gradients, given that of the product. */
export const siluBackward = (multiplyAdd: MultiplyAdd) =>
  routine('siluBackward', ints(4), ([bytes, gate, up, slope], locals) => {
    const offset = locals.one('i32');
    const [x, share, d] = [locals.one('v128'), locals.one('v128'), locals.one('v128')];
    const sigma = logistic(locals, multiplyAdd);
    const one = f32x4.of(1);
    return [
      vectors(offset, bytes?.get ?? [], [
        x.set(f32x4.load(at(gate, offset))),
        d.set(f32x4.load(at(slope, offset))),
        sigma(share, x.get),
        // d/dx x σ(x) = σ(x) (1 + x (1 − σ(x)))
        f32x4.store(
          at(gate, offset),
          f32x4.mul(
            f32x4.mul(d.get, f32x4.load(at(up, offset))),
            f32x4.mul(share.get, f32x4.add(one, f32x4.mul(x.get, f32x4.sub(one, share.get)))),
          ),
        ),
        f32x4.store(at(up, offset), f32x4.mul(d.get, f32x4.mul(x.get, share.get))),
      ]),
    ];
  });

/** `norm(rows, bytes, x, gain, out, scales)`: out = x · scale · gain, with scale = 1 / √(mean(x²) + eps) kept for each row. */
export const norm = (multiplyAdd: MultiplyAdd, eps: number) =>
  routine('norm', ints(6), ([rows, bytes, x, gain, out, scales], locals) => {
    if (!rows || !bytes || !x || !gain || !out || !scales) return [];
    const [row, offset] = [locals.one('i32'), locals.one('i32')];
    const [sum, value] = [locals.one('v128'), locals.one('v128')];
    const scale = locals.one('f32');
    const width = f32.ofInt(bytes.get);
    return [
      row.set(i32.of(0)),
      whileLess(row, rows.get, [
        sum.set(f32x4.of(0)),
        vectors(offset, bytes.get, [
          value.set(f32x4.load(at(x, offset))),
          sum.set(multiplyAdd(value.get, value.get, sum.get)),
        ]),
        // `bytes` is four times the width.
        scale.set(
          f32.div(
            f32.of(1),
            f32.sqrt(f32.add(f32.div(f32.mul(sumLanes(sum), f32.of(4)), width), f32.of(eps))),
          ),
        ),
        f32.store(scales.get, scale.get),
        vectors(offset, bytes.get, [
          f32x4.store(
            at(out, offset),
            f32x4.mul(
              f32x4.mul(f32x4.load(at(x, offset)), f32x4.splat(scale.get)),
              f32x4.load(at(gain, offset)),
            ),
          ),
        ]),
        x.add(bytes.get),
        out.add(bytes.get),
        scales.add(i32.of(4)),
        row.add(i32.of(1)),
      ]),
    ];
  });

/**
 * `normBackward(rows, bytes, x, gain, scales, slope, slopeX, slopeGain)`: adds to the gradients of x and of the gain, given that of
 * the result.
 */
export const normBackward = (multiplyAdd: MultiplyAdd) =>
  routine('normBackward', ints(8), ([rows, bytes, x, gain, scales, slope, slopeX, slopeGain], locals) => {
    if (!rows || !bytes || !x || !gain || !scales || !slope || !slopeX || !slopeGain) return [];
    const [row, offset] = [locals.one('i32'), locals.one('i32')];
    const [sum, unit, d, scale, mean] = locals.many(5, 'v128');
    if (!sum || !unit || !d || !scale || !mean) return [];
    return [
      row.set(i32.of(0)),
      whileLess(row, rows.get, [
        sum.set(f32x4.of(0)),
        scale.set(f32x4.loadSplat(scales.get)),
        vectors(offset, bytes.get, [
          unit.set(f32x4.mul(f32x4.load(at(x, offset)), scale.get)),
          d.set(f32x4.load(at(slope, offset))),
          f32x4.store(at(slopeGain, offset), multiplyAdd(d.get, unit.get, f32x4.load(at(slopeGain, offset)))),
          sum.set(multiplyAdd(f32x4.mul(d.get, f32x4.load(at(gain, offset))), unit.get, sum.get)),
        ]),
        mean.set(f32x4.splat(f32.div(f32.mul(sumLanes(sum), f32.of(4)), f32.ofInt(bytes.get)))),
        vectors(offset, bytes.get, [
          unit.set(f32x4.mul(f32x4.load(at(x, offset)), scale.get)),
          d.set(f32x4.mul(f32x4.load(at(slope, offset)), f32x4.load(at(gain, offset)))),
          f32x4.store(
            at(slopeX, offset),
            multiplyAdd(
              scale.get,
              f32x4.sub(d.get, f32x4.mul(unit.get, mean.get)),
              f32x4.load(at(slopeX, offset)),
            ),
          ),
        ]),
        x.add(bytes.get),
        slope.add(bytes.get),
        slopeX.add(bytes.get),
        scales.add(i32.of(4)),
        row.add(i32.of(1)),
      ]),
    ];
  });

/**
 * `rotate(rows, x, stride, positions, cos, sin)`: turns the halves of every head of the rows of x by the angles of their positions, in
 * place. The tables hold half a head for each position; with the sines' signs changed it turns back.
 */
export const rotate = (heads: number, headDim: number) =>
  routine('rotate', ints(6), ([rows, x, stride, positions, cos, sin], locals) => {
    if (!rows || !x || !stride || !positions || !cos || !sin) return [];
    const half = 2 * headDim;
    const [row, angle, offset] = locals.many(3, 'i32');
    const [left, right, c, s] = locals.many(4, 'v128');
    if (!row || !angle || !offset || !left || !right || !c || !s) return [];
    const turn = (head: number): Code => {
      const place = 4 * headDim * head;
      return [
        ...left.set(f32x4.load(at(x, offset), place)),
        ...right.set(f32x4.load(at(x, offset), place + half)),
        ...f32x4.store(
          at(x, offset),
          f32x4.sub(f32x4.mul(left.get, c.get), f32x4.mul(right.get, s.get)),
          place,
        ),
        ...f32x4.store(
          at(x, offset),
          f32x4.add(f32x4.mul(right.get, c.get), f32x4.mul(left.get, s.get)),
          place + half,
        ),
      ];
    };
    return [
      row.set(i32.of(0)),
      whileLess(row, rows.get, [
        angle.set(i32.mul(i32.load(positions.get), i32.of(half))),
        vectors(offset, i32.of(half), [
          c.set(f32x4.load(i32.add(at(cos, offset), angle.get))),
          s.set(f32x4.load(i32.add(at(sin, offset), angle.get))),
          ...Array.from({ length: heads }, (_, head) => turn(head)),
        ]),
        x.add(stride.get),
        positions.add(i32.of(4)),
        row.add(i32.of(1)),
      ]),
    ];
  });

/** `transpose(rows, columns, from, strideFrom, to, strideTo)`: of a matrix of float32. */
export const transpose = () =>
  routine('transpose', ints(6), ([rows, columns, from, strideFrom, to, strideTo], locals) => {
    if (!rows || !columns || !from || !strideFrom || !to || !strideTo) return [];
    const [row, column, target] = locals.many(3, 'i32');
    if (!row || !column || !target) return [];
    return [
      row.set(i32.of(0)),
      whileLess(row, rows.get, [
        column.set(i32.of(0)),
        target.set(to.get),
        whileLess(column, i32.mul(columns.get, i32.of(4)), [
          f32.store(target.get, f32.load(at(from, column))),
          target.add(strideTo.get),
          column.add(i32.of(4)),
        ]),
        from.add(strideFrom.get),
        to.add(i32.of(4)),
        row.add(i32.of(1)),
      ]),
    ];
  });
