import type { CapabilityReport } from '../../workers/contracts/capability.ts';
import type {
  DevicePreference,
  LoadedDetector,
  Need,
  ReadLine,
  Segmented,
  SegmentPrompt,
  VideoAnalysis,
} from '../../workers/contracts/perception.ts';
import type { OpenedVideo, SamplingPlan, SamplingRate } from '../../workers/contracts/video.ts';
import type { AskOutcome } from '../reasoning/ask.ts';
import type { Task } from '../reasoning/types.ts';
import type { PolicyId } from '../store/slices/policies.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { JobOptions } from './detectorLadder.ts';
import type { HeadlessEngine } from './headlessEngine.ts';
import type { HeadlessHub } from './headlessHub.ts';
import type { HeadlessKernels } from './headlessKernels.ts';
import type { PolicyTimes } from './headlessPolicies.ts';
import type { HeadlessTraining } from './headlessTraining.ts';
import type { Outcome } from './outcome.ts';

export type { Outcome };

export interface PerceiveOptions {
  readonly device: DevicePreference;
  /** Detections below this score are left out; the app's own threshold where absent. */
  readonly minScore?: number;
  readonly maxObjects?: number;
  /** Also masks; on unless switched off. */
  readonly masks?: boolean;
}

export interface Perceived {
  readonly twin: Twin;
  /** Milliseconds by stage as the worker measured them, plus `open` (check, decode) and `total` (from the file's bytes in memory to the twin). */
  readonly timings: Readonly<Record<string, number>>;
  readonly detector: LoadedDetector;
  /** What the person should know about the file: "first of 12 frames", … */
  readonly notices: readonly string[];
}

export interface Refined {
  readonly twin: Twin;
  /** Milliseconds by stage, as the worker measured them. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface PerceiveVideoOptions {
  readonly device: DevicePreference;
  /** Frames a second, or every frame; absent: every frame of a clip under 5 s, else 2 a second of the first 60 s. */
  readonly rate?: SamplingRate;
  readonly startUs?: number;
  readonly endUs?: number;
  readonly masks?: 'none' | 'fast' | 'fine';
}

export interface PerceivedVideo {
  readonly twin: Twin;
  /** Milliseconds by stage, plus `open` and `total` (from the file to the twin). */
  readonly timings: Readonly<Record<string, number>>;
  readonly detector: LoadedDetector;
  readonly plan: SamplingPlan;
  readonly frames: VideoAnalysis['frames'];
  readonly notices: readonly string[];
}

export interface ReadTextOptions {
  readonly device: DevicePreference;
  readonly whole: boolean;
}

export interface TextRead {
  readonly lines: readonly ReadLine[];
  /** Milliseconds from the opened photo to its lines. */
  readonly ms: number;
}

export interface HeadlessAskOptions {
  /** The kind of answer; by default the one that the question asks for. */
  readonly task?: Task | undefined;
  /** Whether tools may measure what the question needs; they may unless switched off. */
  readonly measure?: boolean | undefined;
  /** Who answers; the grammar unless said otherwise. */
  readonly policy?: PolicyId | undefined;
}

export interface ExportedFiles {
  /** Twin JSON. */
  readonly twin: string;
  /** COCO JSON. */
  readonly coco: string;
  /** PNG of the photo with masks, boxes and labels, base64. */
  readonly overlay: string;
}

/**
 * The app without its interface: `window.twinsight` on headless.html, for the commands and for anyone's scripts. It runs
 * the same worker, readers and policies as the page. The photo is the file in the page's file input.
 */
export interface HeadlessApi {
  /** What this browser can do for perception; loads nothing. */
  capability(): Promise<Outcome<CapabilityReport>>;
  /** Loads the detector ahead of the first photo. */
  load(device: DevicePreference): Promise<Outcome<LoadedDetector>>;
  /** Opens the chosen photo and builds its twin. The photo stays open for `timeDetector` and `files`. */
  perceive(options: PerceiveOptions): Promise<Outcome<Perceived>>;
  /**
   * Builds the oracle twin of the chosen photo: objects from COCO JSON text, attributes and geometric depth measured
   * from the photo's pixels as for a perceived twin.
   */
  oracle(coco: string): Promise<Outcome<Twin>>;
  /** Measures what some objects of a twin of the photo opened last lack, as a question does just in time. */
  refine(twin: Twin, need: Need): Promise<Outcome<Refined>>;
  /** The mask of what a box or points (canonical pixels) point at in the photo opened last. */
  segment(prompt: SegmentPrompt): Promise<Outcome<Segmented>>;
  /** Opens the chosen photo and reads the text in it; with `whole` it is one word or line, edge to edge. */
  readText(options: ReadTextOptions): Promise<Outcome<TextRead>>;
  /** Bare runs of the detector on the photo opened last, in milliseconds each; the first may find caches cold. */
  timeDetector(runs: number): Promise<Outcome<readonly number[]>>;
  /**
   * Asks one question of a twin; the record holds the program, its steps, the answer, or why it cannot be read. What the
   * question needs is measured where the twin's photo is the one opened last; the twin is as refined by that.
   */
  ask(question: string, twin: Twin, options?: HeadlessAskOptions): Promise<Outcome<AskOutcome>>;
  /** Opens the chosen clip: what is known of it before any frame is looked at. */
  openVideo(): Promise<Outcome<OpenedVideo>>;
  /** The frame of the open clip that is shown at a time, with its own timestamp (µs), as PNG, base64. */
  videoFrame(timeUs: number): Promise<Outcome<{ readonly timeUs: number; readonly png: string }>>;
  /** Opens the chosen clip and builds its twin over time. The clip stays open for `overlayClip`. */
  perceiveVideo(options: PerceiveVideoOptions, job?: JobOptions): Promise<Outcome<PerceivedVideo>>;
  /** WebM, base64: the looked-at frames of the clip opened last with its twin, the given objects lit up. */
  overlayClip(twin: Twin, ids: readonly string[]): Promise<Outcome<string>>;
  /** Has our own model write the first turn of each question: what that takes. */
  timePolicy(questions: readonly string[]): Promise<Outcome<PolicyTimes>>;
  /** Models of the hub. */
  readonly hub: HeadlessHub;
  /** Runs of GRPO. */
  readonly training: HeadlessTraining;
  /** The kernels of rewards and advantages. */
  readonly kernels: HeadlessKernels;
  /** The engine that policies are sampled and trained on. */
  readonly engine: HeadlessEngine;
  /** The exports of a twin of the photo opened last; in the overlay the given objects are lit up. */
  files(twin: Twin, evidence: readonly string[]): Promise<Outcome<ExportedFiles>>;
  /** PNG, base64: white where any of these objects is, black elsewhere, at the photo's size. They must have masks. */
  maskImage(twin: Twin, ids: readonly string[]): Promise<Outcome<string>>;
}

declare global {
  interface Window {
    readonly twinsight: HeadlessApi;
  }
}
