import type { Expression } from '../../twin/query/syntax.ts';
import type { Because } from '../../twin/relations/types.ts';
import { formatBecause, formatNumber } from './numbers.ts';
import { explainRelation, predicateOf } from './relations.ts';

interface ExplainedReason {
  /** Undefined where the sentence of the step says it all. */
  readonly text: string | undefined;
  /** The fact of common knowledge that it rests on. */
  readonly knowledge?: string;
}

/** An object as a reader knows it: "cup o5", a "cup". */
interface NamedObject {
  readonly name: string;
  readonly kind: string;
}

/** A relation that a call tests: the predicate, and whether its reasons name the object before the subject. */
export interface TestedRelation {
  readonly predicate: string;
  readonly converse: boolean;
}

/** The first relation that an expression tests, calls within calls included. */
export function relationIn(expression: Expression): TestedRelation | undefined {
  if (expression.kind !== 'call') return undefined;
  const { name, args } = expression;
  if (name === 'near') return { predicate: 'near', converse: false };
  const word = args[1];
  if ((name === 'relate' || name === 'landmarks') && word?.kind === 'text')
    return { predicate: predicateOf(word.value), converse: name === 'landmarks' };
  for (const arg of args) {
    const found = relationIn(arg);
    if (found) return found;
  }
  return undefined;
}

/** Says one entry of a step's `because`. */
export function explainReason(
  objects: readonly NamedObject[],
  numbers: Because,
  relation: TestedRelation | undefined,
): ExplainedReason {
  const predicate = typeof numbers.relation === 'string' ? numbers.relation : relation?.predicate;
  const [first, second] = objects;
  if (first && second && objects.length === 2 && predicate !== undefined) {
    const { score, relation: told, ...decided } = numbers;
    const turned = relation?.converse === true && told === undefined;
    const [subject, object] = turned ? [second, first] : [first, second];
    const text = explainRelation(subject.name, predicate, object.name, decided);
    return { text: `${text}${typeof score === 'number' ? `; score ${score.toFixed(2)}` : ''}` };
  }
  if ('count' in numbers || 'first' in numbers) return { text: undefined };
  return (first && knowledgeReason(first, numbers)) ?? { text: measuredReason(objects, numbers) };
}

/** Reasons that rest on common knowledge about a kind of thing. */
function knowledgeReason({ name, kind }: NamedObject, numbers: Because): ExplainedReason | undefined {
  const { use, suits, part, label } = numbers;
  if (use !== undefined && typeof suits === 'number') {
    const fact = `suits “${use}” by ${suits.toFixed(2)}`;
    return { text: `${name} ${fact}; from 0.50 on it counts`, knowledge: `a ${kind} ${fact}` };
  }
  if (part === undefined) return undefined;
  const fact = `a ${label} has a ${part}`;
  return { text: `${name}: ${fact}`, knowledge: fact };
}

/** What was measured or detected on objects. */
function measuredReason(objects: readonly NamedObject[], numbers: Because): string | undefined {
  const { label, score, text, unit, ...others } = numbers;
  const names = objects.map(({ name }) => name).join(' and ');
  if (label !== undefined) return `${names} was named “${label}”${scored(score)}`;
  if (text !== undefined) return `on ${names} is read “${text}”${scored(score)}`;
  const [only, ...more] = Object.entries(others);
  if (!only && typeof score === 'number') return `${names}: score ${score.toFixed(2)}`;
  if (only && more.length === 0) {
    const [name, value] = only;
    const shown =
      typeof value === 'number' ? `${formatNumber(value)}${unitOf(name, unit)}` : `${value}${scored(score)}`;
    return `${names}: ${name} ${shown}`;
  }
  const said = formatBecause(numbers);
  return said === '' ? undefined : [names, said].filter((part) => part !== '').join(': ');
}

const scored = (score: number | string | undefined): string =>
  typeof score === 'number' ? ` (score ${score.toFixed(2)})` : '';

const PIXELS = ['x', 'y', 'left', 'right', 'top', 'bottom', 'width', 'height'];

function unitOf(measure: string, unit: number | string | undefined): string {
  if (typeof unit === 'string') return ` ${unit}`;
  if (measure === 'area') return ' px²';
  return PIXELS.includes(measure) ? ' px' : '';
}
