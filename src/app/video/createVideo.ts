import type { Opening, OpeningServices } from '../opening.ts';
import { spawnVideoWorker } from '../spawnVideoWorker.ts';
import { reportFailure } from '../storeActions.ts';
import { createVideoHost } from '../videoHost.ts';
import { Player } from './player.ts';
import { VideoSession } from './session.ts';

/** What opens and plays clips; loaded with the first one. */
export interface Video {
  readonly session: VideoSession;
  readonly player: Player;
}

function onDisplayFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(frame);
}

/** Puts the video worker, the player and the session together. No worker is started before a clip is opened. */
export function createVideo(services: OpeningServices, opening: Opening): Video {
  const { store, media, now } = services;
  const player = new Player({
    store,
    media,
    now,
    onDisplayFrame,
    onFailure: (thrown) => void reportFailure(store, thrown, 'stage'),
  });
  const host = createVideoHost({ spawn: spawnVideoWorker });
  return { player, session: new VideoSession({ ...services, opening, host, player }) };
}
