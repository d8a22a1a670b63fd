import type { QueryContext } from '../context.ts';
import {
  idsOf,
  phraseOf,
  type QueryFunction,
  type Reason,
  set,
  setOf,
  type Traced,
  text,
  textOf,
} from './spec.ts';

/** Objects that serve a use at least this well pass `affords`. */
const AFFORDS_THRESHOLD = 0.5;

function uses(
  args: readonly Traced[],
  context: QueryContext,
): { known: boolean; rows: { id: string; score: number }[] } {
  let known = false;
  const rows: { id: string; score: number }[] = [];
  for (const id of idsOf(args[0])) {
    const label = context.objects.get(id)?.object.label;
    const score = label === undefined ? undefined : context.lexicon.affords(label, textOf(args[1]));
    if (score === undefined) continue;
    known = true;
    rows.push({ id, score });
  }
  return { known: known || idsOf(args[0]).length === 0, rows };
}

const toReasons = (rows: readonly { id: string; score: number }[], use: string): readonly Reason[] =>
  rows.map(({ id, score }) => ({ ids: [id], numbers: { use, suits: score } }));

/** What `need` can ask for, and whether a state or object holds it. */
const NEEDS = ['mask', 'depth', 'text', 'attributes', 'track'] as const;

function isPresent(id: string, kind: string, context: QueryContext): boolean {
  const entry = context.objects.get(id);
  if (!entry) return false;
  if (kind === 'mask') return entry.state.mask !== undefined;
  if (kind === 'depth') return entry.state.depth !== undefined;
  if (kind === 'text') return Object.hasOwn(entry.object.attributes, 'text');
  if (kind === 'track') return entry.object.states.length > 1;
  return Object.keys(entry.object.attributes).length > 0;
}

export const knowledgeFunctions: readonly QueryFunction[] = [
  {
    name: 'affords',
    family: 'knowledge',
    parameters: [set, text('use')],
    result: 'Set',
    doc: 'The objects that serve a use, by common knowledge about their labels: "sit on", "drink from", "tell the time".',
    example: 'affords(scene(), "sit on")',
    run: (args, context) => {
      const use = textOf(args[1]);
      const { known, rows } = uses(args, context);
      const fit = rows
        .filter(({ score }) => score >= AFFORDS_THRESHOLD)
        .toSorted((a, b) => b.score - a.score);
      const note = known ? undefined : `“${use}” is not a use that this lexicon knows`;
      return setOf(
        context,
        fit.map(({ id }) => id),
        `${phraseOf(args[0])} to ${use}`,
        toReasons(fit, use),
        note,
      );
    },
  },
  {
    name: 'best',
    family: 'knowledge',
    parameters: [set, text('use')],
    result: 'Set',
    doc: 'The objects that serve a use best of a set: "be dangerous", "be fast", "be heavy". Empty for an empty set.',
    example: 'best(find("animal"), "be dangerous")',
    run: (args, context) => {
      const use = textOf(args[1]);
      const { known, rows } = uses(args, context);
      const top = Math.max(0, ...rows.map(({ score }) => score));
      const fit = top > 0 ? rows.filter(({ score }) => score === top) : [];
      const note = known ? undefined : `“${use}” is not a use that this lexicon knows`;
      const because = toReasons(
        rows.toSorted((a, b) => b.score - a.score),
        use,
      );
      return setOf(
        context,
        fit.map(({ id }) => id),
        phraseOf(args[0]),
        because,
        note,
      );
    },
  },
  {
    name: 'has',
    family: 'knowledge',
    parameters: [set, text('part')],
    result: 'Set',
    doc: 'The objects whose kind has a part, by common knowledge: "trunk", "wings", "handle".',
    example: 'has(find("animal"), "trunk")',
    run: (args, context) => {
      const part = textOf(args[1]);
      let known = idsOf(args[0]).length === 0;
      const because: Reason[] = [];
      for (const id of idsOf(args[0])) {
        const label = context.objects.get(id)?.object.label ?? '';
        const held = context.lexicon.hasPart(label, part);
        known ||= held !== undefined;
        if (held) because.push({ ids: [id], numbers: { label, part } });
      }
      const note = known ? undefined : `“${part}” is not a part that this lexicon knows`;
      return setOf(
        context,
        because.flatMap(({ ids }) => ids),
        `${phraseOf(args[0])} with a ${part}`,
        because,
        note,
      );
    },
  },
  {
    name: 'need',
    family: 'knowledge',
    parameters: [set, text('kind', NEEDS)],
    result: 'Set',
    doc: 'Asks that something be known of a set before it is used; gives the set back, with a note where it is missing.',
    example: 'need(find("stop sign"), "text")',
    run: (args, context) => {
      const kind = textOf(args[1]);
      const ids = idsOf(args[0]);
      const missing = ids.filter((id) => !isPresent(id, kind, context));
      const note =
        missing.length > 0 ? `${kind} not available yet for ${missing.slice(0, 8).join(', ')}` : undefined;
      return setOf(context, ids, phraseOf(args[0]), [], note);
    },
  },
];
