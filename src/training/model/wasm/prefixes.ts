import type { LossRow } from '../compute.ts';
import { type Packed, pack } from './forward.ts';
import type { WasmModel } from './model.ts';

/** Shorter prefixes are not worth a sequence of their own. */
const LEAST = 4;

/** Rows whose first `shared` tokens are the same, and have no weight: the prompt of a group, computed once. */
export interface PrefixGroup {
  readonly rows: readonly LossRow[];
  readonly shared: number;
}

/** A row, and where its first token would lie if the row lay there as a whole. */
export interface PlacedRow {
  readonly row: LossRow;
  readonly origin: number;
}

export const hasWeight = ({ policyWeights, supervisedWeights }: LossRow, at: number): boolean =>
  at > 0 && ((policyWeights[at] ?? 0) !== 0 || (supervisedWeights[at] ?? 0) !== 0);

export const tokensOf = ({ rows, shared }: PrefixGroup): number =>
  rows.reduce((sum, { tokens }) => sum + tokens.length - shared, shared);

/**
 * Neighbours with the same prompt together. The prompt's last token stays with each row: what is written behind it differs, and so
 * does its gradient.
 */
export function sharedPrefixes(rows: readonly LossRow[]): readonly PrefixGroup[] {
  const groups: { rows: LossRow[]; shared: number }[] = [];
  for (const row of rows) {
    const shared = promptOf(row);
    const group = groups.at(-1);
    const first = group?.rows[0];
    if (group && first && shared >= LEAST && group.shared === shared && startAlike(first, row, shared))
      group.rows.push(row);
    else groups.push({ rows: [row], shared });
  }
  return groups.map(({ rows: members, shared }) => ({
    rows: members,
    shared: members.length > 1 ? shared : 0,
  }));
}

/** How many tokens a row has before the last one in front of its first weight. */
function promptOf(row: LossRow): number {
  let first = 1;
  while (first < row.tokens.length && !hasWeight(row, first)) first++;
  return first - 1;
}

function startAlike(a: LossRow, b: LossRow, length: number): boolean {
  for (let at = 0; at < length; at++) if (a.tokens[at] !== b.tokens[at]) return false;
  return true;
}

/** Lays out groups: each prefix in front of its rows' rests. */
export function packGroups(
  model: WasmModel,
  groups: readonly PrefixGroup[],
): { readonly packed: Packed; readonly rows: readonly PlacedRow[] } {
  const sequences: Int32Array[] = [];
  const prefixes: (number | undefined)[] = [];
  const rows: PlacedRow[] = [];
  let start = 0;
  const lay = (tokens: Int32Array, prefix: number | undefined): number => {
    sequences.push(tokens);
    prefixes.push(prefix);
    start += tokens.length;
    return start - tokens.length;
  };
  for (const { rows: members, shared } of groups) {
    const [first] = members;
    if (first && shared > 0) lay(first.tokens.subarray(0, shared), undefined);
    const prefix = shared > 0 ? sequences.length - 1 : undefined;
    for (const row of members) rows.push({ row, origin: lay(row.tokens.subarray(shared), prefix) - shared });
  }
  return { packed: pack(model, sequences, prefixes), rows };
}
