import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { ToolRun, Twin, TwinObject } from '../schema/twin.ts';

/** A twin after an edit, and the ids of the objects that it touched (those removed included). */
export interface Edited {
  readonly twin: Twin;
  readonly ids: readonly string[];
}

export type EditResult = Result<Edited, ErrorDetails>;

/** The log of a twin holds no more runs than this (see `twinSchema`). */
const MAX_LOG = 10_000;

/** An edit that is not made, with the reason and what to do instead. */
export const refuse = (message: string, remedy: string): Result<never, ErrorDetails> =>
  err({ code: 'bad-request', message, remedy });

/** The tool name under which a person's edits stand in the log. */
export const EDIT_TOOL = 'edit';

/** What a person did, as an entry of the log: a removed object leaves no other trace. */
const entry = (args: ToolRun['args']): ToolRun => ({
  tool: EDIT_TOOL,
  model: 'human',
  revision: '1',
  device: '',
  dtype: '',
  args,
  ms: 0,
});

/** Appends the edits to the log; refuses where it is full. */
export function logged(twin: Twin, edits: readonly ToolRun['args'][], ids: readonly string[]): EditResult {
  if (twin.log.length + edits.length > MAX_LOG) {
    return refuse(
      `The log of this twin is full: it holds ${MAX_LOG} entries at most.`,
      'Save the twin and measure the photo anew.',
    );
  }
  return ok({ twin: { ...twin, log: [...twin.log, ...edits.map(entry)] }, ids });
}

/** Replaces one object; refuses unknown ids. */
export function changed(
  twin: Twin,
  id: string,
  args: ToolRun['args'],
  change: (object: TwinObject) => Result<TwinObject, ErrorDetails>,
): EditResult {
  const object = twin.objects.find((candidate) => candidate.id === id);
  if (!object) return refuse(`There is no object ${id} in this twin.`, 'Choose an object that is there.');
  const after = change(object);
  if (!after.ok) return after;
  const objects = twin.objects.map((candidate) => (candidate === object ? after.value : candidate));
  return logged({ ...twin, objects }, [{ ...args, id }], [id]);
}

const OWN_ID = /^o(\d{1,9})$/;

/**
 * An id that no object of this twin has or had: one above the highest number in use or named by an edit in the log, so that
 * an answer about a removed object is never taken for one about its successor.
 */
export function freshId(twin: Twin): string {
  const edited = twin.log.filter(({ tool }) => tool === EDIT_TOOL).map(({ args }) => args.id);
  const known = [...twin.objects.map(({ id }) => id), ...edited];
  const numbers = known.map((id) => Number(OWN_ID.exec(String(id))?.[1] ?? 0));
  return `o${numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1}`;
}
