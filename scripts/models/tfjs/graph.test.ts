import { describe, expect, it } from 'vitest';
import { tensorValues } from './attributes.ts';
import { decodeFloat16 } from './float16.ts';
import { ancestorsInOrder, readGraph } from './graph.ts';

const model = (
  nodes: readonly { name: string; op: string; input?: readonly string[] }[],
  weights: readonly unknown[] = [],
) => ({
  format: 'graph-model',
  modelTopology: { node: nodes },
  weightsManifest: [{ paths: ['weights.bin'], weights }],
});

const half = (...bits: readonly number[]): Uint8Array => new Uint8Array(Uint16Array.from(bits).buffer);

describe('readGraph', () => {
  it('cuts the weights into tensors, half floats and integers among them', () => {
    const { constants } = readGraph(
      model(
        [],
        [
          { name: 'a', shape: [2], dtype: 'float32', quantization: { dtype: 'float16' } },
          { name: 'b', shape: [], dtype: 'int32' },
        ],
      ),
      new Uint8Array([...half(0x3c00, 0xc100), 7, 0, 0, 0]),
    );
    const a = constants.get('a');
    const b = constants.get('b');
    expect(a && tensorValues(a)).toEqual([1, -2.5]);
    expect(b && tensorValues(b)).toEqual([7]);
  });

  it('refuses weights that are too short or too long', () => {
    const json = model([], [{ name: 'a', shape: [2], dtype: 'float32' }]);
    expect(() => readGraph(json, new Uint8Array(7))).toThrow('The weights end at byte 7, inside "a".');
    expect(() => readGraph(json, new Uint8Array(9))).toThrow(
      'describes 8 bytes of weights, the files hold 9',
    );
  });

  it('refuses a node that is defined twice and what is no graph model', () => {
    const twice = model([
      { name: 'a', op: 'Relu' },
      { name: 'a', op: 'Relu' },
    ]);
    expect(() => readGraph(twice, new Uint8Array())).toThrow('"a" twice');
    expect(() => readGraph({ format: 'layers-model' }, new Uint8Array())).toThrow();
    expect(() => readGraph(null, new Uint8Array())).toThrow();
  });
});

describe('ancestorsInOrder', () => {
  const order = (nodes: Parameters<typeof model>[0], ...targets: string[]): string[] =>
    ancestorsInOrder(readGraph(model(nodes), new Uint8Array()), targets).map(({ name }) => name);

  it('puts every node after those that it reads, and leaves the rest out', () => {
    const nodes = [
      { name: 'sum', op: 'Add', input: ['left', 'right:0'] },
      { name: 'left', op: 'Relu', input: ['image'] },
      { name: 'right', op: 'Relu', input: ['image'] },
      { name: 'unused', op: 'Relu', input: ['sum'] },
      { name: 'image', op: 'Placeholder' },
    ];
    expect(order(nodes, 'sum')).toEqual(['image', 'left', 'right', 'sum']);
    expect(order(nodes, 'right', 'sum')).toEqual(['image', 'right', 'left', 'sum']);
  });

  it('names a node that is missing and one on a cycle', () => {
    expect(() => order([{ name: 'a', op: 'Relu', input: ['b'] }], 'a')).toThrow('Node "a" reads "b"');
    const cycle = [
      { name: 'a', op: 'Relu', input: ['b'] },
      { name: 'b', op: 'Relu', input: ['a'] },
    ];
    expect(() => order(cycle, 'a')).toThrow('cycle');
  });
});

describe('decodeFloat16', () => {
  it.each([
    [0x0000, 0],
    [0x0001, 2 ** -24],
    [0x03ff, 1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3155, 0.1666259765625],
    [0x3c01, 1 + 2 ** -10],
    [0x7bff, 65504],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7e00, Number.NaN],
    [0x8000, -0],
  ])('reads %i', (bits, value) => {
    expect(decodeFloat16(bits)).toBe(value);
  });

  it('grows with its bits over all finite positive values', () => {
    for (let bits = 1; bits < 0x7c00; bits++)
      expect(decodeFloat16(bits) > decodeFloat16(bits - 1)).toBe(true);
  });
});
