import type {
  OnnxAttribute,
  OnnxDataType,
  OnnxGraph,
  OnnxModel,
  OnnxNode,
  OnnxTensor,
  OnnxValueInfo,
} from './model.ts';
import { ProtobufWriter } from './protobuf.ts';

/** IR version 8 is the one that opsets 15 to 18 were released with. */
const IR_VERSION = 8;

/** `TensorProto.DataType` */
const DATA_TYPE_CODES: Readonly<Record<OnnxDataType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  float16: 10,
};

const ELEMENT_BYTES: Readonly<Record<OnnxDataType, number>> = { float32: 4, int32: 4, int64: 8, float16: 2 };

/** `AttributeProto.AttributeType` */
const ATTRIBUTE_TYPE_CODES: Readonly<Record<OnnxAttribute['type'], number>> = {
  float: 1,
  int: 2,
  string: 3,
  ints: 7,
};

/** The `TensorProto.DataType` number, which `Cast` takes as its `to` attribute. */
export const dataTypeCode = (dataType: OnnxDataType): number => DATA_TYPE_CODES[dataType];

/**
 * Serialises a model as an ONNX file. Field numbers are those of `onnx.proto` (https://github.com/onnx/onnx). The same
 * model gives the same bytes. Throws a `RangeError` where a tensor's bytes do not fit its dims.
 */
export function encodeModel(model: OnnxModel): Uint8Array {
  const writer = new ProtobufWriter()
    .integer(1, IR_VERSION)
    .string(2, model.producerName)
    .string(3, model.producerVersion)
    .message(7, encodeGraph(model.graph))
    .message(8, new ProtobufWriter().string(1, '').integer(2, model.opset));
  for (const [key, value] of Object.entries(model.metadata)) {
    writer.message(14, new ProtobufWriter().string(1, key).string(2, value));
  }
  return writer.finish();
}

function encodeGraph(graph: OnnxGraph): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const node of graph.nodes) writer.message(1, encodeNode(node));
  writer.string(2, graph.name);
  for (const tensor of graph.initializers) writer.message(5, encodeTensor(tensor));
  for (const input of graph.inputs) writer.message(11, encodeValueInfo(input));
  for (const output of graph.outputs) writer.message(12, encodeValueInfo(output));
  return writer;
}

function encodeNode(node: OnnxNode): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, node.name).string(4, node.opType);
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writer.message(5, encodeAttribute(name, attribute));
  }
  return writer;
}

function encodeAttribute(name: string, attribute: OnnxAttribute): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  switch (attribute.type) {
    case 'float':
      writer.float(2, attribute.value);
      break;
    case 'int':
      writer.integer(3, attribute.value);
      break;
    case 'string':
      writer.string(4, attribute.value);
      break;
    case 'ints':
      writer.integers(8, attribute.value);
      break;
  }
  return writer.integer(20, ATTRIBUTE_TYPE_CODES[attribute.type]);
}

function encodeTensor(tensor: OnnxTensor): ProtobufWriter {
  const elements = tensor.dims.reduce((product, dim) => product * dim, 1);
  const expected = elements * ELEMENT_BYTES[tensor.dataType];
  if (tensor.data.length !== expected) {
    throw new RangeError(
      `Tensor "${tensor.name}" of shape [${tensor.dims.join(', ')}] needs ${expected} bytes, not ${tensor.data.length}.`,
    );
  }
  return new ProtobufWriter()
    .integers(1, tensor.dims)
    .integer(2, DATA_TYPE_CODES[tensor.dataType])
    .string(8, tensor.name)
    .bytes(9, tensor.data);
}

function encodeValueInfo(value: OnnxValueInfo): ProtobufWriter {
  const shape = new ProtobufWriter();
  for (const dim of value.dims) {
    const side = new ProtobufWriter();
    shape.message(1, typeof dim === 'number' ? side.integer(1, dim) : side.string(2, dim));
  }
  const tensorType = new ProtobufWriter().integer(1, DATA_TYPE_CODES[value.dataType]).message(2, shape);
  return new ProtobufWriter().string(1, value.name).message(2, new ProtobufWriter().message(1, tensorType));
}
