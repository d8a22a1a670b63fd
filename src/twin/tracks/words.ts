import { joinWords } from '../query/words.ts';
import type { TwinEvent } from './events.ts';
import type { Direction } from './movement.ts';

/** "2.5 s", "1 min 5 s": a time of a video for a reader, from microseconds. */
export function formatTime(timeUs: number): string {
  const tenths = Math.round(timeUs / 100_000);
  if (tenths < 600) return `${tenths / 10} s`;
  return `${Math.floor(tenths / 600)} min ${(tenths % 600) / 10} s`;
}

/** "0–2.5 s", "2 s" where it ends as it begins for a reader. */
export function formatInterval(startUs: number, endUs: number): string {
  const [start, end] = [formatTime(startUs), formatTime(endUs)];
  if (start === end) return start;
  return startUs < 60_000_000 && endUs < 60_000_000
    ? `${start.replace(' s', '')}–${end}`
    : `${start} – ${end}`;
}

const DIRECTION_WORDS: Readonly<Record<Direction, string>> = {
  left: 'to the left',
  right: 'to the right',
  up: 'up',
  down: 'down',
  closer: 'towards the camera',
  away: 'away from the camera',
};

/** "to the right and towards the camera"; "in place" for none. */
export const directionWords = (directions: readonly Direction[]): string =>
  directions.length === 0 ? 'in place' : joinWords(directions.map((direction) => DIRECTION_WORDS[direction]));

/** "The dog (o1) enters from the left at 0.4 s." */
export function tellEvent(
  { kind, ids, startUs, endUs, because }: TwinEvent,
  nameOf: (id: string) => string,
): string {
  const [who, whom] = [nameOf(ids[0]), ids[1] === undefined ? '' : nameOf(ids[1])];
  const { side } = because;
  const from = side === 'none' || side === undefined ? '' : ` the ${side}`;
  const at = ` at ${formatTime(startUs)}`;
  const during = `, ${formatInterval(startUs, endUs)}`;
  const sentence = ((): string => {
    switch (kind) {
      case 'entered':
        return from === '' ? `${who} appears${at}` : `${who} enters from${from}${at}`;
      case 'left':
        return from === '' ? `${who} disappears${after(endUs)}` : `${who} leaves on${from}${after(endUs)}`;
      case 'started':
        return `${who} starts to move${at}`;
      case 'stopped':
        return `${who} stops moving${after(endUs)}`;
      case 'turned':
        return `${who} turns${during}`;
      case 'approached':
        return `${who} approaches ${whom}${during}`;
      case 'overlapped':
        return `${who} and ${whom} overlap${during}`;
    }
  })();
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

const after = (endUs: number): string => ` at ${formatTime(endUs)}`;
