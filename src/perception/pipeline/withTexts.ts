import { settled } from '../../twin/edit/derived.ts';
import { boxArea, boxCenter, containment } from '../../twin/geometry/box.ts';
import { rasterisePolygons } from '../../twin/geometry/polygon.ts';
import {
  boxAroundPoints,
  convexIou,
  mapQuad,
  polygonArea,
  type Quad,
  quadOfBox,
  sharedArea,
} from '../../twin/geometry/quad.ts';
import { rleArea, rleUnion } from '../../twin/geometry/rle.ts';
import { TEXT_LABEL } from '../../twin/query/needs.ts';
import {
  MAX_OBJECTS,
  type ObjectState,
  type ToolRun,
  type Twin,
  type TwinObject,
} from '../../twin/schema/twin.ts';
import { inReadingOrder } from '../tasks/ocr/recogniseText.ts';
import type { TextLine } from '../tasks/ocr/types.ts';

/** The share of a text that must lie in the mask, or else in the box, of what carries it. */
const CARRIED_SHARE = 0.6;
/** A text that overlaps a known one more than this, as IoU or as a share of either, is the same one read again. */
const SAME_TEXT_OVERLAP = 0.5;
/** As attributes may be. */
const MAX_TEXT_LENGTH = 256;
const OWN_ID = /^t([1-9]\d*)$/;

/**
 * The twin with lines of text that were read in its picture, and the run that read them at the end of its log. Each line is an
 * object of label "text" with its quadrilateral; its attribute `text` holds what was read, `on` the id of the smallest object
 * that holds most of it. That carrier's attribute `text` holds all of its lines in reading order. A line that is known already
 * keeps its id, and its text unless the new reading is surer; what a person wrote stays. Pure.
 */
export function withTexts(twin: Twin, lines: readonly TextLine[], run: ToolRun): Twin {
  const by = twin.log.length;
  const logged: Twin = { ...twin, log: [...twin.log, run] };
  const read = lines.reduce((known, line) => addLine(known, line, by), logged);
  return { ...read, objects: read.objects.map((object) => withCarriedText(object, read, by)) };
}

/** Whether an object is a line of text. */
export const isText = ({ label }: Pick<TwinObject, 'label'>): boolean => label === TEXT_LABEL;

/** Readable characters alone, single spaces, at most as long as an attribute may be. */
export function cleanText(text: string): string {
  const visible = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (visible.length <= MAX_TEXT_LENGTH) return visible;
  // Cut by code points, so that no half of a surrogate pair is left.
  let cut = '';
  for (const character of visible) {
    if (cut.length + character.length >= MAX_TEXT_LENGTH) break;
    cut += character;
  }
  return `${cut}…`;
}

function addLine(twin: Twin, line: TextLine, by: number): Twin {
  const text = cleanText(line.text);
  const shape = shapeOf(line.quad, twin);
  if (text === '' || shape === undefined) return twin;
  const score = Math.min(1, Math.max(0, line.score));
  const known = twin.objects.find((object) => isText(object) && isSame(object, shape.quad));
  if (known ? !isBetter(known, { quad: shape.quad, text, score }) : twin.objects.length >= MAX_OBJECTS)
    return twin;
  const carrier = findCarrier(twin, shape.quad);
  const depth = carrier?.state.depth;
  const state: ObjectState = { frame: 0, timeUs: 0, by, ...shape, ...(depth && { depth }) };
  const object: TwinObject = {
    id: known?.id ?? freshTextId(twin),
    label: TEXT_LABEL,
    score,
    attributes: {
      text: { value: text, score, by },
      ...(carrier && { on: { value: carrier.id, score: carrier.share, by } }),
    },
    states: [settled(twin, state)],
  };
  const objects = known
    ? twin.objects.map((other) => (other.id === known.id ? object : other))
    : [...twin.objects, object];
  return { ...twin, objects };
}

type Shape = Pick<ObjectState, 'box' | 'center'> & { readonly quad: Quad };

/** The quadrilateral cut to the image corner by corner, and its box; undefined where nothing of it is inside. */
function shapeOf(quad: Quad, { source }: Twin): Shape | undefined {
  const inside = mapQuad(quad, ([x, y]) => [
    Math.min(Math.max(x, 0), source.width),
    Math.min(Math.max(y, 0), source.height),
  ]);
  const box = boxAroundPoints(inside);
  return boxArea(box) > 0 ? { quad: inside, box, center: boxCenter(box) } : undefined;
}

const quadOf = ({ states: [state] }: TwinObject): Quad =>
  state?.quad ?? quadOfBox(state?.box ?? [0, 0, 0, 0]);

function isSame(known: TwinObject, quad: Quad): boolean {
  const own = quadOf(known);
  const smaller = Math.min(polygonArea(own), polygonArea(quad));
  return sharedArea(own, quad) > SAME_TEXT_OVERLAP * smaller;
}

/** A surer reading of the whole line, which no person has touched. A part of it is no better, however sure. */
const isBetter = (
  known: TwinObject,
  { quad, text, score }: Pick<TextLine, 'quad' | 'text' | 'score'>,
): boolean =>
  known.states[0]?.by !== 'human' &&
  known.attributes.text?.by !== 'human' &&
  convexIou(quadOf(known), quad) > SAME_TEXT_OVERLAP &&
  text.length >= (known.attributes.text?.value.length ?? 0) &&
  score > known.score;

interface Carrier {
  readonly id: string;
  readonly state: ObjectState;
  /** How much of the text lies on it. */
  readonly share: number;
}

/** The smallest thing that holds enough of a quadrilateral. */
function findCarrier(twin: Twin, quad: Quad): Carrier | undefined {
  let best: (Carrier & { readonly size: number }) | undefined;
  for (const object of twin.objects) {
    const [state] = object.states;
    if (!state || isText(object)) continue;
    const size = state.mask ? (state.area ?? rleArea(state.mask)) : boxArea(state.box);
    if (best && best.size <= size) continue;
    const share = shareOn(state, quad, twin);
    if (share >= CARRIED_SHARE) best = { id: object.id, state, share, size };
  }
  return best;
}

function shareOn({ mask, box }: ObjectState, quad: Quad, { source }: Twin): number {
  const inBox = containment(boxAroundPoints(quad), box);
  if (!mask || inBox < CARRIED_SHARE) return inBox;
  const own = rasterisePolygons([quad.flat()], source.width, source.height);
  const area = rleArea(own);
  const shared = area + rleArea(mask) - rleArea(rleUnion(own, mask));
  return area > 0 ? shared / area : 0;
}

function freshTextId({ objects }: Twin): string {
  const numbers = objects.map(({ id }) => Number(OWN_ID.exec(id)?.[1] ?? 0));
  return `t${Math.max(0, ...numbers) + 1}`;
}

/** The object with the lines that it carries as its text, where there are any and no person has said what it reads. */
function withCarriedText(object: TwinObject, { objects }: Twin, by: number): TwinObject {
  if (isText(object) || object.attributes.text?.by === 'human') return object;
  const lines = objects.filter((other) => isText(other) && other.attributes.on?.value === object.id);
  if (lines.length === 0) return object;
  const ordered = lines
    .map((line) => ({ quad: quadOf(line), text: line.attributes.text?.value ?? '', score: line.score }))
    .toSorted(inReadingOrder);
  const value = cleanText(ordered.map(({ text }) => text).join(' '));
  if (object.attributes.text?.value === value) return object;
  const score = ordered.reduce((sum, line) => sum + line.score, 0) / ordered.length;
  return { ...object, attributes: { ...object.attributes, text: { value, score, by } } };
}
