import { adaptedLayers, loraA, loraB } from './adapters.ts';
import type { AdapterConfig, LlamaConfig } from './types.ts';

/**
 * The gradients of an adapter's A and B from those of the merged weights W + s · B A, by the chain rule:
 * dB = s · dW Aᵀ and dA = s · Bᵀ dW, with s = alpha / rank.
 *
 * @param adapter the adapter's tensors by name
 * @param merged the gradients of the merged weights, by the names of the weights
 */
export function adapterGradients(
  config: LlamaConfig,
  lora: AdapterConfig,
  adapter: ReadonlyMap<string, { readonly data: Float32Array }>,
  merged: ReadonlyMap<string, Float32Array>,
): ReadonlyMap<string, Float32Array> {
  const gradients = new Map<string, Float32Array>();
  for (const { name, shape } of adaptedLayers(config, lora)) {
    const [a, b] = [adapter.get(loraA(name)), adapter.get(loraB(name))];
    const slope = merged.get(`${name}.weight`);
    if (!a || !b || !slope) throw new Error(`No gradient of ${name} came back.`);
    const { da, db } = chain(a.data, b.data, slope, shape, lora);
    gradients.set(loraA(name), da);
    gradients.set(loraB(name), db);
  }
  return gradients;
}

function chain(
  a: Float32Array,
  b: Float32Array,
  slope: Float32Array,
  [out, input]: readonly [number, number],
  { rank, alpha }: AdapterConfig,
): { readonly da: Float32Array; readonly db: Float32Array } {
  const scale = alpha / rank;
  const da = new Float32Array(rank * input);
  const db = new Float32Array(out * rank);
  for (let row = 0; row < out; row++) {
    for (let k = 0; k < rank; k++) {
      const weight = scale * (b[row * rank + k] ?? 0);
      let sum = 0;
      for (let column = 0; column < input; column++) {
        const one = slope[row * input + column] ?? 0;
        sum += one * (a[k * input + column] ?? 0);
        da[k * input + column] = (da[k * input + column] ?? 0) + weight * one;
      }
      db[row * rank + k] = scale * sum;
    }
  }
  return { da, db };
}
