import type { Need, NeedOutcome } from '../../twin/query/needs.ts';
import type { ObjectState, Twin, TwinObject } from '../../twin/schema/twin.ts';

/** A log up to the run of a tool, at least as long as it was. */
const logTo = (twin: Twin, measured: Twin, tool: string): Twin['log'] => {
  const end = measured.log.findIndex((run) => run.tool === tool) + 1;
  return measured.log.slice(0, Math.max(end, twin.log.length));
};

const TOOL_OF = { mask: 'segment', depth: 'depth', text: 'text', attributes: 'attributes' } as const;

/**
 * The tools of a world: meets a need out of `measured`, where everything that can be measured stands, without doing anything.
 * No world finds objects by words. Takes no time.
 */
export function refineFrom(measured: Twin): (twin: Twin, need: Need) => NeedOutcome {
  const known = new Map(measured.objects.map((object) => [object.id, object]));
  return (twin, { kind, ids }) => {
    if (kind === 'objects') return { refused: 'this world has no tool that finds things by words' };
    const objects = twin.objects.map((object) => {
      const source = known.get(object.id);
      const wanted = ids.length === 0 || ids.includes(object.id);
      return source && wanted ? refined(object, source, kind) : object;
    });
    const present = new Set(objects.map(({ id }) => id));
    const lines =
      kind === 'text' && ids.length === 0
        ? measured.objects.filter(({ id, label }) => label === 'text' && !present.has(id))
        : [];
    const log = logTo(twin, measured, TOOL_OF[kind]);
    return { twin: { ...twin, objects: [...objects, ...lines], log }, ms: 0 };
  };
}

function refined(object: TwinObject, source: TwinObject, kind: keyof typeof TOOL_OF): TwinObject {
  const entries = Object.entries(source.attributes);
  switch (kind) {
    case 'text':
    case 'attributes': {
      const added = entries.filter(([name]) => (name === 'text') === (kind === 'text'));
      return { ...object, attributes: { ...object.attributes, ...Object.fromEntries(added) } };
    }
    case 'mask':
    case 'depth':
      return {
        ...object,
        states: object.states.map((state, index) => refinedState(state, source.states[index], kind)),
      };
  }
}

function refinedState(
  state: ObjectState,
  source: ObjectState | undefined,
  kind: 'mask' | 'depth',
): ObjectState {
  if (kind === 'depth') {
    const { depth, position } = source ?? {};
    return { ...state, ...(depth ? { depth } : {}), ...(position ? { position } : {}) };
  }
  const { mask, maskBy, area } = source ?? {};
  return {
    ...state,
    ...(mask ? { mask } : {}),
    ...(maskBy === undefined ? {} : { maskBy }),
    ...(area === undefined ? {} : { area }),
  };
}
