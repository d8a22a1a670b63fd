import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { encodeRle } from '../../src/twin/geometry/rle.ts';
import type { Rle } from '../../src/twin/schema/rle.ts';
import { BadInput } from '../lib/badInput.ts';
import { readGreyPng } from '../lib/greyPng.ts';
import { modelName, type Suite } from './suite.ts';
import { mean, type SequenceScore, scoreSequence } from './videoScore.ts';

interface Sequence {
  readonly name: string;
  readonly video: string;
  /** One mask for each frame, in order. */
  readonly masks: readonly string[];
}

/** The sequences of a folder: folders with `video.mp4` and `masks/`. @throws {BadInput} */
export function findSequences(folder: string): readonly Sequence[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new BadInput(`--data: there is no folder ${folder}`);
  const sequences = readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const video = join(folder, name, 'video.mp4');
      const masks = join(folder, name, 'masks');
      if (!existsSync(video) || !existsSync(masks)) return [];
      const files = readdirSync(masks).filter((file) => file.endsWith('.png'));
      if (files.length === 0) throw new BadInput(`${masks}: there is no mask (PNG)`);
      return [{ name, video, masks: files.toSorted().map((file) => join(masks, file)) }];
    });
  if (sequences.length === 0)
    throw new BadInput(`${folder}: no folder in it has video.mp4 and masks/; see --help`);
  return sequences;
}

/** The object's mask in a frame: whatever is not black. */
function readTruth(path: string): Rle {
  const { width, height, values } = readGreyPng(readFileSync(path), path);
  const inside = Uint8Array.from(values, (value) => (value > 0 ? 1 : 0));
  return encodeRle(inside, width, height);
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

const line = (name: string, score: SequenceScore, frames: number, fps: number): string =>
  `${name.padEnd(14)}${(score.label ?? 'nothing').padEnd(10)} J ${score.j.toFixed(3)}  F ${score.f.toFixed(3)}  ` +
  `J&F ${score.jf.toFixed(3)}  on the object in ${(100 * score.coverage).toFixed(0)} % of ${frames} frames, ` +
  `${score.tracks} ${score.tracks === 1 ? 'track' : 'tracks'}, ${fps.toFixed(1)} frames/s`;

/** Masks of one annotated object over time, on folders as DAVIS has them. */
export const video: Suite = ({ data, limit, device, report }) => {
  const sequences = findSequences(data).slice(0, limit);
  return async (app) => {
    const results: (SequenceScore & { readonly fps: number })[] = [];
    const bySequence: Record<string, unknown> = {};
    let detector = await app.load(device);
    for (const { name, video: path, masks } of sequences) {
      const perceived = await app.perceiveVideo(path, { device, rate: 'every' });
      detector = perceived.detector;
      const truth = masks.map(readTruth);
      const { width, height } = perceived.twin.source;
      if (truth.some(({ size }) => size[0] !== height || size[1] !== width))
        throw new BadInput(`${path} is ${width} × ${height} pixels, its masks are not`);
      const score = scoreSequence(perceived.twin.objects, truth);
      const { detected: frames, mostAlive: framesAlive } = perceived.frames;
      const fps = (1000 * frames) / (perceived.timings.total ?? Number.POSITIVE_INFINITY);
      results.push({ ...score, fps });
      const { object, label, tracks } = score;
      const [j, f, jf, coverage] = [score.j, score.f, score.jf, score.coverage].map(round);
      const seconds = Math.round((perceived.timings.total ?? 0) / 100) / 10;
      bySequence[name] = {
        object,
        label,
        j,
        f,
        jf,
        coverage,
        tracks,
        frames,
        fps: round(fps),
        seconds,
        framesAlive,
      };
      report(line(name, score, truth.length, fps));
    }
    const peakMemoryMb = await app.peakMemoryMb();
    const over = (value: (result: (typeof results)[number]) => number): number =>
      round(mean(results.map(value)));
    return {
      n: results.length,
      metrics: {
        jf: over(({ jf }) => jf),
        j: over(({ j }) => j),
        f: over(({ f }) => f),
        coverage: over(({ coverage }) => coverage),
        tracks: over(({ tracks }) => tracks),
        fps: over(({ fps }) => fps),
        ...(peakMemoryMb === undefined ? {} : { peakMemoryMb: Math.round(peakMemoryMb) }),
        bySequence,
      },
      device: detector.device,
      models: [modelName(detector)],
    };
  };
};
