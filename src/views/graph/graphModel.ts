import { relationsAt } from '../../twin/relations/relations.ts';
import type { Predicate, Relation } from '../../twin/relations/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { type Arc, transitiveReduction } from './transitiveReduction.ts';

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  /** Box centre relative to the image, each in [0, 1]: where the picture has it. */
  readonly anchor: readonly [number, number];
  /** Share of the image covered by the box, in [0, 1]. */
  readonly areaFraction: number;
}

/** All drawn facts between two objects in one direction: one line with one arrow head. */
export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** False when every fact is symmetric (near, overlapping): drawn without an arrow head. */
  readonly directed: boolean;
  readonly facts: readonly Relation[];
}

export interface GraphModel {
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Facts of the chosen predicates, symmetric ones counted once. */
  readonly factCount: number;
}

/** The predicates that the graph offers: one of each converse pair. */
export const GRAPH_PREDICATES = [
  'on',
  'inside',
  'near',
  'overlapping',
  'left_of',
  'above',
  'in_front_of',
] as const satisfies readonly Predicate[];

export type GraphPredicate = (typeof GRAPH_PREDICATES)[number];

/** Few, local facts: what a reader can take in at once. Orders are added on demand. */
export const DEFAULT_PREDICATES: readonly GraphPredicate[] = ['on', 'inside', 'near'];

const SYMMETRIC: ReadonlySet<Predicate> = new Set<Predicate>(['near', 'overlapping']);
const ORDER: ReadonlySet<Predicate> = new Set<Predicate>(['left_of', 'above', 'in_front_of']);

/** Facts that an object keeps as subject (as either end of a symmetric fact), per predicate. */
const FACTS_PER_OBJECT: Record<GraphPredicate, number> = {
  on: 2,
  inside: 2,
  near: 2,
  overlapping: 2,
  left_of: 2,
  above: 2,
  in_front_of: 2,
};

/** Facts by drawn predicate, each stated once. A predicate that was not asked for is missing. */
export type DrawnFacts = ReadonlyMap<GraphPredicate, readonly Relation[]>;

/**
 * Derives the facts of the given predicates. Symmetric facts hold both ways round: the one whose subject comes first in
 * the twin is kept. Converse predicates (right_of, below, behind) are never asked for: they say the same backwards.
 */
export function drawnFacts(twin: Twin, predicates: readonly GraphPredicate[]): DrawnFacts {
  const rank = new Map(twin.objects.map((object, index) => [object.id, index]));
  return new Map(
    predicates.map((predicate) => {
      const facts = relationsAt(twin, 0, { predicates: [predicate] });
      const early = (fact: Relation): boolean => (rank.get(fact.subject) ?? 0) < (rank.get(fact.object) ?? 0);
      return [predicate, SYMMETRIC.has(predicate) ? facts.filter(early) : facts];
    }),
  );
}

/** Above this many objects, orders (which hold between almost all pairs) are derived only when they are drawn. */
const EAGER_OBJECTS = 120;

/** Which predicates to derive now: all, so that their counts can be shown, or those that are drawn or cheap. */
export const predicatesToDerive = (
  objectCount: number,
  drawn: readonly GraphPredicate[],
): readonly GraphPredicate[] =>
  objectCount <= EAGER_OBJECTS
    ? GRAPH_PREDICATES
    : GRAPH_PREDICATES.filter((predicate) => !ORDER.has(predicate) || drawn.includes(predicate));

/**
 * Nodes and a readable subset of the edges: orders reduced to the arcs that no path implies, and then at most a few facts
 * per object and predicate (the strongest; for orders the closest in the image, because the farthest neighbour is the
 * clearest but the least telling).
 */
export function buildGraph(twin: Twin, facts: DrawnFacts, predicates: readonly GraphPredicate[]): GraphModel {
  const nodes = graphNodes(twin);
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const kept = predicates.flatMap((predicate) =>
    readableFacts(predicate, facts.get(predicate) ?? [], nodes, nodeById),
  );
  const factCount = predicates.reduce((sum, predicate) => sum + (facts.get(predicate)?.length ?? 0), 0);
  return { nodes, edges: mergeFacts(kept), factCount };
}

function graphNodes(twin: Twin): readonly GraphNode[] {
  const { width, height } = twin.source;
  return twin.objects.flatMap((object) => {
    const state = object.states[0];
    if (!state) return [];
    const [x0, y0, x1, y1] = state.box;
    return {
      id: object.id,
      label: object.label,
      anchor: [(x0 + x1) / 2 / width, (y0 + y1) / 2 / height] as const,
      areaFraction: Math.min(1, Math.max(0, ((x1 - x0) * (y1 - y0)) / (width * height))),
    };
  });
}

function readableFacts(
  predicate: GraphPredicate,
  facts: readonly Relation[],
  nodes: readonly GraphNode[],
  nodeById: ReadonlyMap<string, GraphNode>,
): readonly Relation[] {
  const isOrder = ORDER.has(predicate);
  const spread = (fact: Relation): number =>
    anchorDistance(nodeById.get(fact.subject), nodeById.get(fact.object));
  const candidates = isOrder ? reduceOrder(facts, nodes) : facts;
  const ranked = candidates.toSorted((a, b) =>
    isOrder ? spread(a) - spread(b) : b.score - a.score || spread(a) - spread(b),
  );
  return withinBudget(ranked, FACTS_PER_OBJECT[predicate], SYMMETRIC.has(predicate));
}

/**
 * The first facts of each object. A symmetric fact counts for both ends: it stays while one end wants it, unless the
 * other is a hub with twice its share already.
 */
function withinBudget(ranked: readonly Relation[], share: number, symmetric: boolean): readonly Relation[] {
  const used = new Map<string, number>();
  return ranked.filter(({ subject, object }) => {
    const [a, b] = [used.get(subject) ?? 0, used.get(object) ?? 0];
    const keep = symmetric ? Math.min(a, b) < share && Math.max(a, b) < 2 * share : a < share;
    if (keep) used.set(subject, a + 1);
    if (keep && symmetric) used.set(object, b + 1);
    return keep;
  });
}

function reduceOrder(facts: readonly Relation[], nodes: readonly GraphNode[]): readonly Relation[] {
  const index = new Map(nodes.map((node, position) => [node.id, position]));
  const arcs = facts.map((fact): Arc => [index.get(fact.subject) ?? 0, index.get(fact.object) ?? 0]);
  return transitiveReduction(nodes.length, arcs).flatMap((at) => facts[at] ?? []);
}

function anchorDistance(a: GraphNode | undefined, b: GraphNode | undefined): number {
  if (!a || !b) return Number.POSITIVE_INFINITY;
  return Math.hypot(a.anchor[0] - b.anchor[0], a.anchor[1] - b.anchor[1]);
}

/** One edge per ordered pair; a symmetric fact joins a directed edge between the same two objects, whatever its way. */
function mergeFacts(facts: readonly Relation[]): readonly GraphEdge[] {
  const groups = new Map<string, { source: string; target: string; directed: boolean; facts: Relation[] }>();
  const directedFirst = [
    ...facts.filter((fact) => !SYMMETRIC.has(fact.predicate)),
    ...facts.filter((fact) => SYMMETRIC.has(fact.predicate)),
  ];
  for (const fact of directedFirst) {
    const symmetric = SYMMETRIC.has(fact.predicate);
    const along = groups.get(`${fact.subject} ${fact.object}`);
    const group = along ?? (symmetric ? groups.get(`${fact.object} ${fact.subject}`) : undefined);
    if (group) group.facts.push(fact);
    else {
      const edge = { source: fact.subject, target: fact.object, directed: !symmetric, facts: [fact] };
      groups.set(`${fact.subject} ${fact.object}`, edge);
    }
  }
  return [...groups].map(([id, edge]) => ({ id, ...edge }));
}
