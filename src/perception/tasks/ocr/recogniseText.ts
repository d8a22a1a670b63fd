import { boxHeight, boxWidth, type ReadonlyBox } from '../../../twin/geometry/box.ts';
import { type Quad, quadOfBox } from '../../../twin/geometry/quad.ts';
import type { Job } from '../../job.ts';
import type { CropSource } from '../../pixels.ts';
import type { Run } from '../../runtime/ortSession.ts';
import { assembleLine } from './assembleLine.ts';
import { detectText } from './detectText.ts';
import { readCarefully } from './readCarefully.ts';
import { quadSides, type ReadLine } from './recogniseLines.ts';
import type { TextLine } from './types.ts';

/** Lines that are read less surely are left out: mostly no text, or letters that nobody can tell. */
const MIN_SCORE = 0.5;
/** A line this many times as high as wide runs up or down. */
const UPRIGHT_RATIO = 1.5;
/** The long side of what the detector looks at, in pixels of its input: smaller windows are enlarged, larger ones reduced. */
const MIN_LONG_SIDE = 640;
const MAX_LONG_SIDE = 1920;
/** Enlarging more shows nothing new. */
const MAX_SCALE = 4;
/** The detector takes a fifth of the time or more; the rest is reading. */
const DETECTION_SHARE = 0.4;

export interface RecogniseTextInput extends Job {
  readonly photo: CropSource;
  readonly detect: Run;
  readonly recognise: Run;
  /** The characters of the reader's classes, from class 1 on. */
  readonly alphabet: readonly string[];
  /** Where to look, in canonical pixels; the whole photo where absent. */
  readonly region?: ReadonlyBox;
}

/**
 * The lines of text in a photo, in reading order: detected, straightened and read. Quadrilaterals are in canonical pixels and
 * may reach outside the photo by the margin that detection adds. Throws `cancelled`, and what the runs throw.
 */
export async function recogniseText(input: RecogniseTextInput): Promise<TextLine[]> {
  const { photo, detect, recognise, alphabet, signal, progress } = input;
  const window = input.region ?? ([0, 0, photo.width, photo.height] as const);
  const report = (fraction: number): void => progress({ phase: 'reading-text', fraction });
  report(0);
  const quads = await detectText({
    photo,
    window,
    scale: detectionScale(window),
    run: detect,
    signal,
    progress: (fraction) => report(DETECTION_SHARE * fraction),
  });
  const candidates = quads.flatMap((quad, area) =>
    readingDirections(quad).map((own) => ({ area, quad: own })),
  );
  const lines = await readCarefully(
    candidates.map(({ quad }) => quad),
    {
      photo,
      run: recognise,
      alphabet,
      signal,
      progress: (fraction) => report(DETECTION_SHARE + (1 - DETECTION_SHARE) * fraction),
    },
  );
  const best = new Map<number, TextLine>();
  lines.forEach((line, index) => {
    const area = candidates[index]?.area ?? index;
    const assembled = readable(line);
    if (assembled && assembled.score > (best.get(area)?.score ?? 0)) best.set(area, assembled);
  });
  return [...best.values()].toSorted(inReadingOrder);
}

/**
 * Reads a picture that is one word or one line of text, edge to edge. Undefined where nothing can be read.
 */
export async function recogniseWhole(
  input: Omit<RecogniseTextInput, 'detect' | 'region'>,
): Promise<TextLine | undefined> {
  const { photo, recognise: run, alphabet, signal } = input;
  const whole = quadOfBox([0, 0, photo.width, photo.height]);
  const [line] = await readCarefully([whole], { photo, run, alphabet, signal });
  return line && assembleLine(line);
}

const readable = (line: ReadLine): TextLine | undefined => {
  const assembled = assembleLine(line);
  return assembled && assembled.score >= MIN_SCORE && /[\p{L}\p{N}]/u.test(assembled.text)
    ? assembled
    : undefined;
};

/** Input pixels of the detector for one of the photo. */
export function detectionScale(window: ReadonlyBox): number {
  const longSide = Math.max(boxWidth(window), boxHeight(window), 1);
  return Math.min(MAX_SCALE, Math.min(Math.max(longSide, MIN_LONG_SIDE), MAX_LONG_SIDE) / longSide);
}

/** A quadrilateral as it is, or, where it is upright, turned so that it reads downwards and so that it reads upwards. */
function readingDirections(quad: Quad): Quad[] {
  const { width, height } = quadSides(quad);
  if (height < UPRIGHT_RATIO * width) return [quad];
  const [a, b, c, d] = quad;
  return [
    [b, c, d, a],
    [d, a, b, c],
  ];
}

/**
 * From top to bottom, and from left to right where two lines stand beside each other: that is, where the middle of one is
 * within half a line of the other's.
 */
export function inReadingOrder(a: Pick<TextLine, 'quad'>, b: Pick<TextLine, 'quad'>): number {
  const [first, second] = [middle(a.quad), middle(b.quad)];
  const height = Math.min(quadSides(a.quad).height, quadSides(b.quad).height);
  const beside = Math.abs(first.y - second.y) < height / 2;
  return beside ? first.x - second.x : first.y - second.y;
}

const middle = (quad: Quad): { x: number; y: number } => ({
  x: quad.reduce((sum, [x]) => sum + x, 0) / 4,
  y: quad.reduce((sum, [, y]) => sum + y, 0) / 4,
});
