import { scaleBox } from '../../twin/geometry/box.ts';
import type { Attribute, Camera, ToolRun, Twin, TwinObject } from '../../twin/schema/twin.ts';
import type { RgbaImage } from '../pixels.ts';
import { describeBox, describeColours, type MeasuredAttribute } from '../tasks/attributes/describe.ts';
import { type DepthEstimate, geometricDepth } from '../tasks/depth/geometricDepth.ts';

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
export function describeTwin(twin: Twin, input: DescribeInput = {}): Twin {
  const { timer = () => 0 } = input;
  const start = timer();
  const attributes = measureAttributes(twin, input);
  const described = timer();
  const depth = measureDepth(twin);
  const end = timer();
  const [attributesBy, depthBy] = [twin.log.length, twin.log.length + 1];
  const log: ToolRun[] = [
    ...twin.log,
    run('attributes', 'OKLab colour names', { pixels: input.pixels !== undefined }, described - start),
    run(
      'depth',
      'geometric prior',
      {
        verticalFovDeg: depth.camera.verticalFovDeg,
        groundSupport: depth.groundSupport,
        unit: 'm',
      },
      end - described,
    ),
  ];
  const objects = twin.objects.map((object, index) =>
    withDepth(withAttributes(object, attributes[index] ?? [], attributesBy), depth.estimates[index], depthBy),
  );
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

function measureDepth(twin: Twin): {
  camera: Camera;
  estimates: readonly (DepthEstimate | undefined)[];
  groundSupport: number;
} {
  const { width, height } = twin.source;
  const inputs = twin.objects.map(({ label, states }) => ({
    label,
    box: states[0]?.box ?? ([0, 0, 1, 1] as const),
  }));
  return geometricDepth(inputs, width, height);
}

function withAttributes(object: TwinObject, measured: readonly MeasuredAttribute[], by: number): TwinObject {
  const fresh = measured.map(({ name, value, score }): [string, Attribute] => [name, { value, score, by }]);
  return { ...object, attributes: { ...Object.fromEntries(fresh), ...object.attributes } };
}

function withDepth(object: TwinObject, estimate: DepthEstimate | undefined, by: number): TwinObject {
  const state = object.states[0];
  if (state === undefined || estimate === undefined || state.depth !== undefined) return object;
  const { mean, std, min, max, position } = estimate;
  return { ...object, states: [{ ...state, depth: { mean, std, min, max, unit: 'm', by }, position }] };
}
