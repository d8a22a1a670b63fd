import type {
  EvaluationResult,
  GroupView,
  KernelReport,
  SavedRun,
  Share,
  TrainingContract,
  TrainingState,
} from '../../../workers/contracts/training.ts';
import type { MethodResult } from '../../../workers/rpc/contract.ts';
import type { ErrorCode } from '../../core/errors.ts';
import { defaultSetup, type LabSetup } from '../labSetup.ts';

/** What a policy made of one question of a held-out set. */
export type HeldOutRow = MethodResult<TrainingContract, 'evaluate'>['rows'][number] & {
  readonly set: string;
};

/** The run at hand, without its history. */
export interface LabRun
  extends Pick<
    TrainingState,
    'manifest' | 'heldOut' | 'parameters' | 'trainableParameters' | 'keeping' | 'notices'
  > {
  readonly step: number;
  /** The step up to which it was asked to train. */
  readonly goal: number;
  /** The newest step that a reload would go on from; undefined where nothing was kept yet. */
  readonly savedStep: number | undefined;
}

/** The one thing that the training worker does. */
export type LabJob =
  | { readonly kind: 'opening'; readonly phase: 'loading' | 'questions' | 'compiling' }
  | { readonly kind: 'evaluating'; readonly done: number; readonly all: number }
  | { readonly kind: 'baseline' }
  | { readonly kind: 'training'; readonly to: number; readonly pausing: boolean }
  | { readonly kind: 'exporting' }
  | { readonly kind: 'verifying' };

/** A group with what TypeScript makes of its rewards. */
export interface ShownGroup {
  readonly view: GroupView;
  /** The largest difference of an advantage to the reference in TypeScript; undefined where one group does not tell. */
  readonly advantageError: number | undefined;
}

export interface LabFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** All kernels on this machine's GPU beside their references. */
export interface KernelCheck {
  readonly adapter: string;
  readonly software: boolean;
  readonly passed: boolean;
  readonly tolerance: number;
  readonly kernels: readonly KernelReport[];
}

/** The lab: a run of GRPO as far as it is shown. The run itself is in the training worker. */
export interface LabState {
  readonly setup: LabSetup;
  /** Policies of this build that a run can begin with. */
  readonly starts: readonly { readonly id: string; readonly parameters: number }[];
  readonly run: LabRun | undefined;
  readonly job: LabJob | undefined;
  /** `performance.now()` at the start of the job. */
  readonly jobStartedAt: number;
  /** One line a step, by TRL's names. */
  readonly metrics: readonly Readonly<Record<string, number>>[];
  /** Milliseconds by stage of the steps done in this visit, under the step's number. */
  readonly timings: readonly Readonly<Record<string, number>>[];
  readonly results: readonly EvaluationResult[];
  /** What the hand-written grammar gets right, by the name of the held-out set. */
  readonly baselines: Readonly<Record<string, Share>>;
  /** Groups of the latest step. */
  readonly groups: readonly ShownGroup[];
  /** Why the latest step left the weights as they were. */
  readonly skipped: string | undefined;
  /** Answers to the held-out questions at the first step and the latest evaluation. */
  readonly before: readonly HeldOutRow[] | undefined;
  readonly after: { readonly step: number; readonly rows: readonly HeldOutRow[] } | undefined;
  readonly savedRuns: readonly SavedRun[];
  /** Another tab trains: this one waits. */
  readonly elsewhere: boolean;
  readonly keepAwake: boolean;
  readonly check: KernelCheck | undefined;
  readonly failure: LabFailure | undefined;
}

export const initialLab: LabState = {
  setup: defaultSetup,
  starts: [],
  run: undefined,
  job: undefined,
  jobStartedAt: 0,
  metrics: [],
  timings: [],
  results: [],
  baselines: {},
  groups: [],
  skipped: undefined,
  before: undefined,
  after: undefined,
  savedRuns: [],
  elsewhere: false,
  keepAwake: false,
  check: undefined,
  failure: undefined,
};
