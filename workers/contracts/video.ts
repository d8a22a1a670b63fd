import { z } from '../../src/core/zod.ts';
import { defineContract } from '../rpc/contract.ts';
import { framesPortSchema } from './seeking.ts';

const timeUs = z.int().nonnegative();
const bitmap = z.custom<ImageBitmap>((value) => value instanceof ImageBitmap);
const blob = z.custom<Blob>((value) => value instanceof Blob);

/** A video file: read piece by piece by whoever gets it, never copied as a whole. */
export const videoFileSchema = z.object({
  file: blob,
  name: z.string(),
  /** Where the page offers frames of this file by its video element, for what WebCodecs do not decode. */
  frames: framesPortSchema.optional(),
});

/** What is known of a clip before any frame of it is looked at. */
export const openedVideoSchema = z.object({
  /** Handle of the clip inside the worker; only the latest clip is kept. */
  videoId: z.string(),
  name: z.string(),
  /** "MP4", "QuickTime", "WebM", "Matroska". */
  container: z.string(),
  /** As people name it: "H.264", "VP9", … */
  codec: z.string(),
  /** How its frames are decoded; by seeking a video element only where WebCodecs don't. */
  decoding: z.enum(['webcodecs', 'video-element']),
  /** Canonical size in pixels: square pixels, rotation applied. */
  width: z.int().positive(),
  height: z.int().positive(),
  /** Clockwise turn that the file asks for and that every frame given out has had already. */
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  /**
   * The container's timestamp of every frame, in microseconds from the file's time 0, rising: frame `i` is shown from
   * `timesUs[i]` until `timesUs[i + 1]`. Steps differ where the frame rate varies.
   */
  timesUs: z.array(timeUs).min(1),
  /** End of the last frame. */
  durationUs: timeUs,
  /** Of the file, in hex; empty for files above 256 MB, which are not read whole. */
  sha256: z.string(),
  /** What the person should know: "the file ends early: 31 of 60 frames", … */
  notices: z.array(z.string()),
  ms: z.number(),
});
export type OpenedVideo = z.infer<typeof openedVideoSchema>;

/** What is sampled: every frame, or so many a second at most. */
export const samplingRateSchema = z.union([z.literal('every'), z.number().positive().max(240)]);
export type SamplingRate = z.infer<typeof samplingRateSchema>;

/** Which frames are looked at, why these, and what that will cost; shown before the run. */
export const samplingPlanSchema = z.object({
  rate: samplingRateSchema,
  /** Indices into the clip's `timesUs`, rising, and those times: at most 512. */
  frames: z.array(z.int().nonnegative()).min(1).max(512),
  timesUs: z.array(timeUs).min(1).max(512),
  /** The part of the clip that is covered; the end is exclusive. */
  startUs: timeUs,
  endUs: timeUs,
  /** "2 frames a second of the first 60 s: 120 of 1,800 frames", … */
  why: z.string(),
  /** Expected milliseconds of the whole run. */
  estimateMs: z.number().nonnegative(),
});
export type SamplingPlan = z.infer<typeof samplingPlanSchema>;

/** A decoded frame with the exact timestamp of the container: overlays are chosen by it, never by a timer. */
export const videoFrameSchema = z.object({
  /** Index into the clip's `timesUs`. */
  frame: z.int().nonnegative(),
  timeUs,
  /** Canonical pixels (rotation applied), scaled down to `maxSide` where that was asked for; transferred, closed by whoever gets it. */
  bitmap,
});
export type ShownFrame = z.infer<typeof videoFrameSchema>;

/** A codec as people name it, and whether this browser decodes it. */
export const codecSupportSchema = z.object({ name: z.string(), decoded: z.boolean() });
export type CodecSupport = z.infer<typeof codecSupportSchema>;

/** The video worker: opens clips and decodes frames for showing them. It runs no model, so that playing never waits for one. */
export const videoContract = defineContract({
  /** Which codecs this browser decodes; no clip is needed for that. */
  codecs: { args: z.object({}), result: z.array(codecSupportSchema), progress: z.never() },
  /** Checks a clip and lists its frames; nothing is decoded yet but the first frame, as a proof. Forgets the clip before. */
  open: {
    args: videoFileSchema,
    result: openedVideoSchema,
    progress: z.object({
      phase: z.enum(['reading', 'decoding']),
      fraction: z.number().min(0).max(1).optional(),
    }),
  },
  /**
   * Which frames to look at: at most 2 a second of the first 60 s unless asked otherwise; `every` for clips under 5 s or a part
   * of that length. `msPerFrame` is what one frame costs on this machine, where that is known.
   */
  plan: {
    args: z.object({
      videoId: z.string(),
      rate: samplingRateSchema.optional(),
      startUs: timeUs.optional(),
      endUs: timeUs.optional(),
      msPerFrame: z.number().positive().optional(),
    }),
    result: samplingPlanSchema,
    progress: z.never(),
  },
  /**
   * The frame that is shown at a time: the last one that does not begin later, the first one before all. Rising times are
   * decoded in one go, so playing costs one decode a frame; a jump starts at the key frame before.
   */
  frameAt: {
    args: z.object({ videoId: z.string(), timeUs, maxSide: z.int().positive().optional() }),
    result: videoFrameSchema,
    progress: z.never(),
  },
  /** Small frames spread evenly over the clip, for a timeline; with a decoder of their own, so that playing goes on. */
  thumbnails: {
    args: z.object({
      videoId: z.string(),
      count: z.int().positive().max(64),
      maxSide: z.int().positive().max(512),
    }),
    result: z.object({ thumbnails: z.array(videoFrameSchema) }),
    progress: z.never(),
  },
});
export type VideoContract = typeof videoContract;
