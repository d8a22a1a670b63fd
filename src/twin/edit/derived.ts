import { boxCenter } from '../geometry/box.ts';
import { pinhole, unproject } from '../geometry/camera.ts';
import type { ObjectState, Provenance, Twin, TwinObject } from '../schema/twin.ts';

const toolOf = (twin: Twin, by: Provenance): string => (by === 'human' ? '' : (twin.log[by]?.tool ?? ''));

/** The geometric prior reads the distance off label and box; other depths were measured in the pixels and outlive both. */
function isPriorDepth(twin: Twin, state: ObjectState): boolean {
  const by = state.depth?.by;
  return by !== undefined && by !== 'human' && twin.log[by]?.model === 'geometric prior';
}

/** A state whose centre and position follow from its box and depth. Positions exist for depths in metres alone. */
export function settled(twin: Twin, state: ObjectState): ObjectState {
  const { position: _, ...rest } = state;
  const center = boxCenter(state.box);
  const { depth } = state;
  if (depth?.unit !== 'm' || !(depth.mean > 0)) return { ...rest, center };
  const camera = pinhole(twin.source.width, twin.source.height, twin.camera.verticalFovDeg);
  return { ...rest, center, position: unproject(camera, center[0], center[1], depth.mean) };
}

function withoutPriorDepth(twin: Twin, state: ObjectState): ObjectState {
  if (!isPriorDepth(twin, state)) return state;
  const { depth: _, ...rest } = state;
  return rest;
}

/** The object without what followed from its old label; to be measured anew. What a person said stays. */
export const forgetLabelFacts = (twin: Twin, object: TwinObject): TwinObject => ({
  ...object,
  states: object.states.map((state) => settled(twin, withoutPriorDepth(twin, state))),
});

/** The object without what was measured in its old outline: colours, words for size and place, the prior's depth. */
export function forgetShapeFacts(twin: Twin, object: TwinObject): TwinObject {
  const kept = Object.entries(object.attributes).filter(([, { by }]) => toolOf(twin, by) !== 'attributes');
  return forgetLabelFacts(twin, { ...object, attributes: Object.fromEntries(kept) });
}

/**
 * Takes over what was measured anew of the edited objects, and the log of it; all others stay as they were. Where nothing
 * could be measured (a label of unknown size has no depth by the prior), the depth from before the edit stays the best guess.
 * @param before the twin before the edit
 * @param edited the twin after it
 * @param measured `edited` with more facts, as perception gives it
 */
export function adoptMeasured(before: Twin, edited: Twin, measured: Twin, ids: readonly string[]): Twin {
  const touched = new Set(ids);
  const earlier = new Map(before.objects.map((object) => [object.id, object]));
  const fresh = new Map(measured.objects.map((object) => [object.id, object]));
  const objects = edited.objects.map((object) => {
    if (!touched.has(object.id)) return object;
    const now = fresh.get(object.id) ?? object;
    const depth = earlier.get(object.id)?.states[0]?.depth;
    const [state, ...others] = now.states;
    if (!state || state.depth || !depth) return now;
    return { ...now, states: [settled(edited, { ...state, depth }), ...others] };
  });
  return { ...edited, objects, log: measured.log };
}
