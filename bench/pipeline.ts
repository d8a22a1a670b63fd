import { basename } from 'node:path';
import type { HeadlessApp } from '../scripts/lib/headlessApp.ts';
import type { DevicePreference } from '../workers/contracts/perception.ts';
import { type BenchResult, overhead, rowOf } from './rows.ts';

/** The stages of the worker's timings, in the order in which they happen. */
const STAGES = ['reading', 'decode', 'preprocess', 'run', 'postprocess', 'describe'];
/** Time for the browser's compiler to settle on the hot loops. */
const WARM_UP_ROUNDS = 10;

/**
 * What the pipeline costs over the model alone. Every round times one bare run of the detector and one whole way from
 * a photo's bytes to the twin and to an answer, so that a change of the machine's speed meets both alike; the order
 * alternates, so that neither always follows the other. The rounds go through the photos in turn. Masks have a benchmark of
 * their own (`masks.ts`).
 *
 * @param photos paths, at least one
 */
export async function benchPipeline(
  app: HeadlessApp,
  photos: readonly [string, ...string[]],
  device: DevicePreference,
  rounds: number,
): Promise<BenchResult> {
  const detector = await app.load(device);
  const bare: number[] = [];
  const total: number[] = [];
  const answered: number[] = [];
  const stages = new Map<string, number[]>(STAGES.map((stage) => [stage, []]));
  const timeBare = async () => (await app.timeDetector(1))[0] ?? Number.NaN;
  const options = { device, masks: false };
  await app.perceive(photos[0], options);
  for (let round = 0; round < rounds + WARM_UP_ROUNDS; round++) {
    const turn = Math.floor(round / photos.length);
    const photo = photos[round % photos.length] ?? photos[0];
    const bareFirst = (round + turn) % 2 === 0;
    const before = bareFirst ? await timeBare() : Number.NaN;
    const { twin, timings } = await app.perceive(photo, options);
    const run = bareFirst ? before : await timeBare();
    const { ms } = (await app.ask('How many objects are there?', twin)).record;
    if (round < WARM_UP_ROUNDS) continue;
    const whole = timings.total ?? Number.NaN;
    bare.push(run);
    total.push(whole);
    answered.push(whole + ms);
    for (const [stage, values] of stages) values.push(timings[stage] ?? Number.NaN);
  }
  const ratio = overhead(bare, total);
  return {
    rows: [
      rowOf('bare ORT run', bare),
      ...[...stages].map(([stage, values]) => rowOf(stage, values)),
      rowOf('photo → twin, warm', total),
      rowOf('photo → answer, warm', answered),
    ],
    ...(ratio === undefined ? {} : { ratio }),
    notes: [
      "ratio: what a round's way from a photo's bytes to the twin takes longer than its bare run, over the bare run (medians)",
      `photos: ${photos.map((path) => basename(path)).join(', ')}`,
      `detector: ${detector.model} on ${detector.device}, ${detector.threads} threads`,
    ],
    device: detector.device,
  };
}
