import { scaleBox } from '../../twin/geometry/box.ts';
import type { Attribute, ToolRun, Twin, TwinObject } from '../../twin/schema/twin.ts';
import type { RgbaImage } from '../pixels.ts';
import { describeBox, describeColours, type MeasuredAttribute } from '../tasks/attributes/describe.ts';
import { type DepthEstimate, type GeometricDepth, geometricDepth } from '../tasks/depth/geometricDepth.ts';

export interface DescribeInput {
  /** Absent when only the twin is at hand: then no colours are named. */
  readonly pixels?: RgbaImage;
  /** From canonical pixels to those of `pixels`, which may be smaller. */
  readonly pixelScale?: { readonly x: number; readonly y: number };
  /** Milliseconds of a clock that never runs backwards; without it runs are logged with 0 ms. */
  readonly timer?: () => number;
}

/**
 * Adds what follows from boxes and pixels to the twin of an image: colour, size and position words, geometric depth, 3D
 * position and the camera, each with its run in the log. What an object already has stays as it is. Pure.
 */
export const describeTwin = (twin: Twin, input: DescribeInput = {}): Twin =>
  describeDepth(describeAttributes(twin, input), input);

export interface DescribeAttributesInput extends DescribeInput {
  /** The ids of objects whose attributes of a measured name are measured anew; what a person has set stays. */
  readonly anew?: readonly string[];
}

/** Adds colour, size and position words; colours are those inside the mask where an object has one. Pure. */
export function describeAttributes(twin: Twin, input: DescribeAttributesInput = {}): Twin {
  const { timer = () => 0, anew = [] } = input;
  const start = timer();
  const measured = measureAttributes(twin, input);
  const log = [
    ...twin.log,
    run('attributes', 'OKLab colour names', { pixels: input.pixels !== undefined }, timer() - start),
  ];
  const by = twin.log.length;
  const renewed = new Set(anew);
  const objects = twin.objects.map((object, index) =>
    withAttributes(object, measured[index] ?? [], by, renewed.has(object.id)),
  );
  return { ...twin, objects, log };
}

/** Adds geometric depth, 3D position and the camera. Pure. */
export function describeDepth(twin: Twin, { timer = () => 0 }: DescribeInput = {}): Twin {
  const start = timer();
  const depth = measureDepth(twin);
  const { verticalFovDeg } = depth.camera;
  const { groundSupport, tableSupport } = depth;
  const args = { verticalFovDeg, groundSupport, tableSupport, unit: 'm' };
  const log = [...twin.log, run('depth', 'geometric prior', args, timer() - start)];
  const by = twin.log.length;
  const objects = twin.objects.map((object, index) => withDepth(object, depth.estimates[index], by));
  return { ...twin, camera: twin.camera.estimated ? depth.camera : twin.camera, objects, log };
}

const run = (tool: string, model: string, args: ToolRun['args'], ms: number): ToolRun => ({
  tool,
  model,
  revision: '1',
  device: 'cpu',
  dtype: 'fp64',
  args,
  ms: Math.max(0, ms),
});

function measureAttributes(twin: Twin, { pixels, pixelScale }: DescribeInput): MeasuredAttribute[][] {
  const { width, height } = twin.source;
  const scale = pixelScale ?? { x: 1, y: 1 };
  const states = twin.objects.flatMap((object) => object.states[0] ?? []);
  const scaled = states.map(({ box }) => scaleBox(box, scale.x, scale.y));
  return states.map(({ box, mask }, index) => {
    const words = describeBox(box, width, height);
    const own = scaled[index];
    if (pixels === undefined || own === undefined) return words;
    const others = scaled.filter((_, other) => other !== index);
    return [...describeColours(pixels, own, others, mask), ...words];
  });
}

function measureDepth(twin: Twin): GeometricDepth {
  const { width, height } = twin.source;
  const inputs = twin.objects.map(({ label, states }) => ({
    label,
    box: states[0]?.box ?? ([0, 0, 1, 1] as const),
  }));
  return geometricDepth(inputs, width, height);
}

/** The names that are measured here: measured anew, an object may have lost its second colour. */
const MEASURED_NAMES: ReadonlySet<string> = new Set<MeasuredAttribute['name']>([
  'colour',
  'colour2',
  'size',
  'position',
]);

function withAttributes(
  object: TwinObject,
  measured: readonly MeasuredAttribute[],
  by: number,
  anew: boolean,
): TwinObject {
  const fresh = measured.map(({ name, value, score }): [string, Attribute] => [name, { value, score, by }]);
  const kept = Object.entries(object.attributes).filter(
    ([name, attribute]) => !anew || attribute.by === 'human' || !MEASURED_NAMES.has(name),
  );
  return { ...object, attributes: { ...Object.fromEntries(fresh), ...Object.fromEntries(kept) } };
}

function withDepth(object: TwinObject, estimate: DepthEstimate | undefined, by: number): TwinObject {
  const state = object.states[0];
  if (state === undefined || estimate === undefined || state.depth !== undefined) return object;
  const { mean, std, min, max, position } = estimate;
  return { ...object, states: [{ ...state, depth: { mean, std, min, max, unit: 'm', by }, position }] };
}
