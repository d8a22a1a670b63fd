import type {
  FileVerdict,
  ModelPlan,
  StorageFacts,
  StoreProgress,
} from '../../../workers/contracts/models.ts';
import type { ErrorCode } from '../../core/errors.ts';

/** What a model can be chosen for, in the order of the sheet. */
export const MODEL_ROLES = ['detect', 'find', 'segment', 'depth', 'describe', 'policy'] as const;
export type ModelRole = (typeof MODEL_ROLES)[number];

/** Stands for the model that comes with the app; `find` and `describe` have none, so there it means no model. */
export const EMBEDDED = 'embedded';

/** One download of a model: its files in one storage type. */
export interface VariantFacts {
  readonly dtype: string;
  /** Of all files; the catalogue's estimate until the hub is asked. */
  readonly approximateBytes: number;
  readonly memoryBytes: number;
  /** Why this machine can't run it; undefined where it can. */
  readonly obstacle: string | undefined;
}

/** A model of the catalogue, with what this browser has of it. */
export interface CatalogueModel {
  readonly id: string;
  readonly role: ModelRole;
  readonly title: string;
  readonly repository: string;
  readonly revision: string;
  readonly licence: string;
  readonly url: string;
  readonly note: string;
  readonly variants: readonly VariantFacts[];
  /** The chosen variant. */
  readonly dtype: string;
  /** Of the chosen variant. `held`: in memory, for this visit. */
  readonly kept: 'none' | 'partial' | 'whole' | 'held';
  /** Bytes on disk, of all variants and of downloads under way. */
  readonly keptBytes: number;
}

/** A model that came with the page. Its hash is checked each time it is loaded. */
export interface EmbeddedModel {
  readonly id: string;
  readonly task: string;
  readonly dtype: string;
  readonly revision: string;
  readonly licence: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly source: { readonly package: string; readonly version: string; readonly url: string };
}

/** The one long job that the manager does. */
export interface ModelJob {
  readonly modelId: string;
  readonly phase: 'planning' | StoreProgress['phase'] | 'verifying' | 'compiling' | 'testing';
  /** Undefined where the phase has no bytes to count. */
  readonly doneBytes: number | undefined;
  readonly totalBytes: number | undefined;
  readonly bytesPerSecond: number | undefined;
  /** File at hand. */
  readonly path: string | undefined;
  /** `performance.now()` at the start. */
  readonly startedAt: number;
}

export interface ModelFailure {
  readonly modelId: string;
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
}

/** How the last job of the opened model ended well. */
export interface ModelOutcome {
  readonly modelId: string;
  readonly kind: 'ready' | 'verified' | 'removed';
  readonly ms: number;
  /** Of a check of what is stored. */
  readonly verdicts: readonly FileVerdict[];
  /** What the known-answer test of a loaded model says. */
  readonly detail: string | undefined;
}

export interface ModelsState {
  /** The model at work by role: `embedded`, or the id of a catalogue model. */
  readonly active: Readonly<Record<ModelRole, string>>;
  /** Address of a mirror; empty: the hub itself. */
  readonly source: string;
  /** Empty until the sheet is opened for the first time. */
  readonly catalogue: readonly CatalogueModel[];
  readonly embedded: readonly EmbeddedModel[];
  readonly storage: StorageFacts | undefined;
  /** The model whose details are shown. */
  readonly openedId: string | undefined;
  /** Of the opened model. */
  readonly plan: ModelPlan | undefined;
  readonly job: ModelJob | undefined;
  readonly failure: ModelFailure | undefined;
  readonly outcome: ModelOutcome | undefined;
}

export const initialModels: ModelsState = {
  active: {
    detect: EMBEDDED,
    find: EMBEDDED,
    segment: EMBEDDED,
    depth: EMBEDDED,
    describe: EMBEDDED,
    policy: EMBEDDED,
  },
  source: '',
  catalogue: [],
  embedded: [],
  storage: undefined,
  openedId: undefined,
  plan: undefined,
  job: undefined,
  failure: undefined,
  outcome: undefined,
};
