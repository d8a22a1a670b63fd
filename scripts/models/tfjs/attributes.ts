import { decodeFloat16 } from './float16.ts';
import type { TfjsTensor } from './graph.ts';
import type { TfjsNode } from './schema.ts';

const decodeText = (base64: string): string => Buffer.from(base64, 'base64').toString('utf8');

/** A text attribute, decoded from base64; throws where the node has none. */
export function textAttribute(node: TfjsNode, name: string): string {
  const value = node.attr[name]?.s;
  if (value === undefined) throw missing(node, name, 'text');
  return decodeText(value);
}

/** A list of texts; empty where the node has none. */
export function textsAttribute(node: TfjsNode, name: string): string[] {
  return (node.attr[name]?.list?.s ?? []).map(decodeText);
}

/** A list of integers; throws where the node has none. */
export function integersAttribute(node: TfjsNode, name: string): readonly number[] {
  const value = node.attr[name]?.list?.i;
  if (value === undefined) throw missing(node, name, 'integer list');
  return value;
}

/** A truth value; false where the node has none, as protobuf leaves defaults out. */
export function booleanAttribute(node: TfjsNode, name: string): boolean {
  return node.attr[name]?.b ?? false;
}

/** The static shape of a placeholder; throws where a dimension is unknown. */
export function shapeAttribute(node: TfjsNode, name: string): readonly number[] {
  const shape = node.attr[name]?.shape?.dim?.map((dim) => dim.size);
  if (shape === undefined || shape.some((size) => size <= 0)) throw missing(node, name, 'fully known shape');
  return shape;
}

function missing(node: TfjsNode, name: string, kind: string): Error {
  return new Error(`Node "${node.name}" (${node.op}) has no ${kind} attribute "${name}".`);
}

/** The elements of a constant as JavaScript numbers, row-major. */
export function tensorValues(tensor: TfjsTensor): number[] {
  const view = new DataView(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  const bytes = tensor.dataType === 'float16' ? 2 : 4;
  return Array.from({ length: tensor.data.length / bytes }, (_, index) => {
    if (tensor.dataType === 'float16') return decodeFloat16(view.getUint16(index * 2, true));
    if (tensor.dataType === 'int32') return view.getInt32(index * 4, true);
    return view.getFloat32(index * 4, true);
  });
}
