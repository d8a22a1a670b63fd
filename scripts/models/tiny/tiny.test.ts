import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, it } from 'vitest';
import { tinyDetector } from './detector.ts';
import { tinyModels } from './index.ts';
import { tinySam2 } from './sam.ts';
import type { TinyModel } from './types.ts';
import { tinyLanguageModel } from './writers.ts';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';

const MAX_BYTES = 50_000;

async function run(model: TinyModel, session: string, feeds: Record<string, ort.Tensor>) {
  const file = model.files.find(({ path }) => path === `onnx/${session}.onnx`);
  const opened = await ort.InferenceSession.create(file?.bytes ?? new Uint8Array());
  return await opened.run(feeds);
}

const valuesOf = (tensor: ort.Tensor | undefined): Float32Array =>
  tensor?.data instanceof Float32Array ? tensor.data : new Float32Array();

const floats = (data: readonly number[], dims: readonly number[]): ort.Tensor =>
  new ort.Tensor('float32', Float32Array.from(data), [...dims]);

/** A grey picture [1, 3, 64, 64] with a square of one colour from (x, y), 16 on a side. */
function pictureWith(colour: readonly [number, number, number], x: number, y: number): ort.Tensor {
  const data = Array.from({ length: 3 * 64 * 64 }, (_, i) => {
    const [channel, row, column] = [Math.floor(i / 4096), Math.floor((i % 4096) / 64), i % 64];
    const inside = column >= x && column < x + 16 && row >= y && row < y + 16;
    return inside ? (colour[channel] ?? 0) : 0.4;
  });
  return floats(data, [1, 3, 64, 64]);
}

describe('tiny models', () => {
  it('open in the runtime, every session of them, and are tiny', async () => {
    for (const { files, repository } of tinyModels()) {
      const paths = files.map(({ path }) => path);
      expect(paths).toContain('config.json');
      expect(paths).toContain('preprocessor_config.json');
      for (const { path, bytes } of files) {
        expect(bytes.length, `${repository}/${path}`).toBeLessThan(MAX_BYTES);
        if (path.endsWith('_quantized.onnx')) await ort.InferenceSession.create(bytes);
      }
    }
  });

  it('find a red square where it is, and nothing where there is none', async () => {
    const found = await run(tinyDetector(), 'model', { pixel_values: pictureWith([0.9, 0.1, 0.1], 8, 32) });
    const box = [...valuesOf(found.pred_boxes)].slice(0, 4);
    for (const [i, value] of [16 / 64, 40 / 64, 0.25, 0.25].entries()) expect(box[i]).toBeCloseTo(value, 2);
    expect(Math.max(...valuesOf(found.logits))).toBeCloseTo(4, 1);
    const none = await run(tinyDetector(), 'model', { pixel_values: pictureWith([0.4, 0.4, 0.4], 8, 32) });
    expect(Math.max(...valuesOf(none.logits))).toBeLessThan(-7);
  });

  it('mask what the prompt points at', async () => {
    const model = tinySam2();
    const embeddings = await run(model, 'vision_encoder', {
      pixel_values: pictureWith([0.9, 0.1, 0.1], 16, 16),
    });
    const areaAt = async (point: readonly [number, number]): Promise<number> => {
      const masks = await run(model, 'prompt_encoder_mask_decoder', {
        ...embeddings,
        input_points: floats(point, [1, 1, 1, 2]),
        input_labels: new ort.Tensor('int64', BigInt64Array.of(1n), [1, 1, 1]),
        input_boxes: floats([], [1, 0, 4]),
      });
      const best = valuesOf(masks.pred_masks).slice(256, 512);
      return best.filter((logit) => logit > 0).length;
    };
    expect(await areaAt([24, 24])).toBe(16);
    expect(await areaAt([50, 50])).toBe(240);
  });

  it('say their sentence word by word, from the cache', async () => {
    const words = ['count', 'the', 'cups'];
    const model = tinyLanguageModel(words, { count: 'the', the: 'cups' });
    const first = 4; // after the special tokens
    let past = { key: floats([], [1, 1, 0, 7]), value: floats([], [1, 1, 0, 7]) };
    let id = first;
    const said: number[] = [];
    for (let step = 0; step < 3; step++) {
      const outputs = await run(model, 'model', {
        input_ids: new ort.Tensor('int64', BigInt64Array.of(BigInt(id)), [1, 1]),
        attention_mask: new ort.Tensor('int64', new BigInt64Array(step + 1).fill(1n), [1, step + 1]),
        position_ids: new ort.Tensor('int64', BigInt64Array.of(BigInt(step)), [1, 1]),
        'past_key_values.0.key': past.key,
        'past_key_values.0.value': past.value,
      });
      const { 'present.0.key': key, 'present.0.value': value } = outputs;
      if (!key || !value) throw new Error('the cache is not given back');
      expect(key.dims).toEqual([1, 1, step + 1, 7]);
      past = { key, value };
      const logits = valuesOf(outputs.logits);
      id = logits.indexOf(Math.max(...logits));
      said.push(id);
    }
    expect(said).toEqual([first + 1, first + 2, 3]); // "the", "cups", end
  });
});
