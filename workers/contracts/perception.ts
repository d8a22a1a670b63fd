import { z } from '../../src/core/zod.ts';
import { rleSchema } from '../../src/twin/schema/rle.ts';
import { boxSchema, quadSchema, toolRunSchema, twinSchema } from '../../src/twin/schema/twin.ts';
import { defineContract } from '../rpc/contract.ts';
import { capabilityReportSchema, type LadderStep, rungSchema } from './capability.ts';
import { samplingPlanSchema, videoFileSchema } from './video.ts';

export const devicePreferenceSchema = z.enum(['auto', 'webgpu', 'wasm']);
export type DevicePreference = z.infer<typeof devicePreferenceSchema>;

/** The device that a model really runs on. */
export const deviceSchema = z.enum(['webgpu', 'wasm']);

export const perceptionPhaseSchema = z.enum([
  'reading',
  'decoding',
  'loading-runtime',
  'loading-model',
  'checking-model',
  'measuring-devices',
  'detecting',
  'segmenting',
  'reading-text',
  'describing',
  'tracking',
]);
export type PerceptionPhase = z.infer<typeof perceptionPhaseSchema>;

/** Progress of a long job; `fraction` is in [0, 1], or absent where the amount is unknown. */
export const progressSchema = z.object({
  phase: perceptionPhaseSchema,
  fraction: z.number().min(0).max(1).optional(),
  detail: z.string().optional(),
  /** Of a video: frames looked at in this phase, of how many, and what is left of the whole run in milliseconds, once that is known. */
  frames: z
    .object({ done: z.int().nonnegative(), total: z.int().positive(), leftMs: z.number().optional() })
    .optional(),
});
export type PerceptionProgress = z.infer<typeof progressSchema>;

const noProgress = z.never();

/** Milliseconds by pipeline stage, `total` included; `run` is the bare ORT run inside `detect`. */
export const timingsSchema = z.record(z.string(), z.number());

/** A detector that one worker has loaded and checked on one rung of the device ladder. */
export const detectorReportSchema = z.object({
  model: z.string(),
  revision: z.string(),
  bytes: z.number(),
  device: deviceSchema,
  threads: z.number(),
  dtype: z.string(),
  /** Largest absolute deviation in the known-answer test, and its bound. */
  selfTest: z.object({ maxAbsDifference: z.number(), tolerance: z.number() }),
  loadMs: z.number(),
  /** Warm milliseconds of one run, where it was asked for. */
  warmMs: z.number().optional(),
});
export type DetectorReport = z.infer<typeof detectorReportSchema>;

/** The detector at work, with every rung that was tried before it was chosen. */
export type LoadedDetector = DetectorReport & { readonly ladder: readonly LadderStep[] };

export const openedImageSchema = z.object({
  /** Handle of the decoded pixels inside the worker; only the latest image is kept. */
  imageId: z.string(),
  name: z.string(),
  format: z.enum(['png', 'jpeg', 'webp', 'avif', 'gif', 'bmp']),
  width: z.int().positive(),
  height: z.int().positive(),
  sha256: z.string(),
  /** Canonical pixels (EXIF orientation applied) for display, at most 4096 px a side; transferred. */
  preview: z.custom<ImageBitmap>((value) => value instanceof ImageBitmap),
  /** What the person should know: "first of 12 frames", … */
  notices: z.array(z.string()),
  ms: z.number(),
});
export type OpenedImage = z.infer<typeof openedImageSchema>;

/** What a question may find missing in a twin and have measured just in time. */
export const needKindSchema = z.enum(['mask', 'text', 'depth', 'attributes']);

/** Something to measure of the objects with these ids. */
export const needSchema = z.object({
  kind: needKindSchema,
  ids: z.array(z.string()),
  /** Masks by the fast path, of all objects of the twin at once: for twins whose boxes come from elsewhere. */
  fast: z.boolean().optional(),
});
export type Need = z.infer<typeof needSchema>;

/** What a person points at, in canonical pixels: a box around it, points on it (positive) and beside it, or both. */
export const segmentPromptSchema = z
  .object({
    box: boxSchema.optional(),
    points: z.array(z.object({ x: z.number(), y: z.number(), positive: z.boolean() })).max(64),
  })
  .refine(({ box, points }) => box !== undefined || points.some(({ positive }) => positive), {
    message: 'A prompt needs a box or a positive point.',
  });
export type SegmentPrompt = z.infer<typeof segmentPromptSchema>;

/** The mask of what a prompt points at. */
export const segmentedSchema = z.object({
  mask: rleSchema,
  /** The mask's tight box. */
  box: boxSchema,
  /** Pixels of the mask. */
  area: z.number().positive(),
  /** Mean probability inside the mask, in [0, 1]. */
  score: z.number().min(0).max(1),
  run: toolRunSchema,
});
export type Segmented = z.infer<typeof segmentedSchema>;

const textWordSchema = z.object({ quad: quadSchema, text: z.string(), score: z.number().min(0).max(1) });

/** A line of text with its words; quadrilaterals in canonical pixels, scores are mean probabilities of the characters. */
export const textLineSchema = textWordSchema.extend({ words: z.array(textWordSchema) });
export type ReadLine = z.infer<typeof textLineSchema>;

/** The twin of a video, and how much of the plan is in it. */
export const videoAnalysisSchema = z.object({
  /** `source.kind` is "video"; objects are tracks, with a state for each frame in which they were seen or bridged. */
  twin: twinSchema,
  timings: timingsSchema,
  /** Of the planned frames: looked at by the detector, and outlined by the fine path. */
  frames: z.object({
    planned: z.int().positive(),
    detected: z.int().nonnegative(),
    outlined: z.int().nonnegative(),
    /** Most decoded frames that were alive at once. */
    mostAlive: z.int().nonnegative(),
  }),
  /** "41 of 60 frames: stopped", "the file ends early", "the camera moves": what the person should know. */
  notices: z.array(z.string()),
  /** True when `stopVideo` or the file's end came before the plan's. */
  partial: z.boolean(),
});
export type VideoAnalysis = z.infer<typeof videoAnalysisSchema>;

/** The perception worker: reads images and builds twins. */
export const perceptionContract = defineContract({
  /** What this machine offers; loads nothing. */
  probe: { args: z.object({}), result: capabilityReportSchema, progress: noProgress },
  /**
   * Loads and checks the detector on one rung; returns at once when that is done already. The page climbs the ladder,
   * because a failed load spoils its worker (see `src/app/perceptionHost.ts`).
   */
  load: {
    args: z.object({
      rung: rungSchema,
      /** Also measure a warm run, for a race between devices. */
      measure: z.boolean(),
    }),
    result: detectorReportSchema,
    progress: progressSchema,
  },
  /** Validates and decodes an image file. */
  open: {
    args: z.object({ bytes: z.instanceof(ArrayBuffer), name: z.string() }),
    result: openedImageSchema,
    progress: progressSchema,
  },
  /** Builds the coarse twin of an opened image; the detector must be loaded. */
  analyse: {
    args: z.object({
      imageId: z.string(),
      /** Detections below this score are left out. */
      minScore: z.number().min(0).max(1).optional(),
      maxObjects: z.int().positive().optional(),
      /** Also masks by the fast path; on unless switched off. */
      masks: z.boolean().optional(),
    }),
    result: z.object({ twin: twinSchema, timings: timingsSchema }),
    progress: progressSchema,
  },
  /**
   * Measures what some objects of a twin of the open image lack, and returns the refined twin with a new run in its log.
   * `mask`: the fine path for exactly these objects; those with a fine or human mask stay as they are. `text`: what is
   * written on them (no ids: anywhere). `depth`, `attributes`: what is missing, colours anew inside masks.
   */
  refine: {
    args: z.object({ imageId: z.string(), twin: twinSchema, need: needSchema }),
    result: z.object({ twin: twinSchema, timings: timingsSchema }),
    progress: progressSchema,
  },
  /** The mask of what a prompt points at in the open image. */
  segment: {
    args: z.object({ imageId: z.string(), prompt: segmentPromptSchema }),
    result: segmentedSchema,
    progress: progressSchema,
  },
  /** The lines of text in the open image; with `whole` the image is one line, edge to edge. */
  readText: {
    args: z.object({ imageId: z.string(), whole: z.boolean() }),
    result: z.object({ lines: z.array(textLineSchema) }),
    progress: progressSchema,
  },
  /**
   * Adds to a twin from elsewhere (annotations) what follows from its boxes and the opened image's pixels: colours, sizes,
   * places, geometric depth. What an object already has stays as it is. Needs no model.
   */
  describe: {
    args: z.object({ imageId: z.string(), twin: twinSchema }),
    result: z.object({ twin: twinSchema }),
    progress: noProgress,
  },
  /**
   * Builds the twin of a video over the planned frames; the detector must be loaded. Cancelling the call drops everything;
   * `stopVideo` ends it with what was measured.
   */
  analyseVideo: {
    args: videoFileSchema.extend({
      sha256: z.string(),
      plan: samplingPlanSchema,
      /** Also masks, by the fast path alone or the main objects by the fine one; fine unless said otherwise. */
      masks: z.enum(['none', 'fast', 'fine']).optional(),
    }),
    result: videoAnalysisSchema,
    progress: progressSchema,
  },
  /** Asks the running `analyseVideo` to resolve soon with what it has; tells whether one was running. Never waits in line. */
  stopVideo: { args: z.object({}), result: z.object({ running: z.boolean() }), progress: noProgress },
  /** Times `runs` bare ORT runs of the detector on the opened image's tensor, in milliseconds each. */
  timeDetector: {
    args: z.object({ imageId: z.string(), runs: z.int().positive().max(100) }),
    result: z.object({ ms: z.array(z.number()) }),
    progress: noProgress,
  },
});
export type PerceptionContract = typeof perceptionContract;
