import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadonlyBox } from '../geometry/box.ts';
import { COCO_LABELS } from '../schema/labels.ts';
import type { Twin, TwinObject } from '../schema/twin.ts';
import { relate, relatedTo, relationsAt } from './relations.ts';
import { PREDICATES, type Predicate } from './types.ts';

interface Thing {
  readonly label: string;
  readonly box: ReadonlyBox;
  readonly depth?: number;
  readonly std?: number;
}

function objectOf(thing: Thing, index: number, scale = 1): TwinObject {
  const [x0, y0, x1, y1] = thing.box;
  const box: [number, number, number, number] = [x0 * scale, y0 * scale, x1 * scale, y1 * scale];
  return {
    id: `o${index + 1}`,
    label: thing.label,
    score: 1,
    attributes: {},
    states: [
      {
        frame: 0,
        timeUs: 0,
        box,
        by: 0,
        center: [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2],
        ...(thing.depth === undefined
          ? {}
          : {
              depth: {
                mean: thing.depth,
                std: thing.std ?? 0.1,
                min: thing.depth,
                max: thing.depth,
                unit: 'm' as const,
                by: 0,
              },
            }),
      },
    ],
  };
}

const run = { tool: 'detect', model: 'm', revision: '', device: 'cpu', dtype: '', args: {}, ms: 0 };

const twinOf = (things: readonly Thing[], scale = 1): Twin => ({
  type: 'twin',
  version: 1,
  source: {
    kind: 'image',
    name: 'a.png',
    width: 1000 * scale,
    height: 1000 * scale,
    frameCount: 1,
    durationUs: 0,
    sha256: '',
  },
  camera: { verticalFovDeg: 50, estimated: true },
  objects: things.map((thing, index) => objectOf(thing, index, scale)),
  log: [run],
});

/** The predicates that hold from the first thing to the second. */
const between = (a: Thing, b: Thing): Predicate[] =>
  relationsAt(twinOf([a, b]))
    .filter((relation) => relation.subject === 'o1')
    .map((relation) => relation.predicate);

const anyThing: fc.Arbitrary<Thing> = fc
  .record({
    label: fc.constantFrom(...COCO_LABELS),
    x: fc.integer({ min: 0, max: 900 }),
    y: fc.integer({ min: 0, max: 900 }),
    w: fc.integer({ min: 1, max: 600 }),
    h: fc.integer({ min: 1, max: 600 }),
    depth: fc.option(fc.double({ min: 0.2, max: 60, noNaN: true }), { nil: undefined }),
    std: fc.double({ min: 0, max: 5, noNaN: true }),
  })
  .map(({ label, x, y, w, h, depth, std }) => ({
    label,
    box: [x, y, x + w, y + h],
    ...(depth === undefined ? {} : { depth, std }),
  }));

const keyOf = (relation: { subject: string; predicate: string; object: string }): string =>
  `${relation.subject} ${relation.predicate} ${relation.object}`;

describe('relations of any scene', () => {
  it('are never both ways for directions, depth order, on and inside', () => {
    fc.assert(
      fc.property(fc.array(anyThing, { minLength: 2, maxLength: 6 }), (things) => {
        const keys = new Set(relationsAt(twinOf(things)).map(keyOf));
        for (const key of keys) {
          const [subject, predicate, object] = key.split(' ');
          if (predicate === 'near' || predicate === 'overlapping') continue;
          expect(keys.has(`${object} ${predicate} ${subject}`), key).toBe(false);
        }
      }),
    );
  });

  it('agree with their converse, score and reasons included', () => {
    const converses: readonly (readonly [Predicate, Predicate])[] = [
      ['left_of', 'right_of'],
      ['above', 'below'],
      ['in_front_of', 'behind'],
      ['near', 'near'],
      ['overlapping', 'overlapping'],
    ];
    fc.assert(
      fc.property(anyThing, anyThing, (first, second) => {
        const twin = twinOf([first, second]);
        const [a, b] = twin.objects;
        if (a === undefined || b === undefined) throw new Error('two objects expected');
        for (const [predicate, converse] of converses) {
          const forward = relate(twin, a, predicate, b);
          const backward = relate(twin, b, converse, a);
          expect(forward?.score).toBe(backward?.score);
          expect(forward?.because).toEqual(backward?.because);
        }
      }),
    );
  });

  it('relate no object to itself, score in [0, 1], and name at least one number', () => {
    fc.assert(
      fc.property(fc.array(anyThing, { minLength: 1, maxLength: 6 }), (things) => {
        for (const relation of relationsAt(twinOf(things))) {
          expect(relation.subject).not.toBe(relation.object);
          expect(relation.score).toBeGreaterThanOrEqual(0);
          expect(relation.score).toBeLessThanOrEqual(1);
          expect(Object.values(relation.because).some((value) => Number.isFinite(value))).toBe(true);
        }
      }),
    );
  });

  it('do not depend on the size of the photo', () => {
    fc.assert(
      fc.property(
        fc.array(anyThing, { minLength: 2, maxLength: 5 }),
        // Powers of two scale floats exactly, so that margins are met or missed alike.
        fc.constantFrom(0.25, 0.5, 2, 8),
        (things, scale) => {
          const original = relationsAt(twinOf(things));
          const scaled = relationsAt(twinOf(things, scale));
          expect(scaled.map(keyOf)).toEqual(original.map(keyOf));
          scaled.forEach((relation, i) => {
            expect(relation.score).toBeCloseTo(original[i]?.score ?? Number.NaN, 9);
          });
        },
      ),
    );
  });
});

describe('directions', () => {
  it('need more than a fifth of the mean extent between the centres', () => {
    const box = (x: number): Thing => ({ label: 'cup', box: [x, 0, x + 100, 100] });
    expect(between(box(0), box(20))).not.toContain('left_of');
    expect(between(box(0), box(21))).toContain('left_of');
    expect(between(box(21), box(0))).toContain('right_of');
  });

  it('score 1 when the boxes are apart, less when what lies across is far', () => {
    const twin = twinOf([
      { label: 'cup', box: [0, 0, 100, 100] },
      { label: 'cup', box: [200, 0, 300, 100] },
      { label: 'cup', box: [200, 700, 300, 800] },
    ]);
    const scores = relationsAt(twin, 0, { predicates: ['left_of'] }).map((relation) => relation.score);
    expect(scores[0]).toBe(1);
    expect(scores[1]).toBeLessThan(0.5);
  });
});

describe('depth order', () => {
  const near: Thing = { label: 'car', box: [0, 500, 300, 700], depth: 5, std: 1 };

  it('needs half a combined standard deviation', () => {
    const other = (depth: number): Thing => ({ label: 'car', box: [500, 300, 800, 500], depth, std: 1 });
    expect(between(near, other(5.6))).not.toContain('in_front_of');
    expect(between(near, other(5.8))).toContain('in_front_of');
    expect(between(other(5.8), near)).toContain('behind');
  });

  it('falls back to the bottom edge only when a depth is missing, and says so', () => {
    const twin = twinOf([near, { label: 'car', box: [500, 300, 800, 500] }]);
    const relation = relatedTo(twin, 'in_front_of', 'o2')[0];
    expect(relation?.subject).toBe('o1');
    expect(relation?.because.cue).toContain('no common depth');
    expect(relation?.score).toBeLessThanOrEqual(0.6);
  });
});

describe('on', () => {
  const cases: readonly [string, Thing, Thing, boolean][] = [
    [
      'a person on a horse',
      { label: 'person', box: [300, 100, 450, 450] },
      { label: 'horse', box: [200, 250, 600, 700] },
      true,
    ],
    [
      'a horse on a person',
      { label: 'horse', box: [200, 250, 600, 700] },
      { label: 'person', box: [300, 100, 450, 450] },
      false,
    ],
    [
      'a laptop on a table',
      { label: 'laptop', box: [300, 300, 500, 480] },
      { label: 'dining table', box: [50, 400, 900, 800] },
      true,
    ],
    [
      'a cup in the middle of a table seen from above',
      { label: 'cup', box: [500, 600, 560, 680] },
      { label: 'dining table', box: [0, 300, 1000, 1000] },
      true,
    ],
    [
      'a pizza on a table that fills the photo',
      { label: 'pizza', box: [100, 200, 900, 900] },
      { label: 'dining table', box: [0, 0, 1000, 1000] },
      true,
    ],
    [
      'a person behind a table',
      { label: 'person', box: [300, 100, 500, 520] },
      { label: 'dining table', box: [50, 500, 900, 900] },
      false,
    ],
    [
      'a person on a skateboard',
      { label: 'person', box: [400, 200, 550, 600] },
      { label: 'skateboard', box: [390, 570, 560, 630] },
      true,
    ],
    [
      'a person in front of a bus',
      { label: 'person', box: [400, 400, 480, 680] },
      { label: 'bus', box: [100, 200, 900, 650] },
      false,
    ],
    [
      'a cat on a couch',
      { label: 'cat', box: [300, 420, 420, 520] },
      { label: 'couch', box: [100, 350, 800, 700] },
      true,
    ],
    [
      'a tie on a person',
      { label: 'tie', box: [430, 300, 460, 420] },
      { label: 'person', box: [300, 100, 600, 900] },
      true,
    ],
    [
      'a cup beside the table',
      { label: 'cup', box: [920, 500, 980, 600] },
      { label: 'dining table', box: [50, 400, 900, 800] },
      false,
    ],
    [
      'a bus that ends where a nearer car begins',
      { label: 'bus', box: [300, 100, 600, 420] },
      { label: 'car', box: [200, 400, 700, 650] },
      false,
    ],
    [
      'a book that is wider than the fork under it',
      { label: 'book', box: [200, 300, 600, 420] },
      { label: 'fork', box: [300, 400, 340, 480] },
      false,
    ],
    [
      'a bird on a car, by its top',
      { label: 'bird', box: [400, 380, 440, 420] },
      { label: 'car', box: [200, 410, 700, 650] },
      true,
    ],
  ];
  for (const [name, subject, object, holds] of cases)
    it(`${holds ? 'holds for' : 'does not hold for'} ${name}`, () => {
      expect(between(subject, object).includes('on')).toBe(holds);
    });

  it('is excluded by depths that are far apart', () => {
    const table: Thing = { label: 'dining table', box: [50, 400, 900, 800], depth: 2, std: 0.2 };
    const cup = (depth: number): Thing => ({ label: 'cup', box: [300, 400, 400, 480], depth, std: 0.2 });
    expect(between(cup(2.3), table)).toContain('on');
    expect(between(cup(8), table)).not.toContain('on');
  });
});

describe('inside, near, overlapping', () => {
  it('inside needs nine tenths of a clearly smaller box, at a compatible depth', () => {
    const bowl: Thing = { label: 'bowl', box: [100, 100, 500, 400], depth: 1, std: 0.1 };
    const fruit = (x: number, depth: number): Thing => ({
      label: 'apple',
      box: [x, 150, x + 100, 250],
      depth,
      std: 0.1,
    });
    expect(between(fruit(200, 1), bowl)).toContain('inside');
    expect(between(fruit(415, 1), bowl)).not.toContain('inside');
    expect(between(fruit(200, 3), bowl)).not.toContain('inside');
    expect(between(bowl, fruit(200, 1))).not.toContain('inside');
  });

  it('nothing is inside what cannot hold it', () => {
    const apple: Thing = { label: 'apple', box: [200, 150, 300, 250] };
    expect(between(apple, { label: 'dining table', box: [0, 0, 900, 900] })).not.toContain('inside');
    expect(between(apple, { label: 'wicker basket', box: [0, 0, 900, 900] })).toContain('inside');
  });

  it('near compares the gap with the sizes', () => {
    const dog = (x: number): Thing => ({ label: 'dog', box: [x, 0, x + 100, 100] });
    expect(between(dog(0), dog(150))).toContain('near');
    expect(between(dog(0), dog(151))).not.toContain('near');
  });

  it('overlapping needs a tenth of the smaller box', () => {
    const dog = (x: number): Thing => ({ label: 'dog', box: [x, 0, x + 100, 100] });
    expect(between(dog(0), dog(90))).toContain('overlapping');
    expect(between(dog(0), dog(91))).not.toContain('overlapping');
  });
});

describe('selection and speed', () => {
  const crowd = Array.from(
    { length: 300 },
    (_, i): Thing => ({
      label: COCO_LABELS[i % COCO_LABELS.length] ?? 'person',
      box: [(i * 37) % 900, (i * 61) % 900, ((i * 37) % 900) + 60, ((i * 61) % 900) + 80],
      depth: 1 + ((i * 13) % 50),
      std: 1,
    }),
  );

  it('restricts to the asked predicates, ids and frame', () => {
    const twin = twinOf(crowd.slice(0, 20));
    const some = relationsAt(twin, 0, { predicates: ['left_of'], ids: ['o1', 'o2', 'o3'] });
    expect(some.length).toBeGreaterThan(0);
    for (const relation of some) {
      expect(relation.predicate).toBe('left_of');
      expect(['o1', 'o2', 'o3']).toContain(relation.subject);
      expect(['o1', 'o2', 'o3']).toContain(relation.object);
    }
    expect(relationsAt(twin, 1)).toEqual([]);
    expect(PREDICATES.flatMap((predicate) => relatedTo(twin, predicate, 'nobody'))).toEqual([]);
  });

  it('derives all relations of 300 objects without a pause that people notice', () => {
    const twin = twinOf(crowd);
    relationsAt(twin);
    // Processor time of this process: the clock on the wall also counts what else the machine does.
    const times = [0, 1, 2, 3, 4].map(() => {
      const start = process.cpuUsage();
      relationsAt(twin);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    });
    // Twenty times what an idle machine takes: tests beside this one count, and a slow machine is no fault.
    expect(Math.min(...times)).toBeLessThan(2000);
  });
});
