import type { Page } from '@playwright/test';
import { tinyDepth } from '../../../scripts/models/tiny/depth.ts';
import { tinyDetector } from '../../../scripts/models/tiny/detector.ts';
import { tinyGroundedDetector, tinyZeroShotDetector } from '../../../scripts/models/tiny/finders.ts';
import { tinyRandomLanguageModel } from '../../../scripts/models/tiny/languageModel.ts';
import { tinySam, tinySam2 } from '../../../scripts/models/tiny/sam.ts';
import type { TinyModel } from '../../../scripts/models/tiny/types.ts';
import { tinyCaptioner, tinyChatVision } from '../../../scripts/models/tiny/writers.ts';
import type { HubModel, HubTask, HubVariant, Role } from '../../../src/perception/hub/types.ts';
import type { Twin } from '../../../src/twin/schema/twin.ts';
import type { TestFile } from '../../fixtures/badFiles.ts';
import { encodePng } from '../../fixtures/png.ts';
import { expect } from './test.ts';

export interface TinyHubModel {
  readonly model: HubModel;
  readonly tiny: TinyModel;
}

const SUFFIX = { q8: '_quantized', fp16: '_fp16', fp32: '' } as const;
type TinyDtype = keyof typeof SUFFIX;

/** The catalogue entry of a tiny model; its variants hold the same graph. */
function entry(tiny: TinyModel, role: Role, task: HubTask): TinyHubModel {
  const variant = (dtype: TinyDtype): HubVariant => ({
    dtype,
    needs: [],
    files: filesOf(tiny, dtype).map(({ path, bytes }) => ({ path, approximateBytes: bytes.length })),
    memoryBytes: 1_000_000,
  });
  return {
    tiny,
    model: {
      id: tiny.repository.replace('/', '-'),
      role,
      title: `Tiny ${role} model`,
      repository: tiny.repository,
      revision: 'main',
      licence: 'Apache-2.0',
      url: 'https://example.org',
      task,
      variants: [variant('q8'), variant('fp32')],
      devices: ['webgpu', 'wasm'],
      note: '',
    },
  };
}

const filesOf = ({ files }: TinyModel, dtype: TinyDtype) =>
  files.filter(
    ({ path }) =>
      !path.endsWith('.onnx') ||
      /^\w+?(_quantized|_fp16)?\.onnx$/.exec(path.slice(5))?.[1] === (SUFFIX[dtype] || undefined),
  );

export const TINY = {
  detect: entry(tinyDetector(), 'detect', 'object-detection'),
  grounded: entry(tinyGroundedDetector(), 'find', 'grounded-detection'),
  zeroShot: entry(tinyZeroShotDetector(), 'find', 'zero-shot-detection'),
  sam: entry(tinySam(), 'segment', 'promptable-segmentation'),
  sam2: entry(tinySam2(), 'segment', 'promptable-segmentation'),
  depth: entry(tinyDepth(), 'depth', 'relative-depth'),
  caption: entry(tinyCaptioner(), 'describe', 'florence'),
  chat: entry(tinyChatVision(), 'describe', 'chat-vision'),
  language: entry(tinyRandomLanguageModel(), 'policy', 'text-generation'),
} as const;

/** Where the red and the blue thing are in the photo of these tests, in its pixels. */
export const RED = [40, 60, 120, 140] as const;
export const BLUE = [200, 100, 300, 220] as const;

const PHOTO = { width: 320, height: 240 } as const;

/** A grey photo with a red and a blue rectangle. */
export function colouredPhoto(): TestFile {
  const { width, height } = PHOTO;
  const rgba = new Uint8Array(4 * width * height);
  const inside = (box: readonly [number, number, number, number], x: number, y: number): boolean =>
    x >= box[0] && x < box[2] && y >= box[1] && y < box[3];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = inside(RED, x, y) ? [230, 20, 20] : inside(BLUE, x, y) ? [20, 30, 220] : [120, 120, 120];
      rgba.set([...colour, 255], 4 * (y * width + x));
    }
  }
  return { name: 'colours.png', mimeType: 'image/png', buffer: Buffer.from(encodePng(width, height, rgba)) };
}

/** The value of an outcome, or its error, thrown. */
export function must<T>(
  outcome: { ok: true; value: T } | { ok: false; error: { code: string; message: string } },
): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`);
  return outcome.value;
}

/** Fails where a number is farther from its expectation than the tolerance. */
export function near(
  actual: readonly number[] | undefined,
  expected: readonly number[],
  tolerance: number,
): void {
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries())
    expect(Math.abs((actual?.[i] ?? Number.NaN) - value)).toBeLessThanOrEqual(tolerance);
}

/** Opens the headless page with a photo, without any model; resolves with its twin, which holds no objects. */
export async function openPhoto(page: Page, photo: TestFile = colouredPhoto()): Promise<Twin> {
  await page.goto('headless.html');
  await page.locator('input').setInputFiles(photo);
  const images = [{ id: 1, file_name: photo.name, width: PHOTO.width, height: PHOTO.height }];
  const coco = JSON.stringify({ images, annotations: [], categories: [] });
  return must(await page.evaluate((text) => window.twinsight.oracle(text), coco));
}

/** Puts one variant of a tiny model into the browser's store. */
export async function install(
  page: Page,
  { model, tiny }: TinyHubModel,
  dtype: TinyDtype = 'q8',
  damage: (path: string, bytes: Uint8Array) => Uint8Array = (_, bytes) => bytes,
): Promise<void> {
  const files = filesOf(tiny, dtype).map(({ path, bytes }) => ({
    path,
    base64: Buffer.from(damage(path, bytes)).toString('base64'),
  }));
  const stored = await page.evaluate(
    ([entry, kind, content]) => window.twinsight.hub.store(entry, kind, content),
    [model, dtype, files] as const,
  );
  if (!stored.ok) throw new Error(stored.error.message);
}
