import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useApp, useCommands, useServices } from '../context.tsx';
import { objectAt } from './hitTest.ts';
import type { StageEngine } from './StageEngine.ts';
import type { Point } from './viewTransform.ts';

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};
/** Steps of the crosshair in CSS pixels, so that zooming in makes them finer. */
const STEP = 8;
const FAST_STEP = 48;

/**
 * Points at the image without a pointer: arrows move a crosshair, Enter marks, minus marks what is not part, Backspace takes
 * back. Takes the focus when the segment tool is chosen; a button, so that every aid knows what it is.
 */
export function KeyboardPointer(props: { readonly engine: RefObject<StageEngine | null> }) {
  const { store } = useServices();
  const { setCrosshair, addPromptPoint, takeBackPrompt } = useCommands();
  const size = useApp((state) => state.scene.image ?? state.scene.twin?.source);
  const button = useRef<HTMLButtonElement>(null);
  const [said, setSaid] = useState('');

  useEffect(() => {
    button.current?.focus({ preventScroll: true });
  }, []);

  const mark = (flip: boolean): void => {
    const { crosshair, positive } = store.getState().prompt;
    if (!crosshair) return;
    addPromptPoint({ x: crosshair[0], y: crosshair[1], positive: flip ? !positive : positive });
  };

  const move = ([dx, dy]: Point, fast: boolean): void => {
    const stage = props.engine.current;
    if (!stage || !size) return;
    const from = store.getState().prompt.crosshair ?? stage.middle;
    const step = (fast ? FAST_STEP : STEP) / stage.scale;
    const to: Point = [
      Math.min(size.width - 1, Math.max(0, from[0] + dx * step)),
      Math.min(size.height - 1, Math.max(0, from[1] + dy * step)),
    ];
    setCrosshair(to);
    const { twin } = store.getState().scene;
    const object = twin && objectAt(twin, to);
    setSaid(`${Math.round(to[0])}, ${Math.round(to[1])}${object ? `, ${object.label} ${object.id}` : ''}`);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (arrow) move(arrow, event.shiftKey);
    else if (event.key === '-') mark(true);
    else if (event.key === 'Backspace') takeBackPrompt();
    else return;
    event.preventDefault();
  };

  return (
    <>
      <button
        ref={button}
        type="button"
        className="stage__keys"
        onKeyDown={onKeyDown}
        onClick={() => mark(false)}
        onBlur={() => setCrosshair(undefined)}
      >
        Point by keyboard: arrows move, Enter marks, − marks what is not part, Backspace takes back
      </button>
      <span className="visuallyHidden" role="status">
        {said}
      </span>
    </>
  );
}
