import type { Twin, TwinObject } from '../schema/twin.ts';
import { above, inFrontOf, leftOf } from './direction.ts';
import { type Entity, entitiesAt, entityAt } from './entity.ts';
import { inside, near, overlapping } from './proximity.ts';
import { on } from './support.ts';
import { PREDICATES, type Predicate, type Relation, type Verdict } from './types.ts';

type Rule = (subject: Entity, object: Entity) => Verdict | undefined;

/** Each converse pair is one rule read both ways, so that left_of(a, b) and right_of(b, a) cannot disagree. */
const RULES: Readonly<Record<Predicate, Rule>> = {
  left_of: leftOf,
  right_of: (a, b) => leftOf(b, a),
  above,
  below: (a, b) => above(b, a),
  in_front_of: inFrontOf,
  behind: (a, b) => inFrontOf(b, a),
  on,
  inside,
  near,
  overlapping,
};

export interface RelationOptions {
  /** Only these predicates; all when absent. */
  readonly predicates?: readonly Predicate[];
  /** Only relations between these objects; all when absent. */
  readonly ids?: readonly string[];
}

/** One measurement and the predicates that it decides: from `a` to `b`, and the same fact read from `b` to `a`. */
interface Measurement {
  readonly rule: Rule;
  readonly forward: Predicate;
  readonly converse?: Predicate;
}

const MEASUREMENTS: readonly Measurement[] = [
  { rule: leftOf, forward: 'left_of', converse: 'right_of' },
  { rule: above, forward: 'above', converse: 'below' },
  { rule: inFrontOf, forward: 'in_front_of', converse: 'behind' },
  { rule: on, forward: 'on' },
  { rule: inside, forward: 'inside' },
  { rule: near, forward: 'near', converse: 'near' },
  { rule: overlapping, forward: 'overlapping', converse: 'overlapping' },
];

const relation = (subject: Entity, predicate: Predicate, object: Entity, verdict: Verdict): Relation => ({
  subject: subject.id,
  predicate,
  object: object.id,
  score: verdict.score,
  because: verdict.because,
});

/**
 * All relations that hold at a frame, derived from boxes and depths; see `docs/twin.md` for the definitions. Pair by pair in
 * the twin's order, both directions of a pair together. No object is related to itself.
 */
export function relationsAt(twin: Twin, frame = 0, options: RelationOptions = {}): readonly Relation[] {
  const ids = options.ids && new Set(options.ids);
  const entities = entitiesAt(twin, frame).filter(({ id }) => ids?.has(id) ?? true);
  const predicates = new Set(options.predicates ?? PREDICATES);
  const wanted = (predicate: Predicate | undefined) => predicate !== undefined && predicates.has(predicate);
  const measurements = MEASUREMENTS.filter(({ forward, converse }) => wanted(forward) || wanted(converse));
  const relations: Relation[] = [];
  const add = (a: Entity, b: Entity, { forward, converse }: Measurement, verdict: Verdict): void => {
    if (wanted(forward)) relations.push(relation(a, forward, b, verdict));
    if (converse !== undefined && wanted(converse)) relations.push(relation(b, converse, a, verdict));
  };
  entities.forEach((a, index) => {
    for (let other = index + 1; other < entities.length; other++) {
      const b = entities[other];
      if (b === undefined) continue;
      for (const measurement of measurements) {
        const { rule, forward, converse } = measurement;
        const verdict = rule(a, b);
        if (verdict !== undefined) add(a, b, measurement, verdict);
        // What has a converse holds one way at most, or is symmetric and already read both ways.
        const settled = converse !== undefined && (verdict !== undefined || converse === forward);
        const backward = settled ? undefined : rule(b, a);
        if (backward !== undefined) add(b, a, measurement, backward);
      }
    }
  });
  return relations;
}

/**
 * The relation between two objects of a twin at a frame, or undefined when it does not hold there. The twin is the context
 * that the objects belong to: definitions that look at more than the pair read it.
 */
export function relate(
  _twin: Twin,
  subject: TwinObject,
  predicate: Predicate,
  object: TwinObject,
  frame = 0,
): Relation | undefined {
  if (subject.id === object.id) return undefined;
  const a = entityAt(subject, frame);
  const b = entityAt(object, frame);
  if (a === undefined || b === undefined) return undefined;
  const verdict = RULES[predicate](a, b);
  return verdict && { subject: subject.id, predicate, object: object.id, ...verdict };
}

/** Every object that stands in `predicate` to the object with this id, in the twin's order: "what is on the table?". */
export function relatedTo(
  twin: Twin,
  predicate: Predicate,
  objectId: string,
  frame = 0,
): readonly Relation[] {
  const object = twin.objects.find((candidate) => candidate.id === objectId);
  if (object === undefined) return [];
  return twin.objects.flatMap((subject) => relate(twin, subject, predicate, object, frame) ?? []);
}
