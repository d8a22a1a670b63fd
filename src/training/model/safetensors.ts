import { TwinsightError } from '../../core/errors.ts';
import { z } from '../../core/zod.ts';
import { fromBfloat16, fromHalf, toHalf } from './halfPrecision.ts';
import type { Tensor, Weights } from './types.ts';
import { sizeOf } from './weights.ts';

const MAX_HEADER_BYTES = 8 * 2 ** 20;
const BYTES = { F32: 4, F16: 2, BF16: 2 } as const;
const MOST = Number.MAX_SAFE_INTEGER;

const ENTRY = z.strictObject({
  dtype: z.enum(['F32', 'F16', 'BF16']),
  shape: z.array(z.int().min(0).max(MOST)).max(8),
  data_offsets: z.tuple([z.int().min(0).max(MOST), z.int().min(0).max(MOST)]),
});
const METADATA = z.record(z.string(), z.string());
const HEADER = z.record(z.string(), z.unknown());

export interface SafetensorsFile {
  readonly tensors: Weights;
  readonly metadata: Readonly<Record<string, string>>;
}

const refuse = (name: string, why: string): TwinsightError =>
  new TwinsightError({
    code: 'model-invalid',
    message: `${name}: ${why}`,
    remedy: 'Give a complete safetensors file with tensors of the types F32, F16 or BF16.',
  });

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, the tensors one behind the other. Checked as strictly as the
 * reference reader does: every byte belongs to one tensor. (A name given twice leaves a hole, or changes nothing.)
 *
 * @param name of the file, for messages
 * @throws {TwinsightError} `model-invalid`, naming the tensor where it is one's fault
 */
export function readSafetensors(bytes: Uint8Array, name = 'model.safetensors'): SafetensorsFile {
  const { header, body } = splitFile(bytes, name);
  const { __metadata__: meta, ...rest } = header;
  const metadata = METADATA.safeParse(meta ?? {});
  if (!metadata.success) throw refuse(name, '__metadata__ is no map from text to text.');
  const entries = Object.entries(rest).map(([tensor, value]) => {
    const entry = ENTRY.safeParse(value);
    if (!entry.success) {
      const [issue] = entry.error.issues;
      throw refuse(name, `the tensor ${tensor}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}.`);
    }
    return { tensor, ...entry.data };
  });
  entries.sort((a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]);
  const tensors = new Map<string, Tensor>();
  let reached = 0;
  for (const {
    tensor,
    dtype,
    shape,
    data_offsets: [begin, end],
  } of entries) {
    const length = sizeOf(shape);
    if (begin !== reached)
      throw refuse(name, `the tensor ${tensor} begins at byte ${begin}, not ${reached}.`);
    if (end - begin !== length * BYTES[dtype])
      throw refuse(name, `the tensor ${tensor} of shape [${shape}] has ${end - begin} bytes.`);
    if (end > body.byteLength) throw refuse(name, `the file ends inside the tensor ${tensor}.`);
    tensors.set(tensor, { shape, data: decode(body.subarray(begin, end), dtype) });
    reached = end;
  }
  if (reached !== body.byteLength)
    throw refuse(name, `${body.byteLength - reached} bytes behind the last tensor belong to none.`);
  return { tensors, metadata: metadata.data };
}

function splitFile(bytes: Uint8Array, name: string) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 8) throw refuse(name, 'the file is shorter than the length of its header.');
  const length = view.getBigUint64(0, true);
  if (length > BigInt(MAX_HEADER_BYTES)) throw refuse(name, `a header of ${length} bytes is too long.`);
  const start = 8 + Number(length);
  if (start > bytes.byteLength) throw refuse(name, 'the file ends inside its header.');
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
  } catch {
    throw refuse(name, 'its header is no JSON.');
  }
  const header = HEADER.safeParse(json);
  if (!header.success) throw refuse(name, 'its header is no JSON object.');
  return { header: header.data, body: bytes.subarray(start) };
}

function decode(bytes: Uint8Array, dtype: keyof typeof BYTES): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new Float32Array(bytes.byteLength / BYTES[dtype]);
  for (let index = 0; index < data.length; index++) {
    if (dtype === 'F32') data[index] = view.getFloat32(4 * index, true);
    else {
      const bits = view.getUint16(2 * index, true);
      data[index] = dtype === 'F16' ? fromHalf(bits) : fromBfloat16(bits);
    }
  }
  return data;
}

/** Writes a safetensors file, tensors in the given order; the data begins at a multiple of 8 bytes. */
export function writeSafetensors(
  tensors: Weights,
  options: {
    readonly dtype?: 'F32' | 'F16';
    readonly metadata?: Readonly<Record<string, string>>;
  } = {},
): Uint8Array<ArrayBuffer> {
  const dtype = options.dtype ?? 'F32';
  const header: Record<string, unknown> = {};
  if (options.metadata) header.__metadata__ = options.metadata;
  let size = 0;
  for (const [name, { shape, data }] of tensors) {
    const end = size + data.length * BYTES[dtype];
    header[name] = { dtype, shape, data_offsets: [size, end] };
    size = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + size);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(padded), true);
  bytes.set(json, 8);
  bytes.fill(0x20, 8 + json.length, 8 + padded);
  let at = 8 + padded;
  for (const { data } of tensors.values()) {
    for (const value of data) {
      if (dtype === 'F32') view.setFloat32(at, value, true);
      else view.setUint16(at, toHalf(value), true);
      at += BYTES[dtype];
    }
  }
  return bytes;
}
