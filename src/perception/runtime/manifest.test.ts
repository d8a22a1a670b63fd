import { describe, expect, it } from 'vitest';
import { TwinsightError } from '../../core/errors.ts';
import { findModel, type ModelManifest, parseManifest } from './manifest.ts';

const file = (name: string) => ({ file: name, bytes: 12, sha256: 'ab'.repeat(32) });
const variant = (stem: string) => ({
  module: file(`ort/1.0.0/${stem}.mjs`),
  binary: file(`ort/1.0.0/${stem}.wasm`),
});

const manifest: ModelManifest = {
  version: 1,
  models: [
    {
      ...file('models/centernet.onnx'),
      id: 'centernet',
      task: 'detect',
      revision: '3.3.6+1.0.0',
      dtype: 'fp16',
      licence: 'MIT',
      source: { package: '@vladmandic/human', version: '3.3.6', url: 'https://example.org/model' },
      labels: 'coco-80',
      inputs: [{ name: 'image', dtype: 'float32', dims: [1, 3, 512, 512] }],
      outputs: [{ name: 'heatmap', dtype: 'float32', dims: [1, 80, 128, 128] }],
    },
  ],
  policies: [],
  runtime: {
    package: 'onnxruntime-web',
    version: '1.0.0',
    licence: 'MIT',
    folder: 'ort/1.0.0/',
    variants: { wasm: variant('plain'), webgpu: variant('asyncify') },
  },
};

const [model] = manifest.models;

/** The error that parsing throws. */
function refusal(json: unknown): TwinsightError {
  try {
    parseManifest(json);
  } catch (thrown) {
    if (thrown instanceof TwinsightError) return thrown;
    throw thrown;
  }
  throw new Error('The manifest was accepted.');
}

describe('parseManifest', () => {
  it('accepts what the build writes', () => {
    expect(parseManifest(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  it.each([
    '../secret.onnx',
    '/etc/passwd',
    'https://elsewhere.example/a.onnx',
    'models/../../x',
    'a//b',
    '',
  ])('refuses a file outside of the site: %j', (path) => {
    const error = refusal({ ...manifest, models: [{ ...model, file: path }] });
    expect(error.code).toBe('model-load-failed');
    expect(error.message).toContain('models.0.file');
  });

  it.each([
    ['a hash that is not SHA-256', { sha256: 'abc' }, 'models.0.sha256'],
    ['an empty file', { bytes: 0 }, 'models.0.bytes'],
    ['an unknown task', { task: 'guess' }, 'models.0.task'],
    ['a model without outputs', { outputs: [] }, 'models.0.outputs'],
  ])('refuses %s and says where it is', (_, fault, place) => {
    expect(refusal({ ...manifest, models: [{ ...model, ...fault }] }).message).toContain(place);
  });

  it.each([null, 'text', [], { version: 2 }])('refuses %j', (json) => {
    expect(refusal(json).code).toBe('model-load-failed');
  });
});

describe('findModel', () => {
  it('finds a model by id', () => {
    expect(findModel(manifest, 'centernet')).toBe(model);
  });

  it('names the model that is missing', () => {
    expect(() => findModel(manifest, 'depth')).toThrow(
      expect.objectContaining({ code: 'model-missing', message: expect.stringContaining('"depth"') }),
    );
  });
});
