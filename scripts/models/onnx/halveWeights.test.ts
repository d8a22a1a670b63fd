import { describe, expect, it } from 'vitest';
import { runOnnx } from '../ortNode.ts';
import { halveWeights } from './halveWeights.ts';
import { ProtobufWriter } from './protobuf.ts';
import { readFields, readVarint } from './protobufReader.ts';

const COUNT = 256;
const weights = Float32Array.from({ length: COUNT }, (_, index) => Math.sin(index) * 3);

function valueInfo(name: string): ProtobufWriter {
  const shape = new ProtobufWriter().message(1, new ProtobufWriter().integer(1, COUNT));
  const tensor = new ProtobufWriter().integer(1, 1).message(2, shape);
  return new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, tensor));
}

/** y = x + w, with the weights in a `Constant` node as in the files of PaddlePaddle's exporter. */
function addModel(values: Float32Array): Uint8Array {
  const raw = new Uint8Array(values.buffer);
  const tensor = new ProtobufWriter().integers(1, [values.length]).integer(2, 1).bytes(9, raw);
  const value = new ProtobufWriter().string(1, 'value').message(5, tensor).integer(20, 4);
  const constant = new ProtobufWriter().string(2, 'w').string(4, 'Constant').message(5, value);
  const add = new ProtobufWriter().string(1, 'x').string(1, 'w').string(2, 'y').string(4, 'Add');
  const graph = new ProtobufWriter().message(1, constant).message(1, add).string(2, 'g');
  graph.message(11, valueInfo('x')).message(12, valueInfo('y'));
  const opset = new ProtobufWriter().string(1, '').integer(2, 11);
  return new ProtobufWriter().integer(1, 7).message(7, graph).message(8, opset).finish();
}

describe('half weights', () => {
  it('halve the file, and the model computes the same but for their rounding', async () => {
    const model = addModel(weights);
    const halved = halveWeights(model);
    expect(halved.length).toBeLessThan(model.length - COUNT);
    const feeds = { x: { data: new Float32Array(COUNT).fill(1), dims: [COUNT] } };
    const [whole, half] = [await runOnnx(model, feeds), await runOnnx(halved, feeds)];
    const errors = Array.from(weights, (_, index) =>
      Math.abs((whole.y?.data[index] ?? 9) - (half.y?.data[index] ?? 0)),
    );
    expect(Math.max(...errors)).toBeLessThan(3 * 2 ** -11);
    expect(Math.max(...errors)).toBeGreaterThan(0);
  });

  it('leave small tensors and all other fields as they are', () => {
    const small = addModel(weights.slice(0, 8));
    expect(halveWeights(small)).toEqual(Buffer.from(small));
  });

  it('refuse weights beyond the range of half floats', () => {
    expect(() => halveWeights(addModel(weights.map((weight) => weight * 1e6)))).toThrow(/does not fit/);
  });
});

describe('fields of a message', () => {
  it('are read as they were written, each with its whole bytes', () => {
    const message = new ProtobufWriter().integer(1, 300).string(2, 'text').float(3, 1.5).finish();
    const fields = [...readFields(message)];
    expect(fields.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(readVarint(fields[0]?.content ?? new Uint8Array(), 0).value).toBe(300);
    expect(new TextDecoder().decode(fields[1]?.content)).toBe('text');
    expect(Buffer.concat(fields.map(({ raw }) => raw))).toEqual(Buffer.from(message));
  });

  it('are refused where they are cut short', () => {
    const message = new ProtobufWriter().string(2, 'text').finish();
    for (let length = 1; length < message.length; length++) {
      expect(() => [...readFields(message.subarray(0, length))]).toThrow(RangeError);
    }
    expect(() => [...readFields(Uint8Array.of(0x0b))]).toThrow(/Wire type 3/);
  });
});
