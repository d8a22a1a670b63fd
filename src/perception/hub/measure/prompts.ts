import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { SegmentPrompt } from '../../tasks/segment/types.ts';
import type { ImageSize } from './boxes.ts';

/** What a promptable model is fed, in canonical pixels. */
export interface ModelPrompt {
  readonly points: readonly (readonly [x: number, y: number])[];
  /** 1 on the object, 0 beside it. */
  readonly labels: readonly (0 | 1)[];
  readonly box?: ReadonlyBox;
  /** Where the mask may lie: the box, where the model could not be given it as such. */
  readonly clip?: ReadonlyBox;
}

/** What the graph of a model takes; exports differ. */
export interface PromptAbilities {
  readonly boxes: boolean;
  /** Whether a box alone is enough, without a point. */
  readonly boxAlone: boolean;
}

/** How far outside a box the points lie that say "not here", as a share of its size. */
const OUTSIDE = 0.12;
/** How far a mask may reach beyond the box that was drawn around it, as a share of its size. */
const SLACK = 0.06;

/**
 * A person's prompt as a model can take it. Where a model takes no boxes, its middle becomes a point on the object, the middles
 * of its sides, moved outwards, become points beside it, and the mask is cut at the box.
 */
export function modelPrompt(
  prompt: SegmentPrompt,
  abilities: PromptAbilities,
  image: ImageSize,
): ModelPrompt {
  const points = prompt.points.map(({ x, y }) => [x, y] as const);
  const labels = prompt.points.map(({ positive }): 0 | 1 => (positive ? 1 : 0));
  const { box } = prompt;
  if (box === undefined) return { points, labels };
  const [x0, y0, x1, y1] = box;
  const middle = [(x0 + x1) / 2, (y0 + y1) / 2] as const;
  const hasPositive = labels.includes(1);
  if (abilities.boxes) {
    if (abilities.boxAlone || hasPositive) return { points, labels, box };
    return { points: [middle, ...points], labels: [1, ...labels], box };
  }
  const [dx, dy] = [(x1 - x0) * OUTSIDE, (y1 - y0) * OUTSIDE];
  const beside = (
    [
      [middle[0], y0 - dy],
      [middle[0], y1 + dy],
      [x0 - dx, middle[1]],
      [x1 + dx, middle[1]],
    ] as const
  ).filter(([x, y]) => x >= 0 && y >= 0 && x < image.width && y < image.height);
  const [slackX, slackY] = [(x1 - x0) * SLACK, (y1 - y0) * SLACK];
  return {
    points: [...(hasPositive ? [] : [middle]), ...points, ...beside],
    labels: [...(hasPositive ? [] : [1 as const]), ...labels, ...beside.map(() => 0 as const)],
    clip: [x0 - slackX, y0 - slackY, x1 + slackX, y1 + slackY],
  };
}
