import type { TrainEvent, TrainingContract, TrainingState } from '../../workers/contracts/training.ts';
import type { MethodResult } from '../../workers/rpc/contract.ts';
import { fetchManifest } from '../perception/runtime/siteFiles.ts';
import { type Outcome, outcome } from './outcome.ts';
import { spawnTrainingWorker } from './spawnTrainingWorker.ts';
import { createTrainingHost, type TrainingRequest } from './trainingHost.ts';

/** Training without the interface. */
export interface HeadlessTraining {
  open(request: TrainingRequest): Promise<Outcome<TrainingState>>;
  /**
   * Trains up to a number of steps; what was told on the way comes with the end.
   * @param show groups of each step that are told, with the ratios of their tokens where `ratios` is set
   */
  train(
    to: number,
    show: number,
    ratios?: boolean,
  ): Promise<Outcome<{ readonly step: number; readonly events: readonly TrainEvent[] }>>;
  evaluate(set: string): Promise<Outcome<MethodResult<TrainingContract, 'evaluate'>>>;
  /** Files of the run, base64. */
  export(): Promise<Outcome<readonly { readonly path: string; readonly base64: string }[]>>;
  close(): Promise<Outcome<void>>;
  /** Ends the worker at once, as a crash would; what was kept of its run is still there. */
  kill(): void;
}

/** @param encode bytes as base64 */
export function createHeadlessTraining(encode: (blob: Blob) => Promise<string>): HeadlessTraining {
  const create = () =>
    createTrainingHost({
      spawn: spawnTrainingWorker,
      manifest: () => fetchManifest({ siteRoot: new URL('./', document.baseURI) }),
    });
  let host = create();
  return {
    open: (request) => outcome(() => host.open(request)),
    train: (to, show, ratios = false) =>
      outcome(async () => {
        const events: TrainEvent[] = [];
        const { step } = await host.train(
          { to, show, ratios },
          { onEvent: (event) => void events.push(event) },
        );
        return { step, events };
      }),
    evaluate: (set) => outcome(() => host.evaluate(set)),
    export: () =>
      outcome(async () => {
        const files = await host.export();
        return Promise.all(
          files.map(async ({ path, bytes }) => ({ path, base64: await encode(new Blob([bytes])) })),
        );
      }),
    close: () => outcome(() => host.close()),
    kill() {
      host.dispose();
      host = create();
    },
  };
}
