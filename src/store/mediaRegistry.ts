/**
 * Owns the pixels that the views draw: image bitmaps by id. They stay out of the store because bitmaps can be neither
 * compared nor serialised, and must be closed by hand.
 */
export class MediaRegistry {
  readonly #bitmaps = new Map<string, ImageBitmap>();

  put(mediaId: string, bitmap: ImageBitmap): void {
    this.#bitmaps.get(mediaId)?.close();
    this.#bitmaps.set(mediaId, bitmap);
  }

  get(mediaId: string): ImageBitmap | undefined {
    return this.#bitmaps.get(mediaId);
  }

  /** Closes and forgets every bitmap but the one given and those that belong to it: "clip-1/3" to "clip-1". */
  keepOnly(mediaId: string): void {
    for (const [id, bitmap] of this.#bitmaps) {
      if (id === mediaId || id.startsWith(`${mediaId}/`)) continue;
      bitmap.close();
      this.#bitmaps.delete(id);
    }
  }

  dispose(): void {
    for (const bitmap of this.#bitmaps.values()) bitmap.close();
    this.#bitmaps.clear();
  }
}
