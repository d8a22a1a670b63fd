import type { LabCommands } from '../../store/labCommands.ts';

/** The lab's commands before it is loaded: the first call loads it. */
export function lazyLabCommands(load: () => Promise<LabCommands>): LabCommands {
  const later = (call: (lab: LabCommands) => void): void => void load().then(call);
  return {
    refresh: async () => (await load()).refresh(),
    setSetup: (setup) => later((lab) => lab.setSetup(setup)),
    train: async () => (await load()).train(),
    trainStep: async () => (await load()).trainStep(),
    pause: () => later((lab) => lab.pause()),
    stop: () => later((lab) => lab.stop()),
    reset: async () => (await load()).reset(),
    resume: async (id) => (await load()).resume(id),
    removeRun: async (id) => (await load()).removeRun(id),
    evaluate: async () => (await load()).evaluate(),
    adoptPolicy: async () => (await load()).adoptPolicy(),
    save: async (name) => (await load()).save(name),
    pickCheckpoint: () => later((lab) => lab.pickCheckpoint()),
    verifyKernels: async () => (await load()).verifyKernels(),
    setKeepAwake: (on) => later((lab) => lab.setKeepAwake(on)),
    dismissFailure: () => later((lab) => lab.dismissFailure()),
    sampleWorld: async (wish) => (await load()).sampleWorld(wish),
  };
}
