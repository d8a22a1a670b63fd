import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import '@tensorflow/tfjs-backend-wasm';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import { io, setBackend, tensor4d } from '@tensorflow/tfjs-core';
import { COCO_CATEGORIES } from '../../src/twin/schema/labels.ts';

/** Side in pixels of the detector's square input. */
const DETECTOR_SIDE = 512;

/** One detection of the reference run. */
interface Seen {
  readonly label: string;
  /** 0–1 */
  readonly score: number;
  /** x0, y0, x1, y1 relative to the image, 0–1. */
  readonly box: readonly [number, number, number, number];
}

/** Takes interleaved RGB bytes and the lowest score to give. */
export type Detect = (rgb: Uint8Array, minScore: number) => Promise<Seen[]>;

interface ModelFile {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { readonly weights: io.WeightsManifestEntry[] }[];
}

/**
 * The detector's published weights run by TensorFlow.js (WASM), for use while a scene is modelled.
 *
 * The returned function takes interleaved RGB bytes of 512 × 512 pixels (the picture stretched to a square) and gives
 * the detections with a score of at least `minScore`, best first.
 */
export async function loadDetector(): Promise<Detect> {
  await setBackend('wasm');
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('@vladmandic/human')), '..', 'models');
  const json: ModelFile = JSON.parse(await readFile(join(folder, 'centernet.json'), 'utf8'));
  const weights = await readFile(join(folder, 'centernet.bin'));
  const model = await loadGraphModel(
    io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
      weightData: new Uint8Array(weights).buffer,
    }),
  );
  const side = DETECTOR_SIDE;
  return async (rgb, minScore) => {
    const input = tensor4d(Float32Array.from(rgb), [1, DETECTOR_SIDE, DETECTOR_SIDE, 3]);
    const output = model.execute(input, 'tower_0/detections');
    const tensor = Array.isArray(output) ? output[0] : output;
    if (tensor === undefined) throw new Error('centernet gave no output');
    const rows = await tensor.data();
    input.dispose();
    tensor.dispose();
    const seen: Seen[] = [];
    for (let at = 0; at + 6 <= rows.length; at += 6) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, score = 0, channel = -1] = rows.slice(at, at + 6);
      // The graph gives boxes in pixels of its square input.
      const label = COCO_CATEGORIES[channel]?.name;
      if (label !== undefined && score >= minScore)
        seen.push({ label, score, box: [x0 / side, y0 / side, x1 / side, y1 / side] });
    }
    return seen.sort((a, b) => b.score - a.score);
  };
}
