import type { QueryContext } from '../context.ts';
import { isKnown, isWanting, NEED_KINDS, type Need, TEXT_LABEL, wholeTextWasRead } from '../needs.ts';
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

const kindOf = (arg: Traced | undefined): (typeof NEED_KINDS)[number] | undefined =>
  NEED_KINDS.find((kind) => kind === textOf(arg));

/** What is to be measured for `need`: the objects that want it; of the whole scene, the text of the whole picture. */
function needed(args: readonly Traced[], context: QueryContext): Need | undefined {
  const kind = kindOf(args[1]);
  if (kind === undefined || kind === 'track') return undefined;
  if (kind === 'text' && args[0]?.whole)
    return wholeTextWasRead(context.twin) ? undefined : { kind, ids: [] };
  const ids = idsOf(args[0]).filter((id) => {
    const entry = context.objects.get(id);
    return entry !== undefined && isWanting(context.twin, entry.object, entry.state, kind);
  });
  return ids.length > 0 ? { kind, ids } : undefined;
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
    parameters: [set, text('kind', NEED_KINDS)],
    result: 'Set',
    doc: 'Has something measured of a set before it is used, where the twin lacks it; gives the set back. Of the whole scene, `"text"` reads the whole picture, and the lines of text join the set.',
    example: 'need(find("stop sign"), "text")',
    needs: needed,
    run: (args, context) => {
      const kind = kindOf(args[1]);
      if (kind === 'track' && context.time) return followed(args, context);
      const unknown = idsOf(args[0]).filter((id) => {
        const entry = context.objects.get(id);
        return (
          entry !== undefined &&
          kind !== undefined &&
          !entry.object.states.some((state) => isKnown(entry.object, state, kind))
        );
      });
      const note =
        unknown.length > 0 ? `no ${kind} is known of ${unknown.slice(0, 8).join(', ')}` : undefined;
      const texts = kind === 'text' && args[0]?.whole ? textIds(context) : [];
      const known = setOf(context, [...idsOf(args[0]), ...texts], phraseOf(args[0]), [], note);
      return args[0]?.whole ? { ...known, whole: true } : known;
    },
  },
];

/** On a video everything is tracked already. */
function followed(args: readonly Traced[], context: QueryContext): Traced {
  const frames = idsOf(args[0])
    .slice(0, 8)
    .map((id) => `${id} in ${context.objects.get(id)?.object.states.length ?? 0}`);
  const note = frames.length > 0 ? `tracked already: ${frames.join(', ')} frames` : undefined;
  const known = setOf(context, idsOf(args[0]), phraseOf(args[0]), [], note);
  return args[0]?.whole ? { ...known, whole: true } : known;
}

const textIds = ({ objects }: QueryContext): readonly string[] =>
  [...objects].flatMap(([id, { object }]) => (object.label === TEXT_LABEL ? [id] : []));
