import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeTwin } from '../../src/io/twin/writeTwin.ts';
import { decodeRle, rleUnion } from '../../src/twin/geometry/rle.ts';
import type { Answer } from '../../src/twin/query/types.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import { writeGreyPng } from './greyPng.ts';

type MaskAnswer = Pick<Answer, 'ids'> & { readonly intervals?: Answer['intervals'] | undefined };

/** Which objects the answer means at a time. */
function idsAt({ ids, intervals }: MaskAnswer, timeUs: number): ReadonlySet<string> {
  if (!intervals) return new Set(ids);
  const present = intervals.filter(({ startUs, endUs }) => timeUs >= startUs && timeUs < endUs);
  return new Set(present.flatMap((interval) => interval.ids));
}

/** The mask of an answer in one frame: the union of the objects that it means there; undefined where it holds nothing. */
export function maskInFrame(twin: Twin, answer: MaskAnswer, frame: number): Rle | undefined {
  const masks = twin.objects.flatMap(({ id, states }) => {
    const state = states.find((candidate) => candidate.frame === frame);
    return state?.mask && idsAt(answer, state.timeUs).has(id) ? [state.mask] : [];
  });
  const [first, ...others] = masks;
  return first && others.reduce(rleUnion, first);
}

/** Writes a picture for every frame that was looked at, white where the answer is: `masks/00012.png` for frame 12. */
export function writeMasks(folder: string, twin: Twin, answer: MaskAnswer): number {
  const { width, height, frames = [] } = twin.source;
  mkdirSync(folder, { recursive: true });
  for (const { frame } of frames) {
    const mask = maskInFrame(twin, answer, frame);
    const values = mask ? decodeRle(mask).map((inside) => 255 * inside) : new Uint8Array(width * height);
    writeFileSync(join(folder, `${String(frame).padStart(5, '0')}.png`), writeGreyPng(width, height, values));
  }
  return frames.length;
}

/** Writes what a question of a clip gave: the twin, the clip with the twin over it, and a mask a frame where masks are the answer. */
export function writeVideoFiles(
  folder: string,
  stem: string,
  twin: Twin,
  answer: Answer | undefined,
  overlay: Uint8Array | undefined,
): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${stem}.twin.json`), writeTwin(twin));
  if (overlay) writeFileSync(join(folder, `${stem}.overlay.webm`), overlay);
  if (answer?.type === 'mask') writeMasks(join(folder, `${stem}.masks`), twin, answer);
}
