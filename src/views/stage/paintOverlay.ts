import { formatScore } from '../../core/units.ts';
import type { LayerName } from '../../store/slices/ui.ts';
import type { ReadonlyBox } from '../../twin/geometry/box.ts';
import { TEXT_LABEL } from '../../twin/query/needs.ts';
import type { Box, Twin, TwinObject } from '../../twin/schema/twin.ts';
import { inkOn, withAlpha } from '../ui/palette.ts';
import { CHIP_HEIGHT, type ChipRequest, layoutChips } from './chipLayout.ts';
import type { MaskPaths } from './maskPaths.ts';
import { boxToScreen, type Size, toScreen, type View } from './viewTransform.ts';

/** Everything that decides what the overlay looks like. Sizes in CSS pixels; the context is scaled by the caller. */
export interface OverlayScene {
  readonly twin: Twin;
  /** By id, the box that an object had where its mask was measured: the mask is drawn moved from there to its present box. */
  readonly carried?: ReadonlyMap<string, ReadonlyBox> | undefined;
  readonly view: View;
  readonly viewport: Size;
  readonly layers: Readonly<Record<LayerName, boolean>>;
  /** Opacity of mask fills, in [0, 1]; boxes without a mask are filled with a tenth of it. */
  readonly opacity: number;
  readonly colourOf: (object: TwinObject) => string;
  /** Ids that stand out; empty: nothing is dimmed. */
  readonly focus: ReadonlySet<string>;
  readonly hoveredId: string | undefined;
  readonly masks: MaskPaths;
}

export type Canvas2d = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

const CHIP_FONT = "500 11.5px 'Inter Variable', system-ui, sans-serif";
const DIMMED = 0.15;
const CROWD = 60;

interface Drawn {
  readonly object: TwinObject;
  readonly box: Box;
  readonly colour: string;
  readonly strong: boolean;
  readonly dim: boolean;
}

/** Largest first, so that small objects stay on top; what stands out comes last. */
function collect(scene: OverlayScene): readonly Drawn[] {
  const drawn: Drawn[] = [];
  for (const object of scene.twin.objects) {
    const box = object.states[0]?.box;
    if (!box) continue;
    const strong = scene.focus.has(object.id) || object.id === scene.hoveredId;
    drawn.push({
      object,
      box: boxToScreen(scene.view, box),
      colour: scene.colourOf(object),
      strong,
      dim: scene.focus.size > 0 && !strong,
    });
  }
  const area = (item: Drawn): number => (item.box[2] - item.box[0]) * (item.box[3] - item.box[1]);
  return drawn.sort((a, b) => Number(a.strong) - Number(b.strong) || area(b) - area(a));
}

const CASING = 'rgba(0, 0, 0, 0.32)';

/** Draws in image pixels, with lines that keep their width on the screen. */
export function inImage(context: Canvas2d, view: View, draw: (pixel: number) => void): void {
  context.save();
  context.translate(view.x, view.y);
  context.scale(view.scale, view.scale);
  draw(1 / view.scale);
  context.restore();
}

/** Moves what was measured around one box to another. Returns how much larger lines get by it. */
function carry(context: Canvas2d, from: ReadonlyBox, to: ReadonlyBox): number {
  const scaleX = (to[2] - to[0]) / Math.max(1e-6, from[2] - from[0]);
  const scaleY = (to[3] - to[1]) / Math.max(1e-6, from[3] - from[1]);
  context.translate(to[0], to[1]);
  context.scale(scaleX, scaleY);
  context.translate(-from[0], -from[1]);
  return Math.max(scaleX, scaleY);
}

function paintMask(context: Canvas2d, scene: OverlayScene, item: Drawn): boolean {
  const state = item.object.states[0];
  const mask = state?.mask;
  if (!mask) return false;
  const from = scene.carried?.get(item.object.id);
  const path = scene.masks.get(mask);
  const { colour, strong, dim } = item;
  const fill = dim ? Math.min(DIMMED, scene.opacity) : strong ? scene.opacity + 0.15 : scene.opacity;
  inImage(context, scene.view, (imagePixel) => {
    const pixel = from ? imagePixel / carry(context, from, state.box) : imagePixel;
    context.fillStyle = withAlpha(colour, Math.min(1, fill));
    context.fill(path);
    context.lineJoin = 'round';
    if (strong) {
      // A dark casing keeps the line readable on a background of its own colour.
      context.lineWidth = 4 * pixel;
      context.strokeStyle = CASING;
      context.stroke(path);
    }
    context.lineWidth = (strong ? 2 : 1.25) * pixel;
    context.strokeStyle = withAlpha(colour, dim ? 0.45 : 1);
    context.stroke(path);
  });
  return true;
}

/** The path of an object's quadrilateral, or else of its box. */
function traceOutline(context: Canvas2d, view: View, { object, box }: Drawn): void {
  const quad = object.states[0]?.quad;
  context.beginPath();
  if (quad) {
    for (const corner of quad) context.lineTo(...toScreen(view, corner));
    context.closePath();
    return;
  }
  const [x0, y0, x1, y1] = box;
  const width = Math.max(1, x1 - x0);
  const height = Math.max(1, y1 - y0);
  context.roundRect(x0, y0, width, height, Math.min(3, width / 2, height / 2));
}

function paintBox(context: Canvas2d, scene: OverlayScene, item: Drawn, masked: boolean): void {
  traceOutline(context, scene.view, item);
  if (!masked && !item.dim && scene.opacity > 0) {
    const fill = item.strong ? Math.min(1, scene.opacity * 0.25 + 0.08) : scene.opacity * 0.1;
    context.fillStyle = withAlpha(item.colour, fill);
    context.fill();
  }
  // The mask's outline says where the object ends; its box then only frames it.
  if (!item.dim && !masked) {
    context.lineWidth = item.strong ? 5 : 4;
    context.strokeStyle = CASING;
    context.stroke();
  }
  context.lineWidth = (item.strong ? 3 : 2) / (masked ? 2 : 1);
  context.strokeStyle = withAlpha(item.colour, item.dim ? 0.45 : masked ? 0.75 : 1);
  context.stroke();
}

/** A line of text shows what it says, everything else what it is. */
const chipTitle = ({ label, attributes: { text } }: TwinObject): string =>
  label === TEXT_LABEL && text ? `“${text.value}”` : label;

function paintChips(context: Canvas2d, scene: OverlayScene, items: readonly Drawn[]): void {
  context.font = CHIP_FONT;
  context.textBaseline = 'middle';
  const byId = new Map<string, Drawn & { readonly name: string; readonly nameWidth: number }>();
  const requests: ChipRequest[] = [];
  for (const item of items) {
    if (item.dim) continue;
    const title = chipTitle(item.object);
    const name = title.length > 28 ? `${title.slice(0, 27)}…` : title;
    const nameWidth = context.measureText(name).width;
    const width = nameWidth + context.measureText(formatScore(item.object.score)).width + 15;
    // In a crowd a label wider than its box names its neighbours as much: hover names those.
    if (items.length > CROWD && !item.strong && item.box[2] - item.box[0] < width) continue;
    byId.set(item.object.id, { ...item, name, nameWidth });
    requests.push({
      id: item.object.id,
      box: item.box,
      width,
      priority: item.object.score + (item.strong ? 10 : 0),
      forced: item.object.id === scene.hoveredId,
    });
  }
  for (const chip of layoutChips(requests, scene.viewport)) {
    const item = byId.get(chip.id);
    if (!item) continue;
    const ink = inkOn(item.colour);
    context.fillStyle = item.colour;
    context.beginPath();
    context.roundRect(chip.x, chip.y, chip.width, CHIP_HEIGHT, 3);
    context.fill();
    context.fillStyle = ink;
    context.fillText(item.name, chip.x + 5, chip.y + CHIP_HEIGHT / 2 + 0.5);
    context.fillText(
      formatScore(item.object.score),
      chip.x + 10 + item.nameWidth,
      chip.y + CHIP_HEIGHT / 2 + 0.5,
    );
  }
}

function paintItems(context: Canvas2d, scene: OverlayScene, items: readonly Drawn[]): void {
  const masked = new Set<Drawn>();
  if (scene.layers.masks) {
    for (const item of items) if (paintMask(context, scene, item)) masked.add(item);
  }
  for (const item of items) {
    if (scene.layers.boxes || (item.strong && !masked.has(item)))
      paintBox(context, scene, item, masked.has(item));
  }
}

/** Draws the masks and boxes of all objects as they are while the pointer rests: what is costly, and stays while it moves. */
export const paintResting = (context: Canvas2d, scene: OverlayScene): void =>
  paintItems(context, scene, collect({ ...scene, hoveredId: undefined }));

/** Draws the hovered object over that, and all labels. */
export function paintPointed(context: Canvas2d, scene: OverlayScene): void {
  const items = collect(scene);
  const hovered = items.filter(({ object }) => object.id === scene.hoveredId);
  paintItems(context, scene, hovered);
  if (scene.layers.labels) paintChips(context, scene, items);
}

/** Draws masks, boxes and labels over an image that is already there. */
export function paintOverlay(context: Canvas2d, scene: OverlayScene): void {
  paintResting(context, scene);
  paintPointed(context, scene);
}
