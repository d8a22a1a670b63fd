import { useEffect, useMemo, useRef, useState } from 'react';
import type { Twin } from '../../twin/schema/twin.ts';
import { NO_EMPHASIS } from '../graph/emphasis.ts';
import { objectColour } from '../ui/palette.ts';
import './scene.css';
import type { SceneEngine } from './sceneEngine.ts';
import { buildScene, type SceneExtent } from './sceneModel.ts';

const NO_EVENTS = {
  hover: () => undefined,
  pick: () => undefined,
  frame: () => undefined,
  contextRestored: () => undefined,
};

/** A twin in space that is not the one at hand: without photo, selection or time. Fills its parent. */
export function PlainScene(props: {
  readonly twin: Twin;
  readonly lit: readonly string[];
  /** How far things are over all of a video, of which the twin is one moment. */
  readonly extent?: SceneExtent | undefined;
}) {
  const { twin, lit, extent } = props;
  const host = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<SceneEngine>();
  const [trouble, setTrouble] = useState<string>();
  const model = useMemo(() => buildScene(twin, extent), [twin, extent]);

  useEffect(() => {
    let ended = false;
    let made: SceneEngine | undefined;
    const start = async (): Promise<void> => {
      const { SceneEngine } = await import('./sceneEngine.ts');
      if (ended || !host.current) return;
      const contextLost = (): void =>
        setTrouble('The browser took the graphics context away. Open this part again.');
      made = new SceneEngine(host.current, { ...NO_EVENTS, contextLost });
      made.setPhotoPlace('off');
      setEngine(made);
    };
    start().catch(() => {
      if (!ended) setTrouble('The scene cannot be drawn here. The list under it has every object.');
    });
    return () => {
      ended = true;
      made?.dispose();
    };
  }, []);

  useEffect(() => {
    if (!engine) return;
    engine.setScene(model, undefined);
    engine.setColours(
      new Map(twin.objects.map((object) => [object.id, objectColour(object, twin, 'class', [])])),
    );
  }, [engine, model, twin]);

  useEffect(() => {
    engine?.setEmphasis({ ...NO_EMPHASIS, focus: new Set(lit) });
  }, [engine, lit]);

  return (
    <div className="scene">
      <div className="scene__host" ref={host} />
      {trouble !== undefined && (
        <p className="scene__status" role="alert">
          {trouble}
        </p>
      )}
      <p className="scene__foot">
        {model.objects.map(({ id, label, depth }) => `${label} ${id} ${depth.toFixed(1)} m`).join(' · ')}
        {model.missing.length > 0 && ` · no position: ${model.missing.map(({ id }) => id).join(', ')}`}
      </p>
    </div>
  );
}
