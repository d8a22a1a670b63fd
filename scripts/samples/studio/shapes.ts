import {
  BoxGeometry,
  type BufferGeometry,
  CatmullRomCurve3,
  CylinderGeometry,
  ExtrudeGeometry,
  Group,
  LatheGeometry,
  type Material,
  Mesh,
  type Object3D,
  type Shape,
  SphereGeometry,
  TubeGeometry,
  Vector2,
  Vector3,
} from 'three';
import { RoundedBoxGeometry } from 'three/examples/jsm/geometries/RoundedBoxGeometry.js';

type Triple = readonly [number, number, number];

/** A mesh that throws and takes shadows, at a place in its parent's frame (metres, y up). */
export function part(
  geometry: BufferGeometry,
  material: Material,
  at: Triple = [0, 0, 0],
  turn: Triple = [0, 0, 0],
): Mesh {
  const mesh = new Mesh(geometry, material);
  mesh.position.set(...at);
  mesh.rotation.set(...turn);
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  return mesh;
}

export function group(...children: Object3D[]): Group {
  const parent = new Group();
  for (const child of children) parent.add(child);
  return parent;
}

/** Puts an object at a place, turned about the vertical, scaled evenly; gives it back. */
export function place<T extends Object3D>(object: T, at: Triple, turn = 0, scale = 1): T {
  object.position.set(...at);
  object.rotation.y = turn;
  object.scale.setScalar(scale);
  return object;
}

export function box(width: number, height: number, depth: number): BoxGeometry {
  return new BoxGeometry(width, height, depth);
}

export function roundedBox(
  width: number,
  height: number,
  depth: number,
  radius: number,
  segments = 4,
): BufferGeometry {
  return new RoundedBoxGeometry(width, height, depth, segments, radius);
}

export function cylinder(
  radiusTop: number,
  radiusBottom: number,
  height: number,
  segments = 32,
): BufferGeometry {
  return new CylinderGeometry(radiusTop, radiusBottom, height, segments);
}

export function sphere(radius: number, segments = 32): BufferGeometry {
  return new SphereGeometry(radius, segments, Math.ceil(segments * 0.75));
}

/** A solid of revolution about y from [radius, height] pairs. */
export function lathe(profile: readonly (readonly [number, number])[], segments = 64): BufferGeometry {
  return new LatheGeometry(
    profile.map(([radius, height]) => new Vector2(radius, height)),
    segments,
  );
}

/** A round bar along a smooth curve through the points. */
export function tube(
  points: readonly Triple[],
  radius: number,
  options: { steps?: number; sides?: number; closed?: boolean } = {},
): BufferGeometry {
  const curve = new CatmullRomCurve3(
    points.map((point) => new Vector3(...point)),
    options.closed ?? false,
  );
  return new TubeGeometry(curve, options.steps ?? 48, radius, options.sides ?? 12, options.closed ?? false);
}

/** A flat shape given thickness along z, its edges rounded by `bevel`. */
export function extrude(shape: Shape, depth: number, bevel = 0, curveSegments = 24): BufferGeometry {
  return new ExtrudeGeometry(shape, {
    depth,
    curveSegments,
    bevelEnabled: bevel > 0,
    bevelSize: bevel,
    bevelThickness: bevel,
    bevelSegments: 3,
  });
}

/** Moves every vertex by a function of its place; normals are computed anew. */
export function deform(geometry: BufferGeometry, move: (vertex: Vector3) => void): BufferGeometry {
  const position = geometry.getAttribute('position');
  const vertex = new Vector3();
  for (let index = 0; index < position.count; index += 1) {
    vertex.fromBufferAttribute(position, index);
    move(vertex);
    position.setXYZ(index, vertex.x, vertex.y, vertex.z);
  }
  geometry.computeVertexNormals();
  return geometry;
}
