import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { CameraMotion } from '../../../twin/schema/twin.ts';

/*
 * The noise of the filter, all as shares of the box: positions by √(width · height), sides by their own length. A sampled video
 * jumps by anything from 1/30 s to seconds, so that what is uncertain grows with the time between two frames.
 */

/** Standard deviation of a detected edge, and of what a weak detection says. */
const MEASURED = 0.05;
const MEASURED_WEAKLY = 0.1;
/** What the rate of something new may be, per second. */
const NEW_POSITION_RATE = 2;
const NEW_SIDE_RATE = 0.5;
/** Spectral density (as its root, per s^1.5) of the white noise that accelerates. */
const POSITION_ACCELERATION = 1;
const SIDE_ACCELERATION = 0.3;

/** One coordinate and its rate per second, with their covariance. */
export interface AxisEstimate {
  readonly value: number;
  readonly rate: number;
  readonly valueVariance: number;
  readonly covariance: number;
  readonly rateVariance: number;
}

/** Centre and sides of a box, each filtered on its own: with this noise a filter of all eight numbers would do the same. */
export interface BoxEstimate {
  readonly x: AxisEstimate;
  readonly y: AxisEstimate;
  readonly width: AxisEstimate;
  readonly height: AxisEstimate;
}

const scaleOf = (width: number, height: number): number =>
  Math.sqrt(Math.max(1, width) * Math.max(1, height));

/** The state after `seconds` of constant rate, disturbed by white-noise acceleration (Bar-Shalom et al. 2001, section 6.2.2). */
function predictAxis(axis: AxisEstimate, seconds: number, acceleration: number): AxisEstimate {
  const { value, rate, valueVariance, covariance, rateVariance } = axis;
  const noise = acceleration ** 2 * seconds;
  return {
    value: value + rate * seconds,
    rate,
    valueVariance:
      valueVariance + 2 * seconds * covariance + seconds ** 2 * rateVariance + (noise * seconds ** 2) / 3,
    covariance: covariance + seconds * rateVariance + (noise * seconds) / 2,
    rateVariance: rateVariance + noise,
  };
}

/** The state after a measurement of its value with a standard deviation (Kalman 1960). */
function correctAxis(axis: AxisEstimate, measured: number, deviation: number): AxisEstimate {
  const { value, rate, valueVariance, covariance, rateVariance } = axis;
  const total = valueVariance + deviation ** 2;
  const [gain, rateGain] = [valueVariance / total, covariance / total];
  const surprise = measured - value;
  return {
    value: value + gain * surprise,
    rate: rate + rateGain * surprise,
    valueVariance: (1 - gain) * valueVariance,
    covariance: (1 - gain) * covariance,
    rateVariance: rateVariance - rateGain * covariance,
  };
}

const newAxis = (value: number, deviation: number, rateDeviation: number): AxisEstimate => ({
  value,
  rate: 0,
  valueVariance: deviation ** 2,
  covariance: 0,
  rateVariance: rateDeviation ** 2,
});

/** What is known after one detection: its place, and that it may move at any usual speed. */
export function beginEstimate([x0, y0, x1, y1]: ReadonlyBox): BoxEstimate {
  const [width, height] = [x1 - x0, y1 - y0];
  const scale = scaleOf(width, height);
  return {
    x: newAxis((x0 + x1) / 2, MEASURED * scale, NEW_POSITION_RATE * scale),
    y: newAxis((y0 + y1) / 2, MEASURED * scale, NEW_POSITION_RATE * scale),
    width: newAxis(width, MEASURED * width, NEW_SIDE_RATE * width),
    height: newAxis(height, MEASURED * height, NEW_SIDE_RATE * height),
  };
}

/** Where the box will be after `seconds`, in the picture as the camera's motion left it. Rates are those against the background. */
export function predictEstimate(before: BoxEstimate, seconds: number, motion?: CameraMotion): BoxEstimate {
  const { x, y, width, height } = motion ? moveWithCamera(before, motion) : before;
  const scale = scaleOf(width.value, height.value);
  const side = (axis: AxisEstimate): AxisEstimate =>
    predictAxis(axis, seconds, SIDE_ACCELERATION * Math.max(1, axis.value));
  return {
    x: predictAxis(x, seconds, POSITION_ACCELERATION * scale),
    y: predictAxis(y, seconds, POSITION_ACCELERATION * scale),
    width: side(width),
    height: side(height),
  };
}

/** The estimate after a detection; a weak one counts for less. */
export function correctEstimate(
  predicted: BoxEstimate,
  [x0, y0, x1, y1]: ReadonlyBox,
  weak: boolean,
): BoxEstimate {
  const deviation = weak ? MEASURED_WEAKLY : MEASURED;
  const [width, height] = [x1 - x0, y1 - y0];
  const scale = scaleOf(width, height);
  return {
    x: correctAxis(predicted.x, (x0 + x1) / 2, deviation * scale),
    y: correctAxis(predicted.y, (y0 + y1) / 2, deviation * scale),
    width: correctAxis(predicted.width, width, deviation * width),
    height: correctAxis(predicted.height, height, deviation * height),
  };
}

/** The box of an estimate, at least a pixel wide and high. */
export function boxOf({ x, y, width, height }: BoxEstimate): ReadonlyBox {
  const [halfWidth, halfHeight] = [Math.max(1, width.value) / 2, Math.max(1, height.value) / 2];
  return [x.value - halfWidth, y.value - halfHeight, x.value + halfWidth, y.value + halfHeight];
}

/** Turns and scales centre and rates with the background. Of the covariances only the scale is followed. */
function moveWithCamera({ x, y, width, height }: BoxEstimate, { a, b, dx, dy }: CameraMotion): BoxEstimate {
  const scale = Math.hypot(a, b);
  const grown = (axis: AxisEstimate, value: number, rate: number): AxisEstimate => ({
    value,
    rate,
    valueVariance: axis.valueVariance * scale ** 2,
    covariance: axis.covariance * scale ** 2,
    rateVariance: axis.rateVariance * scale ** 2,
  });
  return {
    x: grown(x, a * x.value - b * y.value + dx, a * x.rate - b * y.rate),
    y: grown(y, b * x.value + a * y.value + dy, b * x.rate + a * y.rate),
    width: grown(width, width.value * scale, width.rate * scale),
    height: grown(height, height.value * scale, height.rate * scale),
  };
}
