import { describe, expect, it } from 'vitest';
import { soundTwin } from '../../../test/support/twins.ts';
import { encodeRle } from '../../twin/geometry/rle.ts';
import type { Box } from '../../twin/schema/twin.ts';
import { matchingObject } from './maskMatch.ts';

/** A filled box in an image of 8 × 6. */
function filled(box: Box) {
  const bits = new Uint8Array(48);
  for (let y = box[1]; y < box[3]; y++) bits.fill(1, y * 8 + box[0], y * 8 + box[2]);
  return { mask: encodeRle(bits, 8, 6), box };
}

describe('the object that a mask shows', () => {
  it('is the one whose mask it covers', () => {
    expect(matchingObject(soundTwin(), filled([1, 1, 3, 5]), [])?.id).toBe('o1');
  });

  it('is the one whose box it fills, where that has no mask', () => {
    expect(matchingObject(soundTwin(), filled([0, 3, 7, 6]), [])?.id).toBe('o2');
  });

  it('is none where nothing is overlapped by half', () => {
    expect(matchingObject(soundTwin(), filled([5, 0, 8, 3]), [])).toBeUndefined();
    expect(matchingObject(soundTwin(), filled([4, 2, 8, 5]), [])).toBeUndefined();
  });

  it('is a selected one even where its own mask was poor', () => {
    expect(matchingObject(soundTwin(), filled([4, 2, 8, 5]), ['o2'])?.id).toBe('o2');
    expect(matchingObject(soundTwin(), filled([4, 2, 8, 5]), ['o1'])).toBeUndefined();
  });
});
