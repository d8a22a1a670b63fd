import { HubEngine } from '../src/perception/hub/engine.ts';
import { installFaults } from '../src/perception/runtime/faults.ts';
import { holdFiles, openStored } from '../src/perception/runtime/modelStore/openStored.ts';
import { constraintBehind } from '../src/reasoning/constraint/index.ts';
import { hubContract } from './contracts/hub.ts';
import { serve } from './rpc/server.ts';

installFaults();

// This script lies one folder below the site's root: in `workers/` of the sources, in `assets/` of a build.
const engine = new HubEngine(globalThis, new URL('../', globalThis.location.href), openStored);

serve(
  hubContract,
  {
    load: async ({ held = [], ...request }, job) => {
      holdFiles(request.model.repository, request.model.revision, held);
      const { selfTest, ...report } = await engine.load(request, job);
      return { ...report, selfTest: { ...selfTest, fingerprint: [...selfTest.fingerprint] } };
    },
    open: ({ bytes, name }, job) => engine.open(bytes, name, job),
    detect: async ({ imageId, minScore }, job) => ({ twin: await engine.detect(imageId, minScore, job) }),
    find: ({ imageId, twin, phrases }, job) => engine.find(imageId, twin, phrases, job),
    masks: async ({ imageId, twin, ids }, job) => ({ twin: await engine.masks(imageId, twin, ids, job) }),
    segment: ({ imageId, prompt }, job) => engine.segment(imageId, prompt, job),
    depth: async ({ imageId, twin }, job) => ({ twin: await engine.depth(imageId, twin, job) }),
    describe: async ({ imageId, twin, ids }, job) => ({
      twin: await engine.describe(imageId, twin, ids, job),
    }),
    write: ({ constrained, rounds, video, ...request }, job) =>
      engine.write(
        request,
        constrained ? constraintBehind(request.transcript, { rounds, video }) : undefined,
        job,
      ),
  },
  globalThis,
  { serial: ['load', 'open', 'detect', 'find', 'masks', 'segment', 'depth', 'describe', 'write'] },
);
