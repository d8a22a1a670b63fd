import { describe, expect, it } from 'vitest';
import { createRandom } from '../../core/random.ts';
import { estimateCameraMotion, type GrayImage, toGray } from './cameraMotion.ts';

const [WIDTH, HEIGHT] = [160, 90];
const size = { width: 640, height: 360 };

/** A smooth random texture, seen from a camera that has moved by so many reduced pixels; a box of it may move by itself. */
function view(dx: number, dy: number, thing?: { readonly x: number; readonly shift: number }): GrayImage {
  const random = createRandom(7);
  const waves = Array.from({ length: 24 }, () => ({
    u: random.range(-0.5, 0.5),
    v: random.range(-0.5, 0.5),
    phase: random.range(0, 6),
  }));
  const light = (x: number, y: number): number =>
    waves.reduce((sum, { u, v, phase }) => sum + 12 * Math.sin(u * x + v * y + phase), 128);
  const data = Float32Array.from({ length: WIDTH * HEIGHT }, (_, at) => {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    const inThing = thing && x >= thing.x + thing.shift && x < thing.x + thing.shift + 60;
    return inThing ? light(3 * (x - thing.shift) + 500, 2 * y) : light(x - dx, y - dy);
  });
  return { width: WIDTH, height: HEIGHT, data };
}

describe('the motion of the camera', () => {
  it('is found from the background, in canonical pixels', () => {
    const motion = estimateCameraMotion(view(0, 0), view(5, -3), [], size);
    expect(motion?.a).toBeCloseTo(1, 1);
    // Four canonical pixels a reduced one.
    expect(motion?.dx).toBeCloseTo(20, -0.5);
    expect(motion?.dy).toBeCloseTo(-12, -0.5);
  });

  it('is none where the picture stands still, though a large thing moves in it', () => {
    const thing = [160, 0, 480, 360] as const;
    expect(
      estimateCameraMotion(view(0, 0, { x: 50, shift: 0 }), view(0, 0, { x: 50, shift: 6 }), [thing], size),
    ).toBeUndefined();
  });

  it('is unknown where nothing can be told apart', () => {
    const plain = { width: WIDTH, height: HEIGHT, data: new Float32Array(WIDTH * HEIGHT).fill(90) };
    expect(estimateCameraMotion(plain, plain, [], size)).toBeUndefined();
    const everywhere = [0, 0, 640, 360] as const;
    expect(estimateCameraMotion(view(0, 0), view(5, 0), [everywhere], size)).toBeUndefined();
  });
});

describe('reducing to luminance', () => {
  it('averages, and keeps the aspect that is asked for', () => {
    const data = new Uint8ClampedArray(4 * 512 * 512).fill(200);
    const gray = toGray({ width: 512, height: 512, data }, 9 / 16);
    expect([gray.width, gray.height]).toEqual([160, 90]);
    expect(gray.data[77]).toBeCloseTo(200, 3);
  });
});
