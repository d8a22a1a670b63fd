import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { containsBox, containsPoint } from '../../../twin/geometry/box.ts';
import { clipOfPrompt, promptBox, promptWindow, relativeBox, relativePoint } from './window.ts';

const box = fc
  .tuple(
    fc.double({ min: -500, max: 500, noNaN: true }),
    fc.double({ min: -500, max: 500, noNaN: true }),
    fc.double({ min: 1, max: 1000, noNaN: true }),
    fc.double({ min: 1, max: 1000, noNaN: true }),
  )
  .map(([x, y, width, height]) => [x, y, x + width, y + height] as const);

describe('promptWindow', () => {
  it('adds 15 % on each side', () => {
    expect(promptWindow([100, 200, 200, 300])).toEqual([85, 185, 215, 315]);
  });

  it('grows the short side of a long box about its centre', () => {
    expect(promptWindow([0, 0, 400, 10])).toEqual([-60, -125, 460, 135]);
    expect(promptWindow([0, 0, 10, 400])).toEqual([-125, -60, 135, 460]);
  });

  it('holds the box, has its centre, and is at most twice as long as wide', () => {
    fc.assert(
      fc.property(box, (prompt) => {
        const window = promptWindow(prompt);
        const aspect = (window[2] - window[0]) / (window[3] - window[1]);
        expect(containsBox(window, prompt)).toBe(true);
        expect(window[0] + window[2]).toBeCloseTo(prompt[0] + prompt[2], 6);
        expect(window[1] + window[3]).toBeCloseTo(prompt[1] + prompt[3], 6);
        expect(Math.max(aspect, 1 / aspect)).toBeLessThanOrEqual(2 + 1e-9);
      }),
    );
  });
});

describe('relativeBox', () => {
  it('is all of the unit square for the window itself', () => {
    expect(relativeBox([10, 20, 30, 60], [10, 20, 30, 60])).toEqual([0, 0, 1, 1]);
    expect(relativePoint([15, 50], [10, 20, 30, 60])).toEqual([0.25, 0.75]);
  });
});

describe('promptBox', () => {
  const click = fc.record({
    x: fc.double({ min: -800, max: 1600, noNaN: true }),
    y: fc.double({ min: -800, max: 1600, noNaN: true }),
    positive: fc.boolean(),
  });

  it('lets the window hold every click on the object, and the box as it was drawn', () => {
    fc.assert(
      fc.property(box, fc.array(click, { maxLength: 6 }), (drawn, clicks) => {
        const grown = promptBox(drawn, clicks);
        const window = promptWindow(grown);
        expect(containsBox(grown, drawn)).toBe(true);
        for (const { x, y, positive } of clicks) if (positive) expect(containsPoint(window, x, y)).toBe(true);
      }),
    );
  });

  it('stays the very same while clicks are inside its window or not on the object', () => {
    const drawn = [100, 100, 200, 200] as const;
    const clicks = [
      { x: 95, y: 150, positive: true },
      { x: 150, y: 150, positive: true },
      { x: 500, y: 150, positive: false },
    ];
    expect(promptBox(drawn, clicks)).toBe(drawn);
  });
});

describe('clipOfPrompt', () => {
  it('is a little beyond a drawn box, and the window where only clicks were given', () => {
    expect(clipOfPrompt([100, 100, 200, 300], true)).toEqual([92, 84, 208, 316]);
    expect(clipOfPrompt([100, 100, 200, 300], false)).toEqual(promptWindow([100, 100, 200, 300]));
  });
});
