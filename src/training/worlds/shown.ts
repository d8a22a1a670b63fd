import { rleUnion } from '../../twin/geometry/rle.ts';
import type { Answer } from '../../twin/query/types.ts';
import type { Rle } from '../../twin/schema/rle.ts';
import type { Box, ObjectState, Twin } from '../../twin/schema/twin.ts';

/** A state of an object, and in which of the pictures that lie side by side it is. */
interface Shown {
  readonly state: ObjectState;
  readonly picture: number;
}

/**
 * What an answer shows of an object: of a picture its one state; of a video those in the frames for which it holds. The frames of a video
 * are taken as pictures side by side, so that an overlap over time is the overlap of areas of one wide picture, and boxes of different
 * frames are apart.
 */
function shownOf(twin: Twin, id: string, { intervals }: Answer): readonly Shown[] {
  const states = twin.objects.find((object) => object.id === id)?.states ?? [];
  const { kind, frames } = twin.source;
  if (kind === 'image' || !frames) return states.slice(0, 1).map((state) => ({ state, picture: 0 }));
  const held = intervals?.filter(({ ids }) => ids.includes(id));
  return states.flatMap((state): readonly Shown[] => {
    const { frame, timeUs } = state;
    const holds = !held || held.some(({ startUs, endUs }) => timeUs >= startUs && timeUs < endUs);
    const picture = frames.findIndex((each) => each.frame === frame);
    return holds && picture >= 0 ? [{ state, picture }] : [];
  });
}

/** The boxes that an answer shows, object by object and frame by frame; in a video shifted to the place of their frame. */
export function shownBoxes(twin: Twin, answer: Answer): readonly Box[] {
  return answer.ids.flatMap((id) =>
    shownOf(twin, id, answer).map(({ state: { box }, picture }): Box => {
      const shift = picture * twin.source.width;
      return [box[0] + shift, box[1], box[2] + shift, box[3]];
    }),
  );
}

/** The masks that an answer shows, one for each object that has any: of a video over all of its frames, as one wide picture. */
export function shownMasks(twin: Twin, answer: Answer): readonly Rle[] {
  const pictures = twin.source.kind === 'image' ? 1 : (twin.source.frames?.length ?? 1);
  return answer.ids.flatMap((id) => {
    const masks = shownOf(twin, id, answer).flatMap(({ state: { mask }, picture }) =>
      mask ? [placed(mask, picture, pictures)] : [],
    );
    const [first, ...rest] = masks;
    return first ? [rest.reduce(rleUnion, first)] : [];
  });
}

/** A mask in one of several pictures side by side. Runs go down columns, so that all before it and after it is one run each. */
function placed(mask: Rle, picture: number, pictures: number): Rle {
  if (pictures === 1) return mask;
  const [height, width] = mask.size;
  const pixels = height * width;
  const counts = [...mask.counts];
  counts[0] = (counts[0] ?? 0) + picture * pixels;
  const after = (pictures - 1 - picture) * pixels;
  if (counts.length % 2 === 1) counts[counts.length - 1] = (counts.at(-1) ?? 0) + after;
  else if (after > 0) counts.push(after);
  return { size: [height, width * pictures], counts };
}
