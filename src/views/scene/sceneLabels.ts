import { Occupancy } from '../graph/edgeGeometry.ts';

/** A text at a place on the pane, in CSS pixels; the bottom centre of the text goes there. */
export interface SceneLabel {
  readonly text: string;
  readonly detail: string;
  readonly x: number;
  readonly y: number;
  /** Higher goes first where two would overlap. */
  readonly rank: number;
  readonly colour: string | undefined;
  readonly dimmed: boolean;
}

const MOST_LABELS = 80;
const GLYPH_WIDTH = 6.7;
const HEIGHT = 17;

/** Labels as DOM text over the canvas: sharp at any scale, in the theme's fonts, and never more than text. */
export class SceneLabels {
  readonly #layer = document.createElement('div');
  readonly #pool: HTMLSpanElement[] = [];

  constructor(host: HTMLElement) {
    this.#layer.className = 'scene__labels';
    this.#layer.setAttribute('aria-hidden', 'true');
    host.append(this.#layer);
  }

  /** Shows those labels that fit without covering one another. */
  show(labels: readonly SceneLabel[]): void {
    const occupancy = new Occupancy();
    const fitting = labels
      .toSorted((a, b) => b.rank - a.rank)
      .filter(({ x, y, text, detail }) => {
        const half = ((text.length + detail.length + 1) * GLYPH_WIDTH) / 2 + 6;
        return occupancy.take([x - half, y - HEIGHT, x + half, y]);
      })
      .slice(0, MOST_LABELS);
    fitting.forEach((label, index) => {
      fill(this.#span(index), label);
    });
    for (const spare of this.#pool.slice(fitting.length)) spare.hidden = true;
  }

  dispose(): void {
    this.#layer.remove();
  }

  #span(index: number): HTMLSpanElement {
    const known = this.#pool[index];
    if (known) return known;
    const span = document.createElement('span');
    span.append(document.createElement('span'), document.createElement('span'));
    this.#layer.append(span);
    this.#pool.push(span);
    return span;
  }
}

function fill(span: HTMLSpanElement, label: SceneLabel): void {
  span.hidden = false;
  span.className = label.colour === undefined ? 'scene__tick' : 'scene__label';
  if (span.children[0]) setText(span.children[0], label.text);
  if (span.children[1]) setText(span.children[1], label.detail);
  span.style.transform = `translate(${Math.round(label.x)}px, ${Math.round(label.y)}px) translate(-50%, -100%)`;
  span.style.opacity = label.dimmed ? '0.3' : '1';
  span.style.borderColor = label.colour ?? '';
}

function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
