import type { Edit } from '../../twin/edit/edit.ts';
import { signature } from '../../twin/query/check.ts';
import { QUERY_FUNCTIONS } from '../../twin/query/functions/index.ts';

/**
 * What a tool may do to a twin. `pure`: only look. `refines`: have perception measure what is missing. `edits`: change what the
 * twin says; a person alone does that, and no name in a program leads there.
 */
export type Effect = 'pure' | 'refines' | 'edits';

export interface Tool {
  readonly name: string;
  readonly effect: Effect;
  /** "count(set: Set) → Number"; of edits, the name alone. */
  readonly signature: string;
  readonly doc: string;
}

const EDITS: Readonly<Record<Edit['kind'], string>> = {
  add: 'Adds an object by a box or a mask.',
  mask: 'Replaces the mask of an object.',
  box: 'Moves or resizes the box of an object.',
  rename: 'Calls an object something else.',
  remove: 'Deletes objects.',
  attribute: 'Sets or takes away an attribute.',
  depth: 'Moves an object in depth.',
};

const called: readonly Tool[] = QUERY_FUNCTIONS.map((entry) => ({
  name: entry.name,
  effect: entry.needs ? 'refines' : 'pure',
  signature: signature(entry),
  doc: entry.doc,
}));

const edits: readonly Tool[] = Object.entries(EDITS).map(([kind, doc]) => ({
  name: `edit ${kind}`,
  effect: 'edits',
  signature: `edit ${kind}`,
  doc,
}));

/** Every tool there is, with what it may do. Plans can call those that are not edits. */
export const TOOLS: readonly Tool[] = [...called, ...edits];
