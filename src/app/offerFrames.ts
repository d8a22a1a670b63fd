import { seekingContract } from '../../workers/contracts/seeking.ts';
import { serve, withTransfer } from '../../workers/rpc/server.ts';
import { SeekingVideo } from './seekingVideo.ts';

export interface OfferedFrames {
  /** For the worker; it is moved there. */
  readonly port: MessagePort;
  /** Ends the offer, and lets go of the video element if one was needed. */
  dispose(): void;
}

/** Offers frames of a clip to a worker, which has no video element; one is made when it asks for the first frame. */
export function offerFrames(file: Blob): OfferedFrames {
  const { port1, port2 } = new MessageChannel();
  const video = new SeekingVideo(file);
  const stop = serve(
    seekingContract,
    {
      async frameAt(span, { signal }) {
        const bitmap = await video.frameAt(span, signal);
        return bitmap ? withTransfer({ bitmap }, [bitmap]) : {};
      },
    },
    port1,
    { serial: ['frameAt'] },
  );
  port1.start();
  return {
    port: port2,
    dispose() {
      stop();
      port1.close();
      video.dispose();
    },
  };
}
