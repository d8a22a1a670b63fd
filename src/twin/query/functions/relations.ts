import { PREDICATES, type Predicate } from '../../relations/types.ts';
import { intersectSpans, NO_SPANS, type Spans, uniteSpans } from '../../tracks/spans.ts';
import type { QueryContext } from '../context.ts';
import { heldRelation, spansIn } from '../time.ts';
import { objectDistance } from './gap.ts';
import {
  idsOf,
  phraseOf,
  type QueryFunction,
  type Reason,
  round,
  scalar,
  setOf,
  type Traced,
  text,
  textOf,
} from './spec.ts';

/** Other spellings of predicates, CLEVR's among them. */
const PREDICATE_ALIASES: ReadonlyMap<string, Predicate> = new Map([
  ['left', 'left_of'],
  ['right', 'right_of'],
  ['front', 'in_front_of'],
]);

export const PREDICATE_WORDS: readonly string[] = [...PREDICATES, ...PREDICATE_ALIASES.keys()];

const toPredicate = (word: string): Predicate | undefined =>
  PREDICATE_ALIASES.get(word) ?? PREDICATES.find((predicate) => predicate === word);

/** Collects when relations hold of the members of a set; on a picture there is nothing to collect. */
class HeldTimes {
  readonly #times = new Map<string, Spans>();

  add(id: string, spans: Spans | undefined): void {
    if (spans) this.#times.set(id, uniteSpans(this.#times.get(id) ?? NO_SPANS, spans));
  }

  /** The set of those that it holds of, while it does. */
  of(traced: Traced): Traced {
    return this.#times.size > 0 ? { ...traced, times: this.#times } : traced;
  }
}

/** The sampled frames for which two arguments are about one object each. */
const sharedBy = (
  first: readonly [Traced | undefined, string],
  second: readonly [Traced | undefined, string],
  context: QueryContext,
): Spans => intersectSpans(spansIn(...first, context), spansIn(...second, context));

export const relationFunctions: readonly QueryFunction[] = [
  {
    name: 'relate',
    family: 'relations',
    parameters: [
      { name: 'anchors', types: ['Set'] },
      text('predicate', PREDICATE_WORDS),
      { name: 'candidates', types: ['Set'], optional: true },
    ],
    result: 'Set',
    doc: 'The candidates (or all objects) that stand in a relation to at least one anchor: those left of it for "left_of".',
    example: 'relate(find("horse"), "left_of", find("person"))',
    run: ([anchors, predicateArg, candidates], context) => {
      const predicate = toPredicate(textOf(predicateArg));
      if (!predicate) return { refused: `"${textOf(predicateArg)}" is not a relation` };
      const because: Reason[] = [];
      const found = new Set<string>();
      const times = new HeldTimes();
      for (const subject of candidates ? idsOf(candidates) : context.objects.keys()) {
        for (const anchor of idsOf(anchors)) {
          if (anchor === subject) continue;
          const among = sharedBy([candidates, subject], [anchors, anchor], context);
          const held = heldRelation(context, subject, predicate, anchor, among);
          if (!held) continue;
          const { relation } = held;
          found.add(subject);
          times.add(subject, held.spans);
          because.push({
            ids: [subject, anchor],
            numbers: { ...relation.because, score: round(relation.score) },
          });
        }
      }
      const words = predicate.replaceAll('_', ' ');
      const phrase = `${candidates ? phraseOf(candidates) : 'object'} ${words} the ${phraseOf(anchors)}`;
      return times.of(setOf(context, found, phrase, because));
    },
  },
  {
    name: 'landmarks',
    family: 'relations',
    parameters: [
      { name: 'subjects', types: ['Set'] },
      text('predicate', PREDICATE_WORDS),
      { name: 'candidates', types: ['Set'], optional: true },
    ],
    result: 'Set',
    doc: 'The candidates (or all objects) that at least one subject stands in a relation to: what the cat is on, for "on".',
    example: 'landmarks(find("cat"), "on")',
    run: ([subjects, predicateArg, candidates], context) => {
      const predicate = toPredicate(textOf(predicateArg));
      if (!predicate) return { refused: `"${textOf(predicateArg)}" is not a relation` };
      const because: Reason[] = [];
      const times = new HeldTimes();
      for (const landmark of candidates ? idsOf(candidates) : context.objects.keys()) {
        for (const subject of idsOf(subjects)) {
          if (subject === landmark) continue;
          const among = sharedBy([subjects, subject], [candidates, landmark], context);
          const held = heldRelation(context, subject, predicate, landmark, among);
          if (!held) continue;
          const { relation } = held;
          times.add(landmark, held.spans);
          because.push({
            ids: [landmark, subject],
            numbers: { ...relation.because, score: round(relation.score) },
          });
        }
      }
      const ids = because.flatMap(({ ids: [landmark] }) => (landmark === undefined ? [] : [landmark]));
      const words = predicate.replaceAll('_', ' ');
      const phrase = `${candidates ? phraseOf(candidates) : 'object'} that the ${phraseOf(subjects)} is ${words}`;
      return times.of(setOf(context, ids, phrase, because));
    },
  },
  {
    name: 'near',
    family: 'relations',
    parameters: [
      { name: 'set', types: ['Set'] },
      { name: 'anchors', types: ['Set'] },
    ],
    result: 'Set',
    doc: 'The objects of a set that are near at least one anchor.',
    example: 'near(find("person"), find("dining table"))',
    run: ([set, anchors], context) => {
      const because: Reason[] = [];
      const times = new HeldTimes();
      for (const subject of idsOf(set)) {
        for (const anchor of idsOf(anchors)) {
          if (subject === anchor) continue;
          const among = sharedBy([set, subject], [anchors, anchor], context);
          const held = heldRelation(context, subject, 'near', anchor, among);
          if (!held) continue;
          times.add(subject, held.spans);
          because.push({ ids: [subject, anchor], numbers: held.relation.because });
        }
      }
      const ids = because.flatMap(({ ids: [subject] }) => (subject === undefined ? [] : [subject]));
      return times.of(setOf(context, ids, `${phraseOf(set)} near the ${phraseOf(anchors)}`, because));
    },
  },
  {
    name: 'distance',
    family: 'relations',
    parameters: [
      { name: 'first', types: ['Set'] },
      { name: 'second', types: ['Set'] },
    ],
    result: 'Number',
    doc: 'The smallest distance between the objects of two sets: metres, or pixels where positions are unknown.',
    example: 'distance(find("cat"), find("dog"))',
    run: (args, context) => {
      let best: { value: number; unit: string; ids: readonly string[] } | undefined;
      for (const a of idsOf(args[0])) {
        for (const b of idsOf(args[1])) {
          const among = sharedBy([args[0], a], [args[1], b], context);
          const measured = a === b ? undefined : objectDistance(a, b, context, among);
          if (measured && (best === undefined || measured.value < best.value))
            best = { ...measured, ids: [a, b] };
        }
      }
      if (!best)
        return { absent: `no pair of ${phraseOf(args[0])} and ${phraseOf(args[1])} to measure between` };
      const because = [{ ids: best.ids, numbers: { distance: round(best.value), unit: best.unit } }];
      const value = { type: 'Number', value: round(best.value), unit: best.unit } as const;
      return { ...scalar(value, args, because), evidence: best.ids };
    },
  },
];
