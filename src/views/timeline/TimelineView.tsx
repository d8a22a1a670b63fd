import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { frameIndexAt } from '../../store/slices/playback.ts';
import type { Twin, TwinObject } from '../../twin/schema/twin.ts';
import { useApp, useCommands, useServices } from '../context.tsx';
import { useObject, useObjectColour } from '../ui/ObjectChip.tsx';
import { Placeholder } from '../ui/Pane.tsx';
import { formatClock, spokenTime } from './clock.ts';
import { AXIS_HEIGHT, LANE_HEIGHT } from './drawTimeline.ts';
import './timeline.css';
import { TimelineEngine } from './timelineEngine.ts';
import { buildTimeline, type Lane, type TimelineModel } from './timelineModel.ts';
import { watchTime } from './watchTime.ts';

/** The twin of a video over time: a lane for each track, its events, pictures, and when the answer holds. Fills its parent. */
export function TimelineView() {
  const twin = useApp((state) => state.scene.twin);
  if (twin?.source.kind !== 'video') return <Placeholder>The timeline is of videos.</Placeholder>;
  return <Timeline twin={twin} />;
}

function Timeline({ twin }: { readonly twin: Twin }) {
  const { store, media, commands } = useServices();
  const model = useMemo(() => buildTimeline(twin), [twin]);
  const axis = useRef<HTMLCanvasElement>(null);
  const lanes = useRef<HTMLCanvasElement>(null);
  const engine = useRef<TimelineEngine>(null);

  useEffect(() => {
    if (!axis.current || !lanes.current) return undefined;
    const parts = { axis: axis.current, lanes: lanes.current, store, media, twin, model };
    const made = new TimelineEngine(parts);
    engine.current = made;
    return () => {
      made.dispose();
      engine.current = null;
    };
  }, [store, media, twin, model]);

  useEffect(
    () =>
      watchTime(store, (state) => {
        const { timeUs, durationUs } = state.playback;
        axis.current?.setAttribute('aria-valuenow', String(Math.round(timeUs / 1000)));
        axis.current?.setAttribute('aria-valuemax', String(Math.round(durationUs / 1000)));
        axis.current?.setAttribute('aria-valuetext', spokenTime(state));
      }),
    [store],
  );

  const seekTo = (event: PointerEvent<HTMLCanvasElement>): void => {
    const made = engine.current;
    if (made) commands.video.seek(made.timeAt(event.nativeEvent.offsetX));
  };
  const pointAt = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { offsetX, offsetY } = event.nativeEvent;
    const at = engine.current?.pick(offsetX, offsetY);
    commands.hover(at?.id);
    event.currentTarget.title = at?.event?.text ?? '';
  };
  const pick = (event: PointerEvent<HTMLCanvasElement>): void => {
    const { offsetX, offsetY } = event.nativeEvent;
    const at = engine.current?.pick(offsetX, offsetY);
    if (at) commands.select([at.id]);
    if (at?.event) commands.video.seek(at.event.startUs);
    else seekTo(event);
  };

  return (
    <div className="timeline">
      <div className="timeline__head" style={{ height: AXIS_HEIGHT }}>
        <span className="timeline__corner muted">
          {model.lanes.length} {model.lanes.length === 1 ? 'track' : 'tracks'}, {model.looksUs.length} looks
        </span>
        <canvas
          ref={axis}
          className="timeline__axis"
          role="slider"
          tabIndex={0}
          aria-label="Timeline"
          aria-valuemin={0}
          aria-valuenow={0}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            seekTo(event);
          }}
          onPointerMove={(event) => event.buttons > 0 && seekTo(event)}
          onKeyDown={(event) => onKey(event, commands.video, store.getState().playback.framesUs)}
        />
      </div>
      <div className="timeline__body">
        <ul className="timeline__labels" aria-label="Tracks">
          {model.lanes.map((lane) => (
            <LaneLabel key={lane.id} lane={lane} />
          ))}
        </ul>
        <canvas
          ref={lanes}
          className="timeline__lanes"
          style={{ height: Math.max(1, model.lanes.length * LANE_HEIGHT) }}
          aria-hidden
          onPointerMove={pointAt}
          onPointerLeave={() => commands.hover(undefined)}
          onPointerDown={pick}
        />
      </div>
      <EventList model={model} />
    </div>
  );
}

function onKey(
  event: KeyboardEvent,
  video: ReturnType<typeof useCommands>['video'],
  framesUs: readonly number[],
): void {
  const jump = Math.max(1, Math.round(framesUs.length / 10));
  const steps: Readonly<Record<string, () => void>> = {
    ArrowRight: () => video.step(1),
    ArrowUp: () => video.step(1),
    ArrowLeft: () => video.step(-1),
    ArrowDown: () => video.step(-1),
    PageUp: () => video.step(jump),
    PageDown: () => video.step(-jump),
    Home: () => video.seek(framesUs[0] ?? 0),
    End: () => video.seek(framesUs.at(-1) ?? 0),
  };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  step();
}

const spokenSpan = ({ seen }: Lane): string =>
  seen.map(({ startUs, endUs }) => `${formatClock(startUs)} to ${formatClock(endUs)}`).join(', ');

function LaneLabel({ lane }: { readonly lane: Lane }) {
  const { hover, select, video } = useCommands();
  const object: TwinObject | undefined = useObject(lane.id);
  const selected = useApp((state) => state.ui.selectedIds.includes(lane.id));
  const colour = useObjectColour(object);
  return (
    <li style={{ height: LANE_HEIGHT }}>
      <button
        type="button"
        className="timeline__label"
        aria-pressed={selected}
        aria-description={`Seen ${spokenSpan(lane)}`}
        onPointerEnter={() => hover(lane.id)}
        onPointerLeave={() => hover(undefined)}
        onClick={() => select([lane.id])}
        onDoubleClick={() => video.seek(lane.seen[0]?.startUs ?? 0)}
      >
        <span className="dot" style={{ background: colour }} />
        <span className="timeline__name">{lane.label}</span>
        <span className="mono muted">{lane.id}</span>
      </button>
    </li>
  );
}

const EVENTS_LISTED = 200;

/** The marks of the lanes as buttons, for the keyboard and for those who do not see them. */
function EventList({ model }: { readonly model: TimelineModel }) {
  const { video, select } = useCommands();
  const { store } = useServices();
  const events = model.lanes
    .flatMap((lane) => lane.events.map((event) => ({ id: lane.id, event })))
    .sort((a, b) => a.event.startUs - b.event.startUs);
  if (events.length === 0) return null;
  return (
    <ul className="timeline__events" aria-label="Events">
      {events.slice(0, EVENTS_LISTED).map(({ id, event }) => (
        <li key={`${id} ${event.kind} ${event.startUs}`}>
          <button
            type="button"
            className="timeline__event"
            onClick={() => {
              const { framesUs } = store.getState().playback;
              select([id]);
              video.seek(framesUs[frameIndexAt(framesUs, event.startUs)] ?? 0);
            }}
          >
            {event.text}
          </button>
        </li>
      ))}
    </ul>
  );
}
