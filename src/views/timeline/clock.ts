import { sampledUs } from '../../store/moment.ts';
import { frameIndexAt, type PlaybackState } from '../../store/slices/playback.ts';
import type { AppState } from '../../store/store.ts';

/** "0:01.208": a time in a clip to the millisecond, from microseconds. */
export function formatClock(timeUs: number): string {
  const ms = Math.round(timeUs / 1000);
  const minutes = Math.floor(ms / 60_000);
  const seconds = ((ms % 60_000) / 1000).toFixed(3).padStart(6, '0');
  return `${minutes}:${seconds}`;
}

/** "frame 12 of 60": which frame of the clip is shown. */
export function frameText({ framesUs, timeUs }: PlaybackState): string {
  return `frame ${frameIndexAt(framesUs, timeUs) + 1} of ${framesUs.length}`;
}

/** Whether what is said of the shown frame was measured in it, or follows from its neighbours. */
export function measuredText({ scene, playback }: AppState): 'measured' | 'between' | '' {
  if (!scene.twin) return '';
  const times = sampledUs(scene.twin);
  return times[frameIndexAt(times, playback.timeUs)] === playback.timeUs ? 'measured' : 'between';
}

/** The time in words for a screen reader: "0:01.208, frame 12 of 60, measured". */
export function spokenTime(state: AppState): string {
  const measured = measuredText(state);
  const parts = [formatClock(state.playback.timeUs), frameText(state.playback)];
  if (measured !== '') parts.push(measured === 'measured' ? 'measured' : 'between measured frames');
  return parts.join(', ');
}
