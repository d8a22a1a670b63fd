import { z } from 'zod';
import type { OnnxTensor } from '../onnx/model.ts';

const headerSchema = z.record(
  z.string(),
  z.object({
    dtype: z.enum(['F16', 'F32']),
    shape: z.array(z.int().positive()),
    data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  }),
);

/** The tensors of one safetensors file by name. */
export type Weights = ReadonlyMap<string, OnnxTensor>;

/**
 * Reads a file in the safetensors format (https://github.com/huggingface/safetensors#format): eight bytes with the length of a
 * JSON header, the header, the tensors. Throws where the header is none or a tensor leaves the file.
 */
export function readWeights(file: Uint8Array): Weights {
  if (file.length < 8) throw new Error('The weights file is too short for a header.');
  const length = Number(new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true));
  if (8 + length > file.length) throw new Error('The weights file ends inside its header.');
  const header = headerSchema.parse(JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length))));
  return new Map(
    Object.entries(header).map(
      ([
        name,
        {
          dtype,
          shape,
          data_offsets: [start, end],
        },
      ]) => {
        if (start > end || 8 + length + end > file.length)
          throw new Error(`Weights "${name}" leave the file.`);
        const dataType = dtype === 'F16' ? 'float16' : 'float32';
        return [
          name,
          { name, dataType, dims: shape, data: file.subarray(8 + length + start, 8 + length + end) },
        ];
      },
    ),
  );
}
