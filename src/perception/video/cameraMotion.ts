import { containsPoint, type ReadonlyBox } from '../../twin/geometry/box.ts';
import type { CameraMotion } from '../../twin/schema/twin.ts';
import type { RgbaImage } from '../pixels.ts';

/** Luminance, row-major, one value in [0, 255] a pixel. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
}

/** Width that frames are reduced to: enough for half a per cent of the picture. */
const GRAY_WIDTH = 160;
/** Patches are (2 · 4 + 1)² pixels, on a grid of so many columns. */
const PATCH_RADIUS = 4;
const GRID_COLUMNS = 12;
/** Variance of luminance below which a patch looks the same everywhere. */
const MIN_TEXTURE = 25;
/** Halvings of the coarsest level, and how far is searched there and refined below, in that level's pixels. */
const LEVELS = 2;
const COARSE_REACH = 6;
const FINE_REACH = 2;
/** A patch follows the background where it lands this near, in reduced pixels. */
const INLIER_DISTANCE = 1.2;
/** Fewer patches than this, or a smaller share of them, say nothing of the camera. */
const MIN_PATCHES = 8;
const MIN_INLIER_SHARE = 0.4;
/** Motion that moves no corner of the picture further than this share of its diagonal is none. */
const STILL_SHARE = 0.004;

/** The luminance of a picture, reduced to a width of 160 pixels by averaging; a picture that is stretched keeps `aspect` = height / width. */
export function toGray({ width, height, data }: RgbaImage, aspect = height / width): GrayImage {
  const [columns, rows] = [GRAY_WIDTH, Math.max(1, Math.round(GRAY_WIDTH * aspect))];
  const gray = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = [Math.floor((row * height) / rows), Math.ceil(((row + 1) * height) / rows)];
    for (let column = 0; column < columns; column++) {
      const [left, right] = [
        Math.floor((column * width) / columns),
        Math.ceil(((column + 1) * width) / columns),
      ];
      let sum = 0;
      for (let y = top; y < bottom; y++)
        for (let x = left; x < right; x++) {
          const at = 4 * (y * width + x);
          // ITU-R BT.601 luma.
          sum += 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
        }
      gray[row * columns + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return { width: columns, height: rows, data: gray };
}

interface Flow {
  readonly x: number;
  readonly y: number;
  readonly toX: number;
  readonly toY: number;
}

/**
 * How the background moved from one frame to the next: patches outside of the objects are found again by their luminance, coarse
 * to fine, and the similarity that most of them agree on is fitted. Undefined where the picture stands still, or too few agree.
 *
 * @param boxes what moves by itself, in canonical pixels of the frame before
 * @param size canonical size, which the motion is given in
 */
export function estimateCameraMotion(
  before: GrayImage,
  after: GrayImage,
  boxes: readonly ReadonlyBox[],
  size: { readonly width: number; readonly height: number },
): CameraMotion | undefined {
  const scale = size.width / before.width;
  const isBackground = (x: number, y: number) =>
    !boxes.some((box) => containsPoint(box, (x + 0.5) * scale, (y + 0.5) * scale));
  const flows = backgroundFlows(before, after, isBackground);
  const motion = fitSimilarity(flows);
  if (!motion) return undefined;
  const canonical = { ...motion, dx: motion.dx * scale, dy: motion.dy * scale };
  return isStill(canonical, size) ? undefined : canonical;
}

function isStill(
  { a, b, dx, dy }: CameraMotion,
  { width, height }: { readonly width: number; readonly height: number },
): boolean {
  const limit = STILL_SHARE * Math.hypot(width, height);
  return [0, width].every((x) =>
    [0, height].every((y) => Math.hypot(a * x - b * y + dx - x, b * x + a * y + dy - y) < limit),
  );
}

function backgroundFlows(
  before: GrayImage,
  after: GrayImage,
  isBackground: (x: number, y: number) => boolean,
): Flow[] {
  const [pyramidBefore, pyramidAfter] = [pyramid(before), pyramid(after)];
  const step = before.width / GRID_COLUMNS;
  const flows: Flow[] = [];
  for (let y = Math.round(step / 2); y < before.height; y += Math.round(step))
    for (let x = Math.round(step / 2); x < before.width; x += Math.round(step)) {
      if (!isBackground(x, y) || texture(before, x, y) < MIN_TEXTURE) continue;
      const moved = follow(pyramidBefore, pyramidAfter, x, y);
      if (moved) flows.push({ x, y, toX: x + moved[0], toY: y + moved[1] });
    }
  return flows;
}

/** The image, halved once and twice. */
function pyramid(image: GrayImage): GrayImage[] {
  const levels = [image];
  for (let level = 0; level < LEVELS; level++) levels.push(halve(levels[level] ?? image));
  return levels;
}

function halve({ width, height, data }: GrayImage): GrayImage {
  const [columns, rows] = [Math.floor(width / 2), Math.floor(height / 2)];
  const half = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) {
      const at = 2 * y * width + 2 * x;
      half[y * columns + x] =
        ((data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + width] ?? 0) + (data[at + width + 1] ?? 0)) / 4;
    }
  return { width: columns, height: rows, data: half };
}

function texture({ width, height, data }: GrayImage, x: number, y: number): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let dy = -PATCH_RADIUS; dy <= PATCH_RADIUS; dy++)
    for (let dx = -PATCH_RADIUS; dx <= PATCH_RADIUS; dx++) {
      if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) continue;
      const value = data[(y + dy) * width + x + dx] ?? 0;
      sum += value;
      squares += value * value;
      count++;
    }
  return squares / count - (sum / count) ** 2;
}

/** Where a patch went, in pixels of the finest level: the best place by mean absolute difference, level by level. */
function follow(
  before: readonly GrayImage[],
  after: readonly GrayImage[],
  x: number,
  y: number,
): [number, number] | undefined {
  let [dx, dy] = [0, 0];
  for (let level = LEVELS; level >= 0; level--) {
    const [from, to] = [before[level], after[level]];
    if (!from || !to) return undefined;
    const reach = level === LEVELS ? COARSE_REACH : FINE_REACH;
    const [startX, startY] = [2 * dx, 2 * dy];
    const [centreX, centreY] = [Math.floor(x / 2 ** level), Math.floor(y / 2 ** level)];
    let best = Number.POSITIVE_INFINITY;
    for (let tryY = startY - reach; tryY <= startY + reach; tryY++)
      for (let tryX = startX - reach; tryX <= startX + reach; tryX++) {
        // A little for staying near: of equal places the nearest.
        const cost = difference(from, to, centreX, centreY, tryX, tryY) + 0.01 * Math.hypot(tryX, tryY);
        if (cost >= best) continue;
        best = cost;
        [dx, dy] = [tryX, tryY];
      }
    if (best === Number.POSITIVE_INFINITY) return undefined;
  }
  return [dx, dy];
}

function difference(from: GrayImage, to: GrayImage, x: number, y: number, dx: number, dy: number): number {
  let [sum, count] = [0, 0];
  for (let py = y - PATCH_RADIUS; py <= y + PATCH_RADIUS; py++) {
    if (py < 0 || py >= from.height || py + dy < 0 || py + dy >= to.height) continue;
    for (let px = x - PATCH_RADIUS; px <= x + PATCH_RADIUS; px++) {
      if (px < 0 || px >= from.width || px + dx < 0 || px + dx >= to.width) continue;
      const [here, there] = [from.data[py * from.width + px], to.data[(py + dy) * to.width + px + dx]];
      sum += Math.abs((here ?? 0) - (there ?? 0));
      count++;
    }
  }
  // At least half of the patch must lie in both pictures.
  return count * 2 < (2 * PATCH_RADIUS + 1) ** 2 ? Number.POSITIVE_INFINITY : sum / count;
}

/** The similarity that most flows follow: each pair of them proposes one, the best is refitted to its followers. */
function fitSimilarity(flows: readonly Flow[]): CameraMotion | undefined {
  if (flows.length < MIN_PATCHES) return undefined;
  let inliers: readonly Flow[] = [];
  for (let i = 0; i < flows.length; i++)
    for (const stride of [1, 7, 19, 31]) {
      const [first, second] = [flows[i], flows[(i + stride) % flows.length]];
      if (!first || !second || first === second) continue;
      const proposed = leastSquares([first, second]);
      if (!proposed || Math.abs(Math.hypot(proposed.a, proposed.b) - 1) > 0.3) continue;
      const followers = flows.filter((flow) => follows(proposed, flow));
      if (followers.length > inliers.length) inliers = followers;
    }
  if (inliers.length < MIN_PATCHES || inliers.length < MIN_INLIER_SHARE * flows.length) return undefined;
  return leastSquares(inliers);
}

const follows = ({ a, b, dx, dy }: CameraMotion, { x, y, toX, toY }: Flow): boolean =>
  Math.hypot(a * x - b * y + dx - toX, b * x + a * y + dy - toY) <= INLIER_DISTANCE;

/** The least-squares similarity of point pairs, in closed form about their centroids (Umeyama 1991, without reflection). */
function leastSquares(flows: readonly Flow[]): CameraMotion | undefined {
  const mean = (value: (flow: Flow) => number): number =>
    flows.reduce((sum, flow) => sum + value(flow), 0) / flows.length;
  const [x, y] = [mean((flow) => flow.x), mean((flow) => flow.y)];
  const [toX, toY] = [mean((flow) => flow.toX), mean((flow) => flow.toY)];
  let [cosine, sine, spread] = [0, 0, 0];
  for (const flow of flows) {
    const [u, v, s, t] = [flow.x - x, flow.y - y, flow.toX - toX, flow.toY - toY];
    cosine += u * s + v * t;
    sine += u * t - v * s;
    spread += u * u + v * v;
  }
  if (spread === 0) return undefined;
  const [a, b] = [cosine / spread, sine / spread];
  return { a, b, dx: toX - (a * x - b * y), dy: toY - (b * x + a * y) };
}
