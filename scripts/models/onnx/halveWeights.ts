import { encodeFloat16 } from '../tfjs/float16.ts';
import { dataTypeCode } from './encode.ts';
import { ProtobufWriter } from './protobuf.ts';
import { type ProtobufField, readFields, readVarint } from './protobufReader.ts';

/** Smaller tensors stay as they are: a further node would cost more than it saves. */
const MIN_BYTES = 512;

/** Field numbers of `onnx.proto` (https://github.com/onnx/onnx). */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const NODE = { output: 2, name: 3, opType: 4, attribute: 5 } as const;
const ATTRIBUTE_TENSOR = 5;
const TENSOR = { dataType: 2, rawData: 9 } as const;

/**
 * Stores the float32 weights of an ONNX file as half floats: each `Constant` that is large enough becomes one of half floats and
 * a `Cast`, which ONNX Runtime folds when it loads the model. Everything else keeps its bytes. Throws a `RangeError` for a
 * weight that no half float can hold.
 */
export function halveWeights(model: Uint8Array): Uint8Array {
  return rewrite(model, ({ number, content, raw }) =>
    number === MODEL_GRAPH ? new ProtobufWriter().bytes(MODEL_GRAPH, halveGraph(content)).finish() : raw,
  );
}

const halveGraph = (graph: Uint8Array): Uint8Array =>
  rewrite(graph, ({ number, content, raw }) => (number === GRAPH_NODE ? (halveNode(content) ?? raw) : raw));

const rewrite = (message: Uint8Array, change: (field: ProtobufField) => Uint8Array): Uint8Array =>
  Buffer.concat(Array.from(readFields(message), change));

/** The two nodes in place of a `Constant` node with many floats; undefined for any other node. */
function halveNode(node: Uint8Array): Uint8Array | undefined {
  const fields = [...readFields(node)];
  const text = (wanted: number): string =>
    new TextDecoder().decode(fields.find(({ number }) => number === wanted)?.content);
  if (text(NODE.opType) !== 'Constant') return undefined;
  const output = text(NODE.output);
  const half = `${output}/half`;
  let halved = false;
  const constant = rewrite(node, ({ number, content, raw }) => {
    if (number === NODE.output) return new ProtobufWriter().string(NODE.output, half).finish();
    if (number !== NODE.attribute) return raw;
    const attribute = rewrite(content, (field) => {
      const tensor = field.number === ATTRIBUTE_TENSOR ? halveTensor(field.content) : undefined;
      halved ||= tensor !== undefined;
      return tensor ? new ProtobufWriter().bytes(ATTRIBUTE_TENSOR, tensor).finish() : field.raw;
    });
    return new ProtobufWriter().bytes(NODE.attribute, attribute).finish();
  });
  if (!halved) return undefined;
  const to = new ProtobufWriter().string(1, 'to').integer(3, dataTypeCode('float32')).integer(20, 2);
  const cast = new ProtobufWriter().string(1, half).string(2, output);
  cast.string(NODE.name, `${half}/cast`).string(NODE.opType, 'Cast').message(NODE.attribute, to);
  return new ProtobufWriter().bytes(GRAPH_NODE, constant).bytes(GRAPH_NODE, cast.finish()).finish();
}

/** A float32 tensor with raw data as one of half floats; undefined for any other. */
function halveTensor(tensor: Uint8Array): Uint8Array | undefined {
  const fields = [...readFields(tensor)];
  const type = fields.find(({ number }) => number === TENSOR.dataType);
  const data = fields.find(({ number }) => number === TENSOR.rawData);
  if (!type || readVarint(type.content, 0).value !== dataTypeCode('float32')) return undefined;
  if (!data || data.content.length < MIN_BYTES) return undefined;
  const floats = new DataView(data.content.buffer, data.content.byteOffset, data.content.byteLength);
  const halves = new Uint8Array(data.content.length / 2);
  const view = new DataView(halves.buffer);
  for (let at = 0; at < halves.length; at += 2) {
    view.setUint16(at, encodeFloat16(floats.getFloat32(2 * at, true)), true);
  }
  return rewrite(tensor, ({ number, raw }) => {
    if (number === TENSOR.dataType)
      return new ProtobufWriter().integer(TENSOR.dataType, dataTypeCode('float16')).finish();
    return number === TENSOR.rawData ? new ProtobufWriter().bytes(TENSOR.rawData, halves).finish() : raw;
  });
}
