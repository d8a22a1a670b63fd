import { BufferAttribute, BufferGeometry, LineBasicMaterial, LineSegments } from 'three';
import type { Point3 } from '../../twin/geometry/camera.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { lastAt } from '../../twin/tracks/timeline.ts';
import { type Lines, paintLines } from './lines.ts';

const TRAIL_US = 3_000_000;

/** Where an object came along: points in the camera frame in metres, oldest first. */
export interface Trail {
  readonly id: string;
  readonly points: readonly Point3[];
}

/** The ways of the last seconds of all objects that are there. @param present the twin at that time */
export function trailsAt(twin: Twin, present: Twin, timeUs: number): readonly Trail[] {
  const now = new Map(present.objects.map(({ id, states }) => [id, states[0]?.position]));
  return twin.objects.flatMap(({ id, states }) => {
    const here = now.get(id);
    if (!here) return [];
    const past = states
      .slice(0, lastAt(states, timeUs) + 1)
      .flatMap(({ timeUs: at, position }) => (position && at >= timeUs - TRAIL_US ? [position] : []));
    return past.length > 0 ? [{ id, points: [...past, here] }] : [];
  });
}

/** Lines behind moving objects, fading towards their beginnings; one draw call. */
export class Trails {
  readonly lines: Lines;
  #trails: readonly Trail[] = [];

  constructor() {
    const material = new LineBasicMaterial({ vertexColors: true, transparent: true, toneMapped: false });
    this.lines = new LineSegments(new BufferGeometry(), material);
    this.lines.frustumCulled = false;
    this.lines.renderOrder = 1;
  }

  show(trails: readonly Trail[]): void {
    this.#trails = trails;
    const pairs = trails.flatMap(({ points }) =>
      points.slice(1).flatMap((point, index) => [...(points[index] ?? point), ...point]),
    );
    this.lines.geometry.dispose();
    const geometry = new BufferGeometry();
    geometry.setAttribute('position', new BufferAttribute(new Float32Array(pairs), 3));
    geometry.setAttribute('color', new BufferAttribute(new Float32Array((pairs.length / 3) * 4), 4));
    this.lines.geometry = geometry;
    this.lines.visible = pairs.length > 0;
  }

  paint(colours: ReadonlyMap<string, string>, ink: string): void {
    const strokes = this.#trails.flatMap(({ id, points }) =>
      points.slice(1).map((_, index) => ({
        colour: colours.get(id) ?? ink,
        alpha: (0.9 * (index + 1)) / points.length,
      })),
    );
    if (strokes.length > 0) paintLines(this.lines, strokes, 2);
  }

  dispose(): void {
    this.lines.geometry.dispose();
    this.lines.material.dispose();
    this.lines.removeFromParent();
  }
}
