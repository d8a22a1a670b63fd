import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestSchema } from '../../src/perception/runtime/manifest.ts';
import { unseenHeads, writeFoldOverlay } from './maskHeads.ts';

describe('the head for a photo', () => {
  it('is one that did not see it: the head of its fold, or the shipped one for photos that nobody trained on', () => {
    const headOf = unseenHeads();
    // The first three of the list.
    expect([790, 6818, 41888].map(headOf)).toEqual(['fold 0', 'fold 1', 'fold 2']);
    expect(headOf(1)).toBe('shipped');
  });
});

describe('the overlay of a fold', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'overlay-'));
    mkdirSync(join(folder, 'site', 'models', 'folds'), { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const file = (name: string) => ({ file: name, bytes: 1, sha256: sha256('x') });
  const entry = (id: string) => ({
    ...file(`models/${id}.onnx`),
    id,
    task: 'segment',
    revision: '1',
    dtype: 'fp16',
    licence: 'MIT',
    source: { package: 'a', version: '1', url: 'https://example.org/' },
    inputs: [{ name: 'x', dtype: 'float32', dims: [1] }],
    outputs: [{ name: 'y', dtype: 'float32', dims: [1] }],
  });
  const variant = { module: file('ort/a.mjs'), binary: file('ort/a.wasm') };
  const manifest = {
    version: 1,
    models: ['mask-fast', 'mask-trunk', 'mask-fine'].map(entry),
    runtime: {
      package: 'onnxruntime-web',
      version: '1',
      licence: 'MIT',
      folder: 'ort/',
      variants: { wasm: variant, webgpu: variant },
    },
  };
  const write = (name: string, text: string): void => writeFileSync(join(folder, 'site', name), text);

  it('has its heads in place of the shipped ones, and a manifest that knows them', () => {
    write('models/manifest.json', JSON.stringify(manifest));
    write('models/folds/mask-fast-3.onnx', 'fast three');
    write('models/folds/mask-fine-3.onnx', 'fine three');
    const overlay = join(folder, 'overlay');
    writeFoldOverlay(join(folder, 'site'), '3', overlay);
    expect(readFileSync(join(overlay, 'models', 'mask-fine.onnx'), 'utf8')).toBe('fine three');
    const { models } = manifestSchema.parse(
      JSON.parse(readFileSync(join(overlay, 'models', 'manifest.json'), 'utf8')),
    );
    expect(models.map(({ revision }) => revision)).toEqual(['1-fold-3', '1', '1-fold-3']);
    expect(models[0]).toMatchObject({ bytes: 10, sha256: sha256('fast three') });
  });

  it('is refused where the heads of the fold are missing', () => {
    write('models/manifest.json', JSON.stringify(manifest));
    expect(() => writeFoldOverlay(join(folder, 'site'), '4', join(folder, 'overlay'))).toThrow(
      /mask-fast-4\.onnx is missing/,
    );
  });
});
