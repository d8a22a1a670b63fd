import type { PromptState } from '../../store/slices/prompt.ts';
import type { Box } from '../../twin/schema/twin.ts';
import { withAlpha } from '../ui/palette.ts';
import type { MaskPaths } from './maskPaths.ts';
import { type Canvas2d, inImage } from './paintOverlay.ts';
import { boxToScreen, type Point, type Size, toScreen, type View } from './viewTransform.ts';

/** The prompt lies on the photo in either theme, so its colours are the same in both. */
const MASK = '#2f6fed';
const POSITIVE = '#197a3a';
const NEGATIVE = '#c4302b';

/** Everything that decides what a prompt looks like. Sizes in CSS pixels, coordinates in canonical pixels. */
export interface PromptScene {
  readonly prompt: PromptState;
  readonly rubberBand: Box | undefined;
  readonly view: View;
  readonly viewport: Size;
  readonly masks: MaskPaths;
}

const POINT_RADIUS = 8;
const GAP = 10;

/** A white line with a dark one around it: readable on any photo. */
function strokeTwice(context: Canvas2d, width: number, dash: readonly number[] = []): void {
  context.setLineDash([]);
  context.lineWidth = width + 2;
  context.strokeStyle = 'rgba(0, 0, 0, 0.55)';
  context.stroke();
  context.setLineDash([...dash]);
  context.lineWidth = width;
  context.strokeStyle = '#ffffff';
  context.stroke();
  context.setLineDash([]);
}

function paintBox(context: Canvas2d, view: View, box: Box): void {
  const [x0, y0, x1, y1] = boxToScreen(view, box);
  context.beginPath();
  context.rect(x0, y0, x1 - x0, y1 - y0);
  strokeTwice(context, 1.5, [6, 4]);
}

/** A disc with plus or minus: the sign, not the colour alone, says what the point means. */
function paintPoint(context: Canvas2d, [x, y]: Point, positive: boolean): void {
  context.beginPath();
  context.arc(x, y, POINT_RADIUS, 0, 2 * Math.PI);
  context.fillStyle = positive ? POSITIVE : NEGATIVE;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = '#ffffff';
  context.stroke();
  context.beginPath();
  context.moveTo(x - 4, y);
  context.lineTo(x + 4, y);
  if (positive) {
    context.moveTo(x, y - 4);
    context.lineTo(x, y + 4);
  }
  context.stroke();
}

function paintCrosshair(context: Canvas2d, [x, y]: Point, { width, height }: Size): void {
  context.beginPath();
  for (const [fromX, fromY, toX, toY] of [
    [0, y, x - GAP, y],
    [x + GAP, y, width, y],
    [x, 0, x, y - GAP],
    [x, y + GAP, x, height],
  ] as const) {
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
  }
  strokeTwice(context, 1);
}

/** Draws the mask of the prompt, its box and points, and the keyboard's crosshair. */
export function paintPrompt(context: Canvas2d, scene: PromptScene): void {
  const { prompt, rubberBand, view, masks } = scene;
  const { preview } = prompt;
  if (preview) {
    const path = masks.get(preview.mask);
    inImage(context, view, (pixel) => {
      context.fillStyle = withAlpha(MASK, 0.5);
      context.fill(path);
      context.lineJoin = 'round';
      context.lineWidth = 4 * pixel;
      context.strokeStyle = 'rgba(0, 0, 0, 0.55)';
      context.stroke(path);
      context.lineWidth = 2 * pixel;
      context.strokeStyle = '#ffffff';
      context.stroke(path);
    });
  }
  const box = rubberBand ?? prompt.box;
  if (box) paintBox(context, view, box);
  for (const { x, y, positive } of prompt.points) {
    paintPoint(context, toScreen(view, [x, y]), positive);
  }
  if (prompt.crosshair) paintCrosshair(context, toScreen(view, prompt.crosshair), scene.viewport);
}
