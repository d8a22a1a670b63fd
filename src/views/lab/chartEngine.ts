import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { LabState } from '../../store/slices/lab.ts';
import type { AppStore } from '../../store/store.ts';
import { onThemeChange, tokenColour } from '../ui/themeColours.ts';
import type { ChartData, ChartLine, ChartSpec } from './chartSpecs.ts';

const HEIGHT = 112;

/** Distances between the numbers of the x axis: there are no fractions of steps. */
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** The columns of the lines and bands that a chart draws: a band's two ends are lines of their own, without stroke. */
const columnsOf = ({ lines }: ChartData): readonly (readonly (number | null)[])[] =>
  lines.flatMap(({ values, low, high }) => (low && high ? [values, high, low] : [values]));

/**
 * One chart, drawn outside React whenever the lab's state changes and the page is shown. Owns its canvas and its subscriptions. While the page is
 * hidden nothing is drawn; what was missed is drawn when it is shown.
 */
export class ChartEngine {
  readonly #host: HTMLElement;
  readonly #spec: ChartSpec;
  readonly #store: AppStore;
  readonly #cleanups: (() => void)[] = [];
  #plot: uPlot | undefined;
  /** The names of the lines that the chart was built for. */
  #built = '';
  #frame = 0;

  constructor(host: HTMLElement, spec: ChartSpec, store: AppStore) {
    this.#host = host;
    this.#spec = spec;
    this.#store = store;
    const later = (): void => this.#invalidate();
    const observer = new ResizeObserver(later);
    observer.observe(host);
    document.addEventListener('visibilitychange', later);
    this.#cleanups.push(
      store.subscribe((state) => state.lab, later),
      onThemeChange(() => {
        this.#built = '';
        later();
      }),
      () => observer.disconnect(),
      () => document.removeEventListener('visibilitychange', later),
    );
    this.#draw(store.getState().lab);
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
    for (const cleanup of this.#cleanups) cleanup();
    this.#plot?.destroy();
  }

  #invalidate(): void {
    if (document.hidden || this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw(this.#store.getState().lab);
    });
  }

  #draw(lab: LabState): void {
    const data = this.#spec.data(lab);
    const width = Math.max(120, this.#host.clientWidth);
    const key = data.lines.map(({ name }) => name).join();
    // Without a step there is no x axis, and uPlot would cut the lowest number of the other one.
    const columns: uPlot.AlignedData =
      data.steps.length === 0
        ? [[0, 1], ...columnsOf(data).map(() => [null, null])]
        : [[...data.steps], ...columnsOf(data).map((column) => [...column])];
    if (this.#plot && key === this.#built) {
      if (this.#plot.width !== width) this.#plot.setSize({ width, height: HEIGHT });
      this.#plot.setData(columns);
      return;
    }
    this.#plot?.destroy();
    this.#built = key;
    this.#plot = new uPlot(this.#options(data, width), columns, this.#host);
    this.#plot.root.setAttribute('aria-hidden', 'true');
  }

  #options({ lines }: ChartData, width: number): uPlot.Options {
    const axis: uPlot.Axis = {
      stroke: tokenColour('text-3'),
      font: '11px "JetBrains Mono Variable", monospace',
      grid: { stroke: tokenColour('line'), width: 1 },
      ticks: { show: false },
    };
    const share = this.#spec.scale === 'share';
    return {
      width,
      height: HEIGHT,
      padding: [8, 8, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false },
        y: share ? { range: [0, 1] } : { range: (_plot, low, high) => around(low, high) },
      },
      axes: [
        { ...axis, size: 22, space: 40, incrs: WHOLE_STEPS },
        { ...axis, size: 42, space: 28 },
      ],
      series: [{}, ...lines.flatMap((line) => seriesOf(line))],
      bands: bandsOf(lines),
    };
  }
}

/** A range with air around, also where all values are the same or none is known; 0 is in it where it is near. */
function around(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const reach = Math.max(high - low, Math.abs(high) * 0.1, 1e-3);
  return [low >= 0 && low < reach * 2 ? 0 : low - reach * 0.1, high + reach * 0.1];
}

function seriesOf({ name, colour: token, dash, low, high }: ChartLine): uPlot.Series[] {
  const line: uPlot.Series = {
    label: name,
    stroke: tokenColour(token),
    width: 1.5,
    spanGaps: true,
    points: { size: 4 },
    ...(dash ? { dash: [4, 4], points: { show: false } } : {}),
  };
  const end: uPlot.Series = { width: 0, spanGaps: true, points: { show: false } };
  return low && high ? [line, end, end] : [line];
}

/** The fill between the two ends of each interval, by their places among the series. */
function bandsOf(lines: readonly ChartLine[]): uPlot.Band[] {
  let at = 1;
  return lines.flatMap(({ low, high, colour: token }) => {
    const first = at + 1;
    at += low && high ? 3 : 1;
    return low && high ? [{ series: [first, first + 1], fill: `${tokenColour(token)}26` }] : [];
  });
}
