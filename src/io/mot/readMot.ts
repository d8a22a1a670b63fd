import type { ErrorDetails } from '../../core/errors.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { clipBox } from '../../twin/geometry/box.ts';
import {
  MAX_FRAMES,
  MAX_OBJECTS,
  type ObjectState,
  type Twin,
  type TwinObject,
} from '../../twin/schema/twin.ts';

/** What the file itself does not say about its video. */
export interface MotVideo {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Frames per second; of the file's frame 1 the time is 0. */
  readonly framesPerSecond: number;
  /** Of all frames of the video, where it is known to be longer than what the file tells. */
  readonly frameCount?: number;
}

/** Characters and lines of a file that are read at most. */
const MAX_LENGTH = 64_000_000;
const MAX_LINES = 1_000_000;
/** Frame, id, left, top, width, height; what follows may be missing. */
const NEEDED = 6;

/** Classes of the MOT16 and MOT17 ground truth (arXiv 1603.00831, table 3). Ids 9 to 12 are marks, not things to follow. */
const CLASSES: ReadonlyMap<number, string> = new Map([
  [1, 'person'],
  [2, 'person'],
  [3, 'car'],
  [4, 'bicycle'],
  [5, 'motorcycle'],
  [6, 'vehicle'],
  [7, 'person'],
  [8, 'distractor'],
]);
const DEFAULT_LABEL = 'person';

const refused = (message: string): Result<never, ErrorDetails> =>
  err({
    code: 'bad-request',
    message,
    remedy:
      'Open a MOTChallenge file: lines of frame, id, left, top, width, height, confidence, separated by commas.',
  });

interface Row {
  readonly frame: number;
  readonly id: number;
  readonly box: readonly [number, number, number, number];
  readonly score: number;
  readonly label: string;
}

/**
 * Reads a MOTChallenge file, ground truth or results, as the twin of a video whose objects are its tracks. Boxes are clipped to the picture;
 * rows of confidence 0 (ground truth to be ignored) and of marks are left out. Never throws; the error names the file, the line and the
 * reason.
 */
export function readMot(text: string, video: MotVideo): Result<Twin, ErrorDetails> {
  const { name, width, height } = video;
  if (text.length > MAX_LENGTH)
    return refused(`“${name}” has ${text.length} characters; at most ${MAX_LENGTH} are read.`);
  const lines = text.split(/\r?\n/);
  if (lines.length > MAX_LINES)
    return refused(`“${name}” has ${lines.length} lines; at most ${MAX_LINES} are read.`);
  const tracks = new Map<number, Row[]>();
  let lastFrame = video.frameCount ?? 1;
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const row = readRow(line);
    if (!row.ok) return refused(`“${name}”, line ${index + 1}: ${row.error}.`);
    if (!row.value) continue;
    const box = clipBox(row.value.box, width, height);
    lastFrame = Math.max(lastFrame, row.value.frame);
    if (!box) continue;
    const track = tracks.get(row.value.id) ?? [];
    track.push({ ...row.value, box });
    tracks.set(row.value.id, track);
  }
  if (tracks.size === 0) return refused(`“${name}” tells of no box inside a picture of ${width}×${height}.`);
  if (tracks.size > MAX_OBJECTS)
    return refused(`“${name}” has ${tracks.size} tracks; at most ${MAX_OBJECTS} are read.`);
  return toTwin(video, tracks, lastFrame);
}

function readRow(line: string): Result<Row | undefined, string> {
  const fields = line.split(',');
  const numbers = fields.map((field) => (field.trim() === '' ? Number.NaN : Number(field)));
  if (numbers.length < NEEDED) return err(`it has ${fields.length} of at least ${NEEDED} numbers`);
  const bad = numbers.findIndex((number) => !Number.isFinite(number));
  if (bad >= 0) return err(`“${fields[bad]?.trim().slice(0, 40)}” is not a number`);
  const [frame = 0, id = 0, left = 0, top = 0, width = 0, height = 0, confidence = 1, kind = -1, visibility] =
    numbers;
  if (!Number.isInteger(frame) || frame < 1 || frame > MAX_FRAMES)
    return err(`frame ${frame} is not a whole number from 1 to ${MAX_FRAMES}`);
  if (!Number.isInteger(id) || id < 0) return err(`id ${id} is not a whole number from 0 on`);
  if (!(width > 0 && height > 0)) return err(`the box of ${width}×${height} has no area`);
  // Ground truth has nine columns, with the class in the eighth; results have ten, with positions there.
  const truth = numbers.length === 9 && visibility !== undefined;
  if (confidence === 0 || (truth && kind > 8)) return ok(undefined);
  const box = [left - 1, top - 1, left - 1 + width, top - 1 + height] as const;
  const score = confidence > 0 && confidence <= 1 ? confidence : 1;
  const label = (truth ? CLASSES.get(kind) : undefined) ?? DEFAULT_LABEL;
  return ok({ frame, id, box, score, label });
}

function toTwin(
  { name, width, height, framesPerSecond }: MotVideo,
  tracks: ReadonlyMap<number, readonly Row[]>,
  lastFrame: number,
): Result<Twin, ErrorDetails> {
  const timeOf = (frame: number): number => Math.round(((frame - 1) * 1e6) / framesPerSecond);
  const objects: TwinObject[] = [];
  for (const [id, rows] of [...tracks].sort(([a], [b]) => a - b)) {
    const sorted = rows.toSorted((a, b) => a.frame - b.frame);
    const twice = sorted.find((row, index) => sorted[index - 1]?.frame === row.frame);
    if (twice) return refused(`“${name}”: track ${id} has two boxes in frame ${twice.frame}.`);
    const states = sorted.map(({ frame, box }): ObjectState => {
      const [x0, y0, x1, y1] = box;
      return {
        frame: frame - 1,
        timeUs: timeOf(frame),
        box: [x0, y0, x1, y1],
        center: [(x0 + x1) / 2, (y0 + y1) / 2],
        by: 0,
      };
    });
    const score = sorted.reduce((sum, row) => sum + row.score, 0) / sorted.length;
    objects.push({ id: `o${id}`, label: sorted[0]?.label ?? DEFAULT_LABEL, score, attributes: {}, states });
  }
  return ok({
    type: 'twin',
    version: 1,
    source: {
      kind: 'video',
      name,
      width,
      height,
      frameCount: lastFrame,
      durationUs: timeOf(lastFrame + 1),
      sha256: '',
      frames: Array.from({ length: lastFrame }, (_, index) => ({ frame: index, timeUs: timeOf(index + 1) })),
    },
    camera: { verticalFovDeg: 50, estimated: true },
    objects,
    log: [
      {
        tool: 'annotation',
        model: 'MOTChallenge',
        revision: '',
        device: '',
        dtype: '',
        args: { file: name },
        ms: 0,
      },
    ],
  });
}
