import type { Commands } from '../../store/commands.ts';
import type { AppStore } from '../../store/store.ts';
import type { Box } from '../../twin/schema/twin.ts';
import type { StageEngine } from './StageEngine.ts';
import type { Point } from './viewTransform.ts';

/** Movements below this many CSS pixels are a click, not a drag. */
const CLICK_SLACK = 4;

/** The box between two points, whichever way it was dragged. */
const between = ([ax, ay]: Point, [bx, by]: Point): Box => [
  Math.min(ax, bx),
  Math.min(ay, by),
  Math.max(ax, bx),
  Math.max(ay, by),
];

/**
 * Pointer and wheel on the stage. Wheel and pinch zoom at the pointer with every tool. Select: hover previews, click selects
 * (Shift or Cmd/Ctrl adds), double click frames, drag pans. Segment: click points at an object, Alt or the right button says
 * what does not belong to it, drag draws a box, the middle button pans. Returns the way to let go.
 */
export function attachGestures(
  canvas: HTMLCanvasElement,
  engine: StageEngine,
  commands: Commands,
  store: AppStore,
): () => void {
  const pointers = new Map<number, Point>();
  let travelled = 0;
  let pinchDistance = 0;
  /** Where a box is being dragged from, in canonical pixels. */
  let corner: Point | undefined;

  const segmenting = (): boolean => store.getState().prompt.tool === 'segment';
  const restingCursor = (): string => (segmenting() ? 'crosshair' : 'grab');
  const at = (event: MouseEvent): Point => {
    const bounds = canvas.getBoundingClientRect();
    return [event.clientX - bounds.left, event.clientY - bounds.top];
  };
  const spread = (): { distance: number; middle: Point } | undefined => {
    const [first, second] = [...pointers.values()];
    if (!first || !second) return undefined;
    return {
      distance: Math.hypot(first[0] - second[0], first[1] - second[1]),
      middle: [(first[0] + second[0]) / 2, (first[1] + second[1]) / 2],
    };
  };

  const down = (event: PointerEvent): void => {
    if (event.button > (segmenting() ? 2 : 1)) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    // A second finger turns a click or a box into a pinch.
    travelled = pointers.size === 1 ? 0 : Number.POSITIVE_INFINITY;
    corner =
      segmenting() && pointers.size === 1 && event.button === 0 ? engine.imagePoint(at(event)) : undefined;
    engine.showRubberBand(undefined);
    pinchDistance = spread()?.distance ?? 0;
  };

  const move = (event: PointerEvent): void => {
    const here = at(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
      if (segmenting()) {
        canvas.style.cursor = 'crosshair';
        return;
      }
      const object = engine.pick(here);
      commands.hover(object?.id);
      canvas.style.cursor = object ? 'pointer' : 'grab';
      return;
    }
    const [dx, dy] = [here[0] - before[0], here[1] - before[1]];
    travelled += Math.hypot(dx, dy);
    pointers.set(event.pointerId, here);
    const pinch = spread();
    if (pinch) {
      engine.panBy(dx / 2, dy / 2);
      if (pinchDistance > 0) engine.zoomBy(pinch.distance / pinchDistance, pinch.middle);
      pinchDistance = pinch.distance;
    } else if (travelled > CLICK_SLACK && corner) {
      engine.showRubberBand(between(corner, engine.imagePoint(here)));
    } else if (travelled > CLICK_SLACK) {
      canvas.style.cursor = 'grabbing';
      engine.panBy(dx, dy);
    }
  };

  /** The end of a click or drag with the segment tool. */
  const point = (event: PointerEvent): void => {
    const from = corner;
    corner = undefined;
    engine.showRubberBand(undefined);
    if (event.type === 'pointercancel' || pointers.size > 0) return;
    const here = engine.imagePoint(at(event));
    if (travelled > CLICK_SLACK) {
      if (from) commands.setPromptBox(between(from, here));
      return;
    }
    if (event.button === 1) return;
    const { positive } = store.getState().prompt;
    const opposite = event.altKey || event.ctrlKey || event.button === 2;
    commands.addPromptPoint({ x: here[0], y: here[1], positive: opposite ? !positive : positive });
  };

  const up = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    canvas.style.cursor = restingCursor();
    if (segmenting()) {
      point(event);
      return;
    }
    if (event.type === 'pointercancel' || travelled > CLICK_SLACK || event.button !== 0) return;
    const object = engine.pick(at(event));
    const adding = event.shiftKey || event.metaKey || event.ctrlKey;
    const current = store.getState().ui.selectedIds;
    if (!object) {
      if (!adding) commands.clearPointing();
      return;
    }
    if (!adding) {
      commands.select([object.id]);
      return;
    }
    const without = current.filter((id) => id !== object.id);
    commands.select(without.length < current.length ? without : [...current, object.id]);
  };

  const leave = (): void => commands.hover(undefined);
  const contextMenu = (event: MouseEvent): void => {
    if (segmenting()) event.preventDefault();
  };
  const doubleClick = (event: MouseEvent): void => {
    if (segmenting()) return;
    const object = engine.pick(at(event));
    commands.frame(object ? [object.id] : []);
  };
  const wheel = (event: WheelEvent): void => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const speed = event.ctrlKey ? 0.01 : 0.0016; // A trackpad's pinch arrives as a wheel with Ctrl.
    engine.zoomBy(Math.exp(-event.deltaY * unit * speed), at(event));
  };

  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  canvas.addEventListener('pointerup', up);
  canvas.addEventListener('pointercancel', up);
  canvas.addEventListener('pointerleave', leave);
  canvas.addEventListener('dblclick', doubleClick);
  canvas.addEventListener('contextmenu', contextMenu);
  canvas.addEventListener('wheel', wheel, { passive: false });
  return () => {
    canvas.removeEventListener('pointerdown', down);
    canvas.removeEventListener('pointermove', move);
    canvas.removeEventListener('pointerup', up);
    canvas.removeEventListener('pointercancel', up);
    canvas.removeEventListener('pointerleave', leave);
    canvas.removeEventListener('dblclick', doubleClick);
    canvas.removeEventListener('contextmenu', contextMenu);
    canvas.removeEventListener('wheel', wheel);
  };
}
