import { describe, expect, it } from 'vitest';
import { checkIntegrity } from '../../twin/integrity/integrity.ts';
import type { ToolRun, Twin } from '../../twin/schema/twin.ts';
import { withDepthMap, withFound, withSayings } from './refine.ts';

const run = (tool: string): ToolRun => ({
  tool,
  model: 'owner/model',
  revision: 'main',
  device: 'wasm',
  dtype: 'q8',
  args: { source: 'hub' },
  ms: 1,
});

function twinOf(
  ...objects: { label: string; box: [number, number, number, number]; depth?: number }[]
): Twin {
  return {
    type: 'twin',
    version: 1,
    source: { kind: 'image', name: 'a', width: 100, height: 100, frameCount: 1, durationUs: 0, sha256: '' },
    camera: { verticalFovDeg: 50, estimated: true },
    objects: objects.map(({ label, box, depth }, i) => ({
      id: `o${i + 1}`,
      label,
      score: 0.9,
      attributes: {},
      states: [
        {
          frame: 0,
          timeUs: 0,
          box,
          by: 0,
          center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
          ...(depth === undefined
            ? {}
            : {
                depth: {
                  mean: depth,
                  std: 0.2 * depth,
                  min: 0.7 * depth,
                  max: 1.5 * depth,
                  unit: 'm' as const,
                  by: 0,
                },
              }),
        },
      ],
    })),
    log: [run('detect')],
  };
}

const sound = (twin: Twin): void => expect(checkIntegrity(twin).filter(({ passed }) => !passed)).toEqual([]);

describe('withFound', () => {
  it('adds what is new under the next free id, and recognises what was there', () => {
    const twin = twinOf({ label: 'red mug', box: [10, 10, 30, 30] });
    const { twin: after, ids } = withFound(
      twin,
      [
        { label: 'red mug', score: 0.8, box: [11, 10, 30, 31] },
        { label: 'red mug', score: 0.7, box: [60, 60, 80, 80] },
      ],
      run('find'),
    );
    expect(ids).toEqual(['o1', 'o2']);
    expect(after.objects).toHaveLength(2);
    expect(after.objects[1]?.states[0]).toMatchObject({ box: [60, 60, 80, 80], by: 1 });
    sound(after);
  });
});

describe('withDepthMap', () => {
  // Left half twice as near as the right half.
  const map = { width: 2, height: 1, data: Float32Array.of(4, 2) };

  it('scales the map by the known distances and gives every object a depth', () => {
    const twin = twinOf(
      { label: 'person', box: [5, 20, 45, 80], depth: 2 },
      { label: 'car', box: [55, 20, 95, 80], depth: 4 },
      { label: 'red mug', box: [60, 60, 80, 80] },
    );
    const after = withDepthMap(twin, map, run('depth'));
    const metres = after.objects.map(({ states }) => states[0]?.depth?.mean ?? 0);
    expect(metres[0]).toBeCloseTo(2, 1);
    expect(metres[1]).toBeCloseTo(4, 1);
    expect(metres[2]).toBeCloseTo(4, 1);
    expect(after.objects[2]?.states[0]?.position?.[2]).toBeLessThan(0);
    expect(after.log[1]?.args).toMatchObject({ unit: 'm', scaledBy: 'geometric prior', support: 2 });
    sound(after);
  });

  it('says that depth has no unit where nothing of known distance is there', () => {
    const after = withDepthMap(twinOf({ label: 'thing', box: [5, 20, 45, 80] }), map, run('depth'));
    expect(after.objects[0]?.states[0]?.depth).toMatchObject({ unit: 'relative', mean: 0, by: 1 });
    expect(after.objects[0]?.states[0]?.position).toBeUndefined();
    expect(after.log[1]?.args.scaledBy).toMatch(/nothing/);
    sound(after);
  });
});

describe('withSayings', () => {
  it('keeps what was said of an object, and what a person set', () => {
    const twin = twinOf({ label: 'bench', box: [0, 0, 50, 50] }, { label: 'door', box: [50, 0, 90, 90] });
    const [bench, door] = twin.objects;
    if (!bench || !door) throw new Error('two objects were made');
    const before: Twin = {
      ...twin,
      objects: [{ ...bench, attributes: { material: { value: 'stone', score: 1, by: 'human' } } }, door],
    };
    const sayings = new Map([
      ['o1', 'a wooden bench'],
      ['o2', 'an open door'],
    ]);
    const after = withSayings(before, sayings, run('describe'));
    expect(after.objects[0]?.attributes).toEqual({ material: { value: 'stone', score: 1, by: 'human' } });
    expect(after.objects[1]?.attributes).toEqual({ state: { value: 'open', score: 0.5, by: 1 } });
    sound(after);
  });
});
