import type { Commands } from '../../store/commands.ts';
import type { StageEngine } from './StageEngine.ts';
import type { Point } from './viewTransform.ts';

/** Movements below this many CSS pixels are a click, not a drag. */
const CLICK_SLACK = 4;

/**
 * Pointer and wheel on the stage: hover previews, click selects (Shift or Cmd/Ctrl adds), double click frames, drag pans,
 * wheel and pinch zoom at the pointer. Returns the way to let go.
 */
export function attachGestures(
  canvas: HTMLCanvasElement,
  engine: StageEngine,
  commands: Commands,
  selected: () => readonly string[],
): () => void {
  const pointers = new Map<number, Point>();
  let travelled = 0;
  let pinchDistance = 0;

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
    if (event.button > 1) return;
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, at(event));
    if (pointers.size === 1) travelled = 0;
    pinchDistance = spread()?.distance ?? 0;
  };

  const move = (event: PointerEvent): void => {
    const here = at(event);
    const before = pointers.get(event.pointerId);
    if (!before) {
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
    } else if (travelled > CLICK_SLACK) {
      canvas.style.cursor = 'grabbing';
      engine.panBy(dx, dy);
    }
  };

  const up = (event: PointerEvent): void => {
    if (!pointers.delete(event.pointerId)) return;
    canvas.style.cursor = 'grab';
    if (event.type === 'pointercancel' || travelled > CLICK_SLACK || event.button !== 0) return;
    const object = engine.pick(at(event));
    const adding = event.shiftKey || event.metaKey || event.ctrlKey;
    const current = selected();
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
  const doubleClick = (event: MouseEvent): void => {
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
  canvas.addEventListener('wheel', wheel, { passive: false });
  return () => {
    canvas.removeEventListener('pointerdown', down);
    canvas.removeEventListener('pointermove', move);
    canvas.removeEventListener('pointerup', up);
    canvas.removeEventListener('pointercancel', up);
    canvas.removeEventListener('pointerleave', leave);
    canvas.removeEventListener('dblclick', doubleClick);
    canvas.removeEventListener('wheel', wheel);
  };
}
