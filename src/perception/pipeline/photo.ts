import type { ReadonlyBox } from '../../twin/geometry/box.ts';
import type { CropSource, Rgb, RgbaImage } from '../pixels.ts';
import { CanvasReader } from './canvasReader.ts';
import { decodeBitmap, type ImageFile } from './decode.ts';

const BLACK: Rgb = [0, 0, 0];

/**
 * A photo at its full resolution. Only the file's bytes are kept until the first crop; from then on the decoded pixels too,
 * 4 bytes each, until `dispose`.
 */
export class Photo implements CropSource {
  readonly width: number;
  readonly height: number;
  readonly #file: ImageFile;
  readonly #reader = new CanvasReader();
  #bitmap: Promise<ImageBitmap> | undefined;

  /** @param size the canonical size that decoding gave */
  constructor(file: ImageFile, size: { readonly width: number; readonly height: number }) {
    this.#file = file;
    this.width = size.width;
    this.height = size.height;
  }

  async crop(window: ReadonlyBox, width: number, height: number, fill: Rgb = BLACK): Promise<RgbaImage> {
    this.#bitmap ??= decodeBitmap(this.#file).catch((thrown: unknown) => {
      this.#bitmap = undefined;
      throw thrown;
    });
    const bitmap = await this.#bitmap;
    return this.#reader.read({ bitmap, window, width, height, fill });
  }

  /** Lets the decoded pixels go; a later crop decodes them again. */
  dispose(): void {
    const bitmap = this.#bitmap;
    this.#bitmap = undefined;
    bitmap?.then(
      (decoded) => decoded.close(),
      () => undefined, // whoever asked for the crop knows
    );
  }
}
