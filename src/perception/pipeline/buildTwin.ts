import { boxCenter, clipBox } from '../../twin/geometry/box.ts';
import {
  type Box,
  type ToolRun,
  TWIN_VERSION,
  type Twin,
  type TwinObject,
  type TwinSource,
} from '../../twin/schema/twin.ts';
import type { Detection, RgbaImage } from '../pixels.ts';
import { assumedVerticalFovDeg } from '../tasks/depth/geometricDepth.ts';
import { describeTwin } from './describeTwin.ts';

export interface CoarseTwinInput {
  /** Boxes in canonical pixels of the source. */
  readonly detections: readonly Detection[];
  readonly source: TwinSource;
  /** The run that made the detections: entry 0 of the log. */
  readonly detectRun: ToolRun;
}

export interface BuildTwinInput extends CoarseTwinInput {
  readonly pixels: RgbaImage;
  /** From canonical pixels to those of `pixels`, which may be smaller; 1 when absent. */
  readonly pixelScale?: { readonly x: number; readonly y: number };
  /** Milliseconds of a clock that never runs backwards; without it runs are logged with 0 ms. */
  readonly timer?: () => number;
}

/**
 * Detections as objects o1, o2 … by falling score (ties by place, so that equal input gives equal ids), with boxes and
 * nothing else. Detections without a label or outside the image are left out.
 */
export const coarseTwin = ({ detections, source, detectRun }: CoarseTwinInput): Twin => ({
  type: 'twin',
  version: TWIN_VERSION,
  source,
  camera: { verticalFovDeg: assumedVerticalFovDeg(source.width, source.height), estimated: true },
  objects: detections
    .flatMap((detection) => toObject(detection, source) ?? [])
    .sort(compareObjects)
    .map((object, index) => ({ ...object, id: `o${index + 1}` })),
  log: [detectRun],
});

/** The twin of an image: its detections with attributes, depth and positions. Passes every integrity check. */
export function buildTwin({ pixels, pixelScale, timer, ...input }: BuildTwinInput): Twin {
  return describeTwin(coarseTwin(input), {
    pixels,
    ...(pixelScale && { pixelScale }),
    ...(timer && { timer }),
  });
}

type UnnamedObject = Omit<TwinObject, 'id'>;

function toObject({ label, score, box }: Detection, source: TwinSource): UnnamedObject | undefined {
  const clipped: Box | undefined = clipBox(box, source.width, source.height);
  if (clipped === undefined || label.trim() === '' || !Number.isFinite(score)) return undefined;
  return {
    label,
    score: Math.min(1, Math.max(0, score)),
    attributes: {},
    states: [{ frame: 0, timeUs: 0, box: clipped, by: 0, center: boxCenter(clipped) }],
  };
}

function compareObjects(a: UnnamedObject, b: UnnamedObject): number {
  if (a.score !== b.score) return b.score - a.score;
  const [boxA, boxB] = [a.states[0]?.box ?? [], b.states[0]?.box ?? []];
  const side = boxA.findIndex((edge, i) => edge !== boxB[i]);
  return (boxA[side] ?? 0) - (boxB[side] ?? 0) || (a.label < b.label ? -1 : 1);
}
