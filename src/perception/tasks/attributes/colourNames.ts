/** The eleven basic colour terms of English (Berlin & Kay 1969). */
export const COLOUR_NAMES = [
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
  'pink',
  'brown',
  'white',
  'gray',
  'black',
] as const;

export type ColourName = (typeof COLOUR_NAMES)[number];

/** A colour in OKLab (Ottosson 2020): lightness 0–1, a and b about −0.4–0.4. */
export interface Oklab {
  readonly l: number;
  readonly a: number;
  readonly b: number;
}

/** 8-bit sRGB to linear light, by table. */
const LINEAR = Float64Array.from({ length: 256 }, (_, i) => {
  const value = i / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});

/** OKLab of an 8-bit sRGB colour; matrices from bottosson.github.io/posts/oklab. */
export function oklab(red: number, green: number, blue: number): Oklab {
  const r = LINEAR[red] ?? 0;
  const g = LINEAR[green] ?? 0;
  const b = LINEAR[blue] ?? 0;
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return {
    l: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  };
}

/** Below this lightness everything reads as black. */
const BLACK_LIGHTNESS = 0.24;
/** Greys darker than this are black, lighter than that are white. */
const BLACK_GREY = 0.36;
const WHITE_GREY = 0.8;
/** Chroma below which a colour has no hue: shadows and highlights carry less of it than mid-tones. */
const GREY_CHROMA = 0.042;
/** Grey things in the shade or mirroring the sky are bluish: cold hues need more chroma to count as a hue. */
const COLD_GREY_CHROMA = 0.06;

/** Light warm colours with less chroma than this are white in warm light. */
const CREAM_CHROMA = 0.07;

/** Upper bounds of hue in degrees, in order, with the name below each; warm hues are split by lightness afterwards. */
const HUES: readonly (readonly [number, ColourName])[] = [
  [3, 'pink'],
  [42, 'red'],
  [75, 'orange'],
  [112, 'yellow'],
  [178, 'green'],
  [280, 'blue'],
  [325, 'purple'],
  [360, 'pink'],
];

/** Hues between red and yellow change their name with lightness and chroma: cream, brown and pink are named apart. */
function warmName(name: ColourName, l: number, chroma: number, hue: number): ColourName {
  if (name === 'red') {
    if (l > 0.72) return 'pink';
    return chroma < 0.09 ? 'brown' : 'red';
  }
  if (l > WHITE_GREY && chroma < CREAM_CHROMA) return 'white';
  if (name === 'orange') return l < 0.62 || chroma < 0.1 ? 'brown' : 'orange';
  if (l >= 0.6 && chroma >= 0.08) return 'yellow';
  return hue > 100 && l < 0.6 ? 'green' : 'brown';
}

/**
 * The basic colour term of a colour: no hue below `GREY_CHROMA` (then black, gray, white by lightness), otherwise by OKLCH
 * hue, where dark oranges and yellows are brown and light reds pink, as in colour-naming surveys.
 */
export function colourName({ l, a, b }: Oklab): ColourName {
  if (l < BLACK_LIGHTNESS) return 'black';
  const chroma = Math.sqrt(a * a + b * b); // Math.hypot also guards against overflow, which cannot happen here
  const hue = ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
  if (chroma < (hue > 190 && hue < 285 ? COLD_GREY_CHROMA : GREY_CHROMA)) {
    if (l < BLACK_GREY) return 'black';
    return l > WHITE_GREY ? 'white' : 'gray';
  }
  const name = HUES.find((entry) => hue < entry[0])?.[1] ?? 'pink';
  return name === 'red' || name === 'orange' || name === 'yellow' ? warmName(name, l, chroma, hue) : name;
}
