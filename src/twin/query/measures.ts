import type { ObjectState, TwinObject } from '../schema/twin.ts';

/** Keys by which `argmax`, `argmin` and `measure` order objects. */
export const MEASURE_KEYS = [
  'x',
  'y',
  'left',
  'right',
  'top',
  'bottom',
  'width',
  'height',
  'area',
  'score',
  'depth',
  'distance',
  'path',
  'speed',
  'start',
  'end',
  'duration',
] as const;
export type MeasureKey = (typeof MEASURE_KEYS)[number];

/** Measures of a video, which a picture does not hold. */
export const TIME_KEYS = ['path', 'speed', 'start', 'end', 'duration'] as const;
export type TimeKey = (typeof TIME_KEYS)[number];

export const isTimeKey = (key: string): key is TimeKey => TIME_KEYS.some((known) => known === key);

export const isMeasureKey = (key: string): key is MeasureKey => MEASURE_KEYS.some((known) => known === key);

/** A number with its unit: pixels ("px"), square pixels ("px²"), metres ("m") or none. */
export interface Measurement {
  readonly value: number;
  readonly unit?: string;
}

/**
 * Measures an object at a frame: `x`, `y` box centre, box sides and extents in pixels, `area` of the mask (else of the
 * box) in px², detection `score`, `depth` along the view direction and `distance` from the camera in metres.
 * Undefined when the twin does not hold the number (depth was not measured).
 */
export function measureObject(
  object: TwinObject,
  state: ObjectState,
  key: Exclude<MeasureKey, TimeKey>,
): Measurement | undefined {
  const [x0, y0, x1, y1] = state.box;
  switch (key) {
    case 'x':
      return { value: (x0 + x1) / 2, unit: 'px' };
    case 'y':
      return { value: (y0 + y1) / 2, unit: 'px' };
    case 'left':
      return { value: x0, unit: 'px' };
    case 'right':
      return { value: x1, unit: 'px' };
    case 'top':
      return { value: y0, unit: 'px' };
    case 'bottom':
      return { value: y1, unit: 'px' };
    case 'width':
      return { value: x1 - x0, unit: 'px' };
    case 'height':
      return { value: y1 - y0, unit: 'px' };
    case 'area':
      return { value: state.area ?? (x1 - x0) * (y1 - y0), unit: 'px²' };
    case 'score':
      return { value: object.score };
    case 'depth':
      return depthOf(state);
    case 'distance': {
      if (!state.position) return depthOf(state);
      return { value: Math.hypot(...state.position), unit: 'm' };
    }
  }
}

function depthOf(state: ObjectState): Measurement | undefined {
  if (!state.depth) return undefined;
  return state.depth.unit === 'm' ? { value: state.depth.mean, unit: 'm' } : { value: state.depth.mean };
}

/**
 * Whether a box centre lies in the named part of the picture: `left`, `right`, `top` and `bottom` are halves, `middle` is the
 * central third of the width.
 */
export function isAtPosition(
  state: ObjectState,
  size: { width: number; height: number },
  word: string,
): boolean {
  const [x0, y0, x1, y1] = state.box;
  const x = (x0 + x1) / 2 / size.width;
  const y = (y0 + y1) / 2 / size.height;
  switch (word) {
    case 'left':
      return x < 0.5;
    case 'right':
      return x >= 0.5;
    case 'top':
      return y < 0.5;
    case 'bottom':
      return y >= 0.5;
    case 'middle':
      return x >= 1 / 3 && x <= 2 / 3;
    default:
      return false;
  }
}

/** "left", "top right", "middle": where a box centre lies on a grid of thirds. */
export function positionWords(state: ObjectState, size: { width: number; height: number }): string {
  const [x0, y0, x1, y1] = state.box;
  const third = (value: number, names: readonly [string, string]) => {
    if (value < 1 / 3) return names[0];
    return value > 2 / 3 ? names[1] : '';
  };
  const horizontal = third((x0 + x1) / 2 / size.width, ['left', 'right']);
  const vertical = third((y0 + y1) / 2 / size.height, ['top', 'bottom']);
  return `${vertical} ${horizontal}`.trim() || 'middle';
}
