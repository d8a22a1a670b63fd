import type { ObjectState, ToolRun, Twin } from '../../twin/schema/twin.ts';
import type { ObjectMask } from '../tasks/segment/types.ts';

/**
 * The state of an object with a mask that the tool run `by` measured. The box stays what the detector measured: it sees
 * whole objects, where a mask may lose a leg, and a mask that is cut to it stays comparable with it. So both keep their own
 * provenance, and integrity asks that the mask lies within the box.
 */
export const withMask = (state: ObjectState, { mask, area }: ObjectMask, by: number): ObjectState => ({
  ...state,
  mask,
  area,
  maskBy: by,
});

/** The twin with these masks by object id, and the run that measured them at the end of its log. Pure. */
export function withMasks(twin: Twin, masks: ReadonlyMap<string, ObjectMask>, run: ToolRun): Twin {
  const by = twin.log.length;
  const objects = twin.objects.map((object) => {
    const mask = masks.get(object.id);
    const [state, ...others] = object.states;
    return mask && state ? { ...object, states: [withMask(state, mask, by), ...others] } : object;
  });
  return { ...twin, objects, log: [...twin.log, run] };
}
