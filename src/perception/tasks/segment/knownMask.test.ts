import { describe, expect, it } from 'vitest';
import type { Tensors } from '../../runtime/ortSession.ts';
import { checkFastHead, checkFineHead } from './knownMask.ts';
import { FAST_FEATURES, GRID_SIDE } from './maskModels.ts';

const features: Tensors = Object.fromEntries(
  FAST_FEATURES.map((name) => [name, { data: new Float32Array(1), dims: [1] }]),
);

/** A head that sees a disc of a radius, in cells, in the middle of the window; the sign's own is about 25. */
const head = (radius: number) => async (): Promise<Tensors> => {
  const data = Float32Array.from(
    { length: GRID_SIDE ** 2 },
    (_, i) => radius - Math.hypot((i % GRID_SIDE) - 31.5, Math.floor(i / GRID_SIDE) - 31.5),
  );
  return { mask: { data, dims: [1, GRID_SIDE, GRID_SIDE] } };
};
const trunk = async (): Promise<Tensors> => features;

describe('the known question of mask models', () => {
  it('passes heads that outline the sign', async () => {
    await expect(checkFastHead(head(25), features)).resolves.toBeUndefined();
    await expect(checkFineHead(trunk, head(25))).resolves.toBeUndefined();
  });

  it.each([
    ['sees nothing', -1],
    ['sees half of it', 14],
    ['sees everything as the sign', 90],
  ])('fails a head that %s', async (_what, radius) => {
    await expect(checkFastHead(head(radius), features)).rejects.toMatchObject({ code: 'model-wrong-answer' });
    await expect(checkFineHead(trunk, head(radius))).rejects.toMatchObject({ code: 'model-wrong-answer' });
  });
});
