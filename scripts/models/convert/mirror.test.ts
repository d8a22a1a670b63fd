import { describe, expect, it } from 'vitest';
import { encodeModel } from '../onnx/encode.ts';
import type { OnnxModel, OnnxValueInfo } from '../onnx/model.ts';
import { runOnnx } from '../ortNode.ts';
import { withMirrorImage } from './mirror.ts';

const value = (name: string, ...dims: readonly number[]): OnnxValueInfo => ({
  name,
  dataType: 'float32',
  dims,
});

const relu = (...dims: readonly number[]): OnnxModel => ({
  producerName: 'test',
  producerVersion: '1',
  opset: 17,
  metadata: {},
  graph: {
    name: 'test',
    nodes: [{ name: 'out', opType: 'Relu', inputs: ['image'], outputs: ['out'], attributes: {} }],
    initializers: [],
    inputs: [value('image', ...dims)],
    outputs: [value('out', ...dims)],
  },
});

describe('withMirrorImage', () => {
  it('runs the model on an image and on its mirror image', async () => {
    const model = encodeModel(withMirrorImage(relu(2, 1, 2, 3)));
    const image = { data: Float32Array.of(1, 2, 3, 4, 5, -6), dims: [1, 1, 2, 3] };
    const { out } = await runOnnx(model, { image });
    expect(out?.dims).toEqual([2, 1, 2, 3]);
    expect([...(out?.data ?? [])]).toEqual([1, 2, 3, 4, 5, 0, 3, 2, 1, 0, 5, 4]);
  });

  it('refuses a model that takes another number of images', () => {
    expect(() => withMirrorImage(relu(1, 1, 2, 3))).toThrow('a batch of two images');
  });
});
