import type { ErrorDetails } from '../core/errors.ts';
import type { Result } from '../core/result.ts';
import type { MotVideo } from '../io/mot/readMot.ts';
import type { AskOutcome } from '../reasoning/ask.ts';
import type { Task } from '../reasoning/types.ts';
import type { PolicyId } from '../store/slices/policies.ts';
import type { Refine } from '../twin/query/execute.ts';
import type { Twin } from '../twin/schema/twin.ts';
import type { Trace } from '../twin/trace/schema.ts';
import type { ChosenHost } from './hubPerception.ts';

/** A text file told apart by its content, ready to become a twin. */
export type JsonFile =
  | {
      readonly kind: 'twin';
      readonly twin: Twin;
      /** True for annotations of a video, which need nothing else to be a twin. */
      readonly annotated?: boolean;
    }
  | {
      readonly kind: 'coco';
      /** The twin of the image with this name, or of the only image. */
      readonly twinFor: (image: ImageFacts) => Result<Twin, ErrorDetails>;
    };

export interface ImageFacts {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Who answers, and how to follow and end it. */
export interface AskHow {
  /** The grammar where absent. */
  readonly policy?: PolicyId | undefined;
  /** Told of all that was written so far, results included, whenever that is more. */
  readonly onText?: ((transcript: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Everything heavy behind the commands: perception, reasoning and file formats. Loaded after the first paint. */
export interface Engine {
  readonly host: ChosenHost;
  /** Answers a question of a twin, measuring by `refine` what it needs; gives the twin as refined. */
  ask(question: string, twin: Twin, refine: Refine, task?: Task, how?: AskHow): Promise<AskOutcome>;
  /** Questions that the policy can read, made from the twin. */
  suggest(twin: Twin): readonly string[];
  /** Adds to a twin what follows from its labels and boxes alone: words for size and place, depth by the geometric prior. */
  describe(twin: Twin): Twin;
  /** The detector's label that a word stands for ("mug" is a cup); undefined where it is none, or could be several. */
  kindOf(word: string): string | undefined;
  readJsonFile(text: string, name: string): Result<JsonFile, ErrorDetails>;
  writeTwin(twin: Twin): string;
  writeCoco(twin: Twin): string;
  /** The tracks of a video as MOTChallenge CSV. */
  writeMot(twin: Twin): string;
  /** The tracks of a video with their masks as YouTube-VIS JSON. */
  writeYoutubeVis(twin: Twin): string;
  /** MOTChallenge tracks as the twin of their video. */
  readMot(text: string, video: MotVideo): Result<Twin, ErrorDetails>;
  writeTraces(traces: readonly Trace[]): string;
  readTraces(text: string, name: string): Result<readonly Trace[], ErrorDetails>;
}
