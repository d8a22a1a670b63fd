import { PerceptionEngine } from '../src/perception/pipeline/engine.ts';
import { installFaults } from '../src/perception/runtime/faults.ts';
import { perceptionContract } from './contracts/perception.ts';
import { pageFrames } from './pageFrames.ts';
import { serve, withTransfer } from './rpc/server.ts';

installFaults();

// This script lies one folder below the site's root: in `workers/` of the sources, in `assets/` of a build.
const engine = new PerceptionEngine(globalThis, new URL('../', globalThis.location.href));

serve(
  perceptionContract,
  {
    probe: () => engine.probe(),
    async load({ rung, measure }, job) {
      const { entry, provider: device, ...loaded } = await engine.load(rung, measure, job);
      const { threads, selfTest, loadMs, warmMs } = loaded;
      const { id: model, revision, bytes, dtype } = entry;
      return { model, revision, bytes, dtype, device, threads, selfTest, loadMs, warmMs };
    },
    async open({ bytes, name }, job) {
      const image = await engine.open(bytes, name, job);
      const { format, width, height, sha256, preview, timings } = image;
      const opened = { imageId: sha256, name, format, width, height, sha256, preview };
      const ms = timings.reading + timings.decode;
      return withTransfer({ ...opened, notices: [...image.notices], ms }, [preview]);
    },
    analyse: ({ imageId, ...options }, job) => engine.analyse(imageId, options, job),
    refine: ({ imageId, twin, need }, job) => engine.refine(imageId, twin, need, job),
    segment: ({ imageId, prompt }, job) => engine.segment(imageId, prompt, job),
    async readText({ imageId, whole }, job) {
      return { lines: await engine.readText(imageId, whole, job) };
    },
    async describe({ imageId, twin }) {
      return { twin: engine.describe(imageId, twin) };
    },
    analyseVideo: ({ frames, ...request }, job) =>
      engine.analyseVideo({ ...request, page: frames && pageFrames(frames) }, job),
    stopVideo: () => ({ running: engine.stopVideo() }),
    async timeDetector({ imageId, runs }, { signal }) {
      return { ms: await engine.timeDetector(imageId, runs, signal) };
    },
  },
  globalThis,
  {
    serial: [
      'load',
      'open',
      'analyse',
      'refine',
      'segment',
      'readText',
      'describe',
      'analyseVideo',
      'timeDetector',
    ],
  },
);
