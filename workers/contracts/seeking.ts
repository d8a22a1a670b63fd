import { z } from '../../src/core/zod.ts';
import { defineContract } from '../rpc/contract.ts';

const timeUs = z.int().nonnegative();

/** The port over which a worker asks its page for frames of a clip, and the page answers with a video element's. */
export const framesPortSchema = z.custom<MessagePort>((value) => value instanceof MessagePort);

/** What a page serves to its workers over a port of its own: frames that WebCodecs do not decode. */
export const seekingContract = defineContract({
  /** The upright frame that the element shows in a span; absent where it shows none that begins then. */
  frameAt: {
    args: z.object({ startUs: timeUs, endUs: timeUs }),
    result: z.object({ bitmap: z.custom<ImageBitmap>((value) => value instanceof ImageBitmap).optional() }),
    progress: z.never(),
  },
});
