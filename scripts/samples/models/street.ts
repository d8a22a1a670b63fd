import { CircleGeometry, CylinderGeometry, DoubleSide, type Group, Shape, TorusGeometry } from 'three';
import { box, cylinder, extrude, group, lathe, part, roundedBox, sphere } from '../studio/shapes.ts';
import { drawn, glazed, glowing, matte, metal, noise, wood } from '../studio/surfaces.ts';

const galvanised = metal(0x8f969c, 0.5);

/** A stop sign on a post facing +z; the plate's middle is 2.2 m up, 76 cm across. */
export function stopSign(): Group {
  const plate = new Shape();
  for (let corner = 0; corner < 8; corner += 1) {
    const turn = (corner + 0.5) * (Math.PI / 4);
    const point: [number, number] = [0.41 * Math.cos(turn), 0.41 * Math.sin(turn)];
    if (corner === 0) plate.moveTo(...point);
    else plate.lineTo(...point);
  }
  const face = matte(0xffffff, 0.45);
  face.map = drawn(512, 512, (pen) => {
    pen.clearRect(0, 0, 512, 512);
    const octagon = (reach: number, color: string): void => {
      pen.fillStyle = color;
      pen.beginPath();
      for (let corner = 0; corner < 8; corner += 1) {
        const turn = (corner + 0.5) * (Math.PI / 4);
        pen.lineTo(256 + reach * Math.cos(turn), 256 + reach * Math.sin(turn));
      }
      pen.fill();
    };
    octagon(277, '#f6f6f4');
    octagon(258, '#c01320');
    pen.fillStyle = '#f8f8f6';
    pen.font = 'bold 172px "DejaVu Sans Condensed", "Liberation Sans Narrow", sans-serif';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.save();
    pen.translate(256, 264);
    pen.scale(0.82, 1.08);
    pen.fillText('STOP', 0, 0, 520);
    pen.restore();
  });
  const disc = new CircleGeometry(0.41, 8, Math.PI / 8);
  return group(
    part(cylinder(0.03, 0.03, 2.6), galvanised, [0, 1.3, -0.035]),
    part(extrude(plate, 0.006), galvanised, [0, 2.2, -0.006]),
    part(disc, face, [0, 2.2, 0.002]),
  );
}

/** A traffic light on a post facing +z, 3.4 m tall. */
export function trafficLight(lit: 'red' | 'yellow' | 'green' = 'red', housing = 0xd9a514): Group {
  const shell = matte(housing, 0.5);
  const black = matte(0x0c0d0e, 0.6);
  const head = group(
    part(roundedBox(0.34, 1.0, 0.22, 0.05), shell),
    part(roundedBox(0.46, 1.12, 0.02, 0.01), black, [0, 0, -0.1]),
  );
  const lamps = [
    ['red', 0xff2413, 0.32],
    ['yellow', 0xffb400, 0],
    ['green', 0x18e07a, -0.32],
  ] as const;
  for (const [name, color, y] of lamps) {
    const on = name === lit;
    const lens = on ? glowing(color, 3.2) : glazed(color, 0.4, 0.6);
    if (!on) lens.color.multiplyScalar(0.13);
    const dome = part(sphere(0.115), lens, [0, y, 0.1]);
    dome.scale.z = 0.35;
    const visor = new CylinderGeometry(0.135, 0.135, 0.2, 32, 1, true, 0.5 * Math.PI, Math.PI);
    const hood = shell.clone();
    hood.side = DoubleSide;
    head.add(
      dome,
      part(new TorusGeometry(0.125, 0.012, 12, 40), black, [0, y, 0.11]),
      part(visor, hood, [0, y, 0.19], [Math.PI / 2, Math.PI, 0]),
    );
  }
  head.position.y = 2.85;
  return group(
    part(cylinder(0.06, 0.07, 2.5), matte(0x3a3f43, 0.5), [0, 1.25, 0]),
    part(cylinder(0.13, 0.16, 0.25), matte(0x3a3f43, 0.5), [0, 0.125, 0]),
    head,
  );
}

/** A fire hydrant facing +z, 75 cm tall. */
export function fireHydrant(color = 0xc2211a): Group {
  const iron = glazed(color, 0.45, 0.5);
  iron.bumpMap = noise(9, { repeat: [3, 3] });
  const bolt = metal(0xb9b6ad, 0.45);
  const barrel = lathe(
    [
      [0, 0],
      [0.17, 0],
      [0.17, 0.035],
      [0.125, 0.04],
      [0.12, 0.07],
      [0.12, 0.44],
      [0.125, 0.45],
      [0.155, 0.455],
      [0.155, 0.485],
      [0.135, 0.49],
      [0.128, 0.53],
      [0.105, 0.6],
      [0.06, 0.645],
      [0.045, 0.65],
      [0.04, 0.69],
      [0.03, 0.7],
      [0, 0.7],
    ],
    48,
  );
  const hydrant = group(part(barrel, iron), part(cylinder(0.026, 0.03, 0.06, 5), iron, [0, 0.725, 0]));
  const outlet = (reach: number, wide: number, turn: number, y: number): Group => {
    const nozzle = group(
      part(cylinder(wide * 0.82, wide * 0.86, reach), iron, [0, 0, 0.11 + reach / 2], [Math.PI / 2, 0, 0]),
      part(cylinder(wide, wide, 0.05, 40), iron, [0, 0, 0.11 + reach], [Math.PI / 2, 0, 0]),
      part(cylinder(0.022, 0.026, 0.05, 5), bolt, [0, 0, 0.155 + reach], [Math.PI / 2, 0, 0]),
    );
    nozzle.rotation.y = turn;
    nozzle.position.y = y;
    return nozzle;
  };
  hydrant.add(
    outlet(0.045, 0.085, 0, 0.34),
    outlet(0.05, 0.06, Math.PI / 2, 0.385),
    outlet(0.05, 0.06, -Math.PI / 2, 0.385),
  );
  for (let at = 0; at < 8; at += 1) {
    const turn = (at / 8) * 2 * Math.PI;
    hydrant.add(
      part(cylinder(0.012, 0.012, 0.02, 6), bolt, [0.142 * Math.cos(turn), 0.492, 0.142 * Math.sin(turn)]),
      part(cylinder(0.013, 0.013, 0.02, 6), bolt, [0.148 * Math.cos(turn), 0.04, 0.148 * Math.sin(turn)]),
    );
  }
  return hydrant;
}

/** A garden bench of teak facing +z, 1.6 m wide, 95 cm tall. */
export function bench(width = 1.6, light = '#b9804a', dark = '#6a3d1c'): Group {
  const timber = matte(0xffffff, 0.65);
  timber.map = wood(6, { light, dark });
  const beam = (
    size: [number, number, number],
    at: [number, number, number],
    lean = 0,
  ): ReturnType<typeof part> => part(roundedBox(...size, 0.008), timber, at, [lean, 0, 0]);
  const whole = group();
  for (let slat = 0; slat < 5; slat += 1)
    whole.add(beam([width - 0.08, 0.028, 0.085], [0, 0.45, 0.2 - slat * 0.1]));
  whole.add(
    beam([width, 0.1, 0.04], [0, 0.9, -0.33], -0.2),
    beam([width, 0.07, 0.035], [0, 0.52, -0.245], -0.2),
  );
  whole.add(beam([width - 0.1, 0.08, 0.03], [0, 0.39, 0.235]));
  const posts = 15;
  for (let at = 0; at < posts; at += 1) {
    const x = (at / (posts - 1) - 0.5) * (width - 0.2);
    whole.add(beam([0.05, 0.36, 0.018], [x, 0.71, -0.287], -0.2));
  }
  for (const x of [-width / 2, width / 2]) {
    whole.add(
      beam([0.07, 0.66, 0.07], [x, 0.33, 0.23]),
      beam([0.07, 0.5, 0.07], [x, 0.25, -0.23]),
      beam([0.07, 0.5, 0.06], [x, 0.7, -0.285], -0.2),
      beam([0.085, 0.035, 0.6], [x, 0.67, -0.02]),
      beam([0.05, 0.07, 0.42], [x, 0.39, 0]),
      beam([0.05, 0.05, 0.42], [x, 0.14, 0]),
    );
  }
  return whole;
}

/** An airliner seen in flight, its nose towards +x, 37 m long. */
export function airliner(color = 0xf3f5f7, tail = 0x1d4fa3): Group {
  const paint = glazed(color, 0.35, 0.6);
  const livery = glazed(tail, 0.35, 0.6);
  const body = lathe(
    [
      [0, -18.5],
      [0.5, -18],
      [1.2, -14],
      [1.9, -9],
      [2, -6],
      [2, 12],
      [1.85, 14.5],
      [1.4, 16.8],
      [0.7, 18.2],
      [0, 18.6],
    ],
    48,
  ).rotateZ(-Math.PI / 2);
  const wing = new Shape();
  wing.moveTo(3.5, 0);
  wing.lineTo(-4.6, 17);
  wing.lineTo(-6.2, 17);
  wing.lineTo(-3.8, 5.5);
  wing.lineTo(-3.2, 0);
  const fin = new Shape();
  fin.moveTo(-12, 0);
  fin.lineTo(-17, 6.5);
  fin.lineTo(-19.3, 6.5);
  fin.lineTo(-17.6, 0);
  const plane = group(part(body, paint), part(extrude(fin, 0.3), livery, [0, 1.3, -0.15]));
  for (const side of [1, -1]) {
    const blade = part(extrude(wing, 0.35), paint, [0, -0.9, 0], [side * (Math.PI / 2 - 0.08), 0, 0]);
    const stabiliser = part(extrude(wing, 0.5), paint, [-15, 0.8, 0], [side * (Math.PI / 2 - 0.08), 0, 0]);
    stabiliser.scale.set(0.42, 0.42, 0.5);
    plane.add(
      blade,
      stabiliser,
      part(
        lathe([
          [0.5, -2],
          [1, -0.6],
          [1.15, 1],
          [0.95, 1.9],
          [0.7, 1.8],
          [0, 1.2],
        ]).rotateZ(-Math.PI / 2),
        livery,
        [1.2, -2.1, side * 5.6],
      ),
    );
  }
  for (let window = -10; window < 13; window += 0.8)
    plane.add(part(box(0.3, 0.45, 4.02), matte(0x1b2530, 0.3), [window, 0.5, 0]));
  return plane;
}
