import { matchAttribute, readAttribute } from '../attributes.ts';
import type { QueryContext } from '../context.ts';
import { joinWords } from '../words.ts';
import {
  absence,
  idsOf,
  type Outcome,
  phraseOf,
  type QueryFunction,
  type Reason,
  round,
  scalar,
  set,
  setOf,
  type Traced,
  text,
  textOf,
} from './spec.ts';

function matching(args: readonly Traced[], context: QueryContext): readonly Reason[] {
  const name = textOf(args[1]);
  return idsOf(args[0]).flatMap((id) => {
    const entry = context.objects.get(id);
    const reading = entry && matchAttribute(context.twin, entry.object, entry.state, name, textOf(args[2]));
    return reading ? [{ ids: [id], numbers: { [name]: reading.value, score: round(reading.score) } }] : [];
  });
}

const describeFilter = (args: readonly Traced[]): string =>
  textOf(args[1]) === 'position'
    ? `${phraseOf(args[0])} at the ${textOf(args[2])}`
    : `${textOf(args[2])} ${phraseOf(args[0])}`;

/** "color of o1: red, o2: blue": what the objects of a set have instead, for a reader who wonders. */
function valuesNote(args: readonly Traced[], context: QueryContext): string | undefined {
  const name = textOf(args[1]);
  const readings = idsOf(args[0])
    .slice(0, 4)
    .map((id) => {
      const entry = context.objects.get(id);
      const reading = entry && readAttribute(context.twin, entry.object, entry.state, name);
      return `${id}: ${reading ? reading.value : 'not measured'}`;
    });
  return readings.length === 0 ? undefined : `measured ${name} of ${readings.join(', ')}`;
}

function query(args: readonly Traced[], context: QueryContext): Outcome {
  const name = textOf(args[1]);
  const ids = idsOf(args[0]);
  if (ids.length === 0) return absence(args[0], context);
  const because: Reason[] = [];
  const values = new Set<string>();
  for (const id of ids) {
    const entry = context.objects.get(id);
    const reading = entry && readAttribute(context.twin, entry.object, entry.state, name);
    if (!reading) continue;
    because.push({ ids: [id], numbers: { [name]: reading.value, score: round(reading.score) } });
    for (const value of reading.values) values.add(value);
  }
  if (because.length === 0) {
    return { absent: `the ${name} of the ${phraseOf(args[0])} has not been measured` };
  }
  return scalar({ type: 'Text', value: joinWords([...values]) }, args, because);
}

export const attributeFunctions: readonly QueryFunction[] = [
  {
    name: 'filter',
    family: 'attributes',
    parameters: [set, text('attribute'), text('value')],
    result: 'Set',
    doc: 'The objects with a value of an attribute, such as "color", "size", "material", "shape", "position".',
    example: 'filter(find("suitcase"), "color", "orange")',
    run: (args, context) => {
      const because = matching(args, context);
      const note = because.length === 0 ? valuesNote(args, context) : undefined;
      return setOf(
        context,
        because.flatMap(({ ids }) => ids),
        describeFilter(args),
        because,
        note,
      );
    },
  },
  {
    name: 'prefer',
    family: 'attributes',
    parameters: [set, text('attribute'), text('value')],
    result: 'Set',
    doc: 'Like `filter`, but a set of one object is kept when its attribute differs or is unknown: "the blue bus" of a picture with one bus.',
    example: 'prefer(find("bus"), "color", "blue")',
    run: (args, context) => {
      const because = matching(args, context);
      if (because.length > 0 || idsOf(args[0]).length !== 1) {
        const note = because.length === 0 ? valuesNote(args, context) : undefined;
        return setOf(
          context,
          because.flatMap(({ ids }) => ids),
          describeFilter(args),
          because,
          note,
        );
      }
      const note = `the only ${phraseOf(args[0])} is taken; ${valuesNote(args, context)}`;
      return setOf(context, idsOf(args[0]), phraseOf(args[0]), [], note);
    },
  },
  {
    name: 'query',
    family: 'attributes',
    parameters: [set, text('attribute')],
    result: 'Text',
    doc: 'The value of an attribute of an object; of several objects, their different values ("black and white").',
    example: 'query(find("bus"), "color")',
    run: query,
  },
  {
    name: 'same',
    family: 'attributes',
    parameters: [{ name: 'object', types: ['Set'] }, text('attribute')],
    result: 'Set',
    doc: 'All other objects that share an attribute value with an object.',
    example: 'same(unique(find("cup")), "color")',
    run: (args, context) => {
      const name = textOf(args[1]);
      const own = new Set(idsOf(args[0]));
      if (own.size === 0) return absence(args[0], context);
      const values = new Set<string>();
      const because: Reason[] = [];
      for (const id of own) {
        const entry = context.objects.get(id);
        const reading = entry && readAttribute(context.twin, entry.object, entry.state, name);
        if (reading) values.add(reading.value);
      }
      for (const [id, entry] of context.objects) {
        const reading = own.has(id)
          ? undefined
          : readAttribute(context.twin, entry.object, entry.state, name);
        if (reading && values.has(reading.value)) {
          because.push({ ids: [id], numbers: { [name]: reading.value, score: round(reading.score) } });
        }
      }
      const phrase = `other object with the same ${name}`;
      return setOf(
        context,
        because.flatMap(({ ids }) => ids),
        phrase,
        because,
      );
    },
  },
  {
    name: 'text',
    family: 'attributes',
    parameters: [set],
    result: 'Text',
    doc: 'The words read on the objects. Needs recognised text in the twin (see `need`).',
    example: 'text(find("stop sign"))',
    run: (args, context) => {
      const ids = idsOf(args[0]);
      if (ids.length === 0 && !args[0]?.whole) return absence(args[0], context);
      const lines = linesOf(ids, context);
      if (lines.length === 0) return { absent: unreadText(args[0], context) };
      const because = lines.map(({ id, value, score }) => ({ ids: [id], numbers: { text: value, score } }));
      const value = joinWords([...new Set(lines.map((line) => line.value))]);
      return { ...scalar({ type: 'Text', value }, args, because), evidence: lines.map(({ id }) => id) };
    },
  },
  {
    name: 'says',
    family: 'attributes',
    parameters: [set, text('words')],
    result: 'Bool',
    doc: 'Whether the words are read on any of the objects, whatever the case. Needs recognised text in the twin (see `need`).',
    example: 'says(find("stop sign"), "stop")',
    run: (args, context) => {
      const ids = idsOf(args[0]);
      if (ids.length === 0 && !args[0]?.whole) return absence(args[0], context);
      const lines = linesOf(ids, context);
      if (lines.length === 0) return { absent: unreadText(args[0], context) };
      const wanted = ` ${normalizeWords(textOf(args[1]))} `;
      const holding = lines.filter(({ value }) => ` ${normalizeWords(value)} `.includes(wanted));
      const shown = holding.length > 0 ? holding : lines;
      const because = shown.map(({ id, value, score }) => ({ ids: [id], numbers: { text: value, score } }));
      const answer = scalar({ type: 'Bool', value: holding.length > 0 }, args, because);
      return { ...answer, evidence: shown.map(({ id }) => id) };
    },
  },
];

const normalizeWords = (value: string): string =>
  value
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

interface ReadLine {
  readonly id: string;
  readonly value: string;
  readonly score: number;
}

/** What is read on some objects. A line that its carrier's text already holds is not said twice. */
function linesOf(ids: readonly string[], context: QueryContext): readonly ReadLine[] {
  const lines = ids.flatMap((id): ReadLine[] => {
    const reading = context.objects.get(id)?.object.attributes.text;
    return reading && reading.value.trim() !== ''
      ? [{ id, value: reading.value, score: round(reading.score) }]
      : [];
  });
  const padded = lines.map(({ value }) => ` ${value.toLowerCase()} `);
  return lines.filter((_, index) => {
    const own = padded[index] ?? '';
    return !padded.some(
      (other, at) => other.includes(own) && (other.length > own.length || (other === own && at < index)),
    );
  });
}

/** Why there is no text: nobody looked, or there was none to find. */
function unreadText(arg: Traced | undefined, context: QueryContext): string {
  const ids = idsOf(arg);
  const where = arg?.whole ? 'in the picture' : `on the ${phraseOf(arg)} (${ids.slice(0, 8).join(', ')})`;
  const looked = context.measured('text') || ids.some((id) => context.measured('text', id));
  return looked ? `no text could be read ${where}` : `text ${where} has not been read`;
}
