import type { CapabilityReport } from '../../../workers/contracts/capability.ts';
import type {
  LoadedDetector,
  PerceptionPhase,
  PerceptionProgress,
} from '../../../workers/contracts/perception.ts';
import type { CodecSupport } from '../../../workers/contracts/video.ts';

/** The long job under way, as the progress bar shows it. */
export interface RunningJob {
  readonly title: string;
  readonly phase: PerceptionPhase;
  readonly fraction: number | undefined;
  readonly detail: string | undefined;
  /** Of a clip: frames looked at in this phase, of how many, and the milliseconds that are left, once known. */
  readonly frames: PerceptionProgress['frames'];
  /** True once the job was asked to end with what it has. */
  readonly stopping: boolean;
  /** `performance.now()` at the start. */
  readonly startedAt: number;
}

export interface PerceptionState {
  readonly capability: CapabilityReport | undefined;
  /** Of clips; undefined until a person wants to know. */
  readonly codecs: readonly CodecSupport[] | undefined;
  readonly detector: LoadedDetector | undefined;
  readonly job: RunningJob | undefined;
}

export const initialPerception: PerceptionState = {
  capability: undefined,
  codecs: undefined,
  detector: undefined,
  job: undefined,
};
