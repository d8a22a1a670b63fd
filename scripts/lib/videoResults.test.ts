import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeRle } from '../../src/twin/geometry/rle.ts';
import type { ObjectState, Twin } from '../../src/twin/schema/twin.ts';
import { readGreyPng } from './greyPng.ts';
import { maskInFrame, writeMasks } from './videoResults.ts';

/** A picture of 2 × 2 pixels; an object is one of them, which it keeps for as long as it is there. */
const state = (frame: number, pixel: number): ObjectState => ({
  frame,
  timeUs: frame * 100,
  box: [0, 0, 2, 2],
  by: 0,
  center: [1, 1],
  mask: encodeRle(
    Uint8Array.from({ length: 4 }, (_, at) => (at === pixel ? 1 : 0)),
    2,
    2,
  ),
});
const object = (id: string, pixel: number, frames: readonly number[]) => ({
  id,
  label: 'dog',
  score: 1,
  attributes: {},
  states: frames.map((frame) => state(frame, pixel)),
});
const frames = [0, 1, 2].map((frame) => ({ frame, timeUs: frame * 100 }));
const twin: Twin = {
  type: 'twin',
  version: 1,
  source: {
    kind: 'video',
    name: 'a.mp4',
    width: 2,
    height: 2,
    frameCount: 3,
    durationUs: 300,
    sha256: '',
    frames,
  },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: [object('o1', 0, [0, 1]), object('o2', 3, [1, 2])],
  log: [],
};

describe('the mask of an answer in a frame', () => {
  it('is the union of what the answer names and the frame shows', () => {
    const both = maskInFrame(twin, { ids: ['o1', 'o2'] }, 1);
    expect(both?.counts.reduce((sum, run) => sum + run, 0)).toBe(4);
    expect(maskInFrame(twin, { ids: ['o1', 'o2'] }, 0)).toEqual(twin.objects[0]?.states[0]?.mask);
    expect(maskInFrame(twin, { ids: ['o1'] }, 2)).toBeUndefined();
  });

  it('is that of an interval’s own objects, and nothing outside of it; ends are exclusive', () => {
    const intervals = [{ startUs: 100, endUs: 200, ids: ['o1'] }];
    const answer = { ids: ['o1', 'o2'], intervals };
    expect(maskInFrame(twin, answer, 0)).toBeUndefined();
    expect(maskInFrame(twin, answer, 1)).toEqual(twin.objects[0]?.states[1]?.mask);
    expect(maskInFrame(twin, answer, 2)).toBeUndefined();
  });
});

describe('writing masks', () => {
  it('writes a picture for every frame, black where nothing is', () => {
    const folder = mkdtempSync(join(tmpdir(), 'masks-'));
    expect(writeMasks(folder, twin, { ids: ['o1'] })).toBe(3);
    expect(readdirSync(folder)).toEqual(['00000.png', '00001.png', '00002.png']);
    const values = readdirSync(folder).map((file) =>
      Array.from(readGreyPng(readFileSync(join(folder, file)), file).values),
    );
    expect(values).toEqual([
      [255, 0, 0, 0],
      [255, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
  });
});
