import { TwinsightError } from '../../core/errors.ts';
import { clipBox, type ReadonlyBox } from '../../twin/geometry/box.ts';
import type { TwinObject } from '../../twin/schema/twin.ts';
import { fitWithin } from '../pipeline/decode.ts';
import type { OpenImage } from '../pipeline/openImage.ts';
import { reasonOf } from '../runtime/ortRuntime.ts';
import type { HubModelRef } from './loadHubModel.ts';
import type { Transformers } from './runtime/pretrained.ts';
import type { Picture } from './tasks/types.ts';

/** How much of its surroundings an object is shown with, as a share of its size. */
const SURROUNDINGS = 0.1;

/** An object with a little of what is around it; undefined where it lies outside the photo. */
export async function around(
  { states }: TwinObject,
  side: number,
  image: OpenImage,
  lib: Transformers,
): Promise<Picture | undefined> {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = states[0]?.box ?? [];
  const [dx, dy] = [(x1 - x0) * SURROUNDINGS, (y1 - y0) * SURROUNDINGS];
  const window = clipBox([x0 - dx, y0 - dy, x1 + dx, y1 + dy], image.width, image.height);
  return window && cropTo(window, side, image, lib);
}

/** A window of the photo as a model gets it, no larger than the model can use; never enlarged. */
export async function cropTo(
  window: ReadonlyBox,
  side: number,
  { photo }: OpenImage,
  lib: Transformers,
): Promise<Picture> {
  const [width, height] = [window[2] - window[0], window[3] - window[1]];
  const size = fitWithin(width, height, side);
  const { data } = await photo.crop(window, size.width, size.height);
  return { pixels: new lib.RawImage(data, size.width, size.height, 4), image: { width, height } };
}

/** Runs a model; what it throws, short of our own errors, is `inference-failed`, after which the realm is not to be used. */
export async function running<T>(model: HubModelRef, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof TwinsightError) throw thrown;
    throw new TwinsightError(
      {
        code: 'inference-failed',
        message: `${model.title} failed: ${reasonOf(thrown)}`,
        remedy: 'Try again; the next device or variant is used if it happens twice.',
      },
      { cause: thrown },
    );
  }
}
