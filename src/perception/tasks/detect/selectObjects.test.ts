import { describe, expect, it } from 'vitest';
import type { Detection } from '../../pixels.ts';
import { selectObjects } from './selectObjects.ts';

const seen = (label: string, score: number, ...box: [number, number, number, number]): Detection => ({
  label,
  score,
  box,
});

describe('selectObjects', () => {
  it('keeps one of two names of one family for one object: the likelier', () => {
    const truck = seen('truck', 0.4, 0, 0, 100, 60);
    const car = seen('car', 0.6, 2, 0, 100, 60);
    expect(selectObjects([truck, car])).toEqual([car]);
  });

  it('keeps objects of different families in one place', () => {
    const both = [seen('pizza', 0.6, 10, 5, 100, 60), seen('dining table', 0.4, 0, 0, 100, 60)];
    expect(selectObjects(both)).toEqual(both);
  });

  it('keeps one of two names of any families for one and the same box', () => {
    const vase = seen('vase', 0.7, 0, 0, 100, 60);
    expect(selectObjects([vase, seen('bottle', 0.3, 0, 0, 100, 60)])).toEqual([vase]);
  });

  it('takes a box that lies in a better one of its class for a part of it', () => {
    const cow = seen('cow', 0.7, 0, 0, 100, 60);
    expect(selectObjects([cow, seen('cow', 0.5, 50, 5, 90, 60)])).toEqual([cow]);
    const calf = seen('cow', 0.5, 80, 5, 180, 60);
    expect(selectObjects([cow, calf])).toEqual([cow, calf]);
  });

  it('leaves out what is weak beside the best of its class, but not beside other classes', () => {
    const bird = seen('bird', 0.8, 0, 0, 10, 10);
    const weakBird = seen('bird', 0.3, 50, 50, 60, 60);
    const boat = seen('boat', 0.3, 50, 20, 60, 30);
    expect(selectObjects([bird, weakBird, boat])).toEqual([bird, boat]);
  });

  it('gives detections best first and leaves its input as it is', () => {
    const input = [seen('cat', 0.3, 0, 0, 10, 10), seen('dog', 0.5, 50, 50, 60, 60)] as const;
    expect(selectObjects(input).map(({ label }) => label)).toEqual(['dog', 'cat']);
    expect(input[0].label).toBe('cat');
  });
});
