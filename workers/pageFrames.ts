import type { PageFrames } from '../src/perception/video/pictures.ts';
import { seekingContract } from './contracts/seeking.ts';
import { createClient } from './rpc/client.ts';

/** The worker's end of the port over which a page offers frames of a clip. */
export function pageFrames(port: MessagePort): PageFrames {
  const client = createClient(seekingContract, port);
  port.start();
  return {
    frameAt: async (span, signal) => (await client.call('frameAt', span, { signal })).bitmap,
  };
}
