import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parkVideo, scriptedVideo } from '../../../test/support/videos.ts';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import type { Box } from '../../twin/schema/twin.ts';
import { readMot } from './readMot.ts';
import { writeMot } from './writeMot.ts';

const VIDEO = { name: 'gt.txt', width: 400, height: 200, framesPerSecond: 2 };
const read = (text: string) => {
  const result = readMot(text, VIDEO);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const messageOf = (text: string): string => {
  const result = readMot(text, VIDEO);
  return result.ok ? 'no error' : result.error.message;
};

describe('MOTChallenge files', () => {
  it('read back with the same boxes at the same places of the same tracks', () => {
    const box: fc.Arbitrary<Box> = fc
      .record({
        x: fc.nat(300),
        y: fc.nat(150),
        w: fc.integer({ min: 1, max: 90 }),
        h: fc.integer({ min: 1, max: 45 }),
      })
      .map(({ x, y, w, h }) => [x, y, x + w, y + h]);
    const boxes = fc.array(fc.option(box, { nil: undefined }), { minLength: 1, maxLength: 6 });
    const scripts = fc.array(boxes, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(scripts, (lists) => {
        const shown = lists.filter((list) => list.some((each) => each !== undefined));
        fc.pre(shown.length > 0);
        const twin = scriptedVideo(shown.map((list) => ({ label: 'person', boxes: list })));
        const back = read(writeMot(twin));
        const boxesOf = ({ objects }: typeof twin) =>
          objects.map(({ states }) => states.map((state) => state.box));
        const framesOf = ({ objects }: typeof twin, every: number) =>
          objects.map(({ states }) => states.map(({ frame }) => frame / every));
        expect(boxesOf(back)).toEqual(boxesOf(twin));
        expect(framesOf(back, 1)).toEqual(framesOf(twin, 3));
        expect(checkIntegrity(back).filter(({ passed }) => !passed)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('are written by frame, then by track, from 1', () => {
    const [first] = writeMot(parkVideo()).split('\n');
    expect(first).toBe('1,2,246,91,80,60,0.9,-1,-1,-1');
  });

  it('are ground truth with classes and marks as well', () => {
    const twin = read(
      '1,7,11,21,30,40,1,3,0.8\n2,7,13,21,30,40,1,3,0.8\n1,8,1,1,5,5,0,1,1\n1,9,1,1,5,5,1,11,1\n',
    );
    expect(twin.objects.map(({ id, label, states }) => [id, label, states.length])).toEqual([
      ['o7', 'car', 2],
    ]);
    expect(twin.objects[0]?.states[1]).toMatchObject({ frame: 1, timeUs: 500_000, box: [12, 20, 42, 60] });
  });

  it('are clipped to the picture', () => {
    expect(read('1,1,-9,1,20,20,1').objects[0]?.states[0]?.box).toEqual([0, 0, 10, 20]);
  });

  it('are refused with the line and the reason', () => {
    expect(messageOf('1,1,1,1,5')).toContain('line 1: it has 5 of at least 6 numbers');
    expect(messageOf('1,1,1,1,5,5\n1,x,1,1,5,5')).toContain('line 2: “x” is not a number');
    expect(messageOf('0,1,1,1,5,5')).toContain('frame 0');
    expect(messageOf('1,1,1,1,0,5')).toContain('no area');
    expect(messageOf('1,1,1,1,5,5\n1,1,2,2,5,5')).toContain('two boxes in frame 1');
    expect(messageOf('')).toContain('no box');
    expect(messageOf('{"a": 1}')).toContain('line 1');
  });

  it('never throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d,.\-\n]{0,60}$/)), (text) => {
        expect(() => readMot(text, VIDEO)).not.toThrow();
      }),
    );
  });
});
