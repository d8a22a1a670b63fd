import type { Twin, TwinObject } from '../schema/twin.ts';
import { above, inFrontOf, leftOf, type Verdict } from './direction.ts';
import { type Entity, entitiesAt, entityAt } from './entity.ts';
import { inside, near, overlapping } from './proximity.ts';
import { on } from './support.ts';
import { PREDICATES, type Predicate, type Relation } from './types.ts';

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

/** How the predicate reads from the object's side, where one measurement decides both readings. */
const CONVERSES: Readonly<Partial<Record<Predicate, Predicate>>> = {
  left_of: 'right_of',
  above: 'below',
  in_front_of: 'behind',
  near: 'near',
  overlapping: 'overlapping',
};

/**
 * All relations that hold at a frame, derived from boxes and depths; see `docs/twin.md` for the definitions. Pair by pair in
 * the twin's order, both directions of a pair together. No object is related to itself.
 */
export function relationsAt(twin: Twin, frame = 0, options: RelationOptions = {}): readonly Relation[] {
  const wanted = options.ids === undefined ? undefined : new Set(options.ids);
  const entities = entitiesAt(twin, frame).filter((entity) => wanted === undefined || wanted.has(entity.id));
  const predicates = new Set(options.predicates ?? PREDICATES);
  const relations: Relation[] = [];
  const add = (subject: Entity, predicate: Predicate, object: Entity, verdict: Verdict | undefined): void => {
    if (verdict === undefined || !predicates.has(predicate)) return;
    const { score, because } = verdict;
    relations.push({ subject: subject.id, predicate, object: object.id, score, because });
  };
  // What holds one way is measured once and read both ways: with hundreds of objects this halves the work.
  const measured = PREDICATES.filter((predicate) => {
    const converse = CONVERSES[predicate];
    const derived = predicate === 'right_of' || predicate === 'below' || predicate === 'behind';
    return !derived && (predicates.has(predicate) || (converse !== undefined && predicates.has(converse)));
  });
  entities.forEach((a, index) => {
    for (let other = index + 1; other < entities.length; other++) {
      const b = entities[other];
      if (b === undefined) continue;
      for (const predicate of measured) {
        const rule = RULES[predicate];
        const converse = CONVERSES[predicate];
        const forward = rule(a, b);
        add(a, predicate, b, forward);
        if (converse !== undefined) add(b, converse, a, forward);
        if (converse === predicate || (converse !== undefined && forward !== undefined)) continue;
        const backward = rule(b, a);
        add(b, predicate, a, backward);
        if (converse !== undefined) add(a, converse, b, backward);
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
