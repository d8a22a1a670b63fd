import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cornersInImage, decodeDetections, suppressDoubles } from './boxes.ts';
import { labelOfClass, twinLabel } from './labels.ts';

const IMAGE = { width: 200, height: 100 };
const tensor = (values: readonly number[], ...dims: number[]) => ({ data: Float32Array.from(values), dims });
const NAMES = ['cat', undefined, 'dog'] as const;
const label = (index: number): string | undefined => NAMES[index];

describe('decodeDetections', () => {
  it('takes of each query the best class that has a name, by falling score', () => {
    const found = decodeDetections({
      logits: tensor([0, 9, 1, 2, 0, -3], 1, 2, 3),
      boxes: tensor([0.5, 0.5, 0.5, 0.5, 0.25, 0.5, 0.5, 1], 1, 2, 4),
      kind: 'sigmoid',
      minScore: 0.5,
      label,
      image: IMAGE,
    });
    expect(found.map((detection) => detection.label)).toEqual(['cat', 'dog']);
    expect(found[0]?.box).toEqual([0, 0, 100, 100]);
    expect(found[1]?.box).toEqual([50, 25, 150, 75]);
    expect(found[1]?.score).toBeCloseTo(0.731, 3);
  });

  it('reads the last class of a distribution as "nothing"', () => {
    const decode = (logits: readonly number[]) =>
      decodeDetections({
        logits: tensor(logits, 1, 1, 3),
        boxes: tensor([0.5, 0.5, 1, 1], 1, 1, 4),
        kind: 'softmax',
        minScore: 0.3,
        label: (index) => ['cat', 'dog', 'nothing'][index],
        image: IMAGE,
      });
    expect(decode([5, 0, 0])[0]?.score).toBeGreaterThan(0.98);
    expect(decode([1, 0, 8])).toEqual([]);
  });

  it('refuses boxes that do not belong to the scores', () => {
    const mismatch = { logits: tensor([0, 0], 1, 2, 1), boxes: tensor([0, 0, 0, 0], 1, 1, 4) };
    expect(() =>
      decodeDetections({ ...mismatch, kind: 'sigmoid', minScore: 0, label, image: IMAGE }),
    ).toThrow(RangeError);
  });
});

describe('cornersInImage', () => {
  it('never leaves the image, and is nothing for boxes outside it', () => {
    const fraction = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(fraction, fraction, fraction, fraction, (x, y, w, h) => {
        const box = cornersInImage([x, y, w, h], IMAGE);
        if (!box) return;
        expect(box[0]).toBeGreaterThanOrEqual(0);
        expect(box[1]).toBeGreaterThanOrEqual(0);
        expect(box[2]).toBeLessThanOrEqual(IMAGE.width);
        expect(box[3]).toBeLessThanOrEqual(IMAGE.height);
        expect(box[0]).toBeLessThan(box[2]);
        expect(box[1]).toBeLessThan(box[3]);
      }),
    );
    expect(cornersInImage([Number.NaN, 0.5, 1, 1], IMAGE)).toBeUndefined();
    expect(cornersInImage([2, 2, 0.1, 0.1], IMAGE)).toBeUndefined();
  });
});

describe('suppressDoubles', () => {
  it('keeps the best of overlapping boxes of one label, and all of different ones', () => {
    const a = { label: 'mug', score: 0.5, box: [0, 0, 10, 10] } as const;
    const better = { label: 'mug', score: 0.9, box: [0, 0, 10, 9] } as const;
    const other = { label: 'cup', score: 0.4, box: [0, 0, 10, 10] } as const;
    expect(suppressDoubles([a, better, other], 0.7)).toEqual([better, other]);
  });
});

describe('labels', () => {
  it('are those of the twin, whatever the model calls them', () => {
    expect(twinLabel('TVmonitor')).toBe('tv');
    expect(twinLabel('Potted_Plant')).toBe('potted plant');
    for (const nothing of ['N/A', 'background', 'LABEL_3', '']) expect(twinLabel(nothing)).toBeUndefined();
  });

  it('follow COCO where a model has no names: its order for 80 classes, its ids for 91', () => {
    expect(labelOfClass({}, 0, 80)).toBe('person');
    expect(labelOfClass({}, 90, 91)).toBe('toothbrush');
    expect(labelOfClass({}, 12, 91)).toBeUndefined();
    expect(labelOfClass({}, 0, 365)).toBeUndefined();
    expect(labelOfClass({ 0: 'N/A', 1: 'sofa' }, 1, 80)).toBe('couch');
    expect(labelOfClass({ 0: 'N/A', 1: 'sofa' }, 0, 80)).toBeUndefined();
  });
});
