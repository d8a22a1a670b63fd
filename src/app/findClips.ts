import { CLIP_HEADER_BYTES, isClip } from '../io/video/recogniseClip.ts';

/** Those of the files that are clips, told by their first bytes. A file that can't be read is none: opening it says why. */
export async function findClips(files: readonly File[]): Promise<readonly File[]> {
  const found: File[] = [];
  for (const file of files) {
    const header = await file
      .slice(0, CLIP_HEADER_BYTES)
      .arrayBuffer()
      .catch(() => undefined);
    if (header && isClip(new DataView(header), file)) found.push(file);
  }
  return found;
}
