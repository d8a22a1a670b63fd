import type { SampleId } from '../../src/store/samples.ts';

export interface SampleContents {
  /** Every modelled object of a COCO class that is in view, with its number (a bunch counts once): the ground truth. */
  readonly modelled: Readonly<Record<string, number>>;
  /** What the embedded detector has to find: at least so many objects of the label at `EXPECTED_SCORE` or better. */
  readonly expected: Readonly<Record<string, number>>;
}

/** The lowest score, 0–1, at which an expected object counts as recognised. */
export const EXPECTED_SCORE = 0.35;

export const CONTENTS: Readonly<Record<SampleId, SampleContents>> = {
  desk: {
    modelled: { laptop: 1, keyboard: 1, mouse: 1, cup: 2, vase: 1, clock: 1, book: 3, 'teddy bear': 1 },
    expected: { laptop: 1, cup: 2, vase: 1, clock: 1, 'teddy bear': 1 },
  },
  breakfast: {
    modelled: {
      'dining table': 1,
      chair: 2,
      donut: 2,
      fork: 1,
      knife: 1,
      bowl: 1,
      cup: 2,
      apple: 3,
      banana: 1,
      bottle: 1,
      vase: 1,
    },
    expected: { chair: 1, vase: 1, bottle: 1, cup: 1, bowl: 1, banana: 1, apple: 2 },
  },
  street: {
    modelled: {
      bus: 1,
      car: 1,
      'stop sign': 1,
      'traffic light': 1,
      'fire hydrant': 1,
      bench: 1,
      airplane: 1,
    },
    expected: {
      bus: 1,
      car: 1,
      'stop sign': 1,
      'traffic light': 1,
      'fire hydrant': 1,
      airplane: 1,
    },
  },
};
