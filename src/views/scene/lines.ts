import { BufferAttribute, BufferGeometry, Color, LineBasicMaterial, LineSegments } from 'three';
import type { Point3 } from '../../twin/geometry/camera.ts';

export type Lines = LineSegments<BufferGeometry, LineBasicMaterial>;

/** One-colour line segments from pairs of points. */
export function lineSegments(points: readonly Point3[], colour: string, opacity = 1): Lines {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(points.flat()), 3));
  const material = new LineBasicMaterial({
    color: colour,
    opacity,
    transparent: opacity < 1,
    toneMapped: false,
  });
  return new LineSegments(geometry, material);
}

/** Sets the colour attribute (rgba) of lines that have the same number of vertices for each stroke. */
export function paintLines(
  lines: Lines,
  strokes: readonly { readonly colour: string; readonly alpha: number }[],
  verticesPerStroke: number,
): void {
  const attribute = lines.geometry.getAttribute('color');
  const colour = new Color();
  strokes.forEach((stroke, index) => {
    colour.set(stroke.colour);
    for (let v = 0; v < verticesPerStroke; v++) {
      attribute.setXYZW(index * verticesPerStroke + v, colour.r, colour.g, colour.b, stroke.alpha);
    }
  });
  attribute.needsUpdate = true;
}

export function disposeLines(lines: Lines): void {
  lines.geometry.dispose();
  lines.material.dispose();
  lines.removeFromParent();
}
