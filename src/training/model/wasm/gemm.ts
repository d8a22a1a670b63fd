import { type Code, f32x4, i32, type Local, type Locals, routine, whileLess } from './assembler.ts';
import type { MultiplyAdd } from './vectorMath.ts';

/** Twelve accumulators, three vectors of B and one of A: the sixteen registers of x86-64 and the half of ARM's. */
const ROWS = 4;
const VECTORS = [3, 2, 1] as const;
const UNROLL = 4;

/**
 * C = A · B, or C += A · B: A [m, k], B [k, n], C [m, n], n a multiple of 4. Strides are in bytes.
 *
 * @param transposed false: `multiply`, A's rows are contiguous and `strideA` is the way from one to the next. true:
 * `multiplyTransposed`, A is read by columns, which are contiguous; `strideA` is the way from one column to the next.
 */
export function gemm(transposed: boolean, multiplyAdd: MultiplyAdd) {
  const name = transposed ? 'multiplyTransposed' : 'multiply';
  return routine(
    name,
    Array.from({ length: 10 }, () => 'i32' as const),
    (parameters, locals) => {
      const [m, n, k, a, strideA, b, strideB, c, strideC, accumulate] = parameters;
      if (!m || !n || !k || !a || !strideA || !b || !strideB || !c || !strideC || !accumulate) return [];
      const column = locals.one('i32');
      const row = locals.one('i32');
      const tile = tileWriter({ k, strideA, strideB, strideC, accumulate }, locals, transposed, multiplyAdd);
      const [panelB, panelC, pointerA, pointerC] = locals.many(4, 'i32');
      if (!panelB || !panelC || !pointerA || !pointerC) return [];
      const rowStep = (rows: number): Code =>
        transposed ? i32.of(4 * rows) : i32.mul(strideA.get, i32.of(rows));
      const rowsLoop = (rows: number, vectors: number): Code =>
        whileLess(row, i32.sub(m.get, i32.of(rows - 1)), [
          tile(rows, vectors, pointerA, panelB, pointerC),
          pointerA.add(rowStep(rows)),
          pointerC.add(i32.mul(strideC.get, i32.of(rows))),
          row.add(i32.of(rows)),
        ]);
      return [
        column.set(i32.of(0)),
        panelB.set(b.get),
        panelC.set(c.get),
        ...VECTORS.map((vectors) =>
          whileLess(column, i32.sub(n.get, i32.of(4 * vectors - 1)), [
            row.set(i32.of(0)),
            pointerA.set(a.get),
            pointerC.set(panelC.get),
            rowsLoop(ROWS, vectors),
            rowsLoop(1, vectors),
            panelB.add(i32.of(16 * vectors)),
            panelC.add(i32.of(16 * vectors)),
            column.add(i32.of(4 * vectors)),
          ]),
        ),
      ];
    },
  );
}

interface Shape {
  readonly k: Local;
  readonly strideA: Local;
  readonly strideB: Local;
  readonly strideC: Local;
  readonly accumulate: Local;
}

/** Writes the code of one tile of C: `rows` by four times `vectors`, kept in registers over all of k. */
function tileWriter(
  { k, strideA, strideB, strideC, accumulate }: Shape,
  locals: Locals,
  transposed: boolean,
  multiplyAdd: MultiplyAdd,
) {
  const sums = locals.many(ROWS * VECTORS[0], 'v128');
  const ofB = locals.many(VECTORS[0], 'v128');
  const ofA = locals.one('v128');
  const pointers = locals.many(ROWS, 'i32');
  const [counter, pointerB, target] = locals.many(3, 'i32');
  return (rows: number, vectors: number, fromA: Local, fromB: Local, toC: Local): Code => {
    if (!counter || !pointerB || !target) return [];
    const mine = sums.slice(0, rows * vectors);
    const bs = ofB.slice(0, vectors);
    // By columns, the rows of a tile lie next to each other, and one pointer serves them all.
    const as = pointers.slice(0, transposed ? 1 : rows);
    const loadA = (row: number, unrolled: number): Code =>
      transposed
        ? f32x4.loadSplat(as[0]?.get ?? [], 4 * row)
        : f32x4.loadSplat(as[row]?.get ?? [], 4 * unrolled);
    const oneK = (unrolled: number): Code => [
      ...bs.flatMap((vector, index) => vector.set(f32x4.load(pointerB.get, 16 * index))),
      ...Array.from({ length: rows }, (_, row) => [
        ...ofA.set(loadA(row, unrolled)),
        ...bs.flatMap((vector, index) => {
          const sum = mine[row * vectors + index];
          return sum ? sum.set(multiplyAdd(ofA.get, vector.get, sum.get)) : [];
        }),
      ]).flat(),
      ...pointerB.add(strideB.get),
      ...(transposed ? as.flatMap((pointer) => pointer.add(strideA.get)) : []),
    ];
    const advance = (count: number): Code => [
      ...(transposed ? [] : as.flatMap((pointer) => pointer.add(i32.of(4 * count)))),
      ...counter.add(i32.of(count)),
    ];
    return [
      ...mine.flatMap((sum) => sum.set(f32x4.of(0))),
      ...as.flatMap((pointer, row) =>
        pointer.set(row === 0 ? fromA.get : i32.add(as[row - 1]?.get ?? [], strideA.get)),
      ),
      ...pointerB.set(fromB.get),
      ...counter.set(i32.of(0)),
      ...whileLess(counter, i32.sub(k.get, i32.of(UNROLL - 1)), [
        ...Array.from({ length: UNROLL }, (_, unrolled) => oneK(unrolled)),
        advance(UNROLL),
      ]),
      ...whileLess(counter, k.get, [oneK(0), advance(1)]),
      ...target.set(toC.get),
      ...Array.from({ length: rows }, (_, row) => [
        ...bs.flatMap((_, index) => {
          const sum = mine[row * vectors + index];
          return sum ? storeSum(target, 16 * index, sum, accumulate) : [];
        }),
        ...target.add(strideC.get),
      ]).flat(),
    ];
  };
}

/** C is read only where it is added to: it may hold anything before. */
const storeSum = (target: Local, offset: number, sum: Local, accumulate: Local): Code => [
  ...accumulate.get,
  0x04,
  0x40,
  ...f32x4.store(target.get, f32x4.add(f32x4.load(target.get, offset), sum.get), offset),
  0x05,
  ...f32x4.store(target.get, sum.get, offset),
  0x0b,
];
