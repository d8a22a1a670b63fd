/** sRGB components in [0, 1]. */
export type Rgb = readonly [number, number, number];

/** Reads "#rrggbb"; anything else is black. */
export function parseHex(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (!match) return [0, 0, 0];
  const channel = (text: string | undefined): number => Number.parseInt(text ?? '00', 16) / 255;
  return [channel(match[1]), channel(match[2]), channel(match[3])];
}

const toByte = (value: number): string =>
  Math.round(Math.min(1, Math.max(0, value)) * 255)
    .toString(16)
    .padStart(2, '0');

export const formatHex = (rgb: Rgb): string => `#${toByte(rgb[0])}${toByte(rgb[1])}${toByte(rgb[2])}`;

const encode = (linear: number): number =>
  linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.max(0, linear) ** (1 / 2.4) - 0.055;

const decode = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** Relative luminance of WCAG 2.2, in [0, 1]. */
export function luminance(rgb: Rgb): number {
  return 0.2126 * decode(rgb[0]) + 0.7152 * decode(rgb[1]) + 0.0722 * decode(rgb[2]);
}

/** Contrast ratio of WCAG 2.2, in [1, 21]; symmetric. */
export function contrast(first: Rgb, second: Rgb): number {
  const a = luminance(first);
  const b = luminance(second);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** OKLCH (Ottosson 2020; lightness in [0, 1], hue in degrees) to sRGB, clipped to the gamut. */
export function oklchToRgb(lightness: number, chroma: number, hueDeg: number): Rgb {
  const hue = (hueDeg * Math.PI) / 180;
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number): number => Math.min(1, Math.max(0, encode(value)));
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** sRGB to OKLab (Ottosson 2020): a space where Euclidean distance follows perceived difference. */
export function rgbToOklab(rgb: Rgb): Rgb {
  const r = decode(rgb[0]);
  const g = decode(rgb[1]);
  const b = decode(rgb[2]);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const DEFICIENCY = {
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
} as const;

/** How a colour appears with a colour-vision deficiency of full severity (Machado, Oliveira and Fernandes 2009). */
export function simulateDeficiency(rgb: Rgb, kind: keyof typeof DEFICIENCY): Rgb {
  const linear = rgb.map(decode);
  const row = (offset: 0 | 3 | 6): number => {
    let sum = 0;
    linear.forEach((value, index) => {
      sum += value * (DEFICIENCY[kind][offset + index] ?? 0);
    });
    return Math.min(1, Math.max(0, encode(sum)));
  };
  return [row(0), row(3), row(6)];
}
