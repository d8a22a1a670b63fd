/** The value of an IEEE 754 half-precision float given by its 16 bits. */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The 16 bits of the nearest IEEE 754 half-precision float, ties to even. Throws a `RangeError` beyond its range. */
export function encodeFloat16(value: number): number {
  const magnitude = Math.abs(value);
  // From here on the nearest half float is infinite.
  if (!(magnitude < 65_520)) throw new RangeError(`${value} does not fit a half float.`);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude)));
  const steps = roundToEven(magnitude / 2 ** (exponent - 10));
  // Counted from the smallest half float, 2 ** -24: a carry out of the fraction raises the exponent by itself.
  return sign | (steps + (exponent + 14) * 1024);
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
