import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { edgeCurve, Occupancy } from './edgeGeometry.ts';
import type { GraphModel } from './graphModel.ts';
import { type GraphLayout, layOut } from './layout.ts';
import { neighbourTowards } from './navigation.ts';
import { fitViewport, segmentDistance, toScreen } from './viewport.ts';

function modelOf(count: number, seed = 1): GraphModel {
  const random = createRandom(seed);
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `o${index + 1}`,
    label: 'dining table',
    anchor: [random.next(), random.next()] as const,
    areaFraction: random.next() * 0.1,
  }));
  const edges = nodes.slice(1).map((node) => ({
    id: `o1 ${node.id}`,
    source: 'o1',
    target: node.id,
    directed: true,
    facts: [],
  }));
  return { nodes, edges: edges.slice(0, 5), factCount: 0 };
}

const places = (layout: GraphLayout) => layout.points.map(({ x, y }) => [x, y]);

describe('layOut', () => {
  it('gives the same model the same positions', () => {
    expect(places(layOut(modelOf(40), 1.5))).toEqual(places(layOut(modelOf(40), 1.5)));
  });

  it.each([8, 40])('leaves no two captions of %i objects overlapping', (count) => {
    const { points } = layOut(modelOf(count), 1.5);
    for (const a of points) {
      for (const b of points) {
        if (a.index >= b.index) continue;
        const apart =
          Math.abs(a.x - b.x) > a.halfWidth + b.halfWidth - 1 ||
          Math.abs(a.y - b.y) > a.halfHeight + b.halfHeight - 1;
        expect(apart, `${a.id} and ${b.id}`).toBe(true);
      }
    }
  });

  it('resembles the picture: what is far left there is left here', () => {
    const model: GraphModel = {
      nodes: [0.05, 0.5, 0.95].map((x, index) => ({
        id: `o${index + 1}`,
        label: 'cup',
        anchor: [x, 0.5] as const,
        areaFraction: 0.01,
      })),
      edges: [],
      factCount: 0,
    };
    const [a, b, c] = layOut(model, 1.3).points.map(({ x }) => x);
    expect(a).toBeLessThan(b ?? 0);
    expect(b).toBeLessThan(c ?? 0);
  });

  it('keeps pinned nodes where they were put', () => {
    const layout = layOut(modelOf(12), 1.3, new Map([['o4', [33, -21]]]));
    expect(layout.pointById.get('o4')).toMatchObject({ x: 33, y: -21 });
  });

  it('parts objects at one and the same place, and takes none at all', () => {
    const same = modelOf(6).nodes.map((node) => ({ ...node, anchor: [0.5, 0.5] as const }));
    const { points } = layOut({ nodes: same, edges: [], factCount: 0 }, 1);
    expect(new Set(points.map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
    expect(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(layOut({ nodes: [], edges: [], factCount: 0 }, 1).points).toEqual([]);
  });
});

describe('fitViewport', () => {
  it('holds every disc and caption, for panes of any shape', () => {
    const { points } = layOut(modelOf(20), 1.5);
    fc.assert(
      fc.property(
        fc.integer({ min: 280, max: 1600 }),
        fc.integer({ min: 180, max: 1000 }),
        (width, height) => {
          const view = fitViewport(points, width, height);
          for (const point of points) {
            const [left, top] = toScreen(view, point.x - point.halfWidth, point.y - point.radius);
            const [right] = toScreen(view, point.x + point.halfWidth, point.y);
            expect(left).toBeGreaterThan(-0.01);
            expect(right).toBeLessThan(width + 0.01);
            expect(top).toBeGreaterThan(-0.01);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('neighbourTowards', () => {
  const positions = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 10, y: 0 }],
    ['c', { x: 30, y: 2 }],
    ['d', { x: 0, y: -10 }],
  ]);

  it('prefers a linked node to a closer one', () => {
    expect(neighbourTowards('a', 'right', positions, new Set(['c']))).toBe('c');
    expect(neighbourTowards('a', 'right', positions, new Set())).toBe('b');
  });

  it('stays inside the cone of the direction', () => {
    expect(neighbourTowards('a', 'up', positions, new Set(['b']))).toBe('d');
    expect(neighbourTowards('a', 'left', positions, new Set(['b']))).toBeUndefined();
  });
});

describe('edge geometry', () => {
  it('starts and ends outside the discs, and skips touching ones', () => {
    const curve = edgeCurve([0, 0], 10, [100, 0], 5, false);
    expect(curve?.from).toEqual([12, 0]);
    expect(curve?.to).toEqual([93, 0]);
    expect(edgeCurve([0, 0], 10, [14, 0], 5, false)).toBeUndefined();
  });

  it('bends opposite edges to different sides', () => {
    const there = edgeCurve([0, 0], 5, [100, 0], 5, true)?.middle[1] ?? 0;
    const back = edgeCurve([100, 0], 5, [0, 0], 5, true)?.middle[1] ?? 0;
    expect(there * back).toBeLessThan(0);
  });

  it('refuses room that is taken', () => {
    const occupancy = new Occupancy();
    expect(occupancy.take([0, 0, 10, 10])).toBe(true);
    expect(occupancy.take([5, 5, 15, 15])).toBe(false);
    expect(occupancy.take([10, 0, 20, 10])).toBe(true);
  });

  it('measures the distance to a segment, not to its line', () => {
    expect(segmentDistance([5, 3], [0, 0], [10, 0])).toBe(3);
    expect(segmentDistance([14, 3], [0, 0], [10, 0])).toBe(5);
  });
});
