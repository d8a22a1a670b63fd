import type { TrainEvent, TrainingState } from '../../../workers/contracts/training.ts';
import { toTwinsightError } from '../../core/errors.ts';
import type { HeldOutRow, LabJob, LabState } from '../../store/slices/lab.ts';
import type { AppStore } from '../../store/store.ts';
import { advantageError } from './advantageError.ts';

/** Changes what is shown of the lab; nothing else of the state. */
export const setLab = (store: AppStore, change: Partial<LabState>): void =>
  store.setState((state) => ({ lab: { ...state.lab, ...change } }));

export const setLabJob = (store: AppStore, job: LabJob | undefined): void =>
  setLab(store, { job, ...(job ? { jobStartedAt: performance.now() } : {}) });

/** Shows why something failed; what the person stopped is no failure. */
export function reportLabFailure(store: AppStore, thrown: unknown): void {
  const { code, message, remedy } = toTwinsightError(thrown);
  if (code !== 'cancelled') setLab(store, { failure: { code, message, remedy } });
}

/** Shows a run that was opened, with the history that it brings. */
export function showRun(
  store: AppStore,
  { step, metrics, results, ...run }: TrainingState,
  goal: number,
  before: readonly HeldOutRow[] | undefined,
): void {
  const { manifest, heldOut, parameters, trainableParameters, keeping, notices } = run;
  setLab(store, {
    run: {
      manifest,
      heldOut,
      parameters,
      trainableParameters,
      keeping,
      notices,
      step,
      goal,
      savedStep: step,
    },
    metrics,
    results,
    timings: [],
    groups: [],
    skipped: undefined,
    baselines: {},
    before,
    after: undefined,
  });
}

/** Adds something that the person should know of the run. */
export function tellNotice(store: AppStore, notice: string): void {
  const { run } = store.getState().lab;
  if (run) setLab(store, { run: { ...run, notices: [...run.notices, notice] } });
}

/** Adds what is told of a step or an evaluation. */
export async function showEvent(store: AppStore, event: TrainEvent): Promise<void> {
  if (event.kind === 'evaluated') {
    const { lab } = store.getState();
    setLab(store, { results: [...lab.results, event.result] });
    return;
  }
  const { metrics, timings, groups, skipped, saved } = event;
  const { run } = store.getState().lab;
  const scale = run?.manifest.options.scaleRewards ?? 'none';
  const shown = await Promise.all(
    groups.map(async (view) => ({ view, advantageError: await advantageError(view, scale) })),
  );
  const { lab } = store.getState();
  if (!lab.run) return;
  const step = metrics.step ?? lab.run.step;
  setLab(store, {
    run: { ...lab.run, step: step + 1, savedStep: saved ?? lab.run.savedStep },
    metrics: [...lab.metrics, metrics],
    timings: [...lab.timings, { step, ...timings }],
    groups: shown,
    skipped,
  });
}
