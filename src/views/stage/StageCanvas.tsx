import { type RefObject, useEffect, useRef } from 'react';
import { useApp, useServices } from '../context.tsx';
import { attachGestures } from './gestures.ts';
import { StageEngine } from './StageEngine.ts';

/** The canvas of the stage; the engine that draws on it lives as long as this component. */
export function StageCanvas(props: {
  readonly engine: RefObject<StageEngine | null>;
  readonly onScale: (scale: number) => void;
}) {
  const { store, media, commands } = useServices();
  const canvas = useRef<HTMLCanvasElement>(null);
  const name = useApp((state) => state.scene.image?.name ?? state.scene.twin?.source.name ?? '');
  const count = useApp((state) => state.scene.twin?.objects.length);
  const { engine: engineRef, onScale } = props;

  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const engine = new StageEngine({ canvas: element, store, media, onScale });
    engineRef.current = engine;
    const detach = attachGestures(element, engine, commands, store);
    return () => {
      detach();
      engine.dispose();
      engineRef.current = null;
    };
  }, [store, media, commands, engineRef, onScale]);

  const amount = count === undefined ? 'no twin yet' : `${count} objects, listed in the objects table`;
  return (
    <canvas ref={canvas} className="stage__canvas" role="img" aria-label={`${name}: ${amount}`}>
      {name}
    </canvas>
  );
}
