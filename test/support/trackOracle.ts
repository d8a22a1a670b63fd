import type { FrameDetections, TrackableDetection } from '../../src/perception/tasks/track/types.ts';
import { COCO_CATEGORIES } from '../../src/twin/schema/labels.ts';

/*
 * The tracker once more, in the plainest form: one Kalman filter of all eight numbers with matrices written out, every
 * matching found by trying them all, and boxes compared pixel by formula. Slow, and made to be compared with.
 */

type Matrix = number[][];
type Box = readonly [number, number, number, number];

const zeros = (rows: number, columns: number): Matrix =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
const at = (matrix: Matrix, row: number, column: number): number => matrix[row]?.[column] ?? Number.NaN;
const build = (rows: number, columns: number, value: (row: number, column: number) => number): Matrix =>
  zeros(rows, columns).map((line, row) => line.map((_, column) => value(row, column)));
const transpose = (a: Matrix): Matrix =>
  build(a[0]?.length ?? 0, a.length, (row, column) => at(a, column, row));
const multiply = (a: Matrix, b: Matrix): Matrix =>
  build(a.length, b[0]?.length ?? 0, (row, column) =>
    b.reduce((sum, _, k) => sum + at(a, row, k) * at(b, k, column), 0),
  );
const add = (a: Matrix, b: Matrix, sign = 1): Matrix =>
  build(a.length, a[0]?.length ?? 0, (row, column) => at(a, row, column) + sign * at(b, row, column));
const identity = (size: number): Matrix => build(size, size, (row, column) => (row === column ? 1 : 0));

/** Gauss and Jordan, with pivots. */
function invert(matrix: Matrix): Matrix {
  const size = matrix.length;
  const work = matrix.map((line, row) => [...line, ...(identity(size)[row] ?? [])]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++)
      if (Math.abs(at(work, row, column)) > Math.abs(at(work, pivot, column))) pivot = row;
    [work[column], work[pivot]] = [work[pivot] ?? [], work[column] ?? []];
    const head = at(work, column, column);
    work[column] = (work[column] ?? []).map((value) => value / head);
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = at(work, row, column);
      work[row] = (work[row] ?? []).map((value, k) => value - factor * at(work, column, k));
    }
  }
  return work.map((line) => line.slice(size));
}

/** State (x, y, width, height and their rates) and covariance. */
export interface Filter {
  readonly mean: Matrix;
  readonly covariance: Matrix;
}

/** Positions by √(w·h), sides by themselves. */
const lengths = (width: number, height: number): readonly number[] => {
  const scale = Math.sqrt(Math.max(1, width) * Math.max(1, height));
  return [scale, scale, width, height];
};
const column = (values: readonly number[]): Matrix => values.map((value) => [value]);
const measurementOf = ([x0, y0, x1, y1]: Box): readonly number[] => [
  (x0 + x1) / 2,
  (y0 + y1) / 2,
  x1 - x0,
  y1 - y0,
];

export function beginFilter(box: Box): Filter {
  const [x = 0, y = 0, width = 0, height = 0] = measurementOf(box);
  const scales = lengths(width, height);
  const rates = [2, 2, 0.5, 0.5];
  return {
    mean: column([x, y, width, height, 0, 0, 0, 0]),
    covariance: build(8, 8, (i, j) => {
      if (i !== j) return 0;
      const deviation = i < 4 ? 0.05 * (scales[i] ?? 0) : (rates[i - 4] ?? 0) * (scales[i - 4] ?? 0);
      return deviation ** 2;
    }),
  };
}

export function predictFilter({ mean, covariance }: Filter, seconds: number): Filter {
  const scales = lengths(at(mean, 2, 0), at(mean, 3, 0)).map((length) => Math.max(1, length));
  const transition = build(8, 8, (i, j) => (i === j ? 1 : j === i + 4 ? seconds : 0));
  const noise = build(8, 8, (i, j) => {
    const axis = i % 4;
    if (axis !== j % 4) return 0;
    const density = ((axis < 2 ? 1 : 0.3) * (scales[axis] ?? 0)) ** 2;
    if (i < 4 && j < 4) return (density * seconds ** 3) / 3;
    return i >= 4 && j >= 4 ? density * seconds : (density * seconds ** 2) / 2;
  });
  return {
    mean: multiply(transition, mean),
    covariance: add(multiply(multiply(transition, covariance), transpose(transition)), noise),
  };
}

export function correctFilter({ mean, covariance }: Filter, box: Box, weak: boolean): Filter {
  const measured = measurementOf(box);
  const scales = lengths(measured[2] ?? 0, measured[3] ?? 0);
  const observation = build(4, 8, (i, j) => (i === j ? 1 : 0));
  const noise = build(4, 4, (i, j) => (i === j ? ((weak ? 0.1 : 0.05) * (scales[i] ?? 0)) ** 2 : 0));
  const total = add(multiply(multiply(observation, covariance), transpose(observation)), noise);
  const gain = multiply(multiply(covariance, transpose(observation)), invert(total));
  const surprise = add(column(measured), multiply(observation, mean), -1);
  return {
    mean: add(mean, multiply(gain, surprise)),
    covariance: multiply(add(identity(8), multiply(gain, observation), -1), covariance),
  };
}

const overlap = (a0: number, a1: number, b0: number, b1: number): number =>
  Math.max(0, Math.min(a1, b1) - Math.max(a0, b0));
function iou(a: Box, b: Box): number {
  const common = overlap(a[0], a[2], b[0], b[2]) * overlap(a[1], a[3], b[1], b[3]);
  const area = (box: Box): number => (box[2] - box[0]) * (box[3] - box[1]);
  return common / (area(a) + area(b) - common);
}

function placeDistance({ mean, covariance }: Filter, box: Box): number {
  const [x, y, w, h] = [
    at(mean, 0, 0),
    at(mean, 1, 0),
    Math.max(1, at(mean, 2, 0)),
    Math.max(1, at(mean, 3, 0)),
  ];
  const mx = Math.min(w / 2, Math.sqrt(at(covariance, 0, 0)));
  const my = Math.min(h / 2, Math.sqrt(at(covariance, 1, 1)));
  return (
    1 -
    iou(
      [x - w / 2 - mx, y - h / 2 - my, x + w / 2 + mx, y + h / 2 + my],
      [box[0] - mx, box[1] - my, box[2] + mx, box[3] + my],
    )
  );
}

const familyOf = (label: string): string | undefined =>
  COCO_CATEGORIES.find(({ name }) => name === label)?.supercategory;
function labelDistance(a: string, b: string): number {
  if (a === b) return 0;
  return familyOf(a) !== undefined && familyOf(a) === familyOf(b) ? 0.1 : 0.25;
}

interface OracleTrack {
  readonly id: number;
  filter: Filter;
  appearance: readonly number[] | undefined;
  readonly seen: { frame: number; timeUs: number; sample: number; detection: TrackableDetection }[];
  sure: boolean;
}

/** The labels' sums of scores; the first greatest in the order of their appearance. */
export function electedBy(seen: readonly { detection: TrackableDetection }[]): string {
  const labels = [...new Set(seen.map(({ detection }) => detection.label))];
  const sumOf = (label: string): number =>
    seen.reduce((sum, { detection }) => sum + (detection.label === label ? detection.score : 0), 0);
  const best = Math.max(...labels.map(sumOf));
  return labels.find((label) => sumOf(label) === best) ?? '';
}

function cost(track: OracleTrack, detection: TrackableDetection): number {
  const place = placeDistance(track.filter, detection.box);
  if (place >= 1) return Number.POSITIVE_INFINITY;
  let seen = place;
  if (track.appearance && detection.appearance) {
    const { appearance } = detection;
    const likeness = track.appearance.reduce((sum, p, i) => sum + Math.sqrt(p * (appearance[i] ?? 0)), 0);
    seen = 0.7 * place + 0.3 * Math.min(1, Math.max(0, (0.95 - likeness) / 0.35));
  }
  return seen + labelDistance(electedBy(track.seen), detection.label);
}

interface Best {
  gain: number;
  pairs: (readonly [number, number])[];
}

/** Every partial matching is tried. */
function bestMatching(costs: Matrix, limit: number, row = 0, taken: readonly number[] = []): Best {
  const line = costs[row];
  if (!line) return { gain: 0, pairs: [] };
  let best = bestMatching(costs, limit, row + 1, taken);
  line.forEach((value, index) => {
    if (value >= limit || taken.includes(index)) return;
    const rest = bestMatching(costs, limit, row + 1, [...taken, index]);
    const gain = rest.gain + limit - value;
    if (gain > best.gain) best = { gain, pairs: [[row, index], ...rest.pairs] };
  });
  return best;
}

export interface OracleResult {
  readonly id: number;
  readonly label: string;
  /** Frame and index of each detection. */
  readonly sightings: readonly (readonly [number, number])[];
}

/** What the tracker's documentation says, with its defaults, without camera motion. */
export function trackByOracle(frames: readonly FrameDetections[]): readonly OracleResult[] {
  const all: OracleTrack[] = [];
  let live: OracleTrack[] = [];
  frames.forEach(({ frame, timeUs, detections }, sample) => {
    const seconds = sample === 0 ? 0 : (timeUs - (frames[sample - 1]?.timeUs ?? 0)) / 1e6;
    for (const track of live) track.filter = predictFilter(track.filter, seconds);
    const free = new Set(detections.filter(({ score }) => score >= 0.1));
    const given: Box[] = [];
    const note = (track: OracleTrack, detection: TrackableDetection): void => {
      track.seen.push({ frame, timeUs, sample, detection });
      if (detection.score >= 0.7 || track.seen.length >= 2) track.sure = true;
      free.delete(detection);
      given.push(detection.box);
    };
    const pass = (
      tracks: readonly OracleTrack[],
      strong: boolean,
      limit: number,
      costOf: (track: OracleTrack, detection: TrackableDetection) => number,
    ): void => {
      const offered = [...free].filter(({ score }) => score >= 0.4 === strong);
      const costs = tracks.map((track) => offered.map((detection) => costOf(track, detection)));
      for (const [row, index] of bestMatching(costs, limit).pairs) {
        const [track, detection] = [tracks[row], offered[index]];
        if (!track || !detection) continue;
        track.filter = correctFilter(track.filter, detection.box, !strong);
        const { appearance } = detection;
        if (strong && appearance)
          track.appearance = track.appearance
            ? track.appearance.map((value, i) => Math.fround(0.9 * value + 0.1 * (appearance[i] ?? 0)))
            : Array.from(appearance);
        note(track, detection);
      }
    };
    const known = live.filter(({ sure }) => sure);
    const tentative = live.filter(({ sure }) => !sure);
    const seenAt = (track: OracleTrack): number => track.seen.at(-1)?.sample ?? -1;
    pass(known, true, 0.85, cost);
    pass(
      known.filter((track) => seenAt(track) === sample - 1),
      false,
      0.5,
      (track, { box, label }) =>
        placeDistance(track.filter, box) + labelDistance(electedBy(track.seen), label),
    );
    pass(tentative, true, 0.8, cost);
    for (const detection of [...free].sort((a, b) => b.score - a.score)) {
      if (detection.score < 0.45 || given.some((box) => iou(box, detection.box) > 0.8)) continue;
      const appearance = detection.appearance && Array.from(detection.appearance);
      const track = {
        id: all.length + 1,
        filter: beginFilter(detection.box),
        appearance,
        seen: [],
        sure: false,
      };
      all.push(track);
      live.push(track);
      note(track, detection);
    }
    live = live.filter((track) => {
      const last = track.seen.at(-1);
      if (!last || !track.sure) return last?.sample === sample;
      return sample - last.sample <= 1 || timeUs - last.timeUs <= 2e6;
    });
  });
  return all
    .filter(({ sure }) => sure)
    .map(({ id, seen }) => ({
      id,
      label: electedBy(seen),
      sightings: seen.map(({ frame, sample, detection }): [number, number] => [
        frame,
        frames[sample]?.detections.indexOf(detection) ?? -1,
      ]),
    }));
}
