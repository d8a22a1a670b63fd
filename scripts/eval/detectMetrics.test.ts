import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../src/twin/geometry/rle.ts';
import {
  averagePrecision,
  type Box,
  boxIou,
  detectionMetrics,
  type GroundTruthObject,
  overlapOfMasks,
  recallBySize,
  type ScoredDetection,
} from './detectMetrics.ts';

const BOX: Box = [0, 0, 100, 100];
const FAR: Box = [300, 300, 400, 400];
/** IoU with BOX: 60 / 100. */
const SIXTY: Box = [0, 0, 100, 60];

const truth = (box: Box, changes: Partial<GroundTruthObject> = {}): GroundTruthObject => ({
  imageId: 1,
  label: 'cat',
  box,
  area: (box[2] - box[0]) * (box[3] - box[1]),
  crowd: false,
  ...changes,
});

const found = (box: Box, score: number, changes: Partial<ScoredDetection> = {}): ScoredDetection => ({
  imageId: 1,
  label: 'cat',
  score,
  box,
  ...changes,
});

const ap = (truths: GroundTruthObject[], detections: ScoredDetection[], threshold = 0.5): number =>
  averagePrecision(truths, detections, threshold).mean;

describe('boxIou', () => {
  it('is intersection over union', () => {
    expect(boxIou(BOX, BOX)).toBe(1);
    expect(boxIou(SIXTY, BOX)).toBeCloseTo(0.6, 12);
    expect(boxIou([50, 0, 150, 100], BOX)).toBeCloseTo(1 / 3, 12);
    expect(boxIou(FAR, BOX)).toBe(0);
  });

  it('is intersection over the detection for a crowd', () => {
    expect(boxIou([90, 0, 110, 100], BOX, true)).toBeCloseTo(0.5, 12);
  });
});

describe('averagePrecision', () => {
  it('is one for a perfect answer and zero for none', () => {
    expect(ap([truth(BOX)], [found(BOX, 0.9)])).toBe(1);
    expect(ap([truth(BOX)], [])).toBe(0);
  });

  it('samples the curve at 101 recalls', () => {
    // One of two objects found: precision 1 up to recall 0.5, that is at 51 of 101 points.
    expect(ap([truth(BOX), truth(FAR)], [found(BOX, 0.9)])).toBeCloseTo(51 / 101, 12);
  });

  it('lets a false detection lower the precision of those below it only', () => {
    const truths = [truth(BOX), truth(FAR)];
    const wrong: Box = [600, 600, 700, 700];
    // Right, wrong, right: 51 points at precision 1, 50 at 2/3.
    const between = [found(BOX, 0.9), found(wrong, 0.8), found(FAR, 0.7)];
    expect(ap(truths, between)).toBeCloseTo((51 + (50 * 2) / 3) / 101, 12);
    // Wrong first: 1/2, then 2/3; made monotone that is 2/3 everywhere.
    const first = [found(wrong, 0.95), found(BOX, 0.9), found(FAR, 0.7)];
    expect(ap(truths, first)).toBeCloseTo(2 / 3, 12);
    expect(ap(truths, [...between.slice(0, 1), found(FAR, 0.8), found(wrong, 0.1)])).toBe(1);
  });

  it('counts an object once: a second detection of it is wrong', () => {
    const twice = [found(BOX, 0.9), found(BOX, 0.8), found(FAR, 0.7)];
    expect(ap([truth(BOX), truth(FAR)], twice)).toBeCloseTo((51 + (50 * 2) / 3) / 101, 12);
  });

  it('matches only at the threshold or above, in the same image, of the same class', () => {
    expect(ap([truth(BOX)], [found(SIXTY, 0.9)], 0.6)).toBe(1);
    expect(ap([truth(BOX)], [found(SIXTY, 0.9)], 0.65)).toBe(0);
    expect(ap([truth(BOX)], [found(BOX, 0.9, { imageId: 2 })])).toBe(0);
    expect(ap([truth(BOX)], [found(BOX, 0.9, { label: 'dog' })])).toBe(0);
  });

  it('takes the free object that overlaps most', () => {
    const truths = [truth(SIXTY), truth(BOX)];
    expect(ap(truths, [found(BOX, 0.9), found(SIXTY, 0.8)])).toBe(1);
  });

  it('ignores detections in a crowd region, however many, and does not ask to find the crowd', () => {
    const crowd = truth([200, 200, 600, 600], { crowd: true });
    const inside = [found(FAR, 0.95), found([310, 310, 410, 410], 0.94)];
    expect(ap([truth(BOX), crowd], [...inside, found(BOX, 0.9)])).toBe(1);
    expect(averagePrecision([crowd], inside, 0.5).byClass).toEqual({});
  });

  it('prefers an object to the crowd around it', () => {
    const crowd = truth([0, 0, 600, 600], { crowd: true });
    expect(ap([truth(BOX), crowd], [found(BOX, 0.9)])).toBe(1);
  });

  it('is the mean over the classes that are present', () => {
    const { mean, byClass } = averagePrecision(
      [truth(BOX), truth(FAR, { label: 'dog' })],
      [found(BOX, 0.9), found(BOX, 0.9, { label: 'bus' })],
      0.5,
    );
    expect(byClass).toEqual({ cat: 1, dog: 0 });
    expect(mean).toBe(0.5);
  });

  it('looks at the best hundred detections of a class in an image', () => {
    const wrong = Array.from({ length: 100 }, (_, index) => found(FAR, 0.9 - index / 1000));
    expect(ap([truth(BOX)], [...wrong, found(BOX, 0.1)])).toBe(0);
    expect(ap([truth(BOX)], [...wrong.slice(1), found(BOX, 0.1)])).toBeCloseTo(1 / 100, 12);
  });
});

describe('detectionMetrics', () => {
  it('averages over the ten thresholds', () => {
    // IoU 0.6 is enough at 0.50, 0.55 and 0.60.
    const metrics = detectionMetrics([truth(BOX)], [found(SIXTY, 0.9)]);
    expect(metrics.ap50).toBe(1);
    expect(metrics.ap75).toBe(0);
    expect(metrics.ap50_95).toBeCloseTo(0.3, 12);
  });

  it('is zero, not undefined, where there is nothing', () => {
    expect(detectionMetrics([], [])).toEqual({ ap50: 0, ap75: 0, ap50_95: 0, ap50ByClass: {} });
  });
});

describe('recallBySize', () => {
  const truths = [
    truth([0, 0, 20, 20]),
    truth([100, 0, 150, 50]),
    truth([200, 0, 400, 200]),
    truth([500, 500, 700, 700], { area: 900 }),
    truth([0, 300, 400, 700], { crowd: true }),
  ];

  it('splits by area, not by box, and leaves crowds out', () => {
    const detections = [found([0, 0, 20, 20], 0.9), found([200, 0, 400, 200], 0.5)];
    expect(recallBySize(truths, detections, 0.3)).toEqual({
      small: { recall: 0.5, n: 2 },
      medium: { recall: 0, n: 1 },
      large: { recall: 1, n: 1 },
      mediumAndLarge: { recall: 0.5, n: 2 },
      all: { recall: 0.5, n: 4 },
    });
  });

  it('counts only detections above the score', () => {
    const detections = [found([200, 0, 400, 200], 0.3)];
    expect(recallBySize(truths, detections, 0.3).large.recall).toBe(0);
    expect(recallBySize(truths, detections, 0.29).large.recall).toBe(1);
  });

  it('uses each detection once', () => {
    const pair = [truth(BOX), truth(BOX)];
    expect(recallBySize(pair, [found(BOX, 0.9)], 0.5).all.recall).toBe(0.5);
  });
});

describe('mask average precision', () => {
  /** Ten columns of ten pixels, of which the first ones are filled. */
  const columns = (count: number) =>
    encodeRle(
      Uint8Array.from({ length: 100 }, (_, i) => (i % 10 < count ? 1 : 0)),
      10,
      10,
    );
  const box: Box = [0, 0, 10, 10];
  const ap50 = (truths: GroundTruthObject[], detections: ScoredDetection[]): number =>
    averagePrecision(truths, detections, 0.5, overlapOfMasks()).mean;

  it('looks at masks where boxes would all match', () => {
    const cat = truth(box, { mask: columns(5) });
    expect(ap50([cat], [found(box, 0.9, { mask: columns(5) })])).toBe(1);
    expect(ap50([cat], [found(box, 0.9, { mask: columns(10) })])).toBe(1);
    expect(ap50([cat], [found(box, 0.9, { mask: columns(2) })])).toBe(0);
    expect(ap50([cat], [found(box, 0.9)])).toBe(0);
  });

  it('falls through the thresholds with the overlap of the masks', () => {
    // IoU 8 / 10: right at 0.50, 0.55, … 0.80, that is at seven of ten thresholds.
    const metrics = detectionMetrics(
      [truth(box, { mask: columns(10) })],
      [found(box, 0.9, { mask: columns(8) })],
      overlapOfMasks(),
    );
    expect(metrics.ap50).toBe(1);
    expect(metrics.ap75).toBe(1);
    expect(metrics.ap50_95).toBeCloseTo(0.7, 12);
  });

  it('ignores what lies in the mask of a crowd', () => {
    const crowd = truth(box, { crowd: true, mask: columns(9) });
    const cat = truth(FAR, { mask: columns(1), imageId: 2 });
    const right = found(FAR, 0.5, { mask: columns(1), imageId: 2 });
    expect(ap50([crowd, cat], [found(box, 0.9, { mask: columns(3) }), right])).toBe(1);
  });
});
