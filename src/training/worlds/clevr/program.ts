import type { Phrase, Question } from './question.ts';
import { ATTRIBUTES } from './vocabulary.ts';

const quote = (word: string): string => JSON.stringify(word);

/** The set of a phrase as one expression; what it is related to becomes lines of its own, which `lines` gets. */
function setText({ filters, base }: Phrase, lines: string[]): string {
  return ATTRIBUTES.reduce(
    (set, name) => {
      const value = filters[name];
      return value === undefined ? set : `filter(${set}, ${quote(name)}, ${quote(value)})`;
    },
    baseText(base, lines),
  );
}

function baseText(base: Phrase['base'], lines: string[]): string {
  if (base === undefined) return 'scene()';
  if (base.kind === 'both') {
    const [first, second] = base.sides.map(
      ({ direction, to }) => `relate(${oneText(to, lines)}, ${quote(direction)})`,
    );
    return `intersect(${first}, ${second})`;
  }
  const anchor = oneText(base.to, lines);
  return base.kind === 'same'
    ? `same(${anchor}, ${quote(base.attribute)})`
    : `relate(${anchor}, ${quote(base.direction)})`;
}

/** Gives the only object of a phrase a line, and the name of that line. */
function oneText(phrase: Phrase, lines: string[]): string {
  const set = setText(phrase, lines);
  const name = NAMES[lines.length] ?? `x${lines.length}`;
  lines.push(`${name} = unique(${set})`);
  return name;
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** A question in the query language: each thing that is taken for the only one has a line, the answer is the last. */
export function programOf(question: Question): string {
  const lines: string[] = [];
  const value = valueText(question, lines);
  return [...lines, `answer = value(${value})`].join('\n');
}

function valueText(question: Question, lines: string[]): string {
  switch (question.kind) {
    case 'count':
    case 'exist':
      return `${question.kind}(${setText(question.set, lines)})`;
    case 'either': {
      const union = `union(${setText(question.first, lines)}, ${setText(question.second, lines)})`;
      const filtered = ATTRIBUTES.reduce((set, name) => {
        const value = question.filters[name];
        return value === undefined ? set : `filter(${set}, ${quote(name)}, ${quote(value)})`;
      }, union);
      return `count(${filtered})`;
    }
    case 'query':
      return `query(${oneText(question.set, lines)}, ${quote(question.attribute)})`;
    case 'compare':
      return `${question.how}(count(${setText(question.first, lines)}), count(${setText(question.second, lines)}))`;
    case 'match': {
      const name = quote(question.attribute);
      const first = oneText(question.first, lines);
      const second = oneText(question.second, lines);
      return `equal(query(${first}, ${name}), query(${second}, ${name}))`;
    }
  }
}
