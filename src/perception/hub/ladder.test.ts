import { describe, expect, it } from 'vitest';
import { HUB_CATALOGUE, onnxPath } from './catalogue.ts';
import { type HubFacts, planHub, proposeVariant } from './ladder.ts';
import { ROLES } from './types.ts';

const GPU: HubFacts = {
  webgpu: 'available',
  webgpuDetail: 'WebGPU adapter: test.',
  adapter: { isFallback: false, shaderF16: true },
};
const NO_HALF: HubFacts = { ...GPU, adapter: { isFallback: false, shaderF16: false } };
const SOFTWARE: HubFacts = { ...GPU, adapter: { isFallback: true, shaderF16: false } };
const NO_GPU: HubFacts = { webgpu: 'no-adapter', webgpuDetail: 'No adapter.' };

const hubModel = (wanted: string) => HUB_CATALOGUE.find(({ id }) => id === wanted);
const depth = hubModel('depth-anything-v2-small');
const dfine = hubModel('d-fine-s');
if (!depth || !dfine) throw new Error('the catalogue has lost its models');

const order = (model: typeof depth, facts: HubFacts, preference: 'auto' | 'webgpu' | 'wasm' = 'auto') =>
  planHub(model, facts, preference).attempts.map(({ device, variant }) => `${device} ${variant.dtype}`);

describe('the plan for a model of the hub', () => {
  it('prefers half precision on a GPU that has it, then full, then integers on WASM', () => {
    expect(order(depth, GPU)).toEqual(['webgpu fp16', 'webgpu fp32', 'wasm q8', 'wasm fp32']);
    expect(order(depth, NO_HALF)).toEqual(['webgpu fp32', 'wasm q8', 'wasm fp32']);
  });

  it('leaves a software adapter out unless it is asked for', () => {
    expect(order(depth, SOFTWARE)).toEqual(['wasm q8', 'wasm fp32']);
    expect(order(depth, SOFTWARE, 'webgpu')).toEqual(['webgpu fp32']);
  });

  it('runs on WASM without a GPU, and says why not on WebGPU', () => {
    expect(order(depth, NO_GPU)).toEqual(['wasm q8', 'wasm fp32']);
    expect(planHub(depth, NO_GPU, 'auto').ruledOut[0]?.reason).toBe('No adapter.');
    expect(planHub(depth, NO_GPU, 'webgpu').attempts).toEqual([]);
  });

  it('keeps a model off a device that its architecture fails on', () => {
    expect(order(dfine, GPU)).toEqual(['wasm fp32', 'wasm q8']);
  });

  it('tries what was made for a GPU last on WASM', () => {
    const rfdetr = hubModel('rf-detr-nano');
    expect(rfdetr && order(rfdetr, GPU)).toEqual(['webgpu fp32', 'wasm q8', 'wasm fp32']);
  });

  it('rules out what would take most of the memory', () => {
    const small = { ...NO_GPU, memoryBytes: 1_000_000_000 };
    expect(order(depth, small)).toEqual(['wasm q8']);
    const reasons = planHub(depth, small, 'auto').ruledOut.map(({ reason }) => reason);
    expect(reasons).toContainEqual(expect.stringMatching(/needs about .* of memory/));
  });

  it('proposes the download that the first attempt needs', () => {
    expect(proposeVariant(depth, GPU)?.dtype).toBe('fp16');
    expect(proposeVariant(depth, NO_GPU)?.dtype).toBe('q8');
    expect(proposeVariant(depth, NO_GPU, 'webgpu')).toBeUndefined();
  });
});

describe('the catalogue', () => {
  it('has a model for every role that runs without a GPU', () => {
    for (const role of ROLES) {
      const proposals = HUB_CATALOGUE.filter((model) => model.role === role).map((model) =>
        proposeVariant(model, NO_GPU),
      );
      expect(
        proposals.some((variant) => variant !== undefined),
        role,
      ).toBe(true);
    }
  });

  it('lists for every variant its configuration, a graph and sizes, each path once', () => {
    for (const { id, variants } of HUB_CATALOGUE) {
      for (const { dtype, files } of variants) {
        const paths = files.map(({ path }) => path);
        expect(new Set(paths).size, `${id} ${dtype}`).toBe(paths.length);
        expect(paths).toContain('config.json');
        expect(paths.some((path) => path.endsWith('.onnx'))).toBe(true);
        expect(files.every(({ approximateBytes }) => approximateBytes > 0)).toBe(true);
      }
    }
  });

  it('names graphs as the hub does', () => {
    expect(onnxPath('model', 'fp32')).toBe('onnx/model.onnx');
    expect(onnxPath('vision_encoder', 'q8')).toBe('onnx/vision_encoder_quantized.onnx');
  });

  it('has ids and repositories of its own for each model', () => {
    const ids = HUB_CATALOGUE.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { repository, sourceOf } of HUB_CATALOGUE.map((model) => ({ ...model, sourceOf: model.url })))
      expect(sourceOf).toBe(`https://huggingface.co/${repository}`);
  });
});
