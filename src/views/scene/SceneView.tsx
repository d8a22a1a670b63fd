import { Aperture, Maximize } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { momentAt, restingTwin } from '../../store/moment.ts';
import { evidenceIds, focusIds } from '../../store/selectors.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { useApp, useCommands, useServices } from '../context.tsx';
import { watchEmphasis, watchFraming } from '../graph/emphasis.ts';
import { watchTime } from '../timeline/watchTime.ts';
import { Button, IconButton, Segmented } from '../ui/Controls.tsx';
import { objectColour } from '../ui/palette.ts';
import './scene.css';
import type { SceneEngine } from './sceneEngine.ts';
import { buildScene, extentOverTime, type PhotoPlace, type SceneModel } from './sceneModel.ts';
import { trailsAt } from './trails.ts';

/** The twin in space: the photo's camera, its image plane and every object with a position. Fills its parent. */
export function SceneView() {
  const twin = useApp((state) => state.scene.twin);
  const analysing = useApp((state) => state.perception.job !== undefined);
  const [attempt, setAttempt] = useState(0);
  // A new key starts over with a new engine and a new graphics context.
  if (twin) return <SpatialScene key={attempt} twin={twin} onRetry={() => setAttempt(attempt + 1)} />;
  return (
    <p className="sceneEmpty">
      {analysing
        ? 'The scene appears as soon as objects have positions.'
        : 'No twin yet. Open an image, a clip or a sample, and its objects appear here at their distances.'}
    </p>
  );
}

type Status = 'starting' | 'ready' | 'lost' | 'unsupported' | 'not-loaded';

const PLACES = [
  { value: 'front', text: 'Front' },
  { value: 'behind', text: 'Behind' },
  { value: 'off', text: 'Off' },
] as const satisfies readonly { value: PhotoPlace; text: string }[];

function SpatialScene({ twin, onRetry }: { readonly twin: Twin; readonly onRetry: () => void }) {
  const [place, setPlace] = useState<PhotoPlace>('front');
  const video = twin.source.kind === 'video';
  const extent = useMemo(() => (video ? extentOverTime(twin) : undefined), [twin, video]);
  // React lists what is there where playing rests; the engine shows every frame.
  const present = useApp(restingTwin) ?? twin;
  const model = useMemo(() => buildScene(present, extent), [present, extent]);
  const { hostRef, engine, status } = useSceneEngine();
  const colourBy = useApp((state) => state.ui.colourBy);
  const evidence = useApp(evidenceIds);

  useShownTime(engine, twin, model);

  useEffect(() => {
    const colours = twin.objects.map(
      (object) => [object.id, objectColour(object, twin, colourBy, evidence)] as const,
    );
    engine?.setColours(new Map(colours));
  }, [engine, twin, colourBy, evidence]);

  useEffect(() => engine?.setPhotoPlace(place), [engine, place]);

  const lit = useApp(focusIds);
  const missing = model.missing.map(({ label, id }) => `${label} ${id}`).join(', ');
  const notes = [...model.statements, ...(missing ? [`No position: ${missing}.`] : [])].join(' ');
  return (
    <div className="scene">
      <div className="scene__bar">
        Photo
        <Segmented
          label="Where the photo’s plane stands"
          value={place}
          options={PLACES}
          onChange={setPlace}
        />
        <IconButton label="Look from the photo’s camera" onClick={() => engine?.showPhotoView()}>
          <Aperture size={14} aria-hidden />
        </IconButton>
        <IconButton label="Show the whole scene" onClick={() => engine?.frame([])}>
          <Maximize size={14} aria-hidden />
        </IconButton>
      </div>
      <div className="scene__host" ref={hostRef} />
      <SceneStatus status={status} onRetry={onRetry} />
      <p className="scene__foot" title={notes}>
        {notes}
      </p>
      <ul className="visuallyHidden" aria-label="Objects in the scene">
        {model.objects.map(({ id, label, depth, depthStd }) => (
          <li key={id} data-lit={lit.includes(id)}>
            {label} {id}, {depth.toFixed(1)} m away, give or take {depthStd.toFixed(1)} m
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Puts the twin into the engine: a picture once, a video anew with every frame that is shown. */
function useShownTime(engine: SceneEngine | undefined, twin: Twin, model: SceneModel): void {
  const { media, store } = useServices();
  const mediaId = useApp((state) => state.scene.image?.mediaId);
  const still = twin.source.kind === 'image' ? model : undefined;
  useEffect(() => {
    const bitmap = (): ImageBitmap | undefined => (mediaId === undefined ? undefined : media.get(mediaId));
    if (!engine) return undefined;
    if (still) {
      engine.setScene(still, bitmap());
      return undefined;
    }
    const extent = extentOverTime(twin);
    const first = momentAt(twin, store.getState().playback.timeUs);
    engine.setScene(buildScene(first.twin, extent), bitmap());
    return watchTime(store, ({ playback, scene }) => {
      if (scene.twin !== twin) return;
      const { twin: present } = momentAt(twin, playback.timeUs);
      const trails = trailsAt(twin, present, playback.timeUs);
      engine.setMoment(buildScene(present, extent), trails, bitmap());
    });
  }, [engine, still, twin, mediaId, media, store]);
}

const TROUBLE: Readonly<Record<Exclude<Status, 'starting' | 'ready'>, string>> = {
  lost: 'The browser took the graphics context away, so the scene cannot be drawn. The twin is untouched.',
  unsupported:
    'This browser offers no WebGL 2, so the scene cannot be drawn. The objects table has every position and depth.',
  'not-loaded':
    'The code of the 3D view could not be loaded. The objects table has every position and depth. Check the connection.',
};

function SceneStatus(props: { readonly status: Status; readonly onRetry: () => void }) {
  if (props.status === 'ready') return null;
  if (props.status === 'starting') return <p className="scene__status">Starting the 3D view…</p>;
  return (
    <div className="scene__status" role="alert">
      <p>{TROUBLE[props.status]}</p>
      <Button onClick={props.onRetry}>Try again</Button>
    </div>
  );
}

/** Loads the 3D code on first use, makes one engine, links it with the store, and takes it down again. */
function useSceneEngine() {
  const { store } = useServices();
  const commands = useCommands();
  const hostRef = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<SceneEngine>();
  const [status, setStatus] = useState<Status>('starting');

  useEffect(() => {
    let ended = false;
    let stop: (() => void) | undefined;
    const start = async (): Promise<void> => {
      const { SceneEngine } = await import('./sceneEngine.ts');
      const host = hostRef.current;
      if (ended || !host) return;
      const made = new SceneEngine(host, {
        hover: commands.hover,
        frame: commands.frame,
        pick: (id, add) => {
          const { selectedIds } = store.getState().ui;
          if (id === undefined) commands.select([]);
          else if (!add) commands.select([id]);
          else if (selectedIds.includes(id)) commands.select(selectedIds.filter((known) => known !== id));
          else commands.select([...selectedIds, id]);
        },
        contextLost: () => setStatus('lost'),
        contextRestored: () => setStatus('ready'),
      });
      const stops = [
        watchEmphasis(store, (emphasis) => made.setEmphasis(emphasis)),
        watchFraming(store, (ids) => made.frame(ids)),
      ];
      stop = () => {
        for (const end of stops) end();
        made.dispose();
      };
      setEngine(made);
      setStatus('ready');
    };
    start().catch((error: unknown) => {
      const isContext = error instanceof Error && error.message.includes('WebGL');
      if (!ended) setStatus(isContext ? 'unsupported' : 'not-loaded');
    });
    return () => {
      ended = true;
      setEngine(undefined);
      stop?.();
    };
  }, [store, commands]);

  return { hostRef, engine, status };
}
