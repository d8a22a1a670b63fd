import { CylinderGeometry, type Group, SphereGeometry, TorusGeometry } from 'three';
import { createRandom } from '../../../src/core/random.ts';
import { box, deform, group, part, roundedBox, sphere, tube } from '../studio/shapes.ts';
import { drawn, glazed, matte, noise, wood } from '../studio/surfaces.ts';

/** A round wall clock facing +z; radius in metres. Shows ten past ten. */
export function wallClock(radius = 0.15, rim = 0x1b1c1f): Group {
  const face = matte(0xffffff, 0.6);
  face.map = drawn(1024, 1024, (pen) => {
    pen.fillStyle = '#fbfaf6';
    pen.fillRect(0, 0, 1024, 1024);
    pen.translate(512, 512);
    pen.fillStyle = '#141414';
    pen.font = 'bold 104px sans-serif';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    for (let hour = 1; hour <= 12; hour += 1) {
      const turn = (hour / 12) * 2 * Math.PI;
      pen.fillText(String(hour), 368 * Math.sin(turn), -368 * Math.cos(turn));
    }
    for (let minute = 0; minute < 60; minute += 1) {
      pen.save();
      pen.rotate((minute / 60) * 2 * Math.PI);
      pen.fillRect(minute % 5 === 0 ? -7 : -3, -488, minute % 5 === 0 ? 14 : 6, minute % 5 === 0 ? 42 : 24);
      pen.restore();
    }
  });
  const black = matte(0x101010, 0.4);
  const hand = (length: number, width: number, turn: number, level: number, material = black): Group => {
    const arm = part(box(width, length, radius * 0.02), material, [0, length / 2 - radius * 0.12, 0]);
    const hold = group(arm);
    hold.rotation.z = -turn;
    hold.position.z = level;
    return hold;
  };
  const dial = part(
    new CylinderGeometry(radius * 0.93, radius * 0.93, 0.004, 96),
    face,
    [0, 0, radius * 0.08],
    [Math.PI / 2, Math.PI / 2, 0],
  );
  const turn = 2 * Math.PI;
  return group(
    part(new CylinderGeometry(radius, radius, radius * 0.14, 96), matte(rim), [0, 0, 0], [Math.PI / 2, 0, 0]),
    dial,
    part(new TorusGeometry(radius * 0.97, radius * 0.075, 24, 120), glazed(rim, 0.3), [0, 0, radius * 0.09]),
    hand(radius * 0.62, radius * 0.06, turn * (10 / 12 + 10 / 720), radius * 0.13),
    hand(radius * 0.88, radius * 0.042, turn * (10 / 60), radius * 0.15),
    hand(radius * 0.95, radius * 0.015, turn * (36 / 60), radius * 0.17, matte(0xc0281e, 0.4)),
    part(
      new CylinderGeometry(radius * 0.045, radius * 0.045, radius * 0.06, 24),
      black,
      [0, 0, radius * 0.16],
      [Math.PI / 2, 0, 0],
    ),
  );
}

/** A closed book lying flat, its spine towards −x. */
export function book(
  color: number,
  title: string,
  size: readonly [number, number, number] = [0.15, 0.03, 0.21],
): Group {
  const [width, height, depth] = size;
  const cloth = matte(color, 0.7);
  const pages = matte(0xf0e8d6, 0.9);
  pages.bumpMap = drawn(
    8,
    128,
    (pen) => {
      for (let line = 0; line < 128; line += 2) {
        pen.fillStyle = line % 4 === 0 ? '#fff' : '#777';
        pen.fillRect(0, line, 8, 2);
      }
    },
    { data: true },
  );
  pages.bumpScale = 1;
  const cover = cloth.clone();
  cover.map = drawn(384, 512, (pen) => {
    pen.fillStyle = `#${color.toString(16).padStart(6, '0')}`;
    pen.fillRect(0, 0, 384, 512);
    pen.strokeStyle = '#f3e3b8';
    pen.lineWidth = 5;
    pen.strokeRect(26, 26, 332, 460);
    pen.fillStyle = '#f3e3b8';
    pen.textAlign = 'center';
    pen.font = 'bold 54px serif';
    title.split(' ').forEach((word, line) => {
      pen.fillText(word, 192, 150 + line * 66);
    });
    pen.fillRect(132, 400, 120, 6);
  });
  cover.color.set(0xffffff);
  const spine = cloth.clone();
  spine.color.set(0xffffff);
  spine.map = drawn(512, 72, (pen) => {
    pen.fillStyle = `#${color.toString(16).padStart(6, '0')}`;
    pen.fillRect(0, 0, 512, 72);
    pen.fillStyle = '#f3e3b8';
    pen.fillRect(28, 0, 6, 72);
    pen.fillRect(478, 0, 6, 72);
    pen.font = 'bold 40px serif';
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillText(title, 256, 38);
  });
  const top = part(box(width, 0.0025, depth), cloth, [0, height - 0.00125, 0]);
  const front = part(box(width - 0.001, 0.0004, depth - 0.001), cover, [0, height, 0]);
  const back = part(box(0.0025, height, depth), spine, [-width / 2, height / 2, 0]);
  return group(
    part(box(width - 0.008, height - 0.005, depth - 0.01), pages, [-0.003, height / 2, 0]),
    top,
    front,
    part(box(width, 0.0025, depth), cloth, [0, 0.00125, 0]),
    back,
  );
}

/** Blossoms on stalks that rise from the origin and spread to a dome of `radius`, for a vase whose mouth is there. */
export function bouquet(
  colors: readonly number[],
  options: { radius?: number; count?: number; seed?: number } = {},
): Group {
  const { radius = 0.11, count = 16, seed = 2 } = options;
  const random = createRandom(seed);
  const flowers = group();
  const petal = deform(new SphereGeometry(1, 14, 10), (at) => {
    at.set(at.x * 0.5 + 0.5, at.y * 0.07 + 0.35 * (at.x * 0.5 + 0.5) ** 2, at.z * 0.32);
  });
  for (let at = 0; at < count; at += 1) {
    const up = 0.25 + 0.75 * (1 - (at + 0.5) / count);
    const ring = Math.sqrt(1 - up * up);
    const turn = at * 2.4;
    const head: [number, number, number] = [
      radius * ring * Math.cos(turn),
      0.06 + radius * up,
      radius * ring * Math.sin(turn),
    ];
    flowers.add(
      part(
        tube([[0, -0.1, 0], [head[0] * 0.3, head[1] * 0.5, head[2] * 0.3], head], 0.0016, {
          sides: 6,
          steps: 12,
        }),
        matte(0x3f7a2e),
      ),
    );
    const blossom = group(part(sphere(0.2, 16), matte(0xe9b92f, 0.9), [0, 0.12, 0]));
    const tint = matte(colors[at % colors.length] ?? 0xffffff, 0.6);
    for (let layer = 0; layer < 2; layer += 1) {
      for (let index = 0; index < 9; index += 1) {
        blossom.add(
          part(petal, tint, [0, layer * 0.06, 0], [0, (index / 9) * 2 * Math.PI + layer * 0.35, layer * 0.3]),
        );
      }
    }
    blossom.scale.setScalar(random.range(0.026, 0.034));
    blossom.position.set(...head);
    blossom.rotation.set(ring * Math.sin(turn) * 0.9, turn, -ring * Math.cos(turn) * 0.9);
    flowers.add(blossom);
  }
  const leaf = deform(new SphereGeometry(1, 12, 8), (at) => {
    at.set(at.x * 0.045 + 0.045, at.y * 0.002 + at.x * 0.012, at.z * 0.014);
  });
  for (let at = 0; at < 12; at += 1)
    flowers.add(part(leaf, matte(0x3b7030, 0.6), [0, 0.03 + 0.004 * at, 0], [0, at * 2.1, 0.5]));
  return flowers;
}

/** A wooden dining chair facing +z, 92 cm tall, on the floor. */
export function woodenChair(light = '#b98350', dark = '#6d4423', seed = 3): Group {
  const timber = matte(0xffffff, 0.55);
  timber.map = wood(seed, { light, dark });
  const leg = (x: number, z: number, tall: number): ReturnType<typeof part> =>
    part(roundedBox(0.038, tall, 0.038, 0.006), timber, [x, tall / 2, z]);
  const chair = group(
    part(roundedBox(0.44, 0.028, 0.43, 0.012), timber, [0, 0.455, 0]),
    leg(-0.19, 0.18, 0.45),
    leg(0.19, 0.18, 0.45),
    leg(-0.19, -0.19, 0.92),
    leg(0.19, -0.19, 0.92),
    part(roundedBox(0.4, 0.09, 0.022, 0.008), timber, [0, 0.86, -0.19]),
    part(roundedBox(0.4, 0.05, 0.02, 0.006), timber, [0, 0.56, -0.19]),
    part(roundedBox(0.36, 0.03, 0.02, 0.006), timber, [0, 0.22, 0.18]),
    part(roundedBox(0.02, 0.03, 0.36, 0.006), timber, [-0.19, 0.17, 0]),
    part(roundedBox(0.02, 0.03, 0.36, 0.006), timber, [0.19, 0.17, 0]),
  );
  for (let slat = -2; slat <= 2; slat += 1)
    chair.add(part(roundedBox(0.022, 0.28, 0.014, 0.005), timber, [slat * 0.07, 0.7, -0.19]));
  return chair;
}

/** A four-legged table; the top's upper face is at `height`. */
export function table(width: number, depth: number, height: number, top: ReturnType<typeof matte>): Group {
  const thick = 0.035;
  const desk = group(part(roundedBox(width, thick, depth, 0.006), top, [0, height - thick / 2, 0]));
  for (const x of [-1, 1]) {
    for (const z of [-1, 1]) {
      desk.add(
        part(roundedBox(0.06, height - thick, 0.06, 0.008), top, [
          x * (width / 2 - 0.07),
          (height - thick) / 2,
          z * (depth / 2 - 0.07),
        ]),
      );
    }
  }
  desk.add(part(box(width - 0.16, 0.08, 0.02), top, [0, height - thick - 0.04, depth / 2 - 0.07]));
  return desk;
}

/** A sitting teddy bear facing +z, 32 cm tall. */
export function teddyBear(color = 0xa9743f): Group {
  const fur = matte(color, 1);
  fur.bumpMap = noise(4, { size: 512, octaves: 8, low: 0, high: 1, repeat: [5, 4] });
  fur.bumpScale = 5;
  const pale = fur.clone();
  pale.color.set(0xdcb98a);
  const black = glazed(0x0b0806, 0.15, 1);
  const ball = (
    radius: number,
    at: [number, number, number],
    stretch: [number, number, number] = [1, 1, 1],
    material = fur,
  ): ReturnType<typeof part> => {
    const one = part(sphere(radius, 40), material, at);
    one.scale.set(...stretch);
    return one;
  };
  const arm = (side: number): ReturnType<typeof part> => {
    const one = ball(0.037, [side * 0.088, 0.112, 0.038], [0.78, 1.6, 0.8]);
    one.rotation.set(-0.35, 0, side * 0.55);
    return one;
  };
  return group(
    ball(0.085, [0, 0.09, 0], [1, 1.1, 0.92]),
    ball(0.06, [0, 0.09, 0.035], [0.95, 1.1, 0.82], pale),
    ball(0.075, [0, 0.235, 0.005], [1.06, 0.95, 0.95]),
    ball(0.034, [0, 0.218, 0.066], [1.15, 0.85, 0.8], pale),
    ball(0.03, [-0.062, 0.295, 0], [1, 1, 0.5]),
    ball(0.03, [0.062, 0.295, 0], [1, 1, 0.5]),
    ball(0.019, [-0.062, 0.295, 0.01], [1, 1, 0.45], pale),
    ball(0.019, [0.062, 0.295, 0.01], [1, 1, 0.45], pale),
    arm(-1),
    arm(1),
    ball(0.045, [-0.062, 0.035, 0.085], [0.85, 0.85, 1.6]),
    ball(0.045, [0.062, 0.035, 0.085], [0.85, 0.85, 1.6]),
    ball(0.034, [-0.062, 0.037, 0.15], [0.85, 0.9, 0.45], pale),
    ball(0.034, [0.062, 0.037, 0.15], [0.85, 0.9, 0.45], pale),
    part(sphere(0.0085, 20), black, [-0.028, 0.25, 0.068]),
    part(sphere(0.0085, 20), black, [0.028, 0.25, 0.068]),
    ball(0.012, [0, 0.232, 0.092], [1.2, 0.85, 0.7], matte(0x17100a, 0.5)),
    part(
      tube(
        [
          [-0.018, 0.211, 0.091],
          [0, 0.2035, 0.0935],
          [0.018, 0.211, 0.091],
        ],
        0.0016,
      ),
      matte(0x17100a),
    ),
  );
}
