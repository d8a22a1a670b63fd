import { VideoViewer } from '../src/perception/video/viewer.ts';
import { videoContract } from './contracts/video.ts';
import { serve, withTransfer } from './rpc/server.ts';

const viewer = new VideoViewer();

serve(
  videoContract,
  {
    async open({ file, name }, job) {
      const start = performance.now();
      const { videoId, container, codec, width, height, rotation, timesUs, durationUs, sha256, notices } =
        await viewer.open(file, name, job);
      const facts = { videoId, name, container, codec, width, height, rotation, durationUs, sha256 };
      return { ...facts, timesUs: [...timesUs], notices: [...notices], ms: performance.now() - start };
    },
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
