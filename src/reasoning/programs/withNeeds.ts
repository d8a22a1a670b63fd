import { isKnown } from '../../twin/query/needs.ts';
import type { Expression, Program } from '../../twin/query/syntax.ts';
import type { RefinableKind } from '../../twin/query/types.ts';
import type { Twin } from '../../twin/schema/twin.ts';

type Call = Expression & { readonly kind: 'call' };

/** Attributes that follow from the box and the label. */
const ALWAYS_KNOWN = ['label', 'name', 'position'];
/** Predicates that depth decides or may exclude. */
const BY_DEPTH = ['in_front_of', 'front', 'behind', 'near', 'on', 'inside'];

const literal = (expression: Expression | undefined): string | undefined =>
  expression?.kind === 'text' ? expression.value : undefined;

/** Which arguments of a call must be known in which respect before it can tell anything. */
function wantsOf({
  name,
  args,
}: Call): { readonly kind: RefinableKind; readonly at: readonly number[] } | undefined {
  const word = literal(args[1]);
  switch (name) {
    case 'filter':
    case 'prefer':
    case 'query':
    case 'same':
      return word === undefined || ALWAYS_KNOWN.includes(word) ? undefined : { kind: 'attributes', at: [0] };
    case 'argmax':
    case 'argmin':
    case 'nth':
    case 'measure': {
      const far = word === 'depth' || (word === 'distance' && args.length < 3);
      return far ? { kind: 'depth', at: [0] } : undefined;
    }
    case 'relate':
    case 'landmarks':
      return word !== undefined && BY_DEPTH.includes(word) ? { kind: 'depth', at: [0, 2] } : undefined;
    case 'depth':
      return { kind: 'depth', at: [0] };
    case 'near':
    case 'distance':
      return { kind: 'depth', at: [0, 1] };
    default:
      return undefined;
  }
}

/** Whether no object of a twin is known in a respect: it was not measured when the twin was built. */
const lacks = ({ objects }: Twin, kind: RefinableKind): boolean =>
  objects.length > 0 &&
  !objects.some((object) => object.states.some((state) => isKnown(object, state, kind)));

/**
 * The program with a `need` around every set whose attributes or depths decide something, where the twin was built without
 * them. Of a twin that holds them the program stays as it is.
 */
export function withNeeds(program: Program, twin: Twin): Program {
  const missing = (['attributes', 'depth'] as const).filter((kind) => lacks(twin, kind));
  if (missing.length === 0) return program;
  const rewrite = (expression: Expression): Expression => {
    if (expression.kind !== 'call') return expression;
    const args = expression.args.map(rewrite);
    const wants = wantsOf(expression);
    if (!wants || !missing.some((kind) => kind === wants.kind)) return { ...expression, args };
    return {
      ...expression,
      args: args.map((arg, at) => (wants.at.includes(at) ? needOf(arg, wants.kind) : arg)),
    };
  };
  return {
    assignments: program.assignments.map((line) => ({ ...line, expression: rewrite(line.expression) })),
  };
}

const needOf = (set: Expression, kind: RefinableKind): Expression => {
  const place = { line: set.line, column: set.column };
  return { kind: 'call', name: 'need', args: [set, { kind: 'text', value: kind, ...place }], ...place };
};
