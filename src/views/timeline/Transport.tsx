import { ChevronFirst, ChevronLast, Pause, Play, StepBack, StepForward } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { frameIndexAt, PLAYBACK_RATES, type PlaybackRate } from '../../store/slices/playback.ts';
import { useApp, useCommands, useServices } from '../context.tsx';
import { IconButton } from '../ui/Controls.tsx';
import { Select } from '../ui/Select.tsx';
import { keyText } from '../ui/useKeyboard.ts';
import { formatClock, frameText, measuredText, spokenTime } from './clock.ts';
import './transport.css';
import { watchTime } from './watchTime.ts';

/** The controls of a clip, under the stage: play, step, scrub, pace. Nothing of it renders while a clip plays. */
export function Transport() {
  const { video } = useCommands();
  const playing = useApp((state) => state.playback.playing);
  const ready = useApp((state) => state.playback.framesUs.length > 0);
  const twin = useApp((state) => state.scene.twin !== undefined);
  return (
    <section className="transport" aria-label="Playback">
      {twin && (
        <span className="transport__wide">
          <IconButton
            label="Measured frame before"
            keys={keyText('measuredBack')}
            side="top"
            disabled={!ready}
            onClick={() => video.stepMeasured(-1)}
          >
            <ChevronFirst size={16} aria-hidden />
          </IconButton>
        </span>
      )}
      <IconButton
        label="One frame back"
        keys={keyText('stepBack')}
        side="top"
        disabled={!ready}
        onClick={() => video.step(-1)}
      >
        <StepBack size={15} aria-hidden />
      </IconButton>
      <IconButton
        label={playing ? 'Pause' : 'Play'}
        keys={keyText('play')}
        side="top"
        disabled={!ready}
        onClick={() => video.togglePlaying()}
      >
        {playing ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
      </IconButton>
      <IconButton
        label="One frame on"
        keys={keyText('stepForward')}
        side="top"
        disabled={!ready}
        onClick={() => video.step(1)}
      >
        <StepForward size={15} aria-hidden />
      </IconButton>
      {twin && (
        <span className="transport__wide">
          <IconButton
            label="Next measured frame"
            keys={keyText('measuredForward')}
            side="top"
            disabled={!ready}
            onClick={() => video.stepMeasured(1)}
          >
            <ChevronLast size={16} aria-hidden />
          </IconButton>
        </span>
      )}
      <Scrubber />
      <Readout />
      <Pace />
    </section>
  );
}

/** One stop for every frame of the clip: arrow keys step, dragging scrubs. */
function Scrubber() {
  const { store } = useServices();
  const { video } = useCommands();
  const input = useRef<HTMLInputElement>(null);
  const framesUs = useApp((state) => state.playback.framesUs);

  useEffect(
    () =>
      watchTime(store, (state) => {
        const element = input.current;
        if (!element) return;
        const { playback } = state;
        element.value = String(frameIndexAt(playback.framesUs, playback.timeUs));
        element.setAttribute('aria-valuetext', spokenTime(state));
      }),
    [store],
  );

  return (
    <input
      ref={input}
      className="transport__scrubber"
      type="range"
      min={0}
      max={Math.max(0, framesUs.length - 1)}
      step={1}
      defaultValue={0}
      disabled={framesUs.length === 0}
      aria-label="Time in the clip"
      onInput={(event) => video.seek(framesUs[event.currentTarget.valueAsNumber] ?? 0)}
    />
  );
}

/** The time of the shown frame, written past React. */
function Readout() {
  const { store } = useServices();
  const time = useRef<HTMLSpanElement>(null);
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(
    () =>
      watchTime(store, (state) => {
        const { timeUs, durationUs } = state.playback;
        if (time.current) time.current.textContent = `${formatClock(timeUs)} / ${formatClock(durationUs)}`;
        if (!frame.current) return;
        frame.current.textContent = frameText(state.playback);
        frame.current.dataset.measured = measuredText(state);
        frame.current.title =
          measuredText(state) === 'between'
            ? 'No look was taken at this frame: the overlay moves from one measured frame to the next'
            : '';
      }),
    [store],
  );
  return (
    <span className="transport__readout numeric">
      <span ref={time} />
      <span className="transport__frame" ref={frame} />
    </span>
  );
}

type RateText = `${PlaybackRate}`;
const RATES: readonly { readonly value: RateText; readonly text: string }[] = PLAYBACK_RATES.map((rate) => ({
  value: `${rate}`,
  text: `${rate}×`,
}));

function Pace() {
  const { video } = useCommands();
  const rate = useApp((state) => state.playback.rate);
  return (
    <Select
      label="Pace"
      value={`${rate}`}
      options={RATES}
      onChange={(text) => video.setRate(PLAYBACK_RATES.find((known) => `${known}` === text) ?? 1)}
    />
  );
}
