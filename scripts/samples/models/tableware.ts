import { CylinderGeometry, type Group, Shape, TorusGeometry } from 'three';
import { createRandom } from '../../../src/core/random.ts';
import { extrude, group, lathe, part, tube } from '../studio/shapes.ts';
import { drawn, glass, glazed, matte, metal } from '../studio/surfaces.ts';

/** A mug with a handle on +x; 9.5 cm tall. */
export function mug(color = 0xc8452e, inside = 0xf4efe4, drink = 0x2a1408): Group {
  const outer = lathe([
    [0, 0],
    [0.036, 0],
    [0.04, 0.004],
    [0.041, 0.09],
    [0.0405, 0.0945],
    [0.039, 0.095],
  ]);
  const inner = lathe([
    [0.039, 0.095],
    [0.0375, 0.093],
    [0.037, 0.01],
    [0, 0.008],
  ]);
  const handle = tube(
    [
      [0.038, 0.078, 0],
      [0.062, 0.076, 0],
      [0.07, 0.05, 0],
      [0.058, 0.024, 0],
      [0.038, 0.02, 0],
    ],
    0.0055,
  );
  return group(
    part(outer, glazed(color)),
    part(inner, glazed(inside)),
    part(handle, glazed(color)),
    part(new CylinderGeometry(0.0372, 0.0372, 0.001, 40), glazed(drink, 0.2), [0, 0.078, 0]),
  );
}

/** A tea cup on a saucer; 6 cm tall. */
export function teaCup(color = 0xf2eee6, drink = 0x8a4a18): Group {
  const china = glazed(color, 0.35);
  const outer = lathe([
    [0, 0],
    [0.022, 0],
    [0.024, 0.004],
    [0.034, 0.014],
    [0.043, 0.035],
    [0.047, 0.06],
    [0.0455, 0.06],
    [0.041, 0.035],
    [0.032, 0.016],
    [0, 0.01],
  ]);
  const handle = tube(
    [
      [0.044, 0.05, 0],
      [0.062, 0.05, 0],
      [0.066, 0.036, 0],
      [0.056, 0.024, 0],
      [0.04, 0.026, 0],
    ],
    0.004,
  );
  const saucer = lathe([
    [0, 0.002],
    [0.03, 0],
    [0.05, 0.004],
    [0.075, 0.014],
    [0.076, 0.016],
    [0.05, 0.009],
    [0.03, 0.006],
    [0, 0.006],
  ]);
  const cup = group(
    part(outer, china),
    part(handle, china),
    part(new CylinderGeometry(0.044, 0.044, 0.001, 40), glazed(drink, 0.15), [0, 0.05, 0]),
  );
  cup.position.y = 0.006;
  return group(cup, part(saucer, china));
}

/** A bowl, 16 cm across and 7 cm tall. */
export function bowl(color = 0x3f6f9c, inside = 0xf1ece0): Group {
  const outer = lathe([
    [0, 0],
    [0.035, 0],
    [0.037, 0.006],
    [0.06, 0.02],
    [0.075, 0.045],
    [0.081, 0.07],
    [0.08, 0.072],
  ]);
  const inner = lathe([
    [0.08, 0.072],
    [0.078, 0.07],
    [0.072, 0.046],
    [0.056, 0.023],
    [0.03, 0.012],
    [0, 0.01],
  ]);
  return group(part(outer, glazed(color)), part(inner, glazed(inside)));
}

/** A bowl of milk with rings of cereal. */
export function cerealBowl(color = 0x3f6f9c): Group {
  const random = createRandom(12);
  const full = bowl(color);
  full.add(part(new CylinderGeometry(0.0755, 0.07, 0.004, 64), glazed(0xfaf6ec, 0.3, 0.5), [0, 0.052, 0]));
  const ring = new TorusGeometry(0.0055, 0.0028, 10, 20);
  const toast = [matte(0xc98b45, 0.8), matte(0xb8742f, 0.8), matte(0xd9a35c, 0.8)];
  for (let at = 0; at < 70; at += 1) {
    const reach = 0.07 * Math.sqrt(random.next());
    const turn = random.range(0, 2 * Math.PI);
    full.add(
      part(
        ring,
        toast[at % 3] ?? matte(0xc98b45),
        [reach * Math.cos(turn), 0.055, reach * Math.sin(turn)],
        [Math.PI / 2 + random.range(-0.5, 0.5), random.range(-0.4, 0.4), 0],
      ),
    );
  }
  return full;
}

/** A tumbler of juice, 12 cm tall. */
export function tumbler(juice = 0xf08a12): Group {
  const shell = lathe([
    [0, 0.001],
    [0.028, 0.001],
    [0.03, 0.004],
    [0.036, 0.12],
    [0.0345, 0.12],
    [0.028, 0.01],
    [0, 0.008],
  ]);
  const filled = lathe([
    [0, 0.009],
    [0.0275, 0.01],
    [0.0335, 0.098],
    [0, 0.098],
  ]);
  return group(part(filled, glazed(juice, 0.35, 0.4)), part(shell, glass(0xffffff, 0.1)));
}

/** A plastic water bottle with a blue cap and label, 24 cm tall. */
export function waterBottle(): Group {
  const ribs: [number, number][] = [];
  for (let at = 0; at <= 40; at += 1) {
    const height = 0.004 + (at / 40) * 0.16;
    const inLabel = height > 0.075 && height < 0.125;
    ribs.push([0.032 + (inLabel ? 0.0005 : 0.0012 * Math.sin(at * 1.9)), height]);
  }
  const body = lathe([
    [0, 0],
    [0.029, 0],
    ...ribs,
    [0.03, 0.175],
    [0.02, 0.2],
    [0.0125, 0.212],
    [0.0125, 0.222],
  ]);
  const water = lathe([
    [0, 0.004],
    [0.029, 0.005],
    [0.0305, 0.16],
    [0.029, 0.172],
    [0.0225, 0.192],
    [0, 0.192],
  ]);
  const label = matte(0xffffff, 0.4);
  label.map = drawn(512, 128, (pen) => {
    pen.fillStyle = '#2a6fd0';
    pen.fillRect(0, 0, 512, 128);
    pen.fillStyle = '#ffffff';
    pen.font = 'bold 70px sans-serif';
    pen.textAlign = 'center';
    pen.fillText('AQVA', 128, 88);
    pen.fillText('AQVA', 384, 88);
  });
  return group(
    part(water, glass(0xcfe6f5, 0.35)),
    part(body, glass(0xeaf6ff, 0.28)),
    part(new CylinderGeometry(0.0335, 0.0335, 0.05, 48, 1, true), label, [0, 0.1, 0]),
    part(new CylinderGeometry(0.014, 0.014, 0.018, 32), glazed(0x1f57b8, 0.4), [0, 0.228, 0]),
  );
}

function outline(halfWidths: readonly (readonly [number, number])[]): Shape {
  const shape = new Shape();
  const [first] = halfWidths;
  if (first === undefined) return shape;
  shape.moveTo(-first[1], first[0]);
  for (const [along, half] of halfWidths) shape.lineTo(-half, along);
  for (const [along, half] of halfWidths.toReversed()) shape.lineTo(half, along);
  return shape;
}

const HANDLE = [
  [0, 0.007],
  [0.02, 0.0105],
  [0.05, 0.0085],
  [0.09, 0.004],
  [0.115, 0.0035],
] as const;

function flatware(shape: Shape): Group {
  const piece = part(
    extrude(shape, 0.0015, 0.0009),
    metal(0xd5d8dc, 0.2),
    [0, 0.003, 0],
    [-Math.PI / 2, 0, 0],
  );
  return group(piece);
}

/** Lies along −z, the handle's end at the origin; 19 cm long. */
export function fork(): Group {
  const shape = outline([...HANDLE, [0.13, 0.012], [0.145, 0.0125]]);
  const tines = [-0.0105, -0.0035, 0.0035, 0.0105].map((x) => {
    const tine = new Shape();
    tine.moveTo(x - 0.002, 0.14);
    tine.lineTo(x - 0.0012, 0.19);
    tine.lineTo(x + 0.0012, 0.19);
    tine.lineTo(x + 0.002, 0.14);
    return flatware(tine);
  });
  return group(flatware(shape), ...tines);
}

/** Lies along −z; 22 cm long. */
export function tableKnife(): Group {
  return flatware(
    outline([
      [0, 0.007],
      [0.03, 0.0095],
      [0.09, 0.008],
      [0.1, 0.0075],
      [0.12, 0.0105],
      [0.19, 0.0105],
      [0.212, 0.006],
      [0.22, 0.001],
    ]),
  );
}

/** A narrow vase, 22 cm tall, without flowers. */
export function vase(color = 0x2f7f86): Group {
  const shell = lathe([
    [0, 0],
    [0.035, 0],
    [0.05, 0.03],
    [0.058, 0.075],
    [0.045, 0.13],
    [0.026, 0.17],
    [0.024, 0.19],
    [0.034, 0.22],
    [0.032, 0.22],
    [0.02, 0.19],
    [0, 0.18],
  ]);
  return group(
    part(shell, glazed(color, 0.3)),
    part(new TorusGeometry(0.033, 0.0018, 8, 48), glazed(color, 0.3), [0, 0.22, 0], [Math.PI / 2, 0, 0]),
  );
}
