import { describe, expect, it } from 'vitest';
import { TwinsightError } from '../../core/errors.ts';
import { createAppStore } from '../../store/store.ts';
import type { TrainingHost } from '../trainingHost.ts';
import { createKeptRuns } from './keptRuns.ts';
import { createLab, type LabServices } from './lab.ts';

const share = { accuracy: 0.5, n: 10, right: 5, low: 0.2, high: 0.8 };
const cancelled = () =>
  new TwinsightError({ code: 'cancelled', message: 'It was cancelled.', remedy: 'Start again.' });

/** A lab on a host that does nothing but say what it was asked for. */
function aLab(overrides: Partial<TrainingHost> = {}) {
  const store = createAppStore();
  const asked: string[] = [];
  const texts = new Map<string, string>();
  const { options } = store.getState().lab.setup;
  const host: TrainingHost = {
    async open({ id, resume }) {
      asked.push(resume ? 'resume' : 'open');
      const manifest = {
        id,
        startedAt: '',
        world: 'clevr',
        start: 'nano-early-100',
        startSha256: '',
        options,
        device: 'wasm',
        kernels: 'cpu',
        adapter: 'processor',
        version: '0',
      } as const;
      return {
        manifest,
        step: 0,
        metrics: [],
        results: [],
        heldOut: [{ name: 'clevr', n: 10 }],
        parameters: 1,
        trainableParameters: 1,
        keeping: 'memory',
        notices: [],
      };
    },
    async train({ to }, { onEvent } = {}) {
      asked.push(`train ${to}`);
      for (let step = store.getState().lab.run?.step ?? 0; step < to; step++)
        onEvent?.({ kind: 'step', metrics: { step, reward: 0.5 }, timings: { sampling: 1 }, groups: [] });
      return { step: to, paused: false };
    },
    async evaluate(set) {
      asked.push('evaluate');
      const step = store.getState().lab.run?.step ?? 0;
      return { result: { step, set, answers: share, programs: share, meanLength: 9 }, rows: [], ms: 1 };
    },
    baseline: async () => share,
    verify: async () => {
      throw cancelled();
    },
    pause: async () => undefined,
    save: async () => void asked.push('save'),
    export: async () => [{ path: 'metrics.csv', bytes: new TextEncoder().encode('step\n') }],
    runs: async () => [],
    removeRun: async () => undefined,
    close: async () => undefined,
    dispose: () => undefined,
    ...overrides,
  };
  const saved: string[] = [];
  const services: LabServices = {
    store,
    host,
    manifest: async () => {
      throw cancelled();
    },
    kept: createKeptRuns({
      getItem: (key) => texts.get(key) ?? null,
      setItem: (key, value) => void texts.set(key, value),
    }),
    probe: async () => undefined,
    saveFile: (_blob, name) => void saved.push(name),
    pickFile: () => undefined,
    keepAwake: () => undefined,
    claim: (tell) => tell(false),
    corrections: async () => 'the corrections',
    setTuned: () => undefined,
    newId: () => 'run-1',
    wait: async () => undefined,
  };
  return { store, asked, saved, lab: createLab(services) };
}

describe('the lab', () => {
  it('keeps a run before its first step, measures before and after, and shows every step', async () => {
    const { store, asked, lab } = aLab();
    lab.setSetup({ ...store.getState().lab.setup, steps: 2 });
    await lab.train();
    expect(asked).toEqual(['open', 'save', 'evaluate', 'train 2', 'evaluate']);
    const { run, metrics, results, before, after, job } = store.getState().lab;
    expect(run?.step).toBe(2);
    expect(metrics.map(({ step }) => step)).toEqual([0, 1]);
    expect(results.map(({ step }) => step)).toEqual([0, 2]);
    expect([before, after?.step]).toEqual([[], 2]);
    expect(job).toBeUndefined();
  });

  it('gives a run the corrected answers, where the setup has a share of them', async () => {
    const given: unknown[] = [];
    const { store, lab } = aLab({
      async open({ id, corrections }) {
        given.push(corrections);
        throw new TwinsightError({ code: 'bad-request', message: id, remedy: '' });
      },
    });
    await lab.trainStep();
    lab.setSetup({ ...store.getState().lab.setup, corrections: 0.5 });
    await lab.trainStep();
    expect(given).toEqual([undefined, { text: 'the corrections', trainShare: 0.5 }]);
  });

  it('goes back to what was kept when a step is stopped, without calling that a failure', async () => {
    const { store, asked, lab } = aLab({
      train: async () => {
        throw cancelled();
      },
    });
    await lab.trainStep();
    expect(asked).toEqual(['open', 'save', 'evaluate', 'resume', 'save']);
    expect(store.getState().lab.failure).toBeUndefined();
    expect(store.getState().lab.run).toBeDefined();
  });

  it('says why a step failed, and has the run at hand still', async () => {
    const { store, lab } = aLab({
      train: async () => {
        throw new TwinsightError({ code: 'training-diverged', message: 'No gradient.', remedy: 'Go on.' });
      },
    });
    await lab.trainStep();
    expect(store.getState().lab.failure?.code).toBe('training-diverged');
    expect(store.getState().lab.run?.step).toBe(0);
  });

  it('goes on by itself from what was kept when the GPU is lost, and says so', async () => {
    let losses = 0;
    const { store, asked, lab } = aLab({
      async train({ to }) {
        asked.push(`train ${to}`);
        if (losses++ === 0)
          throw new TwinsightError({ code: 'gpu-lost', message: 'The GPU was lost.', remedy: 'Reload.' });
        return { step: to, paused: false };
      },
    });
    await lab.trainStep();
    expect(asked).toEqual(['open', 'save', 'evaluate', 'train 1', 'resume', 'save', 'train 1']);
    const { failure, run } = store.getState().lab;
    expect(failure).toBeUndefined();
    expect(run?.notices).toEqual([
      expect.stringMatching(/^The GPU was lost\. .*step 0 on the GPU.* no step/),
    ]);
  });

  it('lets a second wish be while it works, and any while another tab trains', async () => {
    const { store, asked, lab } = aLab();
    await Promise.all([lab.trainStep(), lab.trainStep()]);
    expect(asked.filter((what) => what.startsWith('train'))).toEqual(['train 1']);
    store.setState((state) => ({ lab: { ...state.lab, elsewhere: true } }));
    await lab.trainStep();
    expect(asked.filter((what) => what.startsWith('train'))).toEqual(['train 1']);
  });

  it('saves the files of a run under the names that other programs look for', async () => {
    const { store, saved, lab } = aLab();
    await lab.save('metrics.csv');
    expect(store.getState().lab.failure?.code).toBe('bad-request');
    await lab.trainStep();
    await lab.save('metrics.csv');
    expect(saved).toEqual(['metrics.csv']);
  });
});
