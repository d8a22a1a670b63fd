import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryTwin, soundTwin } from '../../../test/support/twins.ts';
import { encodeRle, rleArea, rleBox } from '../../twin/geometry/rle.ts';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import type { ToolRun, Twin, TwinObject } from '../../twin/schema/twin.ts';
import type { ObjectMask } from '../tasks/segment/types.ts';
import { withMasks } from './withMasks.ts';

const RUN: ToolRun = {
  tool: 'segment',
  model: 'mask-fast',
  revision: '1',
  device: 'wasm',
  dtype: 'fp16',
  args: { path: 'fast' },
  ms: 12,
};

/** The part of an object's box that a pattern leaves, as a head's mask would: at least one pixel. */
function maskWithin({ source }: Twin, object: TwinObject, pattern: number): ObjectMask {
  const [x0, y0, x1, y1] = (object.states[0]?.box ?? [0, 0, 1, 1]).map(Math.round);
  const bitmap = new Uint8Array(source.width * source.height);
  let count = 0;
  for (let y = y0 ?? 0; y < (y1 ?? 0); y++)
    for (let x = x0 ?? 0; x < (x1 ?? 0); x++) bitmap[y * source.width + x] = count++ % pattern === 0 ? 1 : 0;
  const mask = encodeRle(bitmap, source.width, source.height);
  return { mask, box: rleBox(mask) ?? [0, 0, 0, 0], area: rleArea(mask), score: 0.9 };
}

const failures = (twin: Twin) => checkIntegrity(twin).filter(({ passed }) => !passed);

describe('masks in a twin', () => {
  it('leave it sound, its boxes as they were, and name the run that measured them', () => {
    fc.assert(
      fc.property(arbitraryTwin, fc.integer({ min: 1, max: 7 }), (twin, pattern) => {
        const masks = new Map(
          twin.objects.map((object) => [object.id, maskWithin(twin, object, pattern)] as const),
        );
        const masked = withMasks(twin, masks, RUN);
        expect(failures(masked)).toEqual([]);
        expect(masked.log).toEqual([...twin.log, RUN]);
        for (const [index, { id, states }] of masked.objects.entries()) {
          const before = twin.objects[index]?.states[0];
          expect(states[0]).toEqual({
            ...before,
            mask: masks.get(id)?.mask,
            area: masks.get(id)?.area,
            maskBy: twin.log.length,
          });
        }
      }),
    );
  });

  it('leave objects alone of which none was found', () => {
    const twin = soundTwin();
    const masked = withMasks(twin, new Map(), RUN);
    expect(masked.objects).toEqual(twin.objects);
  });
});
