import { isWanting } from '../../src/twin/query/needs.ts';
import type { Execution } from '../../src/twin/query/types.ts';
import type { Twin } from '../../src/twin/schema/twin.ts';
import type { HeadlessApp } from '../lib/headlessApp.ts';

/**
 * How much of the twin is built before a question comes. `app`: as the app does, the fast paths up front, the rest just in time.
 * The others start from labels and boxes alone: `none` answers from those; `static` measures everything of every object first;
 * `jit` measures what each question needs.
 */
export const CONSTRUCTIONS = ['app', 'none', 'static', 'jit'] as const;
export type Construction = (typeof CONSTRUCTIONS)[number];

/** What tools did and cost. */
export interface ToolCost {
  readonly calls: number;
  /** Objects that were measured, each as often as it was; a whole picture counts one. */
  readonly objects: number;
  readonly ms: number;
  /** Calls that gave nothing. */
  readonly refused: number;
}

export const NO_COST: ToolCost = { calls: 0, objects: 0, ms: 0, refused: 0 };

/** The sum of two costs. */
export const addCosts = (a: ToolCost, b: ToolCost): ToolCost => ({
  calls: a.calls + b.calls,
  objects: a.objects + b.objects,
  ms: a.ms + b.ms,
  refused: a.refused + b.refused,
});

/** What a question made necessary. */
export function costOf(execution: Execution | undefined): ToolCost {
  const needs = (execution?.steps ?? []).flatMap((step) => step.needs ?? []);
  const met = needs.filter((need) => need.refused === undefined);
  return {
    calls: met.length,
    objects: met.reduce((sum, { ids }) => sum + Math.max(1, ids.length), 0),
    ms: met.reduce((sum, { ms }) => sum + ms, 0),
    refused: needs.length - met.length,
  };
}

/** The twin as a detector alone leaves it: labels, scores and boxes. */
export const labelsAlone = (twin: Twin): Twin => ({
  ...twin,
  objects: twin.objects.map(({ id, label, score, states }) => ({
    id,
    label,
    score,
    attributes: {},
    states: states.map(({ frame, timeUs, box, by, center }) => ({ frame, timeUs, box, by, center })),
  })),
});

/** Everything that tools can measure, of every object: masks first, because attributes are measured inside them. */
const EVERYTHING = ['mask', 'attributes', 'depth', 'text'] as const;

/** The needs that would leave nothing of a kind unmeasured: none where all is known. */
function needsFor(
  twin: Twin,
  kind: (typeof EVERYTHING)[number],
): readonly { kind: typeof kind; ids: string[] }[] {
  if (kind === 'text') return [{ kind, ids: [] }];
  const wanting = twin.objects.filter((object) => {
    const [state] = object.states;
    return state !== undefined && isWanting(twin, object, state, kind);
  });
  return wanting.length > 0 ? [{ kind, ids: wanting.map(({ id }) => id) }] : [];
}

/** Measures all there is to measure on the photo that is open. */
async function constructAll(app: HeadlessApp, coarse: Twin): Promise<{ twin: Twin; cost: ToolCost }> {
  let twin = coarse;
  let cost = NO_COST;
  for (const kind of EVERYTHING) {
    for (const need of needsFor(twin, kind)) {
      const start = performance.now();
      twin = (await app.refine(twin, need)).twin;
      const ms = performance.now() - start;
      cost = addCosts(cost, { calls: 1, objects: Math.max(1, need.ids.length), ms, refused: 0 });
    }
  }
  return { twin, cost };
}

/** The twin that questions are asked of, and what it cost to build beyond detection. */
export async function construct(
  app: HeadlessApp,
  coarse: Twin,
  construction: Construction,
): Promise<{ readonly twin: Twin; readonly cost: ToolCost }> {
  if (construction === 'app') return { twin: coarse, cost: NO_COST };
  const bare = labelsAlone(coarse);
  return construction === 'static' ? constructAll(app, bare) : { twin: bare, cost: NO_COST };
}

/** Whether questions may have something measured. */
export const measuresOnDemand = (construction: Construction): boolean =>
  construction === 'app' || construction === 'jit';
