import { useMemo } from 'react';
import { momentAt } from '../../store/moment.ts';
import type { WorldSample } from '../../store/worldSample.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { eventsOf } from '../../twin/tracks/events.ts';
import { directionsOf, movementOf, pathWithin } from '../../twin/tracks/movement.ts';
import { startOf, timelineOf, visibleSpans } from '../../twin/tracks/timeline.ts';
import { directionWords, formatInterval, formatTime, tellEvent } from '../../twin/tracks/words.ts';
import { PlainScene } from '../scene/PlainScene.tsx';
import { extentOverTime } from '../scene/sceneModel.ts';

/** The scene of a sample, at a time where it is a clip. */
export function WorldScene(props: {
  readonly sample: WorldSample;
  readonly which: 'seen' | 'there';
  /** Which sampled frame. */
  readonly frame: number;
  readonly onFrame: (frame: number) => void;
}) {
  const { sample, which, frame } = props;
  const twin = sample[which];
  const lit = which === 'there' ? sample.targets : [];
  const extent = useMemo(() => (twin.source.kind === 'video' ? extentOverTime(twin) : undefined), [twin]);
  if (twin.source.kind === 'image') return <PlainScene twin={twin} lit={lit} />;
  const { samples } = timelineOf(twin);
  const shown = samples[Math.min(frame, samples.length - 1)];
  return (
    <>
      <PlainScene twin={momentAt(twin, shown?.timeUs ?? 0).twin} lit={lit} extent={extent} />
      <div className="world__time">
        <input
          type="range"
          min={0}
          max={samples.length - 1}
          step={1}
          value={Math.min(frame, samples.length - 1)}
          aria-label="Time in the clip"
          aria-valuetext={formatTime(shown?.timeUs ?? 0)}
          onChange={(event) => props.onFrame(event.currentTarget.valueAsNumber)}
        />
        <span className="mono">
          {formatTime(shown?.timeUs ?? 0)} of {formatTime(twin.source.durationUs)}
        </span>
      </div>
    </>
  );
}

/** The tracks of a clip and what happens in it, in sentences. */
export function ClipFacts({ twin }: { readonly twin: Twin }) {
  if (twin.source.kind === 'image') return null;
  const names = new Map(twin.objects.map(({ id, label }) => [id, `the ${label} (${id})`]));
  const events = eventsOf(twin);
  return (
    <>
      <h3>Tracks</h3>
      <ul className="world__noise">
        {twin.objects.map((object) => (
          <li key={object.id}>
            <span className="mono muted">{object.id}</span> {object.label}: {trackText(twin, object)}
          </li>
        ))}
      </ul>
      <h3>What happens</h3>
      {events.length === 0 && <p className="lab__hint">Nothing comes, goes, moves or meets.</p>}
      <ul className="world__noise">
        {events.map((event) => (
          <li key={`${event.kind} ${event.ids.join(' ')} ${event.startUs}`}>
            {tellEvent(event, (id) => names.get(id) ?? id)}
          </li>
        ))}
      </ul>
    </>
  );
}

/** "0–3.5 s, moves to the left". */
function trackText(twin: Twin, object: Twin['objects'][number]): string {
  const timeline = timelineOf(twin);
  const seen = visibleSpans(timeline, object).map(([start, end]) =>
    formatInterval(startOf(timeline, start), startOf(timeline, end)),
  );
  const { path, moving } = movementOf(twin, object);
  const way = directionWords(directionsOf(pathWithin(path, moving)));
  return `${seen.join(', ')}, ${moving.length > 0 ? `moves ${way}` : 'stays in its place'}`;
}
