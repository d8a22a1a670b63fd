import { describe, expect, it } from 'vitest';
import { walkingDog } from '../../../test/support/videoTwin.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { buildScene, extentOverTime, photoDepth } from './sceneModel.ts';

const placed = (id: string, depth: number): TwinObject => ({
  id,
  label: 'cup',
  score: 0.9,
  attributes: {},
  states: [
    {
      frame: 0,
      timeUs: 0,
      box: [100, 100, 200, 200],
      by: 0,
      center: [150, 150],
      depth: { mean: depth, std: 0.5, min: depth, max: depth, unit: 'm', by: 1 },
      position: [0, 0, -depth],
    },
  ],
});

const unplaced: TwinObject = {
  id: 'o9',
  label: 'kite',
  score: 0.9,
  attributes: {},
  states: [{ frame: 0, timeUs: 0, box: [0, 0, 10, 10], by: 0, center: [5, 5] }],
};

const run = (tool: string, model: string) => ({
  tool,
  model,
  revision: '',
  device: 'cpu',
  dtype: 'f32',
  args: {},
  ms: 1,
});

const twinOf = (objects: TwinObject[], camera: Partial<Twin['camera']> = {}): Twin => ({
  type: 'twin',
  version: 1,
  source: { kind: 'image', name: '', width: 640, height: 480, frameCount: 1, durationUs: 0, sha256: '' },
  camera: { verticalFovDeg: 50, estimated: true, ...camera },
  objects,
  log: [run('detect', 'centernet'), run('depth', 'geometric prior')],
});

describe('buildScene', () => {
  it('places objects with a position and names those without', () => {
    const scene = buildScene(twinOf([placed('o1', 2), placed('o2', 8), unplaced]));
    expect(scene.objects.map(({ id }) => id)).toEqual(['o1', 'o2']);
    expect(scene.missing.map(({ id }) => id)).toEqual(['o9']);
    expect([scene.nearest, scene.farthest]).toEqual([2, 8]);
  });

  it('draws one standard deviation to either side of the depth', () => {
    const [object] = buildScene(twinOf([placed('o1', 2)])).objects;
    expect(object?.uncertainty.map(([, , z]) => z)).toEqual([-1.5, -2.5]);
  });

  it('does not place an object behind the camera', () => {
    const [state] = placed('o1', 2).states;
    const behind: TwinObject = {
      ...placed('o1', 2),
      states: state ? [{ ...state, position: [0, 0, 3] }] : [],
    };
    expect(buildScene(twinOf([behind])).objects).toEqual([]);
  });

  it('says what is estimated by what, and what is assumed', () => {
    expect(buildScene(twinOf([placed('o1', 2)])).statements).toEqual([
      'Depth is an estimate by geometric prior.',
      'Assumed: field of view 50°, camera height 1.6 m.',
    ]);
    const measured = twinOf([placed('o1', 2)], { estimated: false, heightM: 1.2 });
    expect(buildScene(measured).statements).toEqual(['Depth is an estimate by geometric prior.']);
    expect(buildScene(measured).heightM).toBe(1.2);
  });

  it('has a reach even when nothing is placed', () => {
    const scene = buildScene(twinOf([unplaced]));
    expect(scene.farthest).toBeGreaterThan(0);
    expect(scene.statements).toEqual(['Assumed: field of view 50°, camera height 1.6 m.']);
  });
});

describe('photoDepth', () => {
  it('is nearer than every object in front, farther than every object behind', () => {
    for (const depths of [
      [0.3, 40],
      [2, 3],
      [12, 30],
    ]) {
      const scene = buildScene(twinOf(depths.map((depth, index) => placed(`o${index + 1}`, depth))));
      expect(photoDepth(scene, 'front')).toBeLessThan(scene.nearest);
      expect(photoDepth(scene, 'behind')).toBeGreaterThan(scene.farthest);
    }
  });
});

describe('the extent of a video', () => {
  it('holds where objects are at any time, not only at the one that is shown', () => {
    const twin = walkingDog();
    const extent = extentOverTime(twin);
    expect([extent.nearest, extent.farthest]).toEqual([4, 6]);
    const none = buildScene({ ...twin, objects: [] }, extent);
    expect(none.objects).toEqual([]);
    // The dog walks from the left edge to the middle, the person stands at the right.
    expect(none.elsewhere.map(({ depth }) => depth)).toEqual([4, 4, 4, 4, 6, 6, 6]);
    const middle = extent.elsewhere.map(({ left, right }) => (left + right) / 2);
    expect(middle.slice(0, 4)).toEqual(middle.slice(0, 4).toSorted((a, b) => a - b));
  });

  it('needs few states of a long track, the first and the last among them', () => {
    const [dog] = walkingDog().objects;
    const [first] = dog?.states ?? [];
    if (!dog || !first) throw new Error('the dog has states');
    const states = Array.from({ length: 300 }, (_, frame): typeof first => ({
      ...first,
      frame,
      timeUs: frame,
      position: [0, 0, -1 - frame],
    }));
    const { elsewhere } = extentOverTime({ ...walkingDog(), objects: [{ ...dog, states }] });
    expect(elsewhere.length).toBeLessThanOrEqual(10);
    expect([elsewhere[0]?.depth, elsewhere.at(-1)?.depth]).toEqual([1, 300]);
  });
});
