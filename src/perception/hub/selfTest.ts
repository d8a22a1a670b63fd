import { TwinsightError } from '../../core/errors.ts';
import { drawTestCard } from '../tasks/detect/testCard.ts';
import { fingerprint, fingerprintDistance } from './measure/fingerprint.ts';
import type { Transformers } from './runtime/pretrained.ts';
import type { HubTaskRunner, Picture } from './tasks/types.ts';

/**
 * What the test after loading found. The right answers of models of the hub are not known beforehand, so this is a test of
 * plausibility: the same picture must give the same finite, varied answer twice (`repeated`), and in later visits the answer
 * that it gave at first (`remembered`).
 */
export interface SelfTest {
  readonly kind: 'repeated' | 'remembered';
  /** Largest difference, as a share of the answer's range. */
  readonly distance: number;
  readonly tolerance: number;
  /** A few values of the answer; given back at the next load of the same model on the same device. */
  readonly fingerprint: readonly number[];
}

/** Repeated at once, an answer may differ by the order of additions; remembered, also by another driver or browser version. */
const TOLERANCE = { repeated: 0.002, remembered: 0.05 } as const;
const CARD_SIDE = 256;

/** The fixed picture of the test. */
export function testPicture(lib: Transformers): Picture {
  const planes = drawTestCard(CARD_SIDE);
  const area = CARD_SIDE * CARD_SIDE;
  const data = Uint8ClampedArray.from(
    { length: 3 * area },
    (_, i) => planes[(i % 3) * area + Math.floor(i / 3)] ?? 0,
  );
  const image = { width: CARD_SIDE, height: CARD_SIDE };
  return { pixels: new lib.RawImage(data, CARD_SIDE, CARD_SIDE, 3), image };
}

/** Asks a loaded model about the test card. Throws `model-wrong-answer`; failures of the run pass through. */
export async function selfTest(
  task: HubTaskRunner,
  picture: Picture,
  remembered: readonly number[] | undefined,
): Promise<SelfTest> {
  const answer = async (): Promise<number[]> => {
    const values = await task.probe(picture);
    try {
      return fingerprint(values);
    } catch (thrown) {
      throw wrong(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  const first = await answer();
  const kind = remembered === undefined ? 'repeated' : 'remembered';
  const distance = fingerprintDistance(remembered ?? first, remembered ? first : await answer());
  const tolerance = TOLERANCE[kind];
  if (distance <= tolerance) return { kind, distance, tolerance, fingerprint: remembered ?? first };
  throw wrong(
    kind === 'repeated'
      ? `the same picture gave two answers that differ by ${percent(distance)}`
      : `its answer differs from that of the first load by ${percent(distance)}`,
  );
}

const percent = (share: number): string =>
  Number.isFinite(share) ? `${(100 * share).toPrecision(2)} %` : 'everything';

const wrong = (why: string): TwinsightError =>
  new TwinsightError({
    code: 'model-wrong-answer',
    message: `This device gives wrong results: in the test after loading, ${why}.`,
    remedy:
      'The next device or variant is used where there is one; updating browser or graphics driver may help.',
  });
