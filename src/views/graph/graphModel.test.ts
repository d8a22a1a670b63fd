import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import type { Predicate, Relation } from '../../twin/relations/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import {
  buildGraph,
  type DrawnFacts,
  drawnFacts,
  GRAPH_PREDICATES,
  predicatesToDerive,
} from './graphModel.ts';

const WIDTH = 400;
const HEIGHT = 300;

function twinOf(boxes: readonly (readonly [number, number, number, number])[]): Twin {
  return {
    type: 'twin',
    version: 1,
    source: {
      kind: 'image',
      name: '',
      width: WIDTH,
      height: HEIGHT,
      frameCount: 1,
      durationUs: 0,
      sha256: '',
    },
    camera: { verticalFovDeg: 50, estimated: true },
    objects: boxes.map(([x0, y0, x1, y1], index) => ({
      id: `o${index + 1}`,
      label: 'cup',
      score: 1,
      attributes: {},
      states: [
        { frame: 0, timeUs: 0, box: [x0, y0, x1, y1], by: 'human', center: [(x0 + x1) / 2, (y0 + y1) / 2] },
      ],
    })),
    log: [],
  };
}

const fact = (subject: string, predicate: Predicate, object: string, score = 1): Relation => ({
  subject,
  predicate,
  object,
  score,
  because: { stated: `${subject} ${predicate} ${object}` },
});

const row = twinOf([
  [0, 0, 20, 20],
  [100, 0, 120, 20],
  [200, 0, 220, 20],
  [300, 0, 320, 20],
]);

/** Facts as `drawnFacts` would give them, stated by hand. */
const factsOf = (...facts: readonly Relation[]): DrawnFacts =>
  new Map(
    GRAPH_PREDICATES.map((predicate) => [
      predicate,
      facts.filter((stated) => stated.predicate === predicate),
    ]),
  );

describe('drawnFacts', () => {
  it('states each symmetric fact once, from the earlier object', () => {
    const touching = twinOf([
      [0, 0, 40, 40],
      [30, 0, 70, 40],
    ]);
    const facts = drawnFacts(touching, ['near', 'overlapping']);
    expect(facts.get('near')?.map(({ subject, object }) => [subject, object])).toEqual([['o1', 'o2']]);
    expect(facts.get('overlapping')).toHaveLength(1);
  });

  it('derives only what was asked for', () => {
    const facts = drawnFacts(row, ['left_of']);
    expect(facts.get('left_of')).toHaveLength(6);
    expect(facts.has('on')).toBe(false);
  });

  it('leaves orders of large twins until they are drawn', () => {
    expect(predicatesToDerive(40, ['on'])).toEqual(GRAPH_PREDICATES);
    expect(predicatesToDerive(300, ['on', 'above'])).toEqual([
      'on',
      'inside',
      'near',
      'overlapping',
      'above',
    ]);
  });
});

describe('buildGraph', () => {
  it('draws a row of objects as a chain, although every pair is ordered', () => {
    const graph = buildGraph(row, drawnFacts(row, ['left_of']), ['left_of']);
    expect(graph.factCount).toBe(6);
    expect(graph.edges.map((edge) => edge.id)).toEqual(['o1 o2', 'o2 o3', 'o3 o4']);
  });

  it('lets a symmetric fact join the directed edge between the same objects', () => {
    const facts = factsOf(fact('o2', 'on', 'o1'), fact('o1', 'near', 'o2'));
    const { edges } = buildGraph(row, facts, ['on', 'near']);
    expect(edges).toHaveLength(1);
    expect(edges[0]).toMatchObject({ source: 'o2', target: 'o1', directed: true });
    expect(edges[0]?.facts.map((kept) => kept.predicate)).toEqual(['on', 'near']);
  });

  it('keeps the strongest of many facts of one object', () => {
    const twin = twinOf(Array.from({ length: 6 }, (_, i) => [i * 30, 0, i * 30 + 20, 20] as const));
    const all = (predicate: Predicate) =>
      factsOf(...[2, 3, 4, 5, 6].map((n) => fact('o1', predicate, `o${n}`, n / 10)));
    expect(buildGraph(twin, all('on'), ['on']).edges.map((edge) => edge.target)).toEqual(['o6', 'o5']);
    // Each of the others wants its only near fact, but a hub takes no more than twice its share.
    expect(buildGraph(twin, all('near'), ['near']).edges.map((edge) => edge.target)).toEqual([
      'o6',
      'o5',
      'o4',
      'o3',
    ]);
  });

  it('stays readable with 40 objects and every predicate', () => {
    const random = createRandom(3);
    const twin = twinOf(
      Array.from({ length: 40 }, () => {
        const [x, y] = [random.range(0, WIDTH - 60), random.range(0, HEIGHT - 60)];
        return [x, y, x + random.range(10, 60), y + random.range(10, 60)] as const;
      }),
    );
    for (const predicate of GRAPH_PREDICATES) {
      expect(buildGraph(twin, drawnFacts(twin, [predicate]), [predicate]).edges.length).toBeLessThanOrEqual(
        80,
      );
    }
  });
});
