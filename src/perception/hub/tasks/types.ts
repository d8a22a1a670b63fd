import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { Detection } from '../../pixels.ts';
import type { ObjectMask, SegmentPrompt } from '../../tasks/segment/types.ts';
import type { ImageSize } from '../measure/boxes.ts';
import type { DepthMap } from '../measure/inverseDepth.ts';
import type { RawImage } from '../runtime/pretrained.ts';
import type { TextConstraint, WriteJob, WriteRequest, Written } from '../writing/types.ts';

/** A photo as models of the hub get it: reduced pixels and the canonical size that answers are given in. */
export interface Picture {
  readonly pixels: RawImage;
  readonly image: ImageSize;
}

interface Task {
  /** What the model says to a fixed picture, as numbers: the base of the test after loading. */
  probe(picture: Picture): Promise<Float32Array>;
}

interface VisionTask extends Task {
  /** The longest side, in pixels, of which the model still makes use. */
  readonly side: number;
}

export interface DetectTask extends VisionTask {
  readonly role: 'detect';
  detect(picture: Picture, minScore: number): Promise<Detection[]>;
}

export interface FindTask extends VisionTask {
  readonly role: 'find';
  /** What phrases describe; each detection's label is one of them. */
  find(picture: Picture, phrases: readonly string[], minScore: number): Promise<Detection[]>;
}

export interface SegmentTask extends VisionTask {
  readonly role: 'segment';
  /** Encodes a picture once; prompts on it are answered from the encoding. */
  encode(picture: Picture): Promise<PromptedPicture>;
}

export interface PromptedPicture {
  /** The mask of what a prompt shows, nowhere outside `within`; undefined where the model marks nothing. */
  mask(prompt: SegmentPrompt, within?: ReadonlyBox): Promise<ObjectMask | undefined>;
  dispose(): void;
}

export interface DepthTask extends VisionTask {
  readonly role: 'depth';
  /** Inverse depth without a unit: larger is nearer. */
  inverseDepth(picture: Picture): Promise<DepthMap>;
}

export interface DescribeTask extends VisionTask {
  readonly role: 'describe';
  /** What the model writes about a picture, or about the thing in the middle of it that is called `label`. */
  describe(picture: Picture, label?: string): Promise<string>;
}

/** A language model: it sees no picture, and its test reads a fixed text. */
export interface WriteTask extends Task {
  readonly role: 'policy';
  write(request: WriteRequest, constraint: TextConstraint | undefined, job: WriteJob): Promise<Written>;
}

export type HubTaskRunner = DetectTask | FindTask | SegmentTask | DepthTask | DescribeTask | WriteTask;
