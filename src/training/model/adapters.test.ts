import { describe, expect, it } from 'vitest';
import { adaptedLayers, createAdapter, mergeAdapter, readPeftFolder, writePeftFolder } from './adapters.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';
import { ADAPTER_TARGETS, type AdapterConfig, type LlamaConfig, type Tensor } from './types.ts';
import { weightShapes } from './weights.ts';

const CONFIG: LlamaConfig = {
  vocabSize: 12,
  hiddenSize: 8,
  intermediateSize: 20,
  layers: 2,
  heads: 2,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  maxPositions: 16,
  tiedEmbeddings: true,
  bosToken: 0,
  eosToken: 1,
  padToken: 2,
};
const LORA: AdapterConfig = { rank: 2, alpha: 6, targets: ['q_proj', 'down_proj'], seed: 5 };
const ones = (shape: readonly number[], value: number): Tensor => ({
  shape,
  data: new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(value),
});
const weights = new Map([...weightShapes(CONFIG)].map(([name, shape]) => [name, ones(shape, 0.5)]));

describe('adapters', () => {
  it('begin with A from the seed within its bound, and B zero', () => {
    const adapter = createAdapter(CONFIG, LORA);
    expect([...adapter.keys()].slice(0, 2)).toEqual([
      'model.layers.0.self_attn.q_proj.lora_A.weight',
      'model.layers.0.self_attn.q_proj.lora_B.weight',
    ]);
    expect(adapter.get('model.layers.1.mlp.down_proj.lora_A.weight')?.shape).toEqual([2, 20]);
    const a = adapter.get('model.layers.0.self_attn.q_proj.lora_A.weight')?.data ?? new Float32Array(1);
    const largest = Math.max(...a.map(Math.abs));
    expect(largest).toBeGreaterThan(0.5 / Math.sqrt(8));
    expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(8));
    expect(createAdapter(CONFIG, LORA)).toEqual(adapter);
    expect(createAdapter(CONFIG, { ...LORA, seed: 6 })).not.toEqual(adapter);
  });

  it('change nothing at first, and add (alpha / rank) · B A when merged', () => {
    const adapter = new Map(createAdapter(CONFIG, LORA));
    expect(mergeAdapter(CONFIG, weights, LORA, adapter)).toEqual(weights);
    const name = 'model.layers.1.self_attn.q_proj';
    adapter.set(`${name}.lora_A.weight`, {
      shape: [2, 8],
      data: Float32Array.from({ length: 16 }, (_, i) => i),
    });
    adapter.set(`${name}.lora_B.weight`, ones([8, 2], 1));
    const merged = mergeAdapter(CONFIG, weights, LORA, adapter).get(`${name}.weight`)?.data ?? [];
    // Column c of B A is c + (8 + c), times 6 / 2.
    expect([...merged.slice(0, 8)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map((c) => 0.5 + 3 * (8 + 2 * c)));
  });

  it('are added to every linear layer that is a target', () => {
    expect(adaptedLayers(CONFIG, { ...LORA, targets: ADAPTER_TARGETS })).toHaveLength(14);
  });

  it('come back from the folder that PEFT reads, under the names that PEFT knows', () => {
    const adapter = createAdapter(CONFIG, LORA);
    const folder = writePeftFolder(CONFIG, LORA, adapter, 'models/nano');
    expect([...readSafetensors(folder.model).tensors.keys()]).toContain(
      'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight',
    );
    expect(JSON.parse(folder.config)).toMatchObject({
      peft_type: 'LORA',
      r: 2,
      lora_alpha: 6,
      target_modules: ['q_proj', 'down_proj'],
    });
    const read = readPeftFolder(CONFIG, folder);
    expect(read.adapter).toEqual(adapter);
    expect(read.lora).toEqual({ ...LORA, seed: 0, targets: ['q_proj', 'down_proj'] });
  });

  it('of other models are refused, naming the tensor or the field', () => {
    const folder = writePeftFolder(CONFIG, LORA, createAdapter(CONFIG, LORA), 'nano');
    const wider = { ...CONFIG, hiddenSize: 16 };
    expect(() => readPeftFolder(wider, folder)).toThrow(/q_proj.*shape \[2,8\], not \[2,16\]/);
    expect(() => readPeftFolder({ ...CONFIG, layers: 3 }, folder)).toThrow(/layers\.2.*missing/);
    expect(() => readPeftFolder({ ...CONFIG, layers: 1 }, folder)).toThrow(/no place for.*layers\.1/);
    expect(() => readPeftFolder(CONFIG, { ...folder, config: '{' })).toThrow(/no JSON/);
    const dora = folder.config.replace('"use_dora": false', '"use_dora": true');
    expect(() => readPeftFolder(CONFIG, { ...folder, config: dora })).toThrow(/use_dora/);
    const empty = { ...folder, model: writeSafetensors(new Map()) };
    expect(() => readPeftFolder(CONFIG, empty)).toThrow(/missing/);
  });
});
