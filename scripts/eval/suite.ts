import type { WorldName } from '../../src/training/worlds/types.ts';
import type { DevicePreference, LoadedDetector } from '../../workers/contracts/perception.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';
import type { Construction } from './construct.ts';

export interface SuiteOptions {
  readonly data: string;
  /** Look at the first so many items only. */
  readonly limit: number | undefined;
  readonly device: DevicePreference;
  readonly twin: 'perceived' | 'oracle';
  /** How much of a perceived twin is built before a photo question comes; `all` compares. */
  readonly construct: Construction | 'all';
  /** What answers questions; `program` is the gold programs of CLEVR scenes. */
  readonly policy: 'program' | 'grammar' | 'nano';
  /** Folder of the model of policy nano; by default the shipped one. */
  readonly model?: string | undefined;
  /** Whether that model can write nothing but well-formed rollouts. */
  readonly constrained: boolean;
  /** Whether that model's prompt begins with the digest of the twin. */
  readonly digest?: boolean;
  /** The only world to ask about; by default all. */
  readonly world?: WorldName | undefined;
  /** Address of a mirror whose models are measured, empty for the hub; undefined for the embedded models. */
  readonly hub?: string | undefined;
  /** Says what is going on, on one line. */
  readonly report: (line: string) => void;
}

export interface SuiteResult {
  /** Photos or questions looked at. */
  readonly n: number;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly device: string;
  readonly models: readonly string[];
}

/** Runs `work` with another app, whose site has the files of a folder in place of its own. */
export type WithOverlay = <T>(overlay: string, work: (app: HeadlessApp) => Promise<T>) => Promise<T>;

/** Reads the data (and refuses what cannot be used) before any browser is started; the returned function measures. */
export type Suite = (
  options: SuiteOptions,
) => (app: HeadlessApp, withOverlay: WithOverlay) => Promise<SuiteResult>;

/** A suite of pure code, which needs no browser. */
export type PureSuite = (options: SuiteOptions) => Promise<SuiteResult>;

/** `id@revision (dtype)`: a model as the reports name it. */
export const modelName = ({ model, revision, dtype }: LoadedDetector): string =>
  `${model}@${revision} (${dtype})`;
