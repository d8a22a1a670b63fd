import type { Misperception } from '../../store/worldSample.ts';
import { boxIou } from '../../twin/geometry/box.ts';
import type { ObjectState, Twin, TwinObject } from '../../twin/schema/twin.ts';
import { startOf, stateInFrame, timelineOf, visibleSpans } from '../../twin/tracks/timeline.ts';
import { formatInterval } from '../../twin/tracks/words.ts';

/** Below this overlap two boxes are not of one thing. */
const SAME_THING = 0.3;
/** A box this far off is worth a word, as is a depth by this share. */
const MOVED = 0.9;
const DEPTH_OFF = 0.1;

/** The states of two objects in the frames that show both. */
const shared = (a: TwinObject, b: TwinObject): readonly (readonly [ObjectState, ObjectState])[] =>
  a.states.flatMap((state) => {
    const other = stateInFrame(b, state.frame);
    return other ? [[state, other] as const] : [];
  });

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** How much the boxes of two objects overlap, over the frames that show both; 0 where none does. */
const overlapOf = (a: TwinObject, b: TwinObject): number =>
  meanOf(shared(a, b).map(([state, other]) => boxIou(state.box, other.box)));

/** What was made of each true object: detections are given to the true object that they overlap most, the first to come is the object. */
export function misperceptions(seen: Twin, there: Twin): readonly Misperception[] {
  const owners = new Map<string, TwinObject[]>();
  for (const object of seen.objects) {
    const owner = there.objects
      .map((truth) => ({ truth, overlap: overlapOf(truth, object) }))
      .toSorted((a, b) => b.overlap - a.overlap)[0];
    if (!owner || owner.overlap < SAME_THING) continue;
    owners.set(owner.truth.id, [...(owners.get(owner.truth.id) ?? []), object]);
  }
  return there.objects.flatMap((truth) => {
    const [first, ...again] = owners.get(truth.id) ?? [];
    if (!first)
      return [{ kind: 'missed', trueId: truth.id, seenId: undefined, what: `${truth.label} was not seen` }];
    const doubled = again.map(
      (object): Misperception => ({
        kind: 'doubled',
        trueId: truth.id,
        seenId: object.id,
        what: `${truth.label} was seen once more, as ${object.label}`,
      }),
    );
    return [...differences(truth, first, there), ...doubled];
  });
}

function differences(truth: TwinObject, seen: TwinObject, twin: Twin): readonly Misperception[] {
  const found: Misperception[] = [];
  const add = (kind: Misperception['kind'], what: string): void =>
    void found.push({ kind, trueId: truth.id, seenId: seen.id, what });
  if (truth.label !== seen.label) add('mislabelled', `${truth.label} was taken for ${seen.label}`);
  const [was, is] = [coloursOf(truth), coloursOf(seen)];
  if (was !== is) add('recoloured', `${truth.label}: ${was || 'no colour'} was seen as ${is || 'no colour'}`);
  const overlap = overlapOf(truth, seen);
  if (overlap < MOVED) add('moved', `the box of ${truth.label} is off: IoU ${overlap.toFixed(2)}`);
  const [depth, measured] = [meanOf(depthsOf(truth)), meanOf(depthsOf(seen))];
  if (depth > 0 && measured > 0 && Math.abs(measured / depth - 1) > DEPTH_OFF)
    add('depth', `${truth.label} is ${depth.toFixed(1)} m away, measured as ${measured.toFixed(1)} m`);
  const [lasted, lasts] = [timesOf(truth, twin), timesOf(seen, twin)];
  if (lasted !== lasts) add('time', `${truth.label} is there ${lasted}, seen ${lasts}`);
  const bridged = seen.states.filter(({ interpolated }) => interpolated).length;
  if (bridged > 0) add('time', `${truth.label}: ${bridged} of its frames fill a gap between detections`);
  return found;
}

const depthsOf = ({ states }: TwinObject): readonly number[] =>
  states.flatMap(({ position }) => (position ? [-position[2]] : []));

/** When an object of a video is there; of a picture nothing. */
function timesOf(object: TwinObject, twin: Twin): string {
  if (twin.source.kind === 'image') return '';
  const timeline = timelineOf(twin);
  return visibleSpans(timeline, object)
    .map(([start, end]) => formatInterval(startOf(timeline, start), startOf(timeline, end)))
    .join(', ');
}

const coloursOf = ({ attributes }: TwinObject): string =>
  ['colour', 'colour2'].flatMap((name) => attributes[name]?.value ?? []).join(', ');
