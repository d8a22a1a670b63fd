import type { AnswerInterval } from '../../twin/query/types.ts';
import type { EventKind } from '../../twin/tracks/events.ts';
import { EVIDENCE_COLOUR, withAlpha } from '../ui/palette.ts';
import { type Lane, type LaneEvent, rulerTicks, type Stretch, type TimelineModel } from './timelineModel.ts';

export const LANE_HEIGHT = 26;
const RULER = 20;
const PICTURES = 40;
const ANSWER = 8;
export const AXIS_HEIGHT = RULER + PICTURES + ANSWER;
/** Room beside the first and the last moment, so that the playhead and labels are whole. */
export const MARGIN = 10;
/** From a tick to its label: so far that the playhead’s handle leaves it readable. */
const LABEL_GAP = 7;

export interface TimelineTheme {
  readonly pane: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly sans: string;
}

export interface TimelinePicture {
  readonly width: number;
  readonly model: TimelineModel;
  readonly endUs: number;
  readonly timeUs: number;
  readonly theme: TimelineTheme;
  readonly colours: ReadonlyMap<string, string>;
  /** What stands out; empty: nothing is dimmed. */
  readonly focus: ReadonlySet<string>;
  readonly hovered: string | undefined;
  readonly intervals: readonly AnswerInterval[];
  readonly pictures: readonly { readonly timeUs: number; readonly bitmap: ImageBitmap }[];
}

/** Pixels from the left edge at which a time stands, and back. */
export const xOf = (timeUs: number, { width, endUs }: Pick<TimelinePicture, 'width' | 'endUs'>): number =>
  MARGIN + (timeUs / Math.max(1, endUs)) * (width - 2 * MARGIN);

export const timeAt = (x: number, width: number, endUs: number): number =>
  Math.min(endUs, Math.max(0, ((x - MARGIN) / Math.max(1, width - 2 * MARGIN)) * endUs));

type Context = CanvasRenderingContext2D;

function bar(
  context: Context,
  picture: TimelinePicture,
  { startUs, endUs }: Stretch,
  y: number,
  h: number,
): void {
  const x = xOf(startUs, picture);
  context.fillRect(x, y, Math.max(2, xOf(endUs, picture) - x), h);
}

/** The time axis: ruler, pictures, and when the answer holds. */
export function drawAxis(context: Context, picture: TimelinePicture): void {
  const { width, theme, endUs } = picture;
  context.clearRect(0, 0, width, AXIS_HEIGHT);
  context.font = `400 11px ${theme.sans}`;
  context.textBaseline = 'middle';
  for (const tick of rulerTicks(endUs, width - 2 * MARGIN, 64)) {
    const x = Math.round(xOf(tick, picture)) + 0.5;
    context.fillStyle = theme.line;
    context.fillRect(x - 0.5, RULER - 6, 1, 6);
    context.fillStyle = theme.muted;
    const text = `${Number((tick / 1e6).toFixed(1))} s`;
    context.fillText(
      text,
      Math.min(x + LABEL_GAP, width - context.measureText(text).width - 1),
      RULER / 2 - 1,
    );
  }
  drawPictures(context, picture);
  context.fillStyle = EVIDENCE_COLOUR;
  for (const interval of picture.intervals) bar(context, picture, interval, RULER + PICTURES + 2, ANSWER - 4);
  drawPlayhead(context, picture, AXIS_HEIGHT, true);
}

function drawPictures(context: Context, picture: TimelinePicture): void {
  const { width, pictures, endUs } = picture;
  const [first] = pictures;
  if (!first) return;
  const each = ((PICTURES - 4) * first.bitmap.width) / first.bitmap.height;
  const room = width - 2 * MARGIN;
  const count = Math.max(1, Math.floor(room / each));
  for (let slot = 0; slot < count; slot++) {
    const middle = ((slot + 0.5) / count) * endUs;
    const nearest = pictures.reduce((best, next) =>
      Math.abs(next.timeUs - middle) < Math.abs(best.timeUs - middle) ? next : best,
    );
    context.drawImage(
      nearest.bitmap,
      MARGIN + (slot * room) / count,
      RULER + 2,
      room / count - 1,
      PICTURES - 4,
    );
  }
}

/** One lane a track: when it is seen, bridged gaps hatched, events as marks; the answer's intervals behind its objects. */
export function drawLanes(context: Context, picture: TimelinePicture, height: number): void {
  const { width, model, theme } = picture;
  context.clearRect(0, 0, width, height);
  context.fillStyle = withAlpha(theme.muted, 0.28);
  for (const look of model.looksUs) context.fillRect(Math.round(xOf(look, picture)), 0, 1, 3);
  for (const [index, lane] of model.lanes.entries()) drawLane(context, picture, lane, index * LANE_HEIGHT);
  drawPlayhead(context, picture, height, false);
}

function drawLane(context: Context, picture: TimelinePicture, lane: Lane, y: number): void {
  const { width, theme, colours, focus, hovered, intervals } = picture;
  const pointed = focus.has(lane.id) || hovered === lane.id;
  const dim = focus.size > 0 && !pointed;
  if (pointed) {
    context.fillStyle = withAlpha(theme.muted, 0.12);
    context.fillRect(0, y, width, LANE_HEIGHT);
  }
  context.fillStyle = withAlpha(EVIDENCE_COLOUR, 0.22);
  for (const interval of intervals)
    if (interval.ids.includes(lane.id)) bar(context, picture, interval, y + 1, LANE_HEIGHT - 2);
  context.fillStyle = withAlpha(colours.get(lane.id) ?? theme.muted, dim ? 0.3 : 1);
  for (const stretch of lane.seen) bar(context, picture, stretch, y + 9, LANE_HEIGHT - 18);
  for (const stretch of lane.bridged) hatch(context, picture, stretch, y + 9, LANE_HEIGHT - 18);
  const ink = { fill: withAlpha(theme.text, dim ? 0.35 : 1), halo: theme.pane };
  for (const event of lane.events) mark(context, event.kind, xOf(markedUs(event), picture), y, ink);
  context.fillStyle = withAlpha(theme.line, 0.6);
  context.fillRect(0, y + LANE_HEIGHT - 1, width, 1);
}

/** Where an event is marked: at its end where that is what it tells. */
export const markedUs = ({ kind, startUs, endUs }: LaneEvent): number =>
  kind === 'left' || kind === 'stopped' ? endUs : startUs;

/** Takes out slanted lines: not seen here, but bridged. */
function hatch(context: Context, picture: TimelinePicture, stretch: Stretch, y: number, h: number): void {
  const x = xOf(stretch.startUs, picture);
  const end = Math.max(x + 2, xOf(stretch.endUs, picture));
  context.save();
  context.beginPath();
  context.rect(x, y, end - x, h);
  context.clip();
  context.strokeStyle = picture.theme.pane;
  context.lineWidth = 2;
  context.beginPath();
  for (let at = x - h; at < end; at += 5) {
    context.moveTo(at, y + h);
    context.lineTo(at + h, y);
  }
  context.stroke();
  context.restore();
}

/** The shape of each kind of event, around (0, 0), 3.5 px to either side. */
const SHAPES: Readonly<Record<EventKind, readonly (readonly [number, number])[]>> = {
  entered: [
    [-3.5, -4],
    [3.5, 0],
    [-3.5, 4],
  ],
  left: [
    [3.5, -4],
    [-3.5, 0],
    [3.5, 4],
  ],
  started: [
    [-3.5, 4],
    [0, -4],
    [3.5, 4],
  ],
  stopped: [
    [-3.5, -3.5],
    [3.5, -3.5],
    [3.5, 3.5],
    [-3.5, 3.5],
  ],
  turned: [
    [0, -4.5],
    [4.5, 0],
    [0, 4.5],
    [-4.5, 0],
  ],
  approached: [
    [-4.5, -1.5],
    [4.5, -1.5],
    [4.5, 1.5],
    [-4.5, 1.5],
  ],
  overlapped: [
    [-1.5, -4.5],
    [1.5, -4.5],
    [1.5, 4.5],
    [-1.5, 4.5],
  ],
};

function mark(
  context: Context,
  kind: EventKind,
  x: number,
  y: number,
  ink: { readonly fill: string; readonly halo: string },
): void {
  context.beginPath();
  for (const [dx, dy] of SHAPES[kind]) context.lineTo(x + dx, y + LANE_HEIGHT / 2 + dy);
  context.closePath();
  context.lineWidth = 2;
  context.strokeStyle = ink.halo;
  context.stroke();
  context.fillStyle = ink.fill;
  context.fill();
}

function drawPlayhead(context: Context, picture: TimelinePicture, height: number, handle: boolean): void {
  const x = Math.round(xOf(picture.timeUs, picture)) + 0.5;
  context.fillStyle = picture.theme.accent;
  context.fillRect(x - 1, handle ? 4 : 0, 2, height);
  if (!handle) return;
  context.beginPath();
  context.arc(x, 5, 5, 0, 2 * Math.PI);
  context.fill();
}
