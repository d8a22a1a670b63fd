/** A stretch of whole numbers, end exclusive. */
export type Span = readonly [start: number, end: number];

/** Stretches in order, none empty, none touching the next: one way only to write each set of numbers. */
export type Spans = readonly Span[];

export const NO_SPANS: Spans = [];

/** Brings stretches in any order, empty and overlapping ones among them, into the one way to write them. */
export function toSpans(stretches: Iterable<Span>): Spans {
  const sorted = [...stretches].filter(([start, end]) => start < end).sort((a, b) => a[0] - b[0]);
  const spans: Span[] = [];
  for (const [start, end] of sorted) {
    const last = spans.at(-1);
    if (last && start <= last[1]) spans[spans.length - 1] = [last[0], Math.max(last[1], end)];
    else spans.push([start, end]);
  }
  return spans;
}

/** What is in either. */
export const uniteSpans = (a: Spans, b: Spans): Spans => toSpans([...a, ...b]);

/** What is in both. */
export function intersectSpans(a: Spans, b: Spans): Spans {
  const common: Span[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [first, second] = [a[i], b[j]];
    if (!first || !second) return common;
    const [start, end] = [Math.max(first[0], second[0]), Math.min(first[1], second[1])];
    if (start < end) common.push([start, end]);
    if (first[1] < second[1]) i++;
    else j++;
  }
}

/** What is in the first and not in the second. */
export function subtractSpans(a: Spans, b: Spans): Spans {
  const rest: Span[] = [];
  for (const [start, end] of a) {
    let from = start;
    for (const [cutStart, cutEnd] of b) {
      if (cutEnd <= from || cutStart >= end) continue;
      if (cutStart > from) rest.push([from, cutStart]);
      from = Math.max(from, cutEnd);
    }
    if (from < end) rest.push([from, end]);
  }
  return rest;
}

/** The numbers in all stretches, in order. */
export function* numbersIn(spans: Spans): Iterable<number> {
  for (const [start, end] of spans) for (let value = start; value < end; value++) yield value;
}

/** The stretches of indices at which a test holds. */
export function spansWhere(start: number, end: number, holds: (index: number) => boolean): Spans {
  const spans: Span[] = [];
  let from: number | undefined;
  for (let index = start; index < end; index++) {
    const held = holds(index);
    if (held) from ??= index;
    else if (from !== undefined) {
      spans.push([from, index]);
      from = undefined;
    }
  }
  if (from !== undefined) spans.push([from, end]);
  return spans;
}
