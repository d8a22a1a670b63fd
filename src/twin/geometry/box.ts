/** A box [x0, y0, x1, y1] in pixels, origin top-left, end exclusive (see `boxSchema`), read-only. */
export type ReadonlyBox = readonly [number, number, number, number];
type MutableBox = [number, number, number, number];

export const boxWidth = (box: ReadonlyBox): number => Math.max(0, box[2] - box[0]);
export const boxHeight = (box: ReadonlyBox): number => Math.max(0, box[3] - box[1]);

/** Area in square pixels; 0 for an inverted box. */
export const boxArea = (box: ReadonlyBox): number => boxWidth(box) * boxHeight(box);

export const boxCenter = (box: ReadonlyBox): [number, number] => [
  (box[0] + box[2]) / 2,
  (box[1] + box[3]) / 2,
];

/** True when all four coordinates are finite and the box has an area. */
export const isProperBox = (box: ReadonlyBox): boolean =>
  box.every(Number.isFinite) && box[0] < box[2] && box[1] < box[3];

/** The common part, or undefined when the boxes share no area. */
export function intersectBoxes(a: ReadonlyBox, b: ReadonlyBox): MutableBox | undefined {
  const box: MutableBox = [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ];
  return box[0] < box[2] && box[1] < box[3] ? box : undefined;
}

/** Area of the common part in square pixels. */
export function intersectionArea(a: ReadonlyBox, b: ReadonlyBox): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}

/** The smallest box around both. */
export const enclosingBox = (a: ReadonlyBox, b: ReadonlyBox): MutableBox => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[2], b[2]),
  Math.max(a[3], b[3]),
];

/** Intersection over union in [0, 1]; 0 when both boxes are empty. */
export function boxIou(a: ReadonlyBox, b: ReadonlyBox): number {
  const common = intersectionArea(a, b);
  const union = boxArea(a) + boxArea(b) - common;
  return union > 0 ? Math.min(1, common / union) : 0;
}

/** The share of `inner` that lies inside `outer`, in [0, 1]; 0 for an empty `inner`. */
export function containment(inner: ReadonlyBox, outer: ReadonlyBox): number {
  const area = boxArea(inner);
  return area > 0 ? Math.min(1, intersectionArea(inner, outer) / area) : 0;
}

/** True when `inner` lies in `outer`, edges included. */
export const containsBox = (outer: ReadonlyBox, inner: ReadonlyBox): boolean =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];

/** True when the pixel point lies in the box (end exclusive). */
export const containsPoint = (box: ReadonlyBox, x: number, y: number): boolean =>
  x >= box[0] && x < box[2] && y >= box[1] && y < box[3];

/** The free horizontal space between two boxes in pixels; 0 when their columns meet or overlap. */
export const horizontalGap = (a: ReadonlyBox, b: ReadonlyBox): number =>
  Math.max(0, Math.max(a[0], b[0]) - Math.min(a[2], b[2]));

/** The free vertical space between two boxes in pixels; 0 when their rows meet or overlap. */
export const verticalGap = (a: ReadonlyBox, b: ReadonlyBox): number =>
  Math.max(0, Math.max(a[1], b[1]) - Math.min(a[3], b[3]));

/** The shortest distance between two boxes in pixels; 0 when they touch or overlap. */
export const gapDistance = (a: ReadonlyBox, b: ReadonlyBox): number =>
  Math.hypot(horizontalGap(a, b), verticalGap(a, b));

/** The part of the box inside an image, or undefined when nothing of it (or no finite box) is inside. */
export function clipBox(box: ReadonlyBox, width: number, height: number): MutableBox | undefined {
  return box.every(Number.isFinite) ? intersectBoxes(box, [0, 0, width, height]) : undefined;
}

export const scaleBox = (box: ReadonlyBox, scaleX: number, scaleY: number): MutableBox => [
  box[0] * scaleX,
  box[1] * scaleY,
  box[2] * scaleX,
  box[3] * scaleY,
];
