import type { ReadonlyBox } from '../../../twin/geometry/box.ts';
import type { CropSource, RgbaImage } from '../../pixels.ts';

/** What the card says. */
export const CARD_TEXT = 'TEXT 42';

/** Letters of 5 × 7 dots, row by row. */
const GLYPHS: Readonly<Record<string, readonly string[]>> = {
  T: ['#####', '..#..', '..#..', '..#..', '..#..', '..#..', '..#..'],
  E: ['#####', '#....', '#....', '####.', '#....', '#....', '#####'],
  X: ['#...#', '#...#', '.#.#.', '..#..', '.#.#.', '#...#', '#...#'],
  '4': ['...#.', '..##.', '.#.#.', '#..#.', '#####', '...#.', '...#.'],
  '2': ['.###.', '#...#', '....#', '...#.', '..#..', '.#...', '#####'],
  ' ': ['.....', '.....', '.....', '.....', '.....', '.....', '.....'],
};

const GLYPH_WIDTH = 5;
const GLYPH_HEIGHT = 7;
/** Pixels a dot. */
const DOT = 4;
const MARGIN = 8;

const WIDTH = 288;
const HEIGHT = 96;
const LEFT = Math.round((WIDTH - (CARD_TEXT.length * (GLYPH_WIDTH + 1) - 1) * DOT) / 2);
const TOP = (HEIGHT - GLYPH_HEIGHT * DOT) / 2;

/** The tight box around the letters. */
export const CARD_TEXT_BOX: ReadonlyBox = [LEFT, TOP, WIDTH - LEFT, HEIGHT - TOP];

/** The letters with room around them, as a line of text is cut out. */
export const CARD_LINE_BOX: ReadonlyBox = [
  LEFT - MARGIN,
  TOP - MARGIN,
  WIDTH - LEFT + MARGIN,
  HEIGHT - TOP + MARGIN,
];

/** Dark letters on a light card, for the known question that fresh text models are asked. */
export const textCard: CropSource = {
  width: WIDTH,
  height: HEIGHT,
  async crop([x0, y0, x1, y1], width, height): Promise<RgbaImage> {
    const data = new Uint8ClampedArray(4 * width * height).fill(255);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isInk = hasInk(x0 + ((x + 0.5) * (x1 - x0)) / width, y0 + ((y + 0.5) * (y1 - y0)) / height);
        data.fill(isInk ? 30 : 235, 4 * (y * width + x), 4 * (y * width + x) + 3);
      }
    }
    return { width, height, data };
  },
};

function hasInk(x: number, y: number): boolean {
  const column = Math.floor((x - LEFT) / DOT);
  const row = Math.floor((y - TOP) / DOT);
  if (column < 0 || row < 0) return false;
  const letter = CARD_TEXT[Math.floor(column / (GLYPH_WIDTH + 1))] ?? ' ';
  return GLYPHS[letter]?.[row]?.[column % (GLYPH_WIDTH + 1)] === '#';
}
