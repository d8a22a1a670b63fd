import type { CapabilityReport } from '../../../workers/contracts/capability.ts';
import { TwinsightError, toTwinsightError } from '../../core/errors.ts';
import type { ModelManifest } from '../../perception/runtime/manifest.ts';
import type { LabCommands } from '../../store/labCommands.ts';
import type { LabSetup } from '../../store/labSetup.ts';
import { type HeldOutRow, initialLab } from '../../store/slices/lab.ts';
import type { AppStore } from '../../store/store.ts';
import { adapterName } from '../../training/gpu/openDevice.ts';
import type { PolicyHost } from '../policyHost.ts';
import type { TrainingHost, TrainingRequest } from '../trainingHost.ts';
import { savedFiles } from './exports.ts';
import { createGpuRecovery, gpuNotice, isOfGpu } from './gpuRecovery.ts';
import type { KeptRuns } from './keptRuns.ts';
import { reportLabFailure, setLab, setLabJob, showEvent, showRun, tellNotice } from './labState.ts';
import { tunedPolicyHost } from './tuned.ts';

/** Of the corpus that the starts were trained on; the anchor shows no other programs (docs/training.md). */
const CORPUS_SEED = 5;
const NANO_ANCHORS = 3000;

/** Groups of a step that are shown. */
const SHOWN_GROUPS = 6;

export interface LabServices {
  readonly store: AppStore;
  readonly host: TrainingHost;
  readonly manifest: () => Promise<ModelManifest>;
  readonly kept: KeptRuns;
  readonly probe: () => Promise<CapabilityReport | undefined>;
  readonly saveFile: (blob: Blob, name: string) => void;
  readonly pickFile: (onFile: (file: File) => void) => void;
  readonly keepAwake: (on: boolean) => void;
  /** Claims training for this tab; tells whether another one has it. */
  readonly claim: (tell: (elsewhere: boolean) => void) => void;
  /** The corrected answers of this browser, as a file. */
  readonly corrections: () => Promise<string>;
  /** Who answers as “tuned” from now on. */
  readonly setTuned: (host: PolicyHost) => void;
  readonly newId: () => string;
  readonly wait: (ms: number) => Promise<void>;
}

const programsOf = (start: string): number => Number(/^nano-early-(\d+)$/.exec(start)?.[1] ?? NANO_ANCHORS);

function requestOf(id: string, setup: LabSetup): TrainingRequest {
  const { start, world, difficulty, device, heldOut, steps, options } = setup;
  return {
    id,
    start,
    world,
    difficulty,
    device,
    heldOut,
    options: { ...options, maxSteps: steps },
    ...(options.anchorWeight > 0 ? { anchors: { seed: CORPUS_SEED, programs: programsOf(start) } } : {}),
  };
}

const fileMissing = (): TwinsightError =>
  new TwinsightError({
    code: 'bad-request',
    message: 'There is no run to go on with.',
    remedy: 'Start one first.',
  });

/** The lab's commands. One thing is done at a time: what is asked for meanwhile is let be. */
export function createLab(services: LabServices): Omit<LabCommands, 'sampleWorld'> {
  const { store, host, kept } = services;
  const lab = () => store.getState().lab;
  let working: AbortController | undefined;
  let claimed = false;

  /** Does a piece of work with a signal that `stop` aborts; failures are shown. Gives whether it came to its end. */
  async function work(job: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    if (working || lab().elsewhere) return false;
    const controller = new AbortController();
    working = controller;
    setLab(store, { failure: undefined });
    services.keepAwake(lab().keepAwake);
    try {
      await job(controller.signal);
      return true;
    } catch (thrown) {
      reportLabFailure(store, thrown);
      // What is cut off leaves the worker in doubt, or dead: the run goes on from what was kept.
      await reopen().catch((again: unknown) => reportLabFailure(store, again));
      return false;
    } finally {
      working = undefined;
      setLabJob(store, undefined);
      services.keepAwake(false);
    }
  }

  async function open(
    id: string,
    setup: LabSetup,
    other: Partial<Pick<TrainingRequest, 'resume' | 'device'>> = {},
    goal = setup.steps,
  ): Promise<void> {
    setLabJob(store, { kind: 'opening', phase: 'loading' });
    const corrections = await correctionsFor(setup);
    const state = await host.open({ ...requestOf(id, setup), ...corrections, ...other }, ({ phase }) =>
      setLab(store, { job: { kind: 'opening', phase } }),
    );
    kept.keepSetup(id, setup);
    showRun(store, state, goal, kept.beforeOf(id));
    await host.save();
  }

  /** Those to train on, where the setup has any. */
  async function correctionsFor({ corrections: trainShare }: LabSetup): Promise<Partial<TrainingRequest>> {
    return trainShare > 0 ? { corrections: { text: await services.corrections(), trainShare } } : {};
  }

  async function baseline(signal: AbortSignal): Promise<void> {
    for (const { name } of lab().run?.heldOut ?? []) {
      if (lab().baselines[name]) continue;
      setLabJob(store, { kind: 'baseline' });
      const share = await host.baseline(name, signal);
      setLab(store, { baselines: { ...lab().baselines, [name]: share } });
    }
  }

  async function evaluate(signal: AbortSignal): Promise<void> {
    const { run } = lab();
    if (!run) return;
    const rows: HeldOutRow[] = [];
    for (const { name: set, n } of run.heldOut) {
      setLabJob(store, { kind: 'evaluating', done: 0, all: n });
      const onProgress = (done: number, all: number): void =>
        setLab(store, { job: { kind: 'evaluating', done, all } });
      const measured = await host.evaluate(set, { signal, onProgress });
      rows.push(...measured.rows.map((row) => ({ ...row, set })));
      const { result } = measured;
      const others = lab().results.filter((one) => one.step !== result.step || one.set !== set);
      setLab(store, { results: [...others, result] });
    }
    const first = run.step === 0;
    setLab(store, first ? { before: rows } : { after: { step: run.step, rows } });
    if (first) kept.keepBefore(run.manifest.id, rows);
  }

  async function train(to: number, signal: AbortSignal): Promise<void> {
    setLabJob(store, { kind: 'training', to, pausing: false });
    let shown = Promise.resolve();
    try {
      await host.train(
        { to, show: SHOWN_GROUPS, ratios: true },
        {
          signal,
          onEvent: (event) => {
            shown = shown.then(() => showEvent(store, event));
          },
        },
      );
    } finally {
      await shown;
    }
    const { run } = lab();
    if (run) setLab(store, { run: { ...run, savedStep: run.step } });
  }

  /** Opens the run that is shown, if any, from what was kept of it; what was measured of it stays. */
  async function reopen(device?: TrainingRequest['device']): Promise<void> {
    const { run, before, after, baselines } = lab();
    if (!run) return;
    const { id } = run.manifest;
    const other = { resume: { role: 'last' }, device: device ?? run.manifest.device } as const;
    await open(id, kept.setupOf(id) ?? lab().setup, other, run.goal);
    setLab(store, { before, after, baselines });
  }

  const recovering = createGpuRecovery({
    now: () => performance.now(),
    wait: services.wait,
    reopen,
    stepOf: () => lab().run?.step ?? 0,
    onRecovered: (loss, device, at) => tellNotice(store, gpuNotice(loss, device, at, lab().run?.step ?? 0)),
  });

  /** Trains the run at hand, or a new one, and looks how much better it answers where it is through. */
  const trainTo = (goalOf: (step: number, steps: number) => number): Promise<boolean> =>
    work(async (signal) => {
      if (!lab().run) await open(services.newId(), lab().setup);
      if (lab().run?.step === 0 && !lab().before) await recovering(() => evaluate(signal));
      await baseline(signal);
      const { run, setup } = lab();
      if (!run) return;
      const goal = goalOf(run.step, setup.steps);
      setLab(store, { run: { ...run, goal: Math.max(goal, run.goal) } });
      await recovering(() => train(goal, signal));
      if ((lab().run?.step ?? 0) >= setup.steps) await recovering(() => evaluate(signal));
    }).finally(() => void listRuns());

  async function listRuns(): Promise<void> {
    try {
      setLab(store, { savedRuns: await host.runs() });
    } catch (thrown) {
      reportLabFailure(store, thrown);
    }
  }

  async function goOn(id: string, resume: TrainingRequest['resume']): Promise<void> {
    const setup = kept.setupOf(id) ?? lab().setup;
    setLab(store, { setup });
    const other = resume ? { resume } : {};
    try {
      await open(id, setup, other);
    } catch (thrown) {
      if (setup.device === 'wasm' || !isOfGpu(thrown)) throw thrown;
      await open(id, setup, { ...other, device: 'wasm' });
      tellNotice(store, `${toTwinsightError(thrown).message} This run goes on on the processor.`);
    }
  }

  return {
    async refresh() {
      if (!claimed) {
        claimed = true;
        services.claim((elsewhere) => setLab(store, { elsewhere }));
        void services.probe();
      }
      try {
        const { policies } = await services.manifest();
        const starts = policies.map(({ id, parameters }) => ({ id, parameters }));
        const { setup } = lab();
        const known = starts.some(({ id }) => id === setup.start);
        const start = known ? setup.start : (starts[0]?.id ?? setup.start);
        setLab(store, { starts, setup: { ...setup, start } });
      } catch (thrown) {
        reportLabFailure(store, thrown);
      }
      if (!working) await listRuns();
    },

    setSetup: (setup) => setLab(store, { setup }),
    train: async () => void (await trainTo((step, steps) => Math.max(steps, step + 1))),
    trainStep: async () => void (await trainTo((step) => step + 1)),

    pause() {
      const { job } = lab();
      if (job?.kind !== 'training') return;
      setLab(store, { job: { ...job, pausing: true } });
      host.pause().catch((thrown: unknown) => reportLabFailure(store, thrown));
    },

    stop: () => working?.abort(),

    async reset() {
      if (working) return;
      const { setup, starts, savedRuns, elsewhere, keepAwake, check } = lab();
      setLab(store, { ...initialLab, setup, starts, savedRuns, elsewhere, keepAwake, check });
      await work(() => host.close());
      await listRuns();
    },

    resume: async (id) => void (await work(() => goOn(id, { role: 'last' }))),

    async removeRun(id) {
      await work(() => host.removeRun(id));
      await listRuns();
    },

    evaluate: async () => void (await work((signal) => recovering(() => evaluate(signal)))),

    async adoptPolicy() {
      await work(async () => {
        const { run, results, before } = lab();
        if (!run) throw fileMissing();
        setLabJob(store, { kind: 'exporting' });
        services.setTuned(tunedPolicyHost(await host.export()));
        const set = run.heldOut[0]?.name;
        const at = (step: number) =>
          results.find((result) => result.step === step && result.set === set)?.answers.accuracy;
        const tuned = {
          start: run.manifest.start,
          world: run.manifest.world,
          step: run.step,
          parameters: run.parameters,
          before: before ? at(0) : undefined,
          after: at(run.step),
        };
        store.setState((state) => ({ policies: { ...state.policies, tuned, chosen: 'tuned' } }));
      });
    },

    async save(name) {
      await work(async () => {
        if (!lab().run) throw fileMissing();
        setLabJob(store, { kind: 'exporting' });
        for (const file of savedFiles(await host.export(), name))
          services.saveFile(new Blob([file.bytes]), file.name);
      });
    },

    pickCheckpoint() {
      services.pickFile((file) => {
        void work(async () => {
          const checkpoint = new Uint8Array(await file.arrayBuffer());
          await goOn(services.newId(), { checkpoint, name: file.name });
        });
      });
    },

    async verifyKernels() {
      await work(async (signal) => {
        setLabJob(store, { kind: 'verifying' });
        const { adapter, ...report } = await host.verify({ signal });
        setLab(store, { check: { ...report, adapter: adapterName(adapter), software: adapter.software } });
      });
    },

    setKeepAwake(on) {
      setLab(store, { keepAwake: on });
      services.keepAwake(on && working !== undefined);
    },

    dismissFailure: () => setLab(store, { failure: undefined }),
  };
}
