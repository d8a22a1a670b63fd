import { type Pinhole, type Point3, pinhole } from '../../twin/geometry/camera.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { type Billboard, billboardOf, levelled, rayBetween, reachOf } from './sceneGeometry.ts';

export interface SceneObject {
  readonly id: string;
  readonly label: string;
  /** Metres along the view direction. */
  readonly depth: number;
  readonly depthStd: number;
  readonly billboard: Billboard;
  /** Where the box is in the photo, each in [0, 1] from the top left: [u0, v0, u1, v1]. */
  readonly crop: readonly [number, number, number, number];
  /** One standard deviation to either side along the viewing ray, camera frame. */
  readonly uncertainty: readonly [Point3, Point3];
}

/** All that the scene draws, in the camera frame, in metres. */
export interface SceneModel {
  readonly camera: Pinhole;
  readonly pitchDeg: number;
  readonly heightM: number;
  readonly objects: readonly SceneObject[];
  /** Objects that the twin gives no position. */
  readonly missing: readonly TwinObject[];
  readonly nearest: number;
  readonly farthest: number;
  /** Depth up to which the first view is laid out; a few outliers may lie beyond. */
  readonly reach: number;
  /** Where objects of a video are at other times, for a first view that holds them all; none for a picture. */
  readonly elsewhere: readonly Billboard[];
  /** What in this scene is estimated or assumed, in whole sentences. */
  readonly statements: readonly string[];
}

const ASSUMED_HEIGHT_M = 1.6;
/** What the empty scene shows of the ground. */
const EMPTY_REACH_M = 5;

/** How far the objects of a scene are. */
export type SceneExtent = Pick<SceneModel, 'nearest' | 'farthest' | 'reach' | 'elsewhere'>;

function extentOf(depths: readonly number[]): SceneExtent {
  const elsewhere: readonly Billboard[] = [];
  if (depths.length === 0)
    return { nearest: EMPTY_REACH_M, farthest: EMPTY_REACH_M, reach: EMPTY_REACH_M, elsewhere };
  return {
    elsewhere,
    nearest: depths.reduce((least, depth) => Math.min(least, depth)),
    farthest: depths.reduce((most, depth) => Math.max(most, depth)),
    reach: reachOf(depths),
  };
}

/** So many of an object's states say where it goes well enough for a first view. */
const STATES_FRAMED = 8;

/** Over all of a video, so that the ground and the first view stay while objects move. */
export function extentOverTime({ objects, source, camera: { verticalFovDeg } }: Twin): SceneExtent {
  const camera = pinhole(source.width, source.height, verticalFovDeg);
  const placed = objects.map(({ states }) =>
    states.flatMap(({ position, box }) =>
      position && position[2] < 0 ? [{ depth: -position[2], box }] : [],
    ),
  );
  const elsewhere = placed.flatMap((states) => {
    const step = Math.max(1, Math.ceil(states.length / STATES_FRAMED));
    return states
      .filter((_, index) => index % step === 0 || index === states.length - 1)
      .map(({ box, depth }) => billboardOf(camera, box, depth));
  });
  return { ...extentOf(placed.flat().map(({ depth }) => depth)), elsewhere };
}

/** @param extent that of the objects unless given */
export function buildScene(twin: Twin, extent?: SceneExtent): SceneModel {
  const { width, height } = twin.source;
  const camera = pinhole(width, height, twin.camera.verticalFovDeg);
  const objects = twin.objects.flatMap((object) => sceneObject(object, camera) ?? []);
  const placed = new Set(objects.map((object) => object.id));
  const depths = objects.map((object) => object.depth);
  return {
    camera,
    pitchDeg: twin.camera.pitchDeg ?? 0,
    heightM: twin.camera.heightM ?? ASSUMED_HEIGHT_M,
    objects,
    missing: twin.objects.filter((object) => !placed.has(object.id)),
    ...(extent ?? extentOf(depths)),
    statements: statements(twin, placed),
  };
}

function sceneObject(object: TwinObject, camera: Pinhole): SceneObject | undefined {
  const state = object.states[0];
  const depth = state?.position ? -state.position[2] : 0;
  if (!state || !(depth > 0)) return undefined;
  const [x0, y0, x1, y1] = state.box;
  const std = state.depth?.unit === 'm' ? state.depth.std : 0;
  return {
    id: object.id,
    label: object.label,
    depth,
    depthStd: std,
    billboard: billboardOf(camera, state.box, depth),
    crop: [x0 / camera.width, y0 / camera.height, x1 / camera.width, y1 / camera.height],
    uncertainty: rayBetween(camera, [(x0 + x1) / 2, (y0 + y1) / 2], depth - std, depth + std),
  };
}

function statements(twin: Twin, placed: ReadonlySet<string>): readonly string[] {
  const sources = new Set<string>();
  for (const object of twin.objects) {
    const by = placed.has(object.id) ? object.states[0]?.depth?.by : undefined;
    const run = typeof by === 'number' ? twin.log[by] : undefined;
    if (by === 'human') sources.add('edits by hand');
    else if (run) sources.add(run.model || run.tool);
  }
  const { verticalFovDeg, estimated, heightM } = twin.camera;
  const assumed = [
    estimated ? `field of view ${verticalFovDeg.toFixed(0)}°` : undefined,
    heightM === undefined ? `camera height ${ASSUMED_HEIGHT_M.toFixed(1)} m` : undefined,
  ].filter((text) => text !== undefined);
  return [
    ...(sources.size > 0 ? [`Depth is an estimate by ${[...sources].join(', ')}.`] : []),
    ...(assumed.length > 0 ? [`Assumed: ${assumed.join(', ')}.`] : []),
  ];
}

/** The corners of a billboard with y against gravity, for framing. */
export function levelledCorners(board: Billboard, pitchDeg: number): readonly Point3[] {
  const { left, right, top, bottom, depth } = board;
  const corners: readonly Point3[] = [
    [left, top, -depth],
    [right, top, -depth],
    [right, bottom, -depth],
    [left, bottom, -depth],
  ];
  return corners.map((corner) => levelled(corner, pitchDeg));
}

export type PhotoPlace = 'front' | 'behind' | 'off';

/** Depth of the photo's plane: well in front of the nearest object, or behind the farthest. */
export function photoDepth(model: SceneModel, place: PhotoPlace): number {
  if (place === 'behind') return model.farthest * 1.12;
  return Math.min(model.nearest * 0.85, Math.max(0.4, model.reach * 0.12));
}
