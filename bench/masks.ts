import { basename } from 'node:path';
import type { HeadlessApp } from '../scripts/lib/headlessApp.ts';
import { median } from '../scripts/lib/statistics.ts';
import type { DevicePreference } from '../workers/contracts/perception.ts';
import { type BenchResult, rowOf } from './rows.ts';

/** Time for the browser's compiler to settle on the hot loops. */
const WARM_UP_ROUNDS = 10;

/** What one round measured, in milliseconds. */
interface Round {
  /** One bare run of the detector. */
  readonly bare: number;
  /** The fast path for all objects of the photo: the head's run, cleaning, pasting, encoding. */
  readonly fast: number;
  readonly objects: number;
  /** The fine path for one object, colours inside its mask included. */
  readonly fine: number;
  /** From the photo's bytes to the twin with masks. */
  readonly total: number;
}

/**
 * What masks cost against the detector. Every round times one bare run of the detector, one whole way from a photo's bytes to the
 * twin with masks, and one closer look at one object, so that a change of the machine's speed meets all alike. The rounds go
 * through the photos in turn, and through their objects from turn to turn.
 *
 * @param photos paths, at least one
 */
export async function benchMasks(
  app: HeadlessApp,
  photos: readonly [string, ...string[]],
  device: DevicePreference,
  rounds: number,
): Promise<BenchResult> {
  const detector = await app.load(device);
  const measured: Round[] = [];
  await app.perceive(photos[0], { device });
  for (let index = 0; index < rounds + WARM_UP_ROUNDS; index++) {
    const photo = photos[index % photos.length] ?? photos[0];
    const round = await timeRound(app, photo, device, Math.floor(index / photos.length));
    if (index >= WARM_UP_ROUNDS) measured.push(round);
  }
  const ratioOf = (pick: (round: Round) => number): number =>
    median(measured.map((round) => pick(round) / round.bare).filter(Number.isFinite)) ?? Number.NaN;
  const [fastRatio, fineRatio] = [ratioOf(({ fast }) => fast), ratioOf(({ fine }) => fine)];
  const objects = median(measured.map((round) => round.objects)) ?? 0;
  return {
    rows: [
      rowOf(
        'bare ORT run',
        measured.map(({ bare }) => bare),
      ),
      rowOf(
        'fast masks, all objects',
        measured.map(({ fast }) => fast),
      ),
      rowOf(
        'fine mask, one object',
        measured.map(({ fine }) => fine),
      ),
      rowOf(
        'photo → twin with masks',
        measured.map(({ total }) => total),
      ),
    ],
    ratio: fastRatio,
    notes: [
      `fast masks of all objects (${objects} in the middle) over the bare run: ${fastRatio.toFixed(3)} (ratio)`,
      `fine mask of one object over the bare run: ${fineRatio.toFixed(3)}`,
      'ratios: the median of the ratios of the rounds',
      `photos: ${photos.map((path) => basename(path)).join(', ')}`,
      `detector: ${detector.model} on ${detector.device}, ${detector.threads} threads`,
    ],
    device: detector.device,
  };
}

async function timeRound(
  app: HeadlessApp,
  photo: string,
  device: DevicePreference,
  turn: number,
): Promise<Round> {
  const { twin, timings } = await app.perceive(photo, { device });
  const [bare = Number.NaN] = await app.timeDetector(1);
  const object = twin.objects[turn % Math.max(1, twin.objects.length)];
  const refined = object && (await app.refine(twin, { kind: 'mask', ids: [object.id] }));
  return {
    bare,
    fast: timings.segment ?? Number.NaN,
    objects: twin.objects.length,
    fine: refined?.timings.mask ?? Number.NaN,
    total: timings.total ?? Number.NaN,
  };
}
