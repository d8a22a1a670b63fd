import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { MANIFEST_PATH, manifestSchema } from '../../src/perception/runtime/manifest.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import { DIST, ROOT } from '../lib/project.ts';
import type { WithOverlay } from './suite.ts';

/** The head that the app ships, or the one that was trained without the photos of a fold. */
export type MaskHead = 'shipped' | `fold ${number}`;

const photosSchema = z.object({ folds: z.int().positive(), photos: z.array(z.int()) });

/**
 * Which head may be measured on a photo: the shipped one was trained on the photos of `models/segment/photos.json`, so those are
 * for the head of their fold (their place in the list modulo the number of folds), which did not see them.
 *
 * @param imageId the photo's id in COCO
 */
export function unseenHeads(): (imageId: number) => MaskHead {
  const text = readFileSync(join(ROOT, 'models', 'segment', 'photos.json'), 'utf8');
  const { folds, photos } = photosSchema.parse(JSON.parse(text));
  const places = new Map(photos.map((id, place) => [id, place]));
  return (imageId) => {
    const place = places.get(imageId);
    return place === undefined ? 'shipped' : `fold ${place % folds}`;
  };
}

const HEADS = ['mask-fast', 'mask-fine'] as const;

/**
 * Writes the files that a site needs to mask with the heads of a fold: the heads in place of the shipped ones, and the manifest that knows
 * them. The app itself is as shipped.
 *
 * @param site a built site, with `models/folds/mask-fast-0.onnx` …
 * @param folder where to write
 */
export function writeFoldOverlay(site: string, fold: string, folder: string): void {
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(site, MANIFEST_PATH), 'utf8')));
  const put = (file: string, content: Uint8Array | string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  };
  const models = manifest.models.map((model) => {
    const id = HEADS.find((head) => head === model.id);
    if (id === undefined) return model;
    const path = join(site, 'models', 'folds', `${id}-${fold}.onnx`);
    if (!existsSync(path)) throw new Error(`${path} is missing: the build has no heads for folds`);
    const content = readFileSync(path);
    put(model.file, content);
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { ...model, bytes: content.length, sha256, revision: `${model.revision}-fold-${fold}` };
  });
  put(MANIFEST_PATH, JSON.stringify({ ...manifest, models }));
}

/** Photos with the head that they are measured with. */
export type HeadCounts = Readonly<Record<string, number>>;

/**
 * Does `work` for photos with heads that did not see them, one app for each head.
 *
 * @returns for each head the number of its photos
 */
export async function withUnseenHeads<Photo extends { readonly id: number }>(
  photos: readonly Photo[],
  { app, withOverlay }: { readonly app: HeadlessApp; readonly withOverlay: WithOverlay },
  work: (app: HeadlessApp, photos: readonly Photo[]) => Promise<void>,
): Promise<HeadCounts> {
  const headOf = unseenHeads();
  const heads = [...new Set(photos.map(({ id }) => headOf(id)))].toSorted();
  const counts: Record<string, number> = {};
  for (const head of heads) {
    const own = photos.filter(({ id }) => headOf(id) === head);
    counts[head] = own.length;
    if (head === 'shipped') await work(app, own);
    else await withFold(head.slice('fold '.length), withOverlay, (other) => work(other, own));
  }
  return counts;
}

async function withFold(
  fold: string,
  withOverlay: WithOverlay,
  work: (app: HeadlessApp) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fold-'));
  try {
    writeFoldOverlay(DIST, fold, folder);
    await withOverlay(folder, work);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
