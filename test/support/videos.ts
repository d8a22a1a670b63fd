import type { Box, CameraMotion, Twin, TwinObject } from '../../src/twin/schema/twin.ts';

/** What a scripted thing does: its box in each sampled frame, none where it isn't seen. */
export interface Script {
  readonly label: string;
  readonly boxes: readonly (Box | undefined)[];
  /** Indices of frames in which the box fills a gap. */
  readonly bridged?: readonly number[];
}

export interface VideoOptions {
  /** Between two sampled frames; half a second unless said otherwise. */
  readonly stepUs?: number;
  /** How the camera moved since the frame before, by index. */
  readonly motions?: readonly (CameraMotion | undefined)[];
}

/** The twin of a video of 400×200 in which scripted things are seen: o1, o2, … Every third frame was looked at. */
export function scriptedVideo(
  scripts: readonly Script[],
  { stepUs = 500_000, motions }: VideoOptions = {},
): Twin {
  const length = Math.max(1, ...scripts.map(({ boxes }) => boxes.length));
  const frames = Array.from({ length }, (_, index) => {
    const motion = motions?.[index];
    return { frame: 3 * index, timeUs: stepUs * index, ...(motion && { motion }) };
  });
  return {
    type: 'twin',
    version: 1,
    source: {
      kind: 'video',
      name: 'clip.mp4',
      width: 400,
      height: 200,
      frameCount: 3 * length,
      durationUs: stepUs * length,
      sha256: '',
      frames,
    },
    camera: { verticalFovDeg: 50, estimated: true },
    objects: scripts.map(
      ({ label, boxes, bridged = [] }, index): TwinObject => ({
        id: `o${index + 1}`,
        label,
        score: 0.9,
        attributes: {},
        states: boxes.flatMap((box, at) => {
          const frame = frames[at];
          if (!box || !frame) return [];
          const center: [number, number] = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
          const { timeUs } = frame;
          const gap = bridged.includes(at) ? { interpolated: true as const } : {};
          return [{ frame: frame.frame, timeUs, box, center, by: 0, ...gap }];
        }),
      }),
    ),
    log: [{ tool: 'track', model: 'script', revision: '1', device: 'cpu', dtype: '', args: {}, ms: 0 }],
  };
}

/** A box of 40×40 whose left edge is at x. */
export const boxAt = (x: number, y = 100): Box => [x, y, x + 40, y + 40];

/**
 * Nine frames, 0 to 4.5 s: a dog (o1) comes in from the left after a second and walks right until it stands beside a bench (o2), which
 * stays; a cat (o3) is there until 1.5 s; a car (o4) drives from right to left in the back and leaves.
 */
export function parkVideo(): Twin {
  const xs = [undefined, undefined, 0, 50, 100, 150, 200, 200, 200];
  return scriptedVideo([
    { label: 'dog', boxes: xs.map((x) => (x === undefined ? undefined : boxAt(x))), bridged: [4] },
    { label: 'bench', boxes: xs.map(() => [245, 90, 325, 150]) },
    { label: 'cat', boxes: xs.map((_, index) => (index < 3 ? boxAt(20, 20) : undefined)) },
    {
      label: 'car',
      boxes: xs.map((_, index) => (index < 7 ? [330 - 55 * index, 10, 390 - 55 * index, 40] : undefined)),
    },
  ]);
}
