import type { LabSetup } from './labSetup.ts';
import type { WorldSample, WorldWish } from './worldSample.ts';

/** What of a run can be saved as a file. */
export const EXPORTS = [
  'model',
  'adapter',
  'metrics.csv',
  'metrics.jsonl',
  'run.json',
  'checkpoint',
] as const;
export type ExportName = (typeof EXPORTS)[number];

/** What a person can do in the lab. Failures land in the `lab` slice, so none of these rejects. */
export interface LabCommands {
  /** Looks what was kept, which starts there are, and whether another tab trains. */
  refresh(): Promise<void>;
  setSetup(setup: LabSetup): void;
  /** Begins a run, or goes on with the one at hand, up to the steps of the setup. */
  train(): Promise<void>;
  /** Trains one step, of a new run where there is none. */
  trainStep(): Promise<void>;
  /** Ends after the step at hand; the state is kept. */
  pause(): void;
  /** Ends the running job at once. A step at hand is lost, and so is no more. */
  stop(): void;
  /** Closes the run and forgets what is shown of it; what was kept stays. */
  reset(): Promise<void>;
  /** Opens a run that was kept. */
  resume(id: string): Promise<void>;
  removeRun(id: string): Promise<void>;
  /** Answers the held-out questions with the policy as it is. */
  evaluate(): Promise<void>;
  /** Makes the policy as it is selectable for asking, chooses it, and shows the question field. */
  adoptPolicy(): Promise<void>;
  save(name: ExportName): Promise<void>;
  /** Goes on from a checkpoint file that the person picks. */
  pickCheckpoint(): void;
  /** Runs every kernel on the GPU and in TypeScript, and compares. */
  verifyKernels(): Promise<void>;
  setKeepAwake(on: boolean): void;
  dismissFailure(): void;
  /** A sample of a world as plain data. */
  sampleWorld(wish: WorldWish): Promise<WorldSample>;
}
