import { probeCodecs } from '../src/perception/video/codecs.ts';
import { VideoViewer } from '../src/perception/video/viewer.ts';
import { videoContract } from './contracts/video.ts';
import { pageFrames } from './pageFrames.ts';
import { serve, withTransfer } from './rpc/server.ts';

const viewer = new VideoViewer();

serve(
  videoContract,
  {
    async open({ file, name, frames }, job) {
      const start = performance.now();
      const { flip: _, ...facts } = await viewer.open(file, name, job, frames && pageFrames(frames));
      const { timesUs, notices } = facts;
      return { ...facts, timesUs: [...timesUs], notices: [...notices], ms: performance.now() - start };
    },
    codecs: () => probeCodecs(globalThis.VideoDecoder),
    plan: ({ videoId, ...request }) => viewer.plan(videoId, request),
    async frameAt({ videoId, timeUs, maxSide }, { signal }) {
      const shown = await viewer.frameAt(videoId, timeUs, maxSide, signal);
      return withTransfer(shown, [shown.bitmap]);
    },
    async thumbnails({ videoId, count, maxSide }, { signal }) {
      const thumbnails = await viewer.thumbnails(videoId, count, maxSide, signal);
      return withTransfer(
        { thumbnails },
        thumbnails.map(({ bitmap }) => bitmap),
      );
    },
  },
  globalThis,
  { serial: ['open'] },
);
