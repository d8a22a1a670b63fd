import { CylinderGeometry, type Group, type Material, Shape, TorusGeometry } from 'three';
import { box, deform, extrude, group, part, roundedBox } from '../studio/shapes.ts';
import { drawn, glazed, glowing, matte, metal } from '../studio/surfaces.ts';

const rubber = matte(0x131416, 0.85);
const tinted = glazed(0x10161c, 0.08, 1);
const chrome = metal(0xc9cdd1, 0.25);

/** A wheel in the x–y plane, its outer face towards +z. */
function wheel(radius: number, width: number): Group {
  const spokes = group(
    part(
      new CylinderGeometry(radius * 0.62, radius * 0.62, width * 0.9, 40),
      matte(0x2a2c30, 0.5),
      [0, 0, 0],
      [Math.PI / 2, 0, 0],
    ),
    part(new TorusGeometry(radius * 0.61, radius * 0.05, 12, 48), chrome, [0, 0, width * 0.45]),
    part(
      new CylinderGeometry(radius * 0.14, radius * 0.14, width, 24),
      chrome,
      [0, 0, width * 0.05],
      [Math.PI / 2, 0, 0],
    ),
  );
  for (let at = 0; at < 5; at += 1) {
    const turn = (at / 5) * 2 * Math.PI;
    spokes.add(
      part(
        box(radius * 0.16, radius * 0.6, width * 0.1),
        chrome,
        [-Math.sin(turn) * radius * 0.3, Math.cos(turn) * radius * 0.3, width * 0.44],
        [0, 0, turn],
      ),
    );
  }
  return group(
    part(new TorusGeometry(radius * 0.8, radius * 0.22, 20, 48), rubber),
    part(
      new CylinderGeometry(radius * 0.97, radius * 0.97, width * 0.86, 48, 1, true),
      rubber,
      [0, 0, 0],
      [Math.PI / 2, 0, 0],
    ),
    spokes,
  );
}

function axle(vehicle: Group, x: number, radius: number, half: number, width: number): void {
  for (const side of [1, -1]) {
    const one = wheel(radius, width);
    one.position.set(x, radius, side * (half - width * 0.45));
    one.rotation.y = side === 1 ? 0 : Math.PI;
    vehicle.add(one);
  }
}

function polygon(points: readonly (readonly [number, number])[]): Shape {
  const shape = new Shape();
  points.forEach(([x, y], index) => {
    if (index === 0) shape.moveTo(x, y);
    else shape.lineTo(x, y);
  });
  shape.closePath();
  return shape;
}

/** A side profile extruded to `width` across z, narrowed towards the roof by `tumble` (metres a side at `roof`). */
function hull(
  shape: Shape,
  width: number,
  bevel: number,
  material: Material,
  tumble: { from: number; roof: number; by: number },
): Group {
  const body = extrude(shape, width - 2 * bevel, bevel);
  body.translate(0, 0, -width / 2 + bevel);
  deform(body, (at) => {
    const lean = Math.max(0, (at.y - tumble.from) / (tumble.roof - tumble.from)) * tumble.by;
    at.z -= Math.sign(at.z) * lean;
  });
  return group(part(body, material));
}

/** A hatchback facing +x, 4.1 m long. */
export function car(color = 0x1f5fa8): Group {
  const paint = glazed(color, 0.35, 1);
  const lower = new Shape();
  lower.moveTo(-2.0, 0.32);
  lower.lineTo(-1.62, 0.3);
  lower.absarc(-1.27, 0.32, 0.37, Math.PI, 0, true);
  lower.lineTo(0.93, 0.28);
  lower.absarc(1.3, 0.32, 0.37, Math.PI, 0, true);
  lower.lineTo(2.0, 0.32);
  lower.quadraticCurveTo(2.09, 0.5, 2.02, 0.68);
  lower.quadraticCurveTo(1.85, 0.84, 0.95, 0.95);
  lower.lineTo(-1.9, 0.98);
  lower.quadraticCurveTo(-2.08, 0.8, -2.0, 0.32);
  const cabin = new Shape();
  cabin.moveTo(1.0, 0.93);
  cabin.lineTo(0.2, 1.42);
  cabin.quadraticCurveTo(-0.5, 1.53, -1.35, 1.42);
  cabin.lineTo(-1.94, 0.95);
  const vehicle = group(
    hull(lower, 1.76, 0.06, paint, { from: 0.7, roof: 1, by: 0.04 }),
    hull(cabin, 1.66, 0.04, paint, { from: 0.93, roof: 1.5, by: 0.2 }),
  );
  const side = [
    polygon([
      [0.8, 0.98],
      [0.16, 1.35],
      [-0.4, 1.4],
      [-0.4, 0.98],
    ]),
    polygon([
      [-0.47, 0.98],
      [-0.47, 1.4],
      [-1.2, 1.36],
      [-1.35, 0.98],
    ]),
    polygon([
      [-1.42, 0.98],
      [-1.28, 1.34],
      [-1.5, 1.26],
      [-1.72, 0.98],
    ]),
  ];
  for (const pane of side) {
    for (const z of [1, -1]) {
      const glassPane = deform(extrude(pane, 0.02, 0.008), (at) => {
        at.z += z * (0.832 - 0.2 * Math.max(0, (at.y - 0.93) / 0.57));
      });
      vehicle.add(part(glassPane, tinted));
    }
  }
  vehicle.add(
    part(roundedBox(0.03, 0.78, 1.3, 0.012), tinted, [0.635, 1.215, 0], [0, 0, 1.02]),
    part(roundedBox(0.03, 0.5, 1.2, 0.012), tinted, [-1.67, 1.225, 0], [0, 0, -0.9]),
    part(roundedBox(0.05, 0.2, 1.5, 0.02), matte(0x15171a, 0.5), [2.02, 0.42, 0]),
    part(roundedBox(0.05, 0.12, 0.62, 0.02), matte(0x0b0c0e, 0.4), [2.06, 0.6, 0]),
    part(roundedBox(0.03, 0.11, 0.44, 0.01), matte(0xf3f3ee, 0.5), [2.075, 0.44, 0]),
    part(roundedBox(0.03, 0.11, 0.44, 0.01), matte(0xf3f3ee, 0.5), [-2.07, 0.55, 0]),
  );
  for (const z of [1, -1]) {
    vehicle.add(
      part(
        roundedBox(0.28, 0.13, 0.32, 0.05),
        glazed(0xf2f6f8, 0.1, 1),
        [1.93, 0.68, z * 0.66],
        [0, z * 0.35, 0.2],
      ),
      part(roundedBox(0.14, 0.26, 0.2, 0.04), glowing(0xa8120c, 0.7), [-1.99, 0.82, z * 0.73]),
      part(roundedBox(0.16, 0.12, 0.2, 0.04), paint, [0.72, 1.02, z * 0.95]),
      part(box(0.16, 0.025, 0.02), chrome, [0.05, 0.84, z * 0.885]),
      part(box(0.16, 0.025, 0.02), chrome, [-0.85, 0.84, z * 0.885]),
      part(box(0.008, 0.6, 0.01), matte(0x050608), [-0.44, 0.68, z * 0.877]),
      part(box(0.008, 0.6, 0.01), matte(0x050608), [0.68, 0.68, z * 0.877]),
    );
  }
  vehicle.add(part(box(3.6, 0.14, 1.5), matte(0x0a0a0b), [0, 0.28, 0]));
  axle(vehicle, 1.3, 0.315, 0.87, 0.2);
  axle(vehicle, -1.27, 0.315, 0.87, 0.2);
  return vehicle;
}

function windows(pen: CanvasRenderingContext2D, width: number, height: number): void {
  const sky = pen.createLinearGradient(0, 0, width * 0.2, height);
  sky.addColorStop(0, '#51626f');
  sky.addColorStop(0.5, '#1d262d');
  sky.addColorStop(1, '#0e1317');
  pen.fillStyle = sky;
  pen.fillRect(0, 0, width, height);
}

/** A city bus facing +x, 10.5 m long, 3.05 m tall. */
export function bus(color = 0xc81f25, stripe = 0xf4efe4, route = '42 Harbour'): Group {
  const paint = glazed(color, 0.35, 1);
  const band = glazed(stripe, 0.4, 0.8);
  const dark = matte(0x0d0f11, 0.6);
  const pane = glazed(0xffffff, 0.08, 1);
  pane.map = drawn(256, 128, (pen) => windows(pen, 256, 128));
  const vehicle = group(
    part(roundedBox(10.5, 2.6, 2.5, 0.16, 6), paint, [0, 1.72, 0]),
    part(box(10.3, 0.1, 2.52), band, [0, 1.36, 0]),
    part(box(9.9, 0.25, 2.3), dark, [0, 0.4, 0]),
    part(roundedBox(4, 0.2, 1.9, 0.08), band, [-1.5, 3.08, 0]),
  );
  for (const z of [1, -1]) {
    vehicle.add(part(box(9.6, 1.0, 0.02), dark, [-0.1, 2.08, z * 1.252]));
    for (let at = 0; at < 7; at += 1)
      vehicle.add(part(roundedBox(1.24, 0.9, 0.02, 0.008), pane, [-4.2 + at * 1.34, 2.08, z * 1.258]));
    vehicle.add(part(roundedBox(0.1, 0.34, 0.2, 0.04), dark, [5.3, 2.2, z * 1.42]));
  }
  const sign = glowing(0xffffff, 1.6);
  sign.emissiveMap = drawn(512, 72, (pen) => {
    pen.fillStyle = '#090909';
    pen.fillRect(0, 0, 512, 72);
    pen.fillStyle = '#ffa51e';
    pen.font = 'bold 56px monospace';
    pen.textAlign = 'center';
    pen.fillText(route, 256, 56);
  });
  vehicle.add(
    part(roundedBox(0.03, 1.35, 2.2, 0.01), pane, [5.245, 1.98, 0]),
    part(box(0.02, 1.3, 0.05), dark, [5.26, 1.98, 0]),
    part(box(0.03, 0.3, 1.9), sign, [5.25, 2.78, 0]),
    part(roundedBox(0.06, 0.3, 2.3, 0.02), dark, [5.24, 0.6, 0]),
    part(roundedBox(0.02, 0.14, 0.5, 0.005), matte(0xf3f3ee), [5.28, 0.6, 0]),
    part(box(0.9, 2.2, 0.02), dark, [4.5, 1.62, 1.256]),
    part(roundedBox(0.41, 2.05, 0.02, 0.008), pane, [4.28, 1.62, 1.264]),
    part(roundedBox(0.41, 2.05, 0.02, 0.008), pane, [4.72, 1.62, 1.264]),
  );
  for (const z of [1, -1]) {
    vehicle.add(part(roundedBox(0.05, 0.22, 0.42, 0.02), glazed(0xf4f7f9, 0.1, 1), [5.25, 0.95, z * 0.92]));
    for (const x of [3.1, -2.9])
      vehicle.add(
        part(
          new CylinderGeometry(0.62, 0.62, 0.03, 48, 1, false, (z * Math.PI) / 2, Math.PI),
          dark,
          [x, 0.5, z * 1.245],
          [(z * Math.PI) / 2, 0, 0],
        ),
      );
  }
  axle(vehicle, 3.1, 0.5, 1.25, 0.3);
  axle(vehicle, -2.9, 0.5, 1.25, 0.3);
  return vehicle;
}
