import { joinWords } from '../query/words.ts';
import type { ObjectState, Twin, TwinObject } from '../schema/twin.ts';

/** Changes that are named one by one; of more the rest is counted. */
const NAMED = 3;

/**
 * What a person changed between two states of a twin, in words that follow an answer: "without cup o5", "with vase o2
 * called bottle and clock o4 at 0.4 m". What tools measured meanwhile is no change of the person's. Undefined where nothing
 * was changed.
 */
export function describeChange(before: Twin, after: Twin): string | undefined {
  const known = new Map(before.objects.map((object) => [object.id, object]));
  const kept = new Set(after.objects.map(({ id }) => id));
  const gone = before.objects.filter(({ id }) => !kept.has(id)).map(named);
  const changes = after.objects.flatMap((object) => {
    const earlier = known.get(object.id);
    return earlier ? changesOf(earlier, object) : [named(object)];
  });
  const parts = [
    ...(gone.length > 0 ? [`without ${shorten(gone)}`] : []),
    ...(changes.length > 0 ? [`with ${shorten(changes)}`] : []),
  ];
  return parts.length > 0 ? parts.join(', ') : undefined;
}

const named = ({ label, id }: TwinObject): string => `${label} ${id}`;

const shorten = (parts: readonly string[]): string =>
  joinWords(parts.length > NAMED ? [...parts.slice(0, NAMED), `${parts.length - NAMED} more`] : parts);

function changesOf(before: TwinObject, after: TwinObject): readonly string[] {
  const [earlier] = before.states;
  const [later] = after.states;
  const name = named(before);
  const changes: string[] = [];
  if (before.label !== after.label) changes.push(`${name} called ${after.label}`);
  if (earlier && later) changes.push(...shapeChanges(name, earlier, later));
  for (const key of new Set([...Object.keys(before.attributes), ...Object.keys(after.attributes)])) {
    const was = before.attributes[key];
    const is = after.attributes[key];
    if (was?.value === is?.value || (was?.by !== 'human' && is?.by !== 'human')) continue;
    changes.push(is ? `${key} of ${name} ${is.value}` : `${key} of ${name} open`);
  }
  return changes;
}

function shapeChanges(name: string, before: ObjectState, after: ObjectState): readonly string[] {
  const moved = before.box.some((side, index) => side !== after.box[index]);
  const depth = [before.depth, after.depth].some((known) => known?.by === 'human');
  const depthChanged = depth && before.depth?.mean !== after.depth?.mean;
  const at = after.depth
    ? `${Number(after.depth.mean.toFixed(2))} ${after.depth.unit === 'm' ? 'm' : 'of relative depth'}`
    : 'no known depth';
  return [...(moved ? [`${name} in another place`] : []), ...(depthChanged ? [`${name} at ${at}`] : [])];
}
