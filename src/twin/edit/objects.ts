import type { ErrorDetails } from '../../core/errors.ts';
import { ok, type Result } from '../../core/result.ts';
import { boxCenter, clipBox, containsBox, type ReadonlyBox } from '../geometry/box.ts';
import { rleArea, rleBox, rleProblem } from '../geometry/rle.ts';
import type { Rle } from '../schema/rle.ts';
import {
  MAX_OBJECTS,
  type ObjectState,
  type Provenance,
  type ToolRun,
  type Twin,
  type TwinObject,
} from '../schema/twin.ts';
import { forgetLabelFacts, forgetShapeFacts, settled } from './derived.ts';
import { changed, type EditResult, freshId, logged, refuse } from './support.ts';

const LABEL_LIMIT = 256;
const NAME_LIMIT = 64;

/** An object to add. Without a mask it has its box alone; with one, the mask's tight box. */
export interface NewObject {
  readonly label: string;
  /** Canonical pixels; cut to the image. Needed where there is no mask. */
  readonly box?: ReadonlyBox;
  readonly mask?: Rle;
  /** What gave the shape; the label is the person's. */
  readonly by: Provenance;
}

/** The twin with one tool run more, and the run's index in the log. */
export const withRun = (twin: Twin, run: ToolRun): { twin: Twin; by: number } => ({
  twin: { ...twin, log: [...twin.log, run] },
  by: twin.log.length,
});

type Shape = Pick<ObjectState, 'box' | 'center' | 'mask' | 'maskBy' | 'area'>;
type Checked<T> = Result<T, ErrorDetails>;

function readLabel(label: string): Checked<string> {
  const text = label.trim();
  if (text === '') return refuse('An object needs a label.', 'Say in a word or two what it is.');
  if (text.length <= LABEL_LIMIT) return ok(text);
  return refuse(`A label has at most ${LABEL_LIMIT} characters, not ${text.length}.`, 'Shorten it.');
}

function shapeOfBox({ source }: Twin, box: ReadonlyBox): Checked<Shape> {
  const clipped = clipBox(box, source.width, source.height);
  if (!clipped) {
    return refuse('The box has no area inside the image.', 'Draw it on the image.');
  }
  return ok({ box: clipped, center: boxCenter(clipped) });
}

function shapeOfMask({ source }: Twin, mask: Rle, by: Provenance): Checked<Shape> {
  const [height, width] = mask.size;
  if (height !== source.height || width !== source.width) {
    return refuse(
      `The mask is ${width}×${height}, the image ${source.width}×${source.height}.`,
      'Use a mask that was made on this image.',
    );
  }
  const problem = rleProblem(mask);
  if (problem !== undefined) return refuse(`The mask is invalid: ${problem}.`, 'Make it again.');
  const box = rleBox(mask);
  if (!box) return refuse('The mask is empty.', 'Point at the object once more.');
  return ok({ box, center: boxCenter(box), mask, maskBy: by, area: rleArea(mask) });
}

function checkProvenance(twin: Twin, by: Provenance): Checked<Provenance> {
  if (by === 'human' || twin.log[by] !== undefined) return ok(by);
  return refuse(`There is no tool run ${by} in the log.`, 'Append the run first.');
}

/** Adds an object at the end, under an id that was never used in this twin; the edit names it. */
export function addObject(twin: Twin, added: NewObject): EditResult {
  const label = readLabel(added.label);
  if (!label.ok) return label;
  const by = checkProvenance(twin, added.by);
  if (!by.ok) return by;
  const shape = added.mask
    ? shapeOfMask(twin, added.mask, added.by)
    : shapeOfBox(twin, added.box ?? [0, 0, 0, 0]);
  if (!shape.ok) return shape;
  if (twin.objects.length >= MAX_OBJECTS) {
    return refuse(`A twin holds at most ${MAX_OBJECTS} objects.`, 'Remove some first.');
  }
  const id = freshId(twin);
  const object: TwinObject = {
    id,
    label: label.value,
    score: 1,
    attributes: {},
    states: [{ frame: 0, timeUs: 0, by: by.value, ...shape.value }],
  };
  return logged(
    { ...twin, objects: [...twin.objects, object] },
    [{ action: 'add', id, label: label.value }],
    [id],
  );
}

/** Another shape for the first state; what was measured inside the old one is forgotten. */
function reshape(twin: Twin, object: TwinObject, shape: Shape, by: Provenance): TwinObject {
  const [first, ...others] = object.states;
  if (!first) return object;
  const { mask: _mask, maskBy: _maskBy, area: _area, quad: _quad, ...rest } = first;
  return forgetShapeFacts(twin, { ...object, states: [{ ...rest, ...shape, by }, ...others] });
}

/** Gives an object another mask; its box becomes the mask's tight box. */
export function setMask(twin: Twin, id: string, mask: Rle, by: Provenance): EditResult {
  const source = checkProvenance(twin, by);
  if (!source.ok) return source;
  const shape = shapeOfMask(twin, mask, by);
  if (!shape.ok) return shape;
  return changed(twin, id, { action: 'mask' }, (object) => ok(reshape(twin, object, shape.value, by)));
}

/** What measured the mask, also where that was what measured the box. */
const maskProvenance = ({ maskBy, by }: ObjectState): Provenance => maskBy ?? by;

/** Gives an object another box, cut to the image. Its mask stays where it lies within. */
export function setBox(twin: Twin, id: string, box: ReadonlyBox): EditResult {
  const shape = shapeOfBox(twin, box);
  if (!shape.ok) return shape;
  return changed(twin, id, { action: 'box' }, (object) => {
    const [state] = object.states;
    const tight = state?.mask && rleBox(state.mask);
    const kept =
      state?.mask && tight && containsBox(shape.value.box, tight)
        ? { mask: state.mask, maskBy: maskProvenance(state), area: rleArea(state.mask) }
        : {};
    return ok(reshape(twin, object, { ...shape.value, ...kept }, 'human'));
  });
}

/** Gives an object another label, for certain (score 1). */
export function rename(twin: Twin, id: string, label: string): EditResult {
  const text = readLabel(label);
  if (!text.ok) return text;
  const before = twin.objects.find((object) => object.id === id)?.label ?? '';
  return changed(twin, id, { action: 'rename', from: before, to: text.value }, (object) => {
    const states = object.states.map((state) => ({
      ...state,
      by: 'human' as const,
      ...(state.mask ? { maskBy: maskProvenance(state) } : {}),
    }));
    return ok(forgetLabelFacts(twin, { ...object, label: text.value, score: 1, states }));
  });
}

/** Removes objects; all ids must exist. */
export function remove(twin: Twin, ids: readonly string[]): EditResult {
  const wanted = new Set(ids);
  const removed = twin.objects.filter((object) => wanted.has(object.id));
  if (removed.length === 0 || removed.length < wanted.size) {
    const missing = [...wanted].find((id) => removed.every((object) => object.id !== id));
    return refuse(
      missing === undefined ? 'No object was named.' : `There is no object ${missing} in this twin.`,
      'Choose objects that are there.',
    );
  }
  const objects = twin.objects.filter((object) => !wanted.has(object.id));
  const entries = removed.map(({ id, label }) => ({ action: 'remove', id, label }));
  return logged(
    { ...twin, objects },
    entries,
    removed.map(({ id }) => id),
  );
}

/** Says an attribute for certain (score 1); undefined takes it away. */
export function setAttribute(twin: Twin, id: string, name: string, value: string | undefined): EditResult {
  const key = name.trim();
  const text = value?.trim();
  if (key === '' || key.length > NAME_LIMIT || key === '__proto__') {
    return refuse(
      `“${key}” can't name an attribute.`,
      `Use a name of at most ${NAME_LIMIT} characters: colour, material, state.`,
    );
  }
  if (text !== undefined && (text === '' || text.length > LABEL_LIMIT)) {
    return refuse(
      `The value of ${key} needs 1 to ${LABEL_LIMIT} characters.`,
      'Shorten it, or remove the attribute.',
    );
  }
  const args = text === undefined ? { action: 'forget', name: key } : { action: 'attribute', name: key };
  return changed(twin, id, args, (object) => {
    const others = Object.entries(object.attributes).filter(([other]) => other !== key);
    const said = text === undefined ? [] : [[key, { value: text, score: 1, by: 'human' as const }] as const];
    return ok({ ...object, attributes: Object.fromEntries([...others, ...said]) });
  });
}

/** Puts an object at a distance along the view direction, for certain; its position follows. */
export function setDepth(twin: Twin, id: string, distance: number): EditResult {
  if (!(distance > 0) || !Number.isFinite(distance)) {
    return refuse('A depth is a positive number.', 'Give the distance from the camera, as 2.5.');
  }
  return changed(twin, id, { action: 'depth', distance }, (object) => {
    const [first, ...others] = object.states;
    if (!first) return ok(object);
    const unit = first.depth?.unit ?? 'm';
    const depth = { mean: distance, std: 0, min: distance, max: distance, unit, by: 'human' as const };
    return ok({ ...object, states: [settled(twin, { ...first, depth }), ...others] });
  });
}
