import { err, ok, type Result } from '../../core/result.ts';
import { CLEVR_ATTRIBUTES, type ClevrNode } from './schema.ts';

/** Functions of CLEVR that have the same arguments here, by CLEVR's name. */
const SAME: Readonly<Record<string, string>> = {
  scene: 'scene',
  unique: 'unique',
  union: 'union',
  intersect: 'intersect',
  count: 'count',
  exist: 'exist',
  equal_integer: 'equal',
  equal_object: 'equal',
  less_than: 'less',
  greater_than: 'greater',
};

/** Families of CLEVR functions, one an attribute: `filter_color`, `query_shape`, … */
const FAMILIES = ['filter', 'query', 'same', 'equal'] as const;

/**
 * Writes a functional program of CLEVR in the query language: node i becomes the line `n<i> = …`. The error names the node.
 * Source: metadata.json of clevr-dataset-gen.
 */
export function programFromClevr(nodes: readonly ClevrNode[]): Result<string, string> {
  const lines: string[] = [];
  for (const [index, node] of nodes.entries()) {
    const call = callOf(node);
    if (call === undefined) return err(`node ${index}: there is no function “${node.name}”`);
    if (node.inputs.some((input) => input >= index))
      return err(`node ${index} takes its input from a later one`);
    lines.push(`n${index} = ${call}`);
  }
  return ok(lines.join('\n'));
}

function callOf({ name, inputs, values }: ClevrNode): string | undefined {
  const args = [...inputs.map((input) => `n${input}`), ...values.map((value) => JSON.stringify(value))];
  const same = Object.hasOwn(SAME, name) ? SAME[name] : undefined;
  if (same !== undefined || name === 'relate') return `${same ?? name}(${args.join(', ')})`;
  const family = FAMILIES.find((one) => name.startsWith(`${one}_`));
  const attribute = CLEVR_ATTRIBUTES.find((one) => name === `${family}_${one}`);
  if (family === undefined || attribute === undefined) return undefined;
  if (family === 'equal') return `equal(${args.join(', ')})`;
  const [set, ...rest] = args;
  return `${family}(${[set, JSON.stringify(attribute), ...rest].join(', ')})`;
}
