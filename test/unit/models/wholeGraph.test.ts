import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import { beforeAll, describe, expect, it } from 'vitest';
import { DATA, ROOT } from '../../../scripts/lib/project.ts';
import { GRAPH_MODELS } from '../../../scripts/models/catalogue.ts';
import { convertSource } from '../../../scripts/models/convertCatalogue.ts';
import { installedPackage, readGraphModelFiles } from '../../../scripts/models/files.ts';
import { type FloatTensors, runOnnx } from '../../../scripts/models/ortNode.ts';
import { FAST_MAPS, FEATURE_OUTPUTS } from '../../../scripts/models/segment/features.ts';
import type { Detection } from '../../../src/perception/pixels.ts';
import {
  boxAround,
  CLASS_COUNT,
  detector,
  GRID_SIZE,
  INPUT_SIZE,
  postprocess,
  preprocess,
} from '../../../src/perception/tasks/detect/detector.ts';
import { checkKnownAnswer, knownAnswerInput } from '../../../src/perception/tasks/detect/knownAnswer.ts';
import { findPeaks } from '../../../src/perception/tasks/detect/peaks.ts';
import { decodePhoto } from './decodePhoto.ts';
import { maxAbsDifference, nchwToNhwc } from './layouts.ts';
import { loadReference, runReference, useBackend } from './tfjsReference.ts';

const PHOTO = join(DATA, 'coco/images/000000555705.jpg');
const TOP = 100;
const TIMEOUT_MS = 60_000;
/** In pixels of an input of 512 × 512. */
const MAX_DISTANCE_DIFFERENCE = 0.05;

/** What the detector's graph in TensorFlow.js computes on its own: boxes in input pixels, score, class; best first. */
interface ReferenceOutputs {
  readonly heatmap: Float32Array;
  readonly distances: Float32Array;
  readonly detections: FloatTensors[string];
}

function sourceOf(id: string) {
  const source = GRAPH_MODELS.find((model) => model.id === id);
  if (!source) throw new Error(`The catalogue lacks "${id}".`);
  return source;
}

function tensor(tensors: FloatTensors, name: string): FloatTensors[string] {
  const found = tensors[name];
  if (!found) throw new Error(`There is no tensor "${name}".`);
  return found;
}

async function runBoth(reference: GraphModel, model: Uint8Array, planes: Float32Array) {
  const input = { data: planes, dims: detector.input.dims };
  const inTensorFlow = await runReference(reference, { 'tower_0/images': nchwToNhwc(input) }, [
    'tower_0/keypoints',
    'tower_0/wh',
    'tower_0/detections',
  ]);
  const expected: ReferenceOutputs = {
    heatmap: tensor(inTensorFlow, 'tower_0/keypoints').data,
    distances: tensor(inTensorFlow, 'tower_0/wh').data,
    detections: tensor(inTensorFlow, 'tower_0/detections'),
  };
  const outputs = await runOnnx(model, { [detector.input.name]: input });
  return { expected, outputs };
}

/** The best peaks as rows of x0, y0, x1, y1, score, class: what the graph's own decoding gives. */
function decodeTop(outputs: FloatTensors): number[][] {
  const distances = tensor(outputs, 'distances').data;
  const size = { width: INPUT_SIZE, height: INPUT_SIZE };
  return findPeaks(tensor(outputs, 'heatmap').data, CLASS_COUNT, GRID_SIZE, 0, TOP).map((peak) => [
    ...boxAround(peak, distances, size),
    peak.score,
    peak.channel,
  ]);
}

function expectSameOutputs(expected: ReferenceOutputs, outputs: FloatTensors): void {
  const heatmap = nchwToNhwc(tensor(outputs, 'heatmap')).data;
  const distances = nchwToNhwc(tensor(outputs, 'distances')).data;
  expect(maxAbsDifference(heatmap, expected.heatmap)).toBeLessThanOrEqual(1e-5);
  expect(maxAbsDifference(distances, expected.distances)).toBeLessThanOrEqual(MAX_DISTANCE_DIFFERENCE);
}

/**
 * The same detections, in any order where scores tie. Those that score about as much as the last one are left out: of
 * them, rounding decides which are among the best hundred.
 */
function expectSameDetections({ detections }: ReferenceOutputs, outputs: FloatTensors): void {
  const expected = Array.from({ length: TOP }, (_, index) => [
    ...detections.data.subarray(index * 6, index * 6 + 6),
  ]);
  const actual = decodeTop(outputs);
  expect(actual).toHaveLength(TOP);
  const lowest = expected[TOP - 1]?.[4] ?? 0;
  const clear = expected.filter((row) => (row[4] ?? 0) > lowest + 1e-4);
  expect(clear.length).toBeGreaterThan(TOP / 2);
  for (const row of clear) {
    const deviations = actual.map((other) =>
      maxAbsDifference(Float32Array.from(other), Float32Array.from(row)),
    );
    expect(Math.min(...deviations)).toBeLessThanOrEqual(MAX_DISTANCE_DIFFERENCE);
  }
}

describe('the converted detector', { timeout: TIMEOUT_MS }, () => {
  const source = sourceOf('centernet');
  const { bytes, entry } = convertSource(ROOT, source);
  let reference: GraphModel;

  beforeAll(async () => {
    setWasmPaths(join(ROOT, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'));
    setThreadsCount(1);
    await useBackend('wasm');
    const { folder } = installedPackage(ROOT, source.package);
    const { json, weights } = readGraphModelFiles(join(folder, source.json));
    reference = await loadReference({ json, weights });
  }, TIMEOUT_MS);

  it('gives the heatmaps, boxes and detections of TensorFlow.js on a drawn card', async () => {
    const { expected, outputs } = await runBoth(reference, bytes, knownAnswerInput());
    expectSameOutputs(expected, outputs);
    expectSameDetections(expected, outputs);
    expect(checkKnownAnswer(outputs)).toMatchObject({ passed: true });
  });

  it.skipIf(!existsSync(PHOTO))(
    `gives the detections of TensorFlow.js on a photo (skipped where ${PHOTO} is missing)`,
    async () => {
      const photo = await decodePhoto(PHOTO);
      const { expected, outputs } = await runBoth(reference, bytes, preprocess(photo));
      expectSameOutputs(expected, outputs);
      expectSameDetections(expected, outputs);
      const { width, height } = photo;
      const found: Detection[] = postprocess(outputs, {
        width,
        height,
        minScore: detector.defaultMinScore,
        maxObjects: 100,
      });
      expect(found.filter(({ label }) => label === 'cat')).toHaveLength(2);
    },
  );

  it('is the same bytes every time, as its manifest entry says', () => {
    const again = convertSource(ROOT, source);
    expect(again.entry).toEqual(entry);
    expect(entry.bytes).toBe(bytes.length);
    expect(entry.inputs).toEqual([{ name: 'image', dtype: 'float32', dims: [...detector.input.dims] }]);
    const expected = [...Object.values(detector.outputs), ...FAST_MAPS];
    expect(entry.outputs.map(({ name, dims }) => ({ name, dims }))).toEqual(
      expected.map(({ name, dims }) => ({ name, dims: [...dims] })),
    );
  });

  it('keeps half-precision weights in the file', () => {
    const { folder } = installedPackage(ROOT, source.package);
    const { weights } = readGraphModelFiles(join(folder, source.json));
    expect(entry.dtype).toBe('fp16');
    expect(bytes.length).toBeLessThan(weights.length * 1.05);
  });

  it('exposes any further node of the graph as an output', async () => {
    const features = {
      ...FEATURE_OUTPUTS,
      'tower_0/MobilenetV3/expanded_conv/add': 'finest',
      'tower_0/CenternetHead/mul': 'shared',
      'tower_0/CenternetHead/Relu_1': 'stride8',
      'tower_0/CenternetHead/centernet_cls_output/BiasAdd': 'logits',
      'tower_0/MobilenetV3/Conv/hard_swish/add': 'insideHardSwish',
    };
    const extended = convertSource(ROOT, source, features);
    const input = { data: knownAnswerInput(), dims: detector.input.dims };
    const expected = await runReference(
      reference,
      { 'tower_0/images': nchwToNhwc(input) },
      Object.keys(features),
    );
    const outputs = await runOnnx(extended.bytes, { [detector.input.name]: input });
    for (const [node, name] of Object.entries(features)) {
      const actual = nchwToNhwc(tensor(outputs, name));
      const wanted = tensor(expected, node);
      const largest = wanted.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      expect(actual.dims).toEqual(wanted.dims);
      expect(maxAbsDifference(actual.data, wanted.data)).toBeLessThanOrEqual(2e-4 * Math.max(1, largest));
    }
  });
});
