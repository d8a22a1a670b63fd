import { Group } from 'three';
import type { Point3 } from '../../twin/geometry/camera.ts';
import type { CanvasTheme } from '../graph/canvasTheme.ts';
import { disposeLines, type Lines, lineSegments } from './lines.ts';
import { frustumCorners, levelled, niceStep, ringRadiiBeyond } from './sceneGeometry.ts';
import { levelledCorners, type SceneModel } from './sceneModel.ts';

/** A distance written on the ground. */
export interface Tick {
  readonly text: string;
  readonly at: Point3;
}

/** Ground grid, distance rings, camera frustum, and the plumb lines from objects to the ground; y is against gravity. */
export class Surroundings {
  readonly group = new Group();
  readonly ticks: readonly Tick[];
  readonly #lines: readonly Lines[];

  /** @param photoDepth where the frustum ends, in metres */
  constructor(model: SceneModel, photoDepth: number, theme: CanvasTheme) {
    const radii = ringRadiiBeyond(model.reach, model.farthest);
    const halfAngle = Math.min(1.4, Math.atan(model.camera.width / 2 / model.camera.focal) + 0.12);
    const reach = model.reach * 1.15;
    this.#lines = [
      lineSegments(gridLines(model, reach, halfAngle), theme.faintLine),
      lineSegments(
        radii.flatMap((radius) => arc(radius, -model.heightM, halfAngle)),
        theme.line,
        0.7,
      ),
      lineSegments(frustumLines(model, photoDepth), theme.muted),
      lineSegments(plumbLines(model), theme.line, 0.55),
    ];
    this.group.add(...this.#lines);
    this.ticks = radii.map((radius) => ({
      text: `${radius} m`,
      at: [radius * Math.sin(halfAngle), -model.heightM, -radius * Math.cos(halfAngle)],
    }));
  }

  dispose(): void {
    for (const lines of this.#lines) disposeLines(lines);
    this.group.removeFromParent();
  }
}

function gridLines(model: SceneModel, reach: number, halfAngle: number): readonly Point3[] {
  const step = niceStep(reach / 8);
  const half = Math.ceil((reach * Math.min(1.2, Math.sin(halfAngle) + 0.1)) / step);
  const far = Math.ceil(reach / step);
  const y = -model.heightM;
  const points: Point3[] = [];
  for (let i = -half; i <= half; i++) points.push([i * step, y, step], [i * step, y, -far * step]);
  for (let j = -1; j <= far; j++) points.push([-half * step, y, -j * step], [half * step, y, -j * step]);
  return points;
}

const ARC_SEGMENTS = 48;

function arc(radius: number, y: number, halfAngle: number): readonly Point3[] {
  const at = (index: number): Point3 => {
    const angle = halfAngle * ((2 * index) / ARC_SEGMENTS - 1);
    return [radius * Math.sin(angle), y, -radius * Math.cos(angle)];
  };
  return Array.from({ length: ARC_SEGMENTS }, (_, index) => [at(index), at(index + 1)]).flat();
}

function frustumLines(model: SceneModel, depth: number): readonly Point3[] {
  const corners = frustumCorners(model.camera, depth).map((corner) => levelled(corner, model.pitchDeg));
  return corners.flatMap((corner, index) => [[0, 0, 0], corner, corner, corners[(index + 1) % 4] ?? corner]);
}

/** From the middle of each lower edge straight to the ground: shows where a thing stands and how far the ground misses it. */
function plumbLines(model: SceneModel): readonly Point3[] {
  return model.objects.flatMap(({ billboard }) => {
    const [, , right, left] = levelledCorners(billboard, model.pitchDeg);
    if (!left || !right) return [];
    const foot: Point3 = [(left[0] + right[0]) / 2, left[1], left[2]];
    return [foot, [foot[0], -model.heightM, foot[2]] as const];
  });
}
