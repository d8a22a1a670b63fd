import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { relationsAt } from '../../twin/relations/relations.ts';
import type { Predicate, Relation } from '../../twin/relations/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { buildGraph, canonicalFact, countFacts, GRAPH_PREDICATES } from './graphModel.ts';

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

describe('canonicalFact', () => {
  it('turns a converse predicate round', () => {
    const turned = canonicalFact(fact('o2', 'right_of', 'o1'), new Map());
    expect([turned.subject, turned.predicate, turned.object]).toEqual(['o1', 'left_of', 'o2']);
  });

  it('names the earlier object first in a symmetric fact and leaves directed facts alone', () => {
    const rank = new Map([
      ['o1', 0],
      ['o2', 1],
    ]);
    expect(canonicalFact(fact('o2', 'near', 'o1'), rank).subject).toBe('o1');
    expect(canonicalFact(fact('o2', 'on', 'o1'), rank).subject).toBe('o2');
  });
});

describe('buildGraph', () => {
  it('draws a row of objects as a chain, although every pair is ordered', () => {
    const graph = buildGraph(row, relationsAt(row), ['left_of']);
    expect(graph.factCount).toBe(6);
    expect(graph.edges.map((edge) => edge.id)).toEqual(['o1 o2', 'o2 o3', 'o3 o4']);
  });

  it('keeps the numbers of the fact that was stated in the drawn direction', () => {
    const relations = [fact('o2', 'right_of', 'o1'), fact('o1', 'left_of', 'o2')];
    const [edge] = buildGraph(row, relations, ['left_of']).edges;
    expect(edge?.facts.map((kept) => kept.because)).toEqual([{ stated: 'o1 left_of o2' }]);
  });

  it('lets a symmetric fact join the directed edge between the same objects', () => {
    const relations = [fact('o2', 'on', 'o1'), fact('o1', 'near', 'o2'), fact('o2', 'near', 'o1')];
    const { edges } = buildGraph(row, relations, ['on', 'near']);
    expect(edges).toHaveLength(1);
    expect(edges[0]).toMatchObject({ source: 'o2', target: 'o1', directed: true });
    expect(edges[0]?.facts.map((kept) => kept.predicate)).toEqual(['on', 'near']);
  });

  it('keeps the strongest of many facts of one object', () => {
    const twin = twinOf(Array.from({ length: 6 }, (_, i) => [i * 30, 0, i * 30 + 20, 20] as const));
    const all = (predicate: Predicate) => [2, 3, 4, 5, 6].map((n) => fact('o1', predicate, `o${n}`, n / 10));
    expect(buildGraph(twin, all('on'), ['on']).edges.map((edge) => edge.target)).toEqual(['o6', 'o5']);
    // Each of the others wants its only near fact, but a hub takes no more than twice its share.
    expect(buildGraph(twin, all('near'), ['near']).edges.map((edge) => edge.target)).toEqual([
      'o6',
      'o5',
      'o4',
      'o3',
    ]);
  });

  it('drops facts about objects that the twin does not have', () => {
    expect(buildGraph(row, [fact('o1', 'on', 'o9')], ['on']).edges).toEqual([]);
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
      expect(buildGraph(twin, relationsAt(twin), [predicate]).edges.length).toBeLessThanOrEqual(80);
    }
  });
});

describe('countFacts', () => {
  it('counts converse and symmetric pairs once', () => {
    expect(countFacts(row, relationsAt(row)).left_of).toBe(6);
    expect(countFacts(row, [fact('o1', 'near', 'o2'), fact('o2', 'near', 'o1')]).near).toBe(1);
  });
});
