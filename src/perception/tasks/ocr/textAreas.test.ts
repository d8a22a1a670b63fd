import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convexIou, type Point, polygonArea } from '../../../twin/geometry/quad.ts';
import { findComponents, type ProbabilityMap } from './components.ts';
import { growRectangle, minAreaRectangle, type Rectangle, rectangleCorners } from './minAreaRectangle.ts';
import { findTextAreas, TEXT_AREA_OPTIONS } from './textAreas.ts';

const WIDTH = 160;
const HEIGHT = 120;

/** A map that is sure inside some rectangles and near zero elsewhere. */
function mapOf(rectangles: readonly Rectangle[], likelihood = 0.95): ProbabilityMap {
  const data = new Float32Array(WIDTH * HEIGHT).fill(0.01);
  for (const { centre, axis, width, height } of rectangles) {
    for (let y = 0; y < HEIGHT; y++) {
      for (let x = 0; x < WIDTH; x++) {
        const [dx, dy] = [x + 0.5 - centre[0], y + 0.5 - centre[1]];
        const along = Math.abs(dx * axis[0] + dy * axis[1]);
        const across = Math.abs(dy * axis[0] - dx * axis[1]);
        if (along <= width / 2 && across <= height / 2) data[y * WIDTH + x] = likelihood;
      }
    }
  }
  return { width: WIDTH, height: HEIGHT, data };
}

const rectangle = (centre: Point, degrees: number, width: number, height: number): Rectangle => {
  const radians = (degrees * Math.PI) / 180;
  return { centre, axis: [Math.cos(radians), Math.sin(radians)], width, height };
};

const points = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
  minLength: 3,
  maxLength: 40,
});

describe('the least rectangle around points', () => {
  it('holds them all, and is no larger than their upright box', () => {
    fc.assert(
      fc.property(points, (list) => {
        const found = minAreaRectangle(list);
        if (!found) {
          // Points on one line have no area.
          const [a = [0, 0], b = [0, 0]] = [
            list[0],
            list.find(([x, y]) => x !== list[0]?.[0] || y !== list[0]?.[1]),
          ];
          for (const [x, y] of list) {
            expect((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])).toBe(0);
          }
          return;
        }
        const { centre, axis, width, height } = found;
        for (const [x, y] of list) {
          const [dx, dy] = [x - centre[0], y - centre[1]];
          expect(Math.abs(dx * axis[0] + dy * axis[1])).toBeLessThanOrEqual(width / 2 + 1e-6);
          expect(Math.abs(dy * axis[0] - dx * axis[1])).toBeLessThanOrEqual(height / 2 + 1e-6);
        }
        const xs = list.map(([x]) => x);
        const ys = list.map(([, y]) => y);
        const upright = (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
        expect(width * height).toBeLessThanOrEqual(upright + 1e-6);
      }),
    );
  });

  it('comes back from the corners of any rectangle, with its width along the flatter side', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -44, max: 44, noNaN: true }),
        fc.integer({ min: 5, max: 90 }),
        fc.integer({ min: 5, max: 90 }),
        (degrees, width, height) => {
          const corners = rectangleCorners(rectangle([40, 30], degrees, width, height));
          const found = minAreaRectangle(corners);
          expect(found?.width).toBeCloseTo(width, 6);
          expect(found?.height).toBeCloseTo(height, 6);
          const same = corners.flat().map((coordinate) => expect.closeTo(coordinate, 6));
          expect(found && rectangleCorners(found).flat()).toEqual(same);
        },
      ),
    );
  });

  it('grows by the same distance on each side', () => {
    const { width, height } = growRectangle(rectangle([0, 0], 30, 10, 4), 3);
    expect([width, height]).toEqual([16, 10]);
  });
});

describe('components of a map', () => {
  it('are joined across corners and around bays, and parted by gaps', () => {
    const rows = ['#..#....', '#..#..#.', '.##....#', '........', '###.....'];
    const map = {
      width: 8,
      height: 5,
      data: Float32Array.from(rows.join(''), (cell) => (cell === '#' ? 1 : 0)),
    };
    const sizes = findComponents(map, 0.5, 1).map((outline) => {
      const xs = outline.map(([x]) => x);
      const ys = outline.map(([, y]) => y);
      return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    });
    expect(sizes).toEqual([
      [0, 0, 4, 3],
      [6, 1, 8, 3],
      [0, 4, 3, 5],
    ]);
    expect(findComponents(map, 0.5, 4)).toHaveLength(1);
  });

  it('agree with flooding on random maps', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 48, maxLength: 48 }), (cells) => {
        const map = { width: 8, height: 6, data: Float32Array.from(cells, Number) };
        expect(findComponents(map, 0.5, 1)).toHaveLength(countByFlooding(cells, 8));
      }),
    );
  });
});

function countByFlooding(cells: readonly boolean[], width: number): number {
  const left = new Set(cells.flatMap((cell, index) => (cell ? [index] : [])));
  let count = 0;
  for (const seed of left) {
    count++;
    const open = [seed];
    left.delete(seed);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const x = (at % width) + dx;
          const next = at + dy * width + dx;
          if (x >= 0 && x < width && left.delete(next)) open.push(next);
        }
      }
    }
  }
  return count;
}

describe('text areas', () => {
  it('are found at any slope, grown by the distance that the network is taught to shrink by', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -40, max: 40, noNaN: true }),
        fc.integer({ min: 40, max: 70 }),
        fc.integer({ min: 12, max: 20 }),
        (degrees, width, height) => {
          const core = rectangle([80, 60], degrees, width, height);
          const areas = findTextAreas(mapOf([core]));
          expect(areas).toHaveLength(1);
          const distance = (TEXT_AREA_OPTIONS.growth * width * height) / (2 * (width + height));
          const expected = rectangleCorners(growRectangle(core, distance));
          const found = areas[0] && rectangleCorners(areas[0].rectangle);
          expect(found && convexIou(found, expected)).toBeGreaterThan(0.8);
          expect(found && polygonArea(found)).toBeGreaterThan(width * height);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('stay apart, best first', () => {
    const sure = mapOf([rectangle([40, 30], 0, 50, 10)]);
    const unsure = mapOf([rectangle([110, 90], 10, 50, 10)], 0.7);
    const data = sure.data.map((value, index) => Math.max(value, unsure.data[index] ?? 0));
    const areas = findTextAreas({ ...sure, data });
    expect(areas.map(({ rectangle: { centre } }) => Math.round(centre[0]))).toEqual([40, 110]);
    expect(areas[0]?.score).toBeGreaterThan(areas[1]?.score ?? 1);
  });

  it('are none on an empty map, on specks, and where the network is not sure', () => {
    expect(findTextAreas(mapOf([]))).toEqual([]);
    expect(findTextAreas(mapOf([rectangle([40, 30], 0, 2, 2)]))).toEqual([]);
    expect(findTextAreas(mapOf([rectangle([40, 30], 0, 40, 10)], 0.4))).toEqual([]);
  });
});
