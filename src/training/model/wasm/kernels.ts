import { z } from '../../../core/zod.ts';
import type { LlamaConfig } from '../types.ts';
import { assemble } from './assembler.ts';
import { cacheMix, cacheScores } from './cacheAttention.ts';
import { norm, normBackward, rotate, silu, siluBackward, transpose } from './elementwise.ts';
import { gemm } from './gemm.ts';
import { crossEntropyBackward, rowStatistics, softmax, softmaxBackward, softmaxCausal } from './softmax.ts';
import { relaxedMultiplyAdd, separateMultiplyAdd } from './vectorMath.ts';

const routine = z.custom<(...parameters: number[]) => void>((value) => typeof value === 'function');

const EXPORTS = z.object({
  multiply: routine,
  multiplyTransposed: routine,
  silu: routine,
  siluBackward: routine,
  norm: routine,
  normBackward: routine,
  rotate: routine,
  transpose: routine,
  softmax: routine,
  softmaxCausal: routine,
  softmaxBackward: routine,
  rowStatistics: routine,
  crossEntropyBackward: routine,
  cacheScores: routine,
  cacheMix: routine,
});

/** The routines of this folder, by their names; each says at its definition what its parameters are. Strides and pointers are in bytes. */
export type Kernels = z.infer<typeof EXPORTS>;

/** Assembles the routines for a model's shape over a memory. Multiply-adds are fused where the browser can (relaxed SIMD). */
export function createKernels(config: LlamaConfig, memory: WebAssembly.Memory): Kernels {
  const shape = [config.heads, config.hiddenSize, config.rmsNormEps].join();
  let compiled = modules.get(shape);
  if (!compiled) {
    const relaxed = moduleBytes(config, true);
    compiled = new WebAssembly.Module(WebAssembly.validate(relaxed) ? relaxed : moduleBytes(config, false));
    modules.set(shape, compiled);
  }
  return EXPORTS.parse(new WebAssembly.Instance(compiled, { env: { memory } }).exports);
}

/** Compiled once for each shape: the browser's compiler then settles on them once, too. */
const modules = new Map<string, WebAssembly.Module>();

export function moduleBytes(config: LlamaConfig, relaxed: boolean): Uint8Array<ArrayBuffer> {
  const multiplyAdd = relaxed ? relaxedMultiplyAdd : separateMultiplyAdd;
  const headDim = config.hiddenSize / config.heads;
  return assemble([
    gemm(false, multiplyAdd),
    gemm(true, multiplyAdd),
    silu(multiplyAdd),
    siluBackward(multiplyAdd),
    norm(multiplyAdd, config.rmsNormEps),
    normBackward(multiplyAdd),
    rotate(config.heads, headDim),
    transpose(),
    softmax(multiplyAdd),
    softmaxCausal(multiplyAdd),
    softmaxBackward(multiplyAdd),
    rowStatistics(multiplyAdd),
    crossEntropyBackward(multiplyAdd),
    cacheScores(config.heads, headDim, multiplyAdd),
    cacheMix(config.heads, headDim, multiplyAdd),
  ]);
}

/** Whether the routines can serve a model: they work on whole vectors of four. */
export const kernelsServe = ({ hiddenSize, intermediateSize, heads }: LlamaConfig): boolean =>
  (hiddenSize / heads) % 8 === 0 && intermediateSize % 4 === 0;
