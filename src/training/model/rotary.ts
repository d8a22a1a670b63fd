import type { LlamaConfig } from './types.ts';

/** Cosine and sine of the rotary angles of positions 0 … length − 1, [length, headDim] each. */
export function rotaryTables(
  config: LlamaConfig,
  length: number,
): { readonly cos: Float32Array<ArrayBuffer>; readonly sin: Float32Array<ArrayBuffer> } {
  const headDim = config.hiddenSize / config.heads;
  const half = headDim / 2;
  const cos = new Float32Array(length * headDim);
  const sin = new Float32Array(length * headDim);
  for (let position = 0; position < length; position++) {
    for (let index = 0; index < headDim; index++) {
      const angle = position * config.ropeTheta ** (-(index % half) / half);
      cos[position * headDim + index] = Math.cos(angle);
      sin[position * headDim + index] = Math.sin(angle);
    }
  }
  return { cos, sin };
}
