import * as ort from 'onnxruntime-web/wasm';

/** Tensors by name, float32, row-major. */
export type FloatTensors = Readonly<
  Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>
>;

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

/** Runs an ONNX model once in ONNX Runtime's WebAssembly build, in this process. */
export async function runOnnx(model: Uint8Array, feeds: FloatTensors): Promise<FloatTensors> {
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  try {
    const inputs = Object.entries(feeds).map(
      ([name, { data, dims }]) => [name, new ort.Tensor('float32', data, dims)] as const,
    );
    const outputs = await session.run(Object.fromEntries(inputs));
    return Object.fromEntries(
      Object.entries(outputs).map(([name, { data, dims }]) => {
        if (!(data instanceof Float32Array)) throw new TypeError(`Output "${name}" is not float32.`);
        return [name, { data: data.slice(), dims }];
      }),
    );
  } finally {
    await session.release();
  }
}
