import { type Code, f32, f32x4, i32, i32x4, type Local, type Locals } from './assembler.ts';

/** a · b + c of vectors. */
export type MultiplyAdd = (a: Code, b: Code, c: Code) => Code;

export const separateMultiplyAdd: MultiplyAdd = (a, b, c) => f32x4.add(f32x4.mul(a, b), c);
export const relaxedMultiplyAdd: MultiplyAdd = (a, b, c) => f32x4.relaxedMultiplyAdd(a, b, c);

/** The sum of a vector's lanes. */
export const sumLanes = (vector: Local): Code =>
  f32.add(
    f32.add(f32x4.lane(vector.get, 0), f32x4.lane(vector.get, 1)),
    f32.add(f32x4.lane(vector.get, 2), f32x4.lane(vector.get, 3)),
  );

export const maxLanes = (vector: Local): Code =>
  f32.max(
    f32.max(f32x4.lane(vector.get, 0), f32x4.lane(vector.get, 1)),
    f32.max(f32x4.lane(vector.get, 2), f32x4.lane(vector.get, 3)),
  );

/** The smallest exponent whose power float32 holds in full precision, and the largest it holds at all. */
const [LEAST, MOST] = [-87.3, 88.3];
/** ln 2 in two parts, the first with few bits, so that its multiples are exact (Cody and Waite). */
const [LN2_HIGH, LN2_LOW] = [0.693359375, -2.121944400546905e-4];
/** The polynomial of Cephes' `expf`. */
const POLYNOMIAL = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
];

/** Writes e^x for vectors, to about two units in the last place; exponents outside float32 are held at its ends. */
export function exponential(
  locals: Locals,
  multiplyAdd: MultiplyAdd,
): (target: Local, exponent: Code) => Code {
  const [x, power, sum] = locals.many(3, 'v128');
  return (target, exponent) => {
    if (!x || !power || !sum) return [];
    return [
      ...x.set(f32x4.min(f32x4.max(exponent, f32x4.of(LEAST)), f32x4.of(MOST))),
      ...power.set(f32x4.nearest(f32x4.mul(x.get, f32x4.of(Math.LOG2E)))),
      ...x.set(f32x4.sub(x.get, f32x4.mul(power.get, f32x4.of(LN2_HIGH)))),
      ...x.set(f32x4.sub(x.get, f32x4.mul(power.get, f32x4.of(LN2_LOW)))),
      ...sum.set(f32x4.of(POLYNOMIAL[0] ?? 0)),
      ...POLYNOMIAL.slice(1).flatMap((term) => sum.set(multiplyAdd(sum.get, x.get, f32x4.of(term)))),
      ...sum.set(f32x4.add(multiplyAdd(f32x4.mul(sum.get, x.get), x.get, x.get), f32x4.of(1))),
      // 2^power, written into the bits of the exponent.
      ...target.set(
        f32x4.mul(
          sum.get,
          i32x4.shiftLeft(i32x4.add(f32x4.toInts(power.get), i32x4.splat(i32.of(127))), i32.of(23)),
        ),
      ),
    ];
  };
}
