import type { MediaRegistry } from '../../store/mediaRegistry.ts';
import { evidenceIds, focusIds, shownAsk } from '../../store/selectors.ts';
import type { AppState, AppStore } from '../../store/store.ts';
import type { Twin } from '../../twin/schema/twin.ts';
import { objectColour } from '../ui/palette.ts';
import { onThemeChange, tokenColour } from '../ui/themeColours.ts';
import {
  AXIS_HEIGHT,
  drawAxis,
  drawLanes,
  LANE_HEIGHT,
  MARGIN,
  markedUs,
  type TimelinePicture,
  type TimelineTheme,
  timeAt,
  xOf,
} from './drawTimeline.ts';
import type { LaneEvent, TimelineModel } from './timelineModel.ts';

const EVENT_REACH_PX = 7;

const readTheme = (): TimelineTheme => ({
  pane: tokenColour('surface'),
  text: tokenColour('text'),
  muted: tokenColour('text-2'),
  line: tokenColour('line'),
  accent: tokenColour('accent'),
  sans: "'Inter Variable', system-ui, sans-serif",
});

/** What of the state a timeline draws; anything else leaves it as it is. */
const drawn = (state: AppState) =>
  [
    state.playback.timeUs,
    state.video.thumbnails,
    state.ui.colourBy,
    state.ui.hoveredId,
    focusIds(state),
    evidenceIds(state),
    shownAsk(state),
  ] as const;

/** Draws axis and lanes when something that they show has changed, past React. */
export class TimelineEngine {
  readonly #axis: HTMLCanvasElement;
  readonly #lanes: HTMLCanvasElement;
  readonly #store: AppStore;
  readonly #media: MediaRegistry;
  readonly #twin: Twin;
  readonly #model: TimelineModel;
  readonly #stops: (() => void)[] = [];
  #theme = readTheme();
  #frame = 0;

  constructor(options: {
    readonly axis: HTMLCanvasElement;
    readonly lanes: HTMLCanvasElement;
    readonly store: AppStore;
    readonly media: MediaRegistry;
    readonly twin: Twin;
    readonly model: TimelineModel;
  }) {
    this.#axis = options.axis;
    this.#lanes = options.lanes;
    this.#store = options.store;
    this.#media = options.media;
    this.#twin = options.twin;
    this.#model = options.model;
    const observer = new ResizeObserver(() => this.#draw());
    observer.observe(this.#axis);
    observer.observe(this.#lanes);
    this.#stops.push(
      () => observer.disconnect(),
      onThemeChange(() => {
        this.#theme = readTheme();
        this.#invalidate();
      }),
      this.#store.subscribe(drawn, () => this.#invalidate(), {
        equalityFn: (a, b) => a.every((value, index) => value === b[index]),
      }),
    );
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const stop of this.#stops) stop();
  }

  /** The time, in microseconds, under a point in CSS pixels from the left edge. */
  timeAt(x: number): number {
    return timeAt(x, this.#axis.clientWidth, this.#endUs);
  }

  /** The object whose lane is at a height, and the event that is pointed at there. */
  pick(x: number, y: number): { readonly id: string; readonly event: LaneEvent | undefined } | undefined {
    const lane = this.#model.lanes[Math.floor(y / LANE_HEIGHT)];
    if (!lane) return undefined;
    const scale = { width: this.#axis.clientWidth, endUs: this.#endUs };
    const near = (event: LaneEvent): boolean => Math.abs(xOf(markedUs(event), scale) - x) <= EVENT_REACH_PX;
    return { id: lane.id, event: lane.events.find(near) };
  }

  get #endUs(): number {
    return Math.max(this.#model.endUs, this.#store.getState().playback.durationUs);
  }

  #invalidate(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const width = this.#axis.clientWidth;
    if (width <= 2 * MARGIN) return;
    const picture = this.#picture(width);
    const axis = sized(this.#axis, width, AXIS_HEIGHT);
    if (axis) drawAxis(axis, picture);
    const height = this.#model.lanes.length * LANE_HEIGHT;
    const lanes = sized(this.#lanes, width, Math.max(1, height));
    if (lanes) drawLanes(lanes, picture, height);
  }

  #picture(width: number): TimelinePicture {
    const state = this.#store.getState();
    const evidence = evidenceIds(state);
    const twin = this.#twin;
    return {
      width,
      model: this.#model,
      endUs: this.#endUs,
      timeUs: state.playback.timeUs,
      theme: this.#theme,
      colours: new Map(
        twin.objects.map((object) => [object.id, objectColour(object, twin, state.ui.colourBy, evidence)]),
      ),
      focus: new Set(focusIds(state)),
      hovered: state.ui.hoveredId,
      intervals: shownAsk(state)?.execution?.answer?.intervals ?? [],
      pictures: state.video.thumbnails.flatMap(({ mediaId, timeUs }) => {
        const bitmap = this.#media.get(mediaId);
        return bitmap ? [{ timeUs, bitmap }] : [];
      }),
    };
  }
}

/** The context of a canvas at the display's resolution, scaled to CSS pixels. */
function sized(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | undefined {
  const ratio = Math.min(2, devicePixelRatio);
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  const context = canvas.getContext('2d');
  context?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context ?? undefined;
}
