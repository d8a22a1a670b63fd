import { boxAroundPoints } from '../geometry/quad.ts';
import { rleArea, rleBox, rleProblem } from '../geometry/rle.ts';
import { type ObjectState, type Provenance, type Twin, twinSchema } from '../schema/twin.ts';

/** The names of the structural checks (DESIGN section 4), in the order in which they are made and shown. */
export const INTEGRITY_CHECKS = [
  'required-keys',
  'unique-ids',
  'non-empty-labels',
  'box-in-image',
  'center-of-box',
  'mask-size',
  'mask-runs',
  'mask-box',
  'mask-area',
  'quad-box',
  'valid-depth',
  'ordered-frames',
  'provenance-exists',
] as const;

export type IntegrityCheckName = (typeof INTEGRITY_CHECKS)[number];

export interface IntegrityCheck<Name extends string = IntegrityCheckName> {
  readonly name: Name;
  readonly passed: boolean;
  /** One readable message per violation, at most `MAX_OFFENDERS`; each starts with the id or path concerned. */
  readonly offenders: readonly string[];
}

export type IntegrityReport = readonly IntegrityCheck[];

export const MAX_OFFENDERS = 20;
/** The tight box of a mask or quadrilateral may differ from the object's box (or reach beyond it) by this many pixels on each side. */
export const MASK_BOX_TOLERANCE = 2;
/** Centres and areas are stored rounded by some writers. */
const ROUNDING = 0.51;

type Check = (twin: Twin) => Iterable<string>;
type StateCheck = (state: ObjectState, twin: Twin) => string | undefined;

/** Makes a check of the twin out of a check of one state; messages get the id (and the frame of a video) in front. */
const ofEveryState = (check: StateCheck): Check =>
  function* (twin) {
    for (const object of twin.objects)
      for (const state of object.states) {
        const problem = check(state, twin);
        const place = twin.source.kind === 'video' ? `${object.id} at frame ${state.frame}` : object.id;
        if (problem !== undefined) yield `${place}: ${problem}`;
      }
  };

const boxText = (box: readonly number[]): string =>
  `[${box.map((value) => Math.round(value * 10) / 10).join(', ')}]`;

const boxInImage: StateCheck = ({ box }, { source }) => {
  const [x0, y0, x1, y1] = box;
  if (!(x0 < x1 && y0 < y1)) return `box ${boxText(box)} has no area`;
  if (x0 >= 0 && y0 >= 0 && x1 <= source.width && y1 <= source.height) return undefined;
  return `box ${boxText(box)} reaches outside the image of ${source.width}×${source.height}`;
};

const centerOfBox: StateCheck = ({ box, center }) =>
  Math.abs(center[0] - (box[0] + box[2]) / 2) <= ROUNDING &&
  Math.abs(center[1] - (box[1] + box[3]) / 2) <= ROUNDING
    ? undefined
    : `centre ${boxText(center)} is not the centre of box ${boxText(box)}`;

const maskSize: StateCheck = ({ mask }, { source }) =>
  mask === undefined || (mask.size[0] === source.height && mask.size[1] === source.width)
    ? undefined
    : `mask of ${mask.size[1]}×${mask.size[0]} in an image of ${source.width}×${source.height}`;

const maskRuns: StateCheck = ({ mask }) => {
  const problem = mask && rleProblem(mask);
  return problem && `mask: ${problem}`;
};

/**
 * One measurement of an object has one extent: its mask fills its box. Where a model measured the box and another one the
 * mask inside it (`maskBy`), both keep what they measured, and the mask lies within the box.
 */
const maskBox: StateCheck = ({ mask, maskBy, box, by }) => {
  if (mask === undefined) return undefined;
  const tight = rleBox(mask);
  if (tight === undefined) return 'mask is empty';
  const beyond = [box[0] - tight[0], box[1] - tight[1], tight[2] - box[2], tight[3] - box[3]];
  if (maskBy !== undefined && maskBy !== by)
    return beyond.every((excess) => excess <= MASK_BOX_TOLERANCE)
      ? undefined
      : `mask fills ${boxText(tight)} and reaches beyond box ${boxText(box)}`;
  return beyond.every((excess) => Math.abs(excess) <= MASK_BOX_TOLERANCE)
    ? undefined
    : `mask fills ${boxText(tight)}, box is ${boxText(box)}`;
};

const maskArea: StateCheck = ({ mask, area }) => {
  if (mask === undefined || area === undefined) return undefined;
  const ones = rleArea(mask);
  return Math.abs(ones - area) <= ROUNDING ? undefined : `area ${area}, mask has ${ones} pixels`;
};

const quadBox: StateCheck = ({ quad, box }) => {
  if (quad === undefined) return undefined;
  const tight = boxAroundPoints(quad);
  return tight.every((edge, i) => Math.abs(edge - (box[i] ?? 0)) <= MASK_BOX_TOLERANCE)
    ? undefined
    : `quadrilateral spans ${boxText(tight)}, box is ${boxText(box)}`;
};

const validDepth: StateCheck = ({ depth }) => {
  if (depth === undefined) return undefined;
  const { mean, std, min, max } = depth;
  if (![mean, std, min, max].every(Number.isFinite)) return 'depth is not finite';
  if (std < 0) return `depth has a standard deviation of ${std}`;
  return min <= mean && mean <= max ? undefined : `depth mean ${mean} is not in [${min}, ${max}]`;
};

function* requiredKeys(twin: Twin): Iterable<string> {
  const parsed = twinSchema.safeParse(twin);
  for (const issue of parsed.error?.issues ?? []) yield `${pathText(issue.path)}: ${issue.message}`;
}

/** `objects[3].states[0].box`: where in a file something is. */
export const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '') || 'the file';

function* uniqueIds(twin: Twin): Iterable<string> {
  const seen = new Set<string>();
  for (const { id } of twin.objects) {
    if (seen.has(id)) yield `${id}: more than one object has this id`;
    seen.add(id);
  }
}

function* nonEmptyLabels(twin: Twin): Iterable<string> {
  for (const { id, label } of twin.objects) if (label.trim() === '') yield `${id}: its label is empty`;
}

function* sampledFrames({ source }: Twin): Iterable<string> {
  const { frames = [], frameCount, kind } = source;
  if (kind === 'image' && source.frames) yield 'source.frames: an image has no sampled frames';
  for (const [index, { frame, timeUs }] of frames.entries()) {
    const before = frames[index - 1];
    if (frame >= frameCount) yield `source.frames[${index}]: frame ${frame} of a source of ${frameCount}`;
    if (before && (frame <= before.frame || timeUs <= before.timeUs))
      yield `source.frames[${index}]: frame ${frame} at ${timeUs} µs follows frame ${before.frame} at ${before.timeUs} µs`;
  }
}

function* orderedFrames(twin: Twin): Iterable<string> {
  const { frameCount, kind } = twin.source;
  yield* sampledFrames(twin);
  const sampled =
    twin.source.frames && new Map(twin.source.frames.map(({ frame, timeUs }) => [frame, timeUs]));
  for (const { id, states } of twin.objects) {
    let previous = -1;
    let previousUs = -1;
    for (const { frame, timeUs } of states) {
      if (frame >= frameCount) yield `${id}: frame ${frame} of a source of ${frameCount}`;
      if (frame <= previous) yield `${id}: frame ${frame} follows frame ${previous}`;
      if (timeUs <= previousUs) yield `${id}: frame ${frame} is not later than the one before`;
      if (sampled && sampled.get(frame) !== timeUs)
        yield `${id}: frame ${frame} at ${timeUs} µs is not one of the sampled frames`;
      previous = frame;
      previousUs = timeUs;
    }
    if (kind === 'image' && states.length !== 1) yield `${id}: ${states.length} states in one image`;
  }
}

function* provenanceExists(twin: Twin): Iterable<string> {
  const missing = (by: Provenance): boolean => by !== 'human' && by >= twin.log.length;
  for (const { id, attributes, states } of twin.objects) {
    for (const [name, { by }] of Object.entries(attributes))
      if (missing(by)) yield `${id}: attribute ${name} points at tool run ${by} of ${twin.log.length}`;
    for (const { by, maskBy, depth } of states) {
      if (maskBy !== undefined && missing(maskBy))
        yield `${id}: mask points at tool run ${maskBy} of ${twin.log.length}`;
      if (missing(by)) yield `${id}: points at tool run ${by} of ${twin.log.length}`;
      if (depth !== undefined && missing(depth.by))
        yield `${id}: depth points at tool run ${depth.by} of ${twin.log.length}`;
    }
  }
}

const CHECKS: Readonly<Record<IntegrityCheckName, Check>> = {
  'required-keys': requiredKeys,
  'unique-ids': uniqueIds,
  'non-empty-labels': nonEmptyLabels,
  'box-in-image': ofEveryState(boxInImage),
  'center-of-box': ofEveryState(centerOfBox),
  'mask-size': ofEveryState(maskSize),
  'mask-runs': ofEveryState(maskRuns),
  'mask-box': ofEveryState(maskBox),
  'mask-area': ofEveryState(maskArea),
  'quad-box': ofEveryState(quadBox),
  'valid-depth': ofEveryState(validDepth),
  'ordered-frames': orderedFrames,
  'provenance-exists': provenanceExists,
};

/** Makes every structural check and reports each by name, with what violates it. Never throws for a value of type Twin. */
export function checkIntegrity(twin: Twin): IntegrityReport {
  return INTEGRITY_CHECKS.map((name) => {
    const offenders: string[] = [];
    for (const offender of CHECKS[name](twin)) {
      offenders.push(offender);
      if (offenders.length === MAX_OFFENDERS) break;
    }
    return { name, passed: offenders.length === 0, offenders };
  });
}

/** The check that every id which an answer names exists in the twin. */
export function checkAnswerIds(twin: Twin, ids: readonly string[]): IntegrityCheck<'answer-ids-exist'> {
  const known = new Set(twin.objects.map((object) => object.id));
  const offenders = ids
    .filter((id) => !known.has(id))
    .slice(0, MAX_OFFENDERS)
    .map((id) => `${id}: not in the twin`);
  return { name: 'answer-ids-exist', passed: offenders.length === 0, offenders };
}
