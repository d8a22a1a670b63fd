import type { ReadonlyBox } from '../../geometry/box.ts';
import { gapDistance } from '../../geometry/box.ts';
import type { ObjectState } from '../../schema/twin.ts';
import { numbersIn, type Spans } from '../../tracks/spans.ts';
import { stateInFrame } from '../../tracks/timeline.ts';
import type { QueryContext } from '../context.ts';
import { sharedSpans } from '../time.ts';

interface Distance {
  readonly value: number;
  readonly unit: 'm' | 'px';
}

/** The states of two objects side by side: in the picture, or in each frame of a video that shows both. */
function* pairsOf(
  first: string,
  second: string,
  context: QueryContext,
  among?: Spans,
): Iterable<readonly [ObjectState, ObjectState]> {
  const [a, b] = [context.objects.get(first), context.objects.get(second)];
  if (!a || !b) return;
  const { time } = context;
  if (!time) {
    yield [a.state, b.state];
    return;
  }
  for (const sample of numbersIn(among ?? sharedSpans(context, first, second))) {
    const frame = time.samples[sample]?.frame ?? -1;
    const [one, other] = [stateInFrame(a.object, frame), stateInFrame(b.object, frame)];
    if (one && other) yield [one, other];
  }
}

const pixels = (a: ReadonlyBox, b: ReadonlyBox): Distance => ({ value: gapDistance(a, b), unit: 'px' });

function distanceOf(a: ObjectState, b: ObjectState): Distance {
  if (!a.position || !b.position) return pixels(a.box, b.box);
  const [ax, ay, az] = a.position;
  const [bx, by, bz] = b.position;
  return { value: Math.hypot(ax - bx, ay - by, az - bz), unit: 'm' };
}

/**
 * How far two objects are apart: metres between their positions where both are known, else pixels between the nearest
 * edges of their boxes (0 when they touch or overlap). On a video where they come nearest. Undefined for ids that are not in the twin, and
 * for objects that no frame shows together.
 */
export function objectDistance(
  first: string,
  second: string,
  context: QueryContext,
  among?: Spans,
): Distance | undefined {
  return nearest(pairsOf(first, second, context, among), distanceOf);
}

/** Pixels between the nearest edges of two boxes; 0 when they touch or overlap. On a video where they come nearest. */
export const boxGap = (first: string, second: string, context: QueryContext): number | undefined =>
  nearest(pairsOf(first, second, context), (a, b) => pixels(a.box, b.box))?.value;

function nearest(
  pairs: Iterable<readonly [ObjectState, ObjectState]>,
  measure: (a: ObjectState, b: ObjectState) => Distance,
): Distance | undefined {
  let best: Distance | undefined;
  for (const [a, b] of pairs) {
    const measured = measure(a, b);
    if (best === undefined || measured.value < best.value) best = measured;
  }
  return best;
}
