import { CylinderGeometry, type Group, InstancedMesh, Matrix4, PlaneGeometry, type Texture } from 'three';
import { createRandom } from '../../../src/core/random.ts';
import { box, deform, group, part, roundedBox, sphere, tube } from '../studio/shapes.ts';
import { drawn, glazed, glowing, matte, metal } from '../studio/surfaces.ts';

/** What a screen shows: a code editor, a chart, or a landscape. */
export type ScreenContent = 'editor' | 'landscape';

function screenPicture(content: ScreenContent): Texture {
  const random = createRandom(11);
  return drawn(1024, 640, (pen) => {
    if (content === 'landscape') {
      const sky = pen.createLinearGradient(0, 0, 0, 640);
      sky.addColorStop(0, '#2b4c8f');
      sky.addColorStop(0.5, '#e8a06a');
      sky.addColorStop(0.62, '#f7d7a0');
      pen.fillStyle = sky;
      pen.fillRect(0, 0, 1024, 640);
      for (let ridge = 0; ridge < 4; ridge += 1) {
        pen.fillStyle = ['#8a6a86', '#5f5478', '#3c3f5f', '#20283f'][ridge] ?? '#20283f';
        pen.beginPath();
        pen.moveTo(0, 640);
        for (let x = 0; x <= 1024; x += 16) {
          const height =
            300 +
            ridge * 75 -
            60 * Math.sin(x / (170 - ridge * 22) + ridge * 2) -
            22 * Math.sin(x / 41 + ridge);
          pen.lineTo(x, height + random.range(-5, 5));
        }
        pen.lineTo(1024, 640);
        pen.fill();
      }
      return;
    }
    pen.fillStyle = '#f4f6f9';
    pen.fillRect(0, 0, 1024, 640);
    pen.fillStyle = '#dfe4ec';
    pen.fillRect(0, 0, 1024, 54);
    pen.fillRect(0, 54, 210, 586);
    pen.fillStyle = '#4b78c9';
    pen.fillRect(0, 54, 210, 40);
    for (let line = 0; line < 14; line += 1) {
      pen.fillStyle = '#9aa5b5';
      pen.fillRect(24, 120 + line * 34, random.range(70, 160), 10);
    }
    for (let line = 0; line < 24; line += 1) {
      let x = 250 + random.int(0, 3) * 26;
      while (x < 900 && random.next() > 0.14) {
        const width = random.range(20, 110);
        pen.fillStyle =
          ['#46526a', '#46526a', '#2d6cc0', '#b0533a', '#3d8a5a'][random.int(0, 4)] ?? '#46526a';
        pen.fillRect(x, 84 + line * 23, width, 9);
        x += width + 12;
      }
    }
  });
}

function screen(width: number, height: number, content: ScreenContent, strength: number): Group {
  const lit = glowing(0xffffff, strength);
  lit.emissiveMap = screenPicture(content);
  return group(part(new PlaneGeometry(width, height), lit));
}

/** Rows of key caps centred on the origin, the cap tops at `height`. */
function keys(columns: number, rows: number, pitch: number, color: number, height: number): Group {
  const cap = roundedBox(pitch * 0.86, height, pitch * 0.86, pitch * 0.1, 2);
  const material = matte(color, 0.55);
  const wide = roundedBox(pitch * 5.2, height, pitch * 0.86, pitch * 0.1, 2);
  const gap = Math.floor(columns / 2) - 2;
  const places: [number, number][] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (row === rows - 1 && column >= gap - 1 && column < gap + 4) continue;
      places.push([(column - (columns - 1) / 2) * pitch, (row - (rows - 1) / 2) * pitch]);
    }
  }
  const caps = new InstancedMesh(cap, material, places.length);
  places.forEach(([x, z], index) => {
    caps.setMatrixAt(index, new Matrix4().makeTranslation(x, height / 2, z));
  });
  caps.castShadow = true;
  caps.receiveShadow = true;
  const space = part(wide, material, [
    (gap + 1 - (columns - 1) / 2) * pitch,
    height / 2,
    ((rows - 1) / 2) * pitch,
  ]);
  return group(caps, space);
}

/** An open laptop facing +z, 32 cm wide, its base's middle at the origin. */
export function laptop(content: ScreenContent = 'editor', body = 0xb9bdc2): Group {
  const shell = metal(body, 0.42);
  const base = part(roundedBox(0.325, 0.014, 0.225, 0.006), shell, [0, 0.008, 0]);
  const well = part(box(0.285, 0.001, 0.105), matte(0x17181b), [0, 0.0152, -0.035]);
  const caps = keys(15, 6, 0.0185, 0x1c1d20, 0.0022);
  caps.position.set(0, 0.0155, -0.035);
  caps.scale.set(1, 1, 0.92);
  const pad = part(roundedBox(0.105, 0.0012, 0.066, 0.0005, 2), metal(0xa4a8ad, 0.5), [0, 0.0152, 0.062]);
  const lid = group(
    part(roundedBox(0.325, 0.218, 0.007, 0.003), shell, [0, 0.109, -0.0035]),
    part(box(0.317, 0.21, 0.0012), matte(0x0b0c0e, 0.3), [0, 0.11, 0.0004]),
  );
  const display = screen(0.302, 0.188, content, 0.95);
  display.position.set(0, 0.114, 0.0014);
  lid.add(display);
  lid.position.set(0, 0.014, -0.11);
  lid.rotation.x = -0.32;
  return group(base, well, caps, pad, lid);
}

/** A computer mouse, its nose towards −z, 11 cm long. */
export function computerMouse(color = 0x1e2024, tail = true): Group {
  const shell = deform(sphere(1, 48), (at) => {
    const flat = Math.max(at.y, 0) ** 0.9;
    at.set(at.x * 0.0315 * (1 - 0.1 * at.z * at.z), flat * 0.036 * (1 - 0.12 * at.z), at.z * 0.056);
  });
  const skin = glazed(color, 0.45, 0.35);
  const body = group(
    part(shell, skin),
    part(
      new CylinderGeometry(0.0085, 0.0085, 0.006, 24),
      matte(0x6a6d72, 0.5),
      [0, 0.028, -0.029],
      [0, 0, Math.PI / 2],
    ),
  );
  if (tail)
    body.add(
      part(
        tube(
          [
            [0, 0.006, -0.054],
            [0.004, 0.004, -0.09],
            [0.03, 0.003, -0.15],
            [0.02, 0.003, -0.24],
            [0.06, 0.003, -0.34],
          ],
          0.0018,
        ),
        matte(0x17181a),
      ),
    );
  return body;
}
