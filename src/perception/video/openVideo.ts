import { Sha256 } from '../../core/sha256.ts';
import { breathe, throwIfAborted } from '../job.ts';
import { CanonicalFrames } from './canonicalFrames.ts';
import { type Clip, openClip } from './clip.ts';
import { FrameLedger } from './frameLedger.ts';
import { MAX_HASHED_BYTES } from './limits.ts';
import type { PageFrames } from './pictures.ts';
import { corruptVideo } from './refusals.ts';

const PIECE_BYTES = 4_000_000;
/** So many frames are tried before a clip is given up: the first ones of a recording may lack what they build on. */
const TRIED_FRAMES = 5;

export interface VideoProgress {
  readonly phase: 'reading' | 'decoding';
  readonly fraction?: number;
}

export interface VideoJob {
  readonly signal: AbortSignal;
  progress(progress: VideoProgress): void;
}

/** SHA-256 of a file in hex, read piece by piece; empty for a file that is too large to be read whole. */
async function digestOf(file: Blob, { signal, progress }: VideoJob): Promise<string> {
  if (file.size > MAX_HASHED_BYTES) return '';
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    progress({ phase: 'reading', fraction: at / file.size });
    hash.update(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
    await breathe();
    throwIfAborted(signal);
  }
  return hash.hex();
}

export interface OpenVideo {
  readonly clip: Clip;
  readonly sha256: string;
}

/** Opens a clip as `openClip` does, hashes it, and decodes a frame as a proof that this browser can. */
export async function openVideo(
  file: Blob,
  name: string,
  job: VideoJob,
  page?: PageFrames,
): Promise<OpenVideo> {
  job.progress({ phase: 'reading' });
  const clip = await openClip(file, name, { signal: job.signal, page });
  try {
    await proveDecodable(clip, name, job);
    return { clip, sha256: await digestOf(file, job) };
  } catch (thrown) {
    clip.dispose();
    throw thrown;
  }
}

async function proveDecodable(clip: Clip, name: string, { signal, progress }: VideoJob): Promise<void> {
  const alive = (): void => progress({ phase: 'decoding' });
  alive();
  const frames = new CanonicalFrames(clip, new FrameLedger());
  try {
    for (let frame = 0; frame < Math.min(TRIED_FRAMES, clip.facts.timesUs.length); frame++) {
      const decoded = await frames.read(frame, signal, { maxSide: 16, alive });
      if (!decoded) continue;
      decoded.bitmap.close();
      return;
    }
  } finally {
    frames.dispose();
  }
  throw clip.refused ?? corruptVideo(name, 'its first frames cannot be decoded');
}
