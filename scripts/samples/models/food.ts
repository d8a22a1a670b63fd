import {
  type BufferGeometry,
  CatmullRomCurve3,
  Color,
  CylinderGeometry,
  Float32BufferAttribute,
  type Group,
  InstancedMesh,
  MathUtils,
  Matrix4,
  MeshPhysicalMaterial,
  Quaternion,
  SphereGeometry,
  TorusGeometry,
  TubeGeometry,
  Vector3,
} from 'three';
import { createRandom } from '../../../src/core/random.ts';
import { deform, group, lathe, part, sphere, tube } from '../studio/shapes.ts';
import { glazed, matte, noise } from '../studio/surfaces.ts';

/** Colours every vertex by a function of its place; the material must have vertexColors. */
function paint(geometry: BufferGeometry, color: (at: Vector3) => Color): BufferGeometry {
  const position = geometry.getAttribute('position');
  const values: number[] = [];
  const at = new Vector3();
  for (let index = 0; index < position.count; index += 1) {
    at.fromBufferAttribute(position, index);
    values.push(...color(at).toArray());
  }
  geometry.setAttribute('color', new Float32BufferAttribute(values, 3));
  return geometry;
}

function skin(roughness: number, coat: number): MeshPhysicalMaterial {
  return new MeshPhysicalMaterial({
    color: 0xffffff,
    vertexColors: true,
    roughness,
    clearcoat: coat,
    clearcoatRoughness: 0.25,
  });
}

/** One banana lying on its side in the x–z plane, 19 cm long, its tip towards +x. */
export function banana(bend = 1): Group {
  const steps = 60;
  const sides = 20;
  const points: Vector3[] = [];
  for (let at = 0; at <= 12; at += 1) {
    const turn = -1 + (at / 12) * 2;
    points.push(new Vector3(0.1 * Math.sin(turn * 1.05), 0.018, 0.085 * bend * (1 - Math.cos(turn * 1.05))));
  }
  const curve = new CatmullRomCurve3(points);
  const geometry = new TubeGeometry(curve, steps, 0.018, sides, false);
  const position = geometry.getAttribute('position');
  const vertex = new Vector3();
  for (let ring = 0; ring <= steps; ring += 1) {
    const along = ring / steps;
    const middle = curve.getPointAt(along);
    const swell =
      0.26 + 0.74 * MathUtils.smoothstep(along, 0.06, 0.42) * (1 - MathUtils.smoothstep(along, 0.66, 0.985));
    for (let side = 0; side <= sides; side += 1) {
      const index = ring * (sides + 1) + side;
      const ridge = 1 + 0.06 * Math.abs(Math.cos((side / sides) * Math.PI * 2.5));
      vertex
        .fromBufferAttribute(position, index)
        .sub(middle)
        .multiplyScalar(swell * ridge)
        .add(middle);
      position.setXYZ(index, vertex.x, vertex.y, vertex.z);
    }
  }
  geometry.computeVertexNormals();
  const random = createRandom(5);
  paint(geometry, (at) => {
    const end = (at.x + 0.087) / 0.174;
    const yellow = new Color(0xf2c21e).lerp(new Color(0xe0a512), 0.35 * random.next());
    if (end < 0.12) return yellow.lerp(new Color(0x8f9a2c), 0.7);
    if (end > 0.965) return new Color(0x2b1c0a);
    return yellow.lerp(new Color(0x9aa52c), Math.max(0, 0.25 - end) * 1.4);
  });
  const from = curve.getPointAt(0);
  const to = curve.getPointAt(1);
  return group(
    part(geometry, skin(0.5, 0.25)),
    part(sphere(0.0052, 12), matte(0x4a3a1c), [from.x, from.y, from.z]),
    part(sphere(0.005, 12), matte(0x21160a), [to.x, to.y, to.z]),
  );
}

/** A hand of bananas joined at the stem. */
export function bananaBunch(count = 4): Group {
  const bunch = group();
  for (let at = 0; at < count; at += 1) {
    const one = banana(0.9);
    const hold = group(one);
    one.position.set(0.087, 0, -0.043);
    hold.rotation.set(-0.25 + 0.22 * at, 0.42 * (at - (count - 1) / 2), 0.1);
    hold.position.y = 0.008 * at;
    bunch.add(hold);
  }
  bunch.add(
    part(new CylinderGeometry(0.009, 0.012, 0.03, 12), matte(0x5a4a20), [-0.012, 0.025, 0], [0, 0, 1.2]),
  );
  return bunch;
}

/** An apple with a stem and a leaf, 8 cm across. */
export function apple(red = 0xb3141c, yellow = 0xe3b23c, seed = 1): Group {
  const random = createRandom(seed);
  const body = lathe(
    [
      [0.0005, 0.006],
      [0.008, 0.002],
      [0.016, 0],
      [0.026, 0.008],
      [0.035, 0.024],
      [0.04, 0.042],
      [0.039, 0.056],
      [0.033, 0.068],
      [0.022, 0.075],
      [0.012, 0.073],
      [0.005, 0.066],
      [0.0005, 0.062],
    ],
    96,
  );
  deform(body, (at) => {
    const turn = Math.atan2(at.z, at.x);
    const swell = 1 + 0.025 * Math.cos(5 * turn) * (1 - at.y / 0.08);
    at.x *= swell;
    at.z *= swell;
  });
  const phase = random.range(0, 6);
  paint(body, (at) => {
    const turn = Math.atan2(at.z, at.x);
    const stripe = 0.5 + 0.5 * Math.sin(turn * 37 + 3 * Math.sin(turn * 11 + phase));
    const blush = 0.75 + 0.3 * Math.cos(turn + phase) - (at.y > 0.066 ? 0.5 : 0) - 0.18 * stripe;
    return new Color(yellow).lerp(new Color(red), Math.min(1, Math.max(0, blush)));
  });
  const stem = tube(
    [
      [0, 0.062, 0],
      [0.001, 0.075, 0.001],
      [0.006, 0.088, 0.003],
    ],
    0.0016,
    { sides: 8 },
  );
  const leaf = deform(new SphereGeometry(1, 16, 12), (at) => {
    at.set(at.x * 0.017, at.y * 0.0012 + 0.004 * at.x * at.x, at.z * 0.0075 * (1 - 0.5 * at.x));
  });
  return group(
    part(body, skin(0.35, 0.6)),
    part(stem, matte(0x4a3016)),
    part(leaf, matte(0x4c8a2b, 0.5), [0.018, 0.082, 0.004], [0, 0.4, 0.3]),
  );
}

function scatter(
  geometry: BufferGeometry,
  material: MeshPhysicalMaterial,
  count: number,
  pose: (index: number, matrix: Matrix4) => Color,
): InstancedMesh {
  const mesh = new InstancedMesh(geometry, material, count);
  const matrix = new Matrix4();
  for (let index = 0; index < count; index += 1) {
    const color = pose(index, matrix);
    mesh.setMatrixAt(index, matrix);
    mesh.setColorAt(index, color);
  }
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  return mesh;
}

/** A ring donut with icing and sprinkles, 9 cm across. */
export function donut(icing = 0xe8688f, seed = 3, sprinkled = true): Group {
  const random = createRandom(seed);
  const dough = new TorusGeometry(0.0315, 0.0162, 32, 80);
  dough.rotateX(Math.PI / 2);
  const bread = matte(0xffffff, 0.75);
  bread.vertexColors = true;
  bread.bumpMap = noise(seed + 20, { repeat: [6, 3] });
  paint(dough, (at) =>
    new Color(0xb9702c).lerp(new Color(0xf0cf94), Math.max(0, 1 - Math.abs(at.y + 0.001) / 0.005)),
  );
  const coat = new TorusGeometry(0.0315, 0.0173, 32, 160);
  coat.rotateX(Math.PI / 2);
  deform(coat, (at) => {
    const turn = Math.atan2(at.z, at.x);
    const drip = 0.002 + 0.0025 * Math.sin(turn * 7 + seed) + 0.0015 * Math.sin(turn * 13 + 1);
    if (at.y < drip) {
      const ring = Math.hypot(at.x, at.z);
      const inwards = (0.0315 - ring) * 0.25;
      at.x += (at.x / ring) * inwards;
      at.z += (at.z / ring) * inwards;
      at.y = Math.max(at.y, drip - 0.006);
    }
  });
  const parts = group(part(dough, bread), part(coat, glazed(icing, 0.35, 0.9)));
  if (sprinkled) {
    const colors = [0xffffff, 0xffd23f, 0x4cc9f0, 0x8ac926, 0xff5d3a].map((hex) => new Color(hex));
    const up = new Vector3(0, 1, 0);
    const normal = new Vector3();
    parts.add(
      scatter(new CylinderGeometry(0.0008, 0.0008, 0.005, 6), glazed(0xffffff), 90, (index, matrix) => {
        const turn = random.range(0, 2 * Math.PI);
        const around = random.range(0.35, Math.PI - 0.35);
        normal.set(Math.cos(turn) * Math.cos(around), Math.sin(around), Math.sin(turn) * Math.cos(around));
        const center = new Vector3(Math.cos(turn) * 0.0315, 0, Math.sin(turn) * 0.0315).addScaledVector(
          normal,
          0.0178,
        );
        const lying = new Vector3(random.range(-1, 1), random.range(-1, 1), random.range(-1, 1))
          .cross(normal)
          .normalize();
        matrix.compose(center, new Quaternion().setFromUnitVectors(up, lying), new Vector3(1, 1, 1));
        return colors[index % colors.length] ?? new Color(0xffffff);
      }),
    );
  }
  parts.position.y = 0.0175;
  return group(parts);
}
