import { describe, expect, it } from 'vitest';
import type { LlamaConfig } from '../types.ts';
import { Arena } from './arena.ts';
import { createKernels, kernelsServe, moduleBytes } from './kernels.ts';

const CONFIG: LlamaConfig = {
  vocabSize: 10,
  hiddenSize: 16,
  intermediateSize: 8,
  layers: 1,
  heads: 2,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  maxPositions: 16,
  tiedEmbeddings: true,
  bosToken: 0,
  eosToken: 1,
  padToken: 2,
};
const arena = new Arena();
const kernels = createKernels(CONFIG, arena.memory);
const place = (values: readonly number[]): number => {
  const pointer = arena.take(values.length);
  arena.view(pointer, values.length).set(values);
  return pointer;
};
const some = (count: number, seed: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => Math.sin(seed + 1.7 * index));

describe('the kernels', () => {
  it('are a valid module with and without fused multiply-adds', () => {
    expect(WebAssembly.validate(moduleBytes(CONFIG, false))).toBe(true);
    const fused = new Uint8Array(moduleBytes(CONFIG, true));
    // Whether this machine knows relaxed SIMD: the smallest module that uses it (i8x16.relaxed_swizzle).
    const probe = Uint8Array.from([
      0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65,
      2, 253, 15, 253, 128, 2, 11,
    ]);
    expect(WebAssembly.validate(fused)).toBe(WebAssembly.validate(probe));
  });

  it.each([
    [1, 4, 1],
    [4, 12, 4],
    [5, 20, 7],
    [13, 36, 9],
    [8, 8, 33],
  ])('multiply %d × %d over %d, by rows and by columns, and add', (m, n, k) => {
    for (const byColumns of [false, true]) {
      const [a, b, c] = [some(m * k, 1), some(k * n, 2), some(m * n, 3)];
      const [pa, pb, pc] = [place(a), place(b), place(c)];
      const wanted = c.map((start, index) => {
        const [row, column] = [Math.floor(index / n), index % n];
        let sum = start;
        for (let i = 0; i < k; i++)
          sum += (a[byColumns ? i * m + row : row * k + i] ?? 0) * (b[i * n + column] ?? 0);
        return sum;
      });
      if (byColumns) kernels.multiplyTransposed(m, n, k, pa, 4 * m, pb, 4 * n, pc, 4 * n, 1);
      else kernels.multiply(m, n, k, pa, 4 * k, pb, 4 * n, pc, 4 * n, 1);
      expect([...arena.view(pc, m * n)]).toEqual(wanted.map((value) => expect.closeTo(value, 4)));
    }
  });

  it('give the softmax over exactly the values that count', () => {
    const rows = place([1, 2, 3, 4, Number.NaN, 9, 9, 9, 1, 1, 1, 1, 80, 9, 9, 9]);
    kernels.softmax(1, 4, rows, 32, 0.5);
    const weights = [0.5, 1, 1.5, 2].map(Math.exp);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    expect([...arena.view(rows, 4)]).toEqual(weights.map((weight) => expect.closeTo(weight / total, 6)));
    kernels.softmax(1, 5, rows + 32, 32, 1);
    expect([...arena.view(rows + 32, 8)]).toEqual(
      [0, 0, 0, 0, 1, 0, 0, 0].map((share) => expect.closeTo(share, 6)),
    );
  });

  it('exponentiate to float32, from the smallest to the largest exponent', () => {
    // Of [x, 0] the softmax is [σ(x), 1 − σ(x)].
    for (const x of [-86, -20, -3.3, -0.001, 0, 0.7, 15, 80]) {
      const row = place([x, 0, 0, 0]);
      kernels.softmax(1, 2, row, 16, 1);
      const share = 1 / (1 + Math.exp(-x));
      expect((arena.view(row, 1)[0] ?? 0) / share).toBeCloseTo(1, 6);
    }
  });

  it('serve models with whole vectors in their heads', () => {
    expect(kernelsServe(CONFIG)).toBe(true);
    expect(kernelsServe({ ...CONFIG, heads: 4 })).toBe(false);
    expect(kernelsServe({ ...CONFIG, intermediateSize: 10 })).toBe(false);
  });
});
