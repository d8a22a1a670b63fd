import {
  type Group,
  InstancedMesh,
  Matrix4,
  PlaneGeometry,
  Quaternion,
  SphereGeometry,
  Vector3,
} from 'three';
import { createRandom } from '../../../src/core/random.ts';
import { box, deform, group, part, tube } from '../studio/shapes.ts';
import { drawn, matte, noise } from '../studio/surfaces.ts';

/** A broad-leaved tree, `height` metres tall. */
export function tree(height = 6, seed = 1): Group {
  const random = createRandom(seed);
  const bark = matte(0x4d3b2a, 0.95);
  bark.bumpMap = noise(seed, { repeat: [2, 6] });
  const trunk = part(
    tube(
      [
        [0, 0, 0],
        [0.05, height * 0.25, 0.03],
        [-0.04, height * 0.5, 0],
        [0.02, height * 0.75, 0.02],
      ],
      height * 0.022,
    ),
    bark,
  );
  const leaf = deform(new SphereGeometry(1, 6, 4), (at) => {
    at.set(at.x * 0.16, at.y * 0.02 + at.x * at.x * 0.05, at.z * 0.09);
  });
  const count = 3600;
  const crown = new InstancedMesh(leaf, matte(0xffffff, 0.7), count);
  const green = matte(0x3f6b25).color;
  const blobs = Array.from({ length: 16 }, (_, index) => {
    const turn = index * 2.4;
    const reach = height * 0.22 * Math.sqrt((index + 0.5) / 16);
    return new Vector3(reach * Math.cos(turn), height * random.range(0.5, 0.88), reach * Math.sin(turn));
  });
  const matrix = new Matrix4();
  const turn = new Quaternion();
  const axis = new Vector3();
  for (let index = 0; index < count; index += 1) {
    const middle = blobs[index % blobs.length] ?? new Vector3();
    axis.set(random.range(-1, 1), random.range(-1, 1), random.range(-1, 1)).normalize();
    const place = middle.clone().addScaledVector(axis, height * 0.14 * random.range(0.6, 1));
    turn.setFromAxisAngle(
      new Vector3(random.range(-1, 1), random.range(-1, 1), random.range(-1, 1)).normalize(),
      random.range(0, 6),
    );
    matrix.compose(place, turn, new Vector3(1, 1, 1).multiplyScalar(random.range(0.7, 1.3) * (height / 6)));
    crown.setMatrixAt(index, matrix);
    crown.setColorAt(
      index,
      green.clone().offsetHSL(random.range(-0.03, 0.03), random.range(-0.1, 0.05), random.range(-0.06, 0.08)),
    );
  }
  crown.castShadow = true;
  crown.receiveShadow = true;
  return group(trunk, crown);
}

/** A row house facing +z: a wall with rows of windows, a cornice, a shop front. */
export function house(width: number, height: number, color: string, seed: number, shop?: string): Group {
  const random = createRandom(seed);
  const floors = Math.round((height - 3.4) / 3.1);
  const columns = Math.max(2, Math.round(width / 2.1));
  const front = matte(0xffffff, 0.85);
  const texture = drawn(1024, 1024, (pen) => {
    pen.fillStyle = color;
    pen.fillRect(0, 0, 1024, 1024);
    for (let at = 0; at < 2600; at += 1) {
      pen.globalAlpha = 0.05;
      pen.fillStyle = random.next() < 0.5 ? '#000' : '#fff';
      pen.fillRect(random.range(0, 1024), random.range(0, 1024), random.range(6, 40), random.range(3, 9));
    }
    pen.globalAlpha = 1;
    const base = (3.4 / height) * 1024;
    const step = (1024 - base - 30) / floors;
    const pitch = 1024 / columns;
    for (let floor = 0; floor < floors; floor += 1) {
      for (let column = 0; column < columns; column += 1) {
        const x = column * pitch + pitch * 0.24;
        const y = 40 + floor * step + step * 0.14;
        const wide = pitch * 0.52;
        const tall = step * 0.62;
        pen.fillStyle = '#efeae0';
        pen.fillRect(x - 9, y - 9, wide + 18, tall + 22);
        const pane = pen.createLinearGradient(x, y, x + wide, y + tall);
        pane.addColorStop(0, '#a9c0d0');
        pane.addColorStop(0.5, '#4a5d6b');
        pane.addColorStop(1, '#2a353e');
        pen.fillStyle = pane;
        pen.fillRect(x, y, wide, tall);
        pen.fillStyle = '#efeae0';
        pen.fillRect(x + wide / 2 - 4, y, 8, tall);
        pen.fillRect(x, y + tall * 0.38, wide, 7);
      }
    }
    pen.fillStyle = '#2a3230';
    pen.fillRect(0, 1024 - base, 1024, base);
    const glass = pen.createLinearGradient(0, 1024 - base, 1024, 1024);
    glass.addColorStop(0, '#8ea3ad');
    glass.addColorStop(0.6, '#2d3840');
    glass.addColorStop(1, '#4c5a61');
    pen.fillStyle = glass;
    pen.fillRect(50, 1024 - base * 0.74, 560, base * 0.62);
    pen.fillRect(700, 1024 - base * 0.74, 200, base * 0.74);
    if (shop !== undefined) {
      pen.fillStyle = '#f1dfb0';
      pen.font = `bold ${Math.round(base * 0.15)}px serif`;
      pen.textAlign = 'center';
      pen.fillText(shop, 512, 1024 - base * 0.81);
    }
  });
  front.map = texture;
  const wall = matte(color, 0.9);
  return group(
    part(box(width, height, 6), wall, [0, height / 2, -3.01]),
    part(new PlaneGeometry(width, height), front, [0, height / 2, 0]),
    part(box(width + 0.3, 0.35, 0.5), matte(0xe8e1d2, 0.8), [0, height - 0.1, 0.1]),
    part(box(width, 0.18, 0.3), matte(0xe8e1d2, 0.8), [0, 3.45, 0.1]),
  );
}

/** A street along x: asphalt from z = −4 to 4 with a dashed middle line, kerbs, and paved sidewalks beyond. */
export function road(length = 80): Group {
  const asphalt = matte(0xffffff, 0.95);
  const random = createRandom(40);
  asphalt.map = drawn(
    1024,
    512,
    (pen) => {
      pen.fillStyle = '#55575a';
      pen.fillRect(0, 0, 1024, 512);
      for (let at = 0; at < 24_000; at += 1) {
        const level = random.int(50, 125);
        pen.fillStyle = `rgb(${level},${level},${level})`;
        pen.fillRect(random.range(0, 1024), random.range(0, 512), 2, 2);
      }
      pen.fillStyle = '#e9e6dc';
      pen.fillRect(0, 251, 512, 10);
    },
    { repeat: [length / 8, 1] },
  );
  const paving = matte(0xffffff, 0.9);
  paving.map = drawn(
    512,
    512,
    (pen) => {
      for (let row = 0; row < 8; row += 1) {
        for (let column = -1; column < 4; column += 1) {
          const level = random.int(150, 178);
          pen.fillStyle = `rgb(${level + 8},${level + 2},${level - 8})`;
          pen.fillRect(column * 128 + (row % 2) * 64 + 2, row * 64 + 2, 124, 60);
        }
      }
    },
    { repeat: [length / 3, 4] },
  );
  const kerb = matte(0xb5b1a8, 0.85);
  const street = group(part(new PlaneGeometry(length, 8), asphalt, [0, 0, 0], [-Math.PI / 2, 0, 0]));
  for (const side of [1, -1]) {
    street.add(
      part(box(length, 0.15, 0.25), kerb, [0, 0.075, side * 4.12]),
      part(new PlaneGeometry(length, 12), paving, [0, 0.14, side * 10.2], [-Math.PI / 2, 0, 0]),
    );
  }
  return street;
}
