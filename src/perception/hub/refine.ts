import { boxIou } from '../../twin/geometry/box.ts';
import { pinhole, unproject } from '../../twin/geometry/camera.ts';
import type { Depth, ObjectState, ToolRun, Twin, TwinObject } from '../../twin/schema/twin.ts';
import type { Detection } from '../pixels.ts';
import {
  type DepthMap,
  fitInverseDepth,
  type InverseFit,
  type MeasuredDepth,
  metricDepth,
  quantile,
  relativeDepth,
  valuesOn,
} from './measure/inverseDepth.ts';
import { attributesInText, type SpokenAttribute } from './measure/wordsOfText.ts';

// Twin in, refined twin out; each function adds the run that measured to the log, and what it measured points to it.

/** A run as its maker knows it; what was learnt while refining is added to `args`. */
export type RunFacts = ToolRun;

/** Found again, an object keeps its place in the twin. */
const SAME_OBJECT_IOU = 0.6;

export interface WithFound {
  readonly twin: Twin;
  /** Of the objects that the words describe, those that were there before included. */
  readonly ids: string[];
}

/** Adds what was found by words; a detection of an object that already carries this label is that object. Pure. */
export function withFound(twin: Twin, detections: readonly Detection[], run: RunFacts): WithFound {
  const by = twin.log.length;
  const objects = [...twin.objects];
  const ids: string[] = [];
  let next = 1 + Math.max(0, ...twin.objects.map(({ id }) => Number(/^o(\d+)$/.exec(id)?.[1] ?? 0)));
  for (const { label, score, box } of detections) {
    const known = objects.find((object) => object.label === label && iouWith(object, box) > SAME_OBJECT_IOU);
    if (known) {
      if (!ids.includes(known.id)) ids.push(known.id);
      continue;
    }
    const id = `o${next++}`;
    const [x0, y0, x1, y1] = box;
    const center: [number, number] = [(x0 + x1) / 2, (y0 + y1) / 2];
    const state: ObjectState = { frame: 0, timeUs: 0, box: [x0, y0, x1, y1], by, center };
    objects.push({ id, label, score: Math.min(1, Math.max(0, score)), attributes: {}, states: [state] });
    ids.push(id);
  }
  return { twin: { ...twin, objects, log: [...twin.log, run] }, ids };
}

const iouWith = ({ states }: TwinObject, box: Detection['box']): number => {
  const own = states[0]?.box;
  return own ? boxIou(own, box) : 0;
};

/**
 * Replaces the depth of every object by what a map of relative inverse depth says, scaled to metres by the distances that the
 * twin holds already; where it holds none, depth gets no unit and positions are dropped. The log says which. Pure.
 */
export function withDepthMap(twin: Twin, map: DepthMap, run: RunFacts): Twin {
  const image = twin.source;
  const subjects = twin.objects.map(({ states }) => {
    const state = states[0];
    const { mean, std, unit } = state?.depth ?? {};
    const prior = unit === 'm' && mean !== undefined && std !== undefined ? { mean, std } : undefined;
    const values = state ? valuesOn(map, { box: state.box, mask: state.mask }, image) : new Float32Array();
    return { values, prior };
  });
  const fit = fitInverseDepth(
    subjects.flatMap(({ values, prior }) => (prior ? [{ value: quantile(values, 0.5), ...prior }] : [])),
  );
  const range = extent(map.data);
  const camera = pinhole(image.width, image.height, twin.camera.verticalFovDeg);
  let index = 0;
  return changeStates(twin, { ...run, args: { ...run.args, ...fitArgs(fit) } }, (state, _, by) => {
    const { values = new Float32Array() } = subjects[index++] ?? {};
    if (values.length === 0) return state;
    const measured = fit ? metricDepth(values, fit) : relativeDepth(values, range);
    const depth = toDepth(measured, fit ? 'm' : 'relative', by);
    const { position: _position, ...rest } = state;
    const [x, y] = state.center;
    return fit ? { ...rest, depth, position: unproject(camera, x, y, depth.mean) } : { ...rest, depth };
  });
}

const toDepth = (measured: MeasuredDepth, unit: Depth['unit'], by: number): Depth => ({
  ...measured,
  std: Math.max(0, measured.std),
  unit,
  by,
});

const fitArgs = (fit: InverseFit | undefined): ToolRun['args'] =>
  fit
    ? {
        unit: 'm',
        scaledBy: 'geometric prior',
        support: fit.support,
        scale: fit.scale,
        shift: fit.shift,
        fitError: fit.error,
      }
    : { unit: 'relative', scaledBy: 'nothing: no object of known distance' };

function extent(values: Float32Array): { min: number; max: number } {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/** A captioner gives no probability for a word: this stands for "said, not measured". */
export const SAID_SCORE = 0.5;

/** Gives objects the material and state that sentences about them state; silence adds nothing. Pure. */
export function withSayings(twin: Twin, sayings: ReadonlyMap<string, string>, run: RunFacts): Twin {
  const by = twin.log.length;
  const objects = twin.objects.map((object) => {
    const said = attributesInText(sayings.get(object.id) ?? '', object.label);
    const attributes = { ...object.attributes };
    for (const name of ['material', 'state'] satisfies SpokenAttribute[]) {
      const value = said[name];
      if (value === undefined || attributes[name]?.by === 'human') continue;
      attributes[name] = { value, score: SAID_SCORE, by };
    }
    return { ...object, attributes };
  });
  return { ...twin, objects, log: [...twin.log, run] };
}

/** Changes the state of each object of an image; the run is logged and `by` is its place in the log. */
function changeStates(
  twin: Twin,
  run: RunFacts,
  change: (state: ObjectState, object: TwinObject, by: number) => ObjectState,
): Twin {
  const by = twin.log.length;
  const objects = twin.objects.map((object) => ({
    ...object,
    states: object.states.map((state, i) => (i === 0 ? change(state, object, by) : state)),
  }));
  return { ...twin, objects, log: [...twin.log, run] };
}
