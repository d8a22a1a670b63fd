import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from '../../../src/core/zod.ts';
import type { OnnxValueInfo } from '../onnx/model.ts';
import { type FloatTensors, runOnnx } from '../ortNode.ts';
import { FOLDS, foldHeadFile, HEADS_FOLDER, headFile, readMaskHeads } from './heads.ts';
import { buildMaskHead, HEAD_KINDS, type HeadKind, headInputs, MAX_POINTS } from './maskHead.ts';
import { readWeights } from './weights.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const HEADS = join(ROOT, HEADS_FOLDER);
const MAX_BYTES = 2e6;
/** Weights are rounded to half floats in the file, not in torch; logits reach about 10. */
const MAX_DIFFERENCE = 0.05;

const numbers = z.array(z.number());
const golden = z
  .object({ every: z.int(), windows: z.array(numbers), boxes: z.array(numbers), clicks: z.array(numbers) })
  .extend({ fast: numbers, fine: numbers })
  .parse(JSON.parse(readFileSync(join(HEADS, 'golden.json'), 'utf8')));

/** The formula of golden.py: numbers in [-2, 2) that depend on nothing but their index. */
const noise = (count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => ((Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32) * 4 - 2);

const tensor = (dims: readonly number[], data: readonly number[] | Float32Array) => ({
  dims,
  data: Float32Array.from(data),
});

function promptTensor(name: string, kind: HeadKind): FloatTensors[string] | undefined {
  const boxes = kind === 'fast' ? golden.boxes : golden.boxes.slice(0, 1);
  if (name === 'boxes') return tensor([boxes.length, 4], boxes.flat());
  if (name === 'windows') return tensor([boxes.length, 4], golden.windows.flat());
  if (name !== 'points') return undefined;
  const points = new Float32Array(3 * MAX_POINTS);
  points.set(golden.clicks.flat());
  return tensor([1, MAX_POINTS, 3], points);
}

function goldenFeeds(kind: HeadKind): FloatTensors {
  const feed = ({ name, dims }: OnnxValueInfo): FloatTensors[string] => {
    const sizes = dims.map(Number);
    return (
      promptTensor(name, kind) ?? tensor(sizes, noise(sizes.reduce((product, size) => product * size, 1)))
    );
  };
  return Object.fromEntries(headInputs(kind).map((input) => [input.name, feed(input)]));
}

describe('the mask heads in the repository', () => {
  it.each(HEAD_KINDS)('compute in ONNX what torch computes: %s', async (kind) => {
    const { mask } = await runOnnx(readFileSync(join(HEADS, headFile(kind))), goldenFeeds(kind));
    expect(mask?.dims).toEqual([kind === 'fast' ? golden.boxes.length : 1, 64, 64]);
    const kept = mask?.data.filter((_, index) => index % golden.every === 0) ?? new Float32Array();
    expect(kept.length).toBe(golden[kind].length);
    const differences = golden[kind].map((expected, index) =>
      Math.abs(expected - (kept[index] ?? Number.NaN)),
    );
    expect(Math.max(...differences)).toBeLessThanOrEqual(MAX_DIFFERENCE);
    expect(Math.max(...golden[kind]) - Math.min(...golden[kind])).toBeGreaterThan(1);
  });

  it('are there for the app and for every fold, and small', () => {
    const files = HEAD_KINDS.flatMap((kind) => [
      headFile(kind),
      ...FOLDS.map((fold) => foldHeadFile(kind, fold)),
    ]);
    expect(files.filter((file) => !existsSync(join(HEADS, file)))).toEqual([]);
    const heads = readMaskHeads(ROOT);
    expect(heads.map(({ file }) => file).toSorted()).toEqual(
      files.map((file) => `models/${file}`).toSorted(),
    );
    expect(heads.reduce((sum, { bytes }) => sum + bytes.length, 0)).toBeLessThanOrEqual(MAX_BYTES);
    expect(heads.flatMap(({ entry }) => entry?.id ?? [])).toEqual(['mask-fast', 'mask-fine']);
  });

  it('differ from fold to fold', () => {
    const contents = readMaskHeads(ROOT).map(({ bytes }) => Buffer.from(bytes).toString('base64'));
    expect(new Set(contents).size).toBe(contents.length);
  });
});

/** A safetensors file. */
function weightsFile(tensors: Readonly<Record<string, readonly number[]>>): Uint8Array {
  let offset = 0;
  const header = Object.fromEntries(
    Object.entries(tensors).map(([name, shape]) => {
      const start = offset;
      offset += 2 * shape.reduce((product, size) => product * size, 1);
      return [name, { dtype: 'F16', shape, data_offsets: [start, offset] }];
    }),
  );
  const json = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + json.length + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(json.length), true);
  file.set(json, 8);
  return file;
}

describe('weights', () => {
  it('are read by name, shape and bytes', () => {
    const weights = readWeights(weightsFile({ a: [2, 3], b: [1] }));
    expect([...weights.keys()]).toEqual(['a', 'b']);
    expect(weights.get('a')).toMatchObject({ dataType: 'float16', dims: [2, 3] });
    expect(weights.get('a')?.data.length).toBe(12);
  });

  it('are refused where the file is cut short', () => {
    const file = weightsFile({ a: [2, 3] });
    for (const length of [4, 20, file.length - 1])
      expect(() => readWeights(file.subarray(0, length))).toThrow();
  });

  it('must be all that the graph needs', () => {
    expect(() => buildMaskHead('fine', readWeights(weightsFile({ a: [1] })), {})).toThrow(
      '"project.s32.weight"',
    );
  });
});
