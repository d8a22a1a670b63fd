import { createRandom } from '../../../core/random.ts';

type Colour = readonly [red: number, green: number, blue: number];

/** Colours a point, given in fractions of the card's side, or leaves it as it is. */
type Shape = (x: number, y: number) => Colour | undefined;

const inDisc = (x: number, y: number, centreX: number, centreY: number, radius: number): boolean =>
  (x - centreX) * (x - centreX) + (y - centreY) * (y - centreY) < radius * radius;

const inOctagon = (x: number, y: number, centreX: number, centreY: number, radius: number): boolean => {
  const dx = Math.abs(x - centreX);
  const dy = Math.abs(y - centreY);
  return Math.max(dx, dy) < radius && dx + dy < Math.SQRT2 * radius;
};

const inRectangle = (x: number, y: number, x0: number, y0: number, x1: number, y1: number): boolean =>
  x >= x0 && x < x1 && y >= y0 && y < y1;

const SIGN_CENTRE = { x: 0.25, y: 0.27 } as const;
const SIGN_RADIUS = 0.165;

/** Where the stop sign's octagon is, in fractions of the card's side: [x0, y0, x1, y1]. */
export const SIGN_BOX = [
  SIGN_CENTRE.x - SIGN_RADIUS,
  SIGN_CENTRE.y - SIGN_RADIUS,
  SIGN_CENTRE.x + SIGN_RADIUS,
  SIGN_CENTRE.y + SIGN_RADIUS,
] as const;

/** Whether a point, in fractions of the card's side, lies on the stop sign's octagon. */
export const isOnSign = (x: number, y: number): boolean =>
  inOctagon(x, y, SIGN_CENTRE.x, SIGN_CENTRE.y, SIGN_RADIUS);

/** A red octagon with a white rim and a white bar on a grey post: near enough to a stop sign. */
const stopSign: Shape = (x, y) => {
  if (inRectangle(x, y, 0.17, 0.25, 0.33, 0.29)) return [235, 235, 235];
  if (inOctagon(x, y, 0.25, 0.27, 0.15)) return [190, 25, 35];
  if (isOnSign(x, y)) return [235, 235, 235];
  return inRectangle(x, y, 0.24, 0.27, 0.26, 0.9) ? [130, 130, 135] : undefined;
};

/** A dark box with a red, an amber and a green lamp: near enough to a traffic light. */
const trafficLight: Shape = (x, y) => {
  if (inDisc(x, y, 0.7, 0.6, 0.032)) return [250, 40, 30];
  if (inDisc(x, y, 0.7, 0.69, 0.032)) return [110, 85, 20];
  if (inDisc(x, y, 0.7, 0.78, 0.032)) return [20, 90, 50];
  return inRectangle(x, y, 0.65, 0.55, 0.75, 0.83) ? [25, 28, 26] : undefined;
};

const ground = (y: number): Colour =>
  y < 0.75 ? [150 + 60 * y, 185 + 40 * y, 225 + 20 * y] : [110 - 40 * y, 120 - 30 * y, 100 - 40 * y];

const SHAPES: readonly Shape[] = [stopSign, trafficLight];
const NOISE = 6;

/**
 * A drawn picture that the detector answers with a few clear peaks: `size` × `size`, planar RGB in 0 to 255. It is
 * computed with additions, multiplications and comparisons only, so every engine gives the same bits.
 */
export function drawTestCard(size: number): Float32Array {
  const random = createRandom(20240615);
  const planes = new Float32Array(3 * size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = (column + 0.5) / size;
      const y = (row + 0.5) / size;
      const colour = colourAt(x, y);
      const noise = (random.next() - 0.5) * NOISE;
      for (let channel = 0; channel < 3; channel++) {
        planes[channel * size * size + row * size + column] = (colour[channel] ?? 0) + noise;
      }
    }
  }
  return planes;
}

/** The card's colour at a point in fractions of its side, without the noise. */
export function colourAt(x: number, y: number): Colour {
  for (const shape of SHAPES) {
    const colour = shape(x, y);
    if (colour) return colour;
  }
  return ground(y);
}
