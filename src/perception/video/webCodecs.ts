import { type CodedFrames, FrameDecoder } from './frameDecoder.ts';
import type { FrameLedger } from './frameLedger.ts';
import type { PictureReader } from './pictures.ts';

/** Starts a decoder of the browser for a clip. */
const createDecoder =
  (config: VideoDecoderConfig) =>
  ({
    output,
    error,
    dequeue,
  }: {
    readonly output: (frame: VideoFrame) => void;
    readonly error: (error: unknown) => void;
    readonly dequeue: () => void;
  }) => {
    const decoder = new VideoDecoder({ output, error });
    decoder.addEventListener('dequeue', dequeue);
    decoder.configure(config);
    return {
      get decodeQueueSize() {
        return decoder.decodeQueueSize;
      },
      decode: (chunk: EncodedVideoChunk) => decoder.decode(chunk),
      flush: () => decoder.flush(),
      close: () => {
        if (decoder.state !== 'closed') decoder.close();
      },
    };
  };

/** Decodes the coded frames of a clip by WebCodecs. */
export function readByWebCodecs(
  coded: CodedFrames<EncodedVideoChunk>,
  config: VideoDecoderConfig,
  ledger: FrameLedger,
): PictureReader {
  const decoder = new FrameDecoder(coded, createDecoder(config), ledger);
  return {
    upright: false,
    frameAt: (timeUs, signal, alive) => decoder.frameAt(timeUs, signal, alive),
    dispose: () => decoder.dispose(),
  };
}
