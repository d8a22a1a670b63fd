import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRle, rleArea, rleBox } from '../../../twin/geometry/rle.ts';
import { maskFromLogits } from './masks.ts';
import { modelPrompt } from './prompts.ts';

const grid = (rows: readonly string[]) => {
  const width = rows[0]?.length ?? 0;
  const data = Float32Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : -1));
  return { data, width, height: rows.length, covered: { width, height: rows.length } };
};

describe('maskFromLogits', () => {
  it('gives each cell its share of the image', () => {
    const mask = maskFromLogits(grid(['....', '.##.', '.##.', '....']), { width: 40, height: 20 });
    expect(mask.size).toEqual([20, 40]);
    // Linear between cells of +1 and −1, so the edge lies half way between their centres.
    expect(rleBox(mask)).toEqual([10, 5, 30, 15]);
  });

  it('leaves padding out', () => {
    const padded = { ...grid(['##..', '##..', '....', '....']), covered: { width: 4, height: 2 } };
    const mask = maskFromLogits(padded, { width: 80, height: 40 });
    expect(rleBox(mask)).toEqual([0, 0, 40, 40]);
  });

  it('is a sound mask of the image, within its clip, for any logits', () => {
    const side = fc.integer({ min: 1, max: 9 });
    fc.assert(
      fc.property(
        side,
        side,
        side,
        side,
        fc.infiniteStream(fc.double({ min: -4, max: 4, noNaN: true })),
        (w, h, gw, gh, stream) => {
          const data = Float32Array.from({ length: gw * gh }, () => stream.next().value ?? 0);
          const logits = { data, width: gw, height: gh, covered: { width: gw, height: gh } };
          const image = { width: w, height: h };
          const clip = [0, 0, Math.ceil(w / 2), Math.ceil(h / 2)] as const;
          const mask = maskFromLogits(logits, image, clip);
          expect(mask.counts.reduce((sum, count) => sum + count, 0)).toBe(w * h);
          expect(decodeRle(mask)).toHaveLength(w * h);
          const box = rleBox(mask);
          if (box) expect(box[2] <= clip[2] && box[3] <= clip[3]).toBe(true);
          expect(rleArea(mask)).toBeLessThanOrEqual(clip[2] * clip[3]);
        },
      ),
    );
  });
});

describe('modelPrompt', () => {
  const image = { width: 100, height: 100 };
  const box: [number, number, number, number] = [20, 20, 60, 60];

  it('hands a box on where the model takes boxes', () => {
    expect(modelPrompt({ box, points: [] }, { boxes: true, boxAlone: true }, image)).toEqual({
      points: [],
      labels: [],
      box,
    });
    expect(modelPrompt({ box, points: [] }, { boxes: true, boxAlone: false }, image)).toMatchObject({
      points: [[40, 40]],
      labels: [1],
      box,
    });
  });

  it('turns a box into points and a limit where the model takes none', () => {
    const prompt = modelPrompt({ box, points: [] }, { boxes: false, boxAlone: false }, image);
    expect(prompt.box).toBeUndefined();
    expect(prompt.labels).toEqual([1, 0, 0, 0, 0]);
    expect(prompt.points[0]).toEqual([40, 40]);
    expect(prompt.clip?.[0]).toBeLessThan(20);
    for (const [x, y] of prompt.points.slice(1)) expect(x < 20 || x > 60 || y < 20 || y > 60).toBe(true);
  });

  it('asks for no point outside the image', () => {
    const whole: [number, number, number, number] = [0, 0, 100, 100];
    const { labels } = modelPrompt({ box: whole, points: [] }, { boxes: false, boxAlone: false }, image);
    expect(labels).toEqual([1]);
  });

  it("keeps a person's points as they are", () => {
    const points = [
      { x: 5, y: 6, positive: true },
      { x: 7, y: 8, positive: false },
    ];
    const prompt = modelPrompt({ points }, { boxes: false, boxAlone: false }, image);
    expect(prompt).toEqual({
      points: [
        [5, 6],
        [7, 8],
      ],
      labels: [1, 0],
    });
  });
});
