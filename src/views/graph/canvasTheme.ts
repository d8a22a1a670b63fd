import { tokenColour } from '../ui/themeColours.ts';

/** Colours ("#rrggbb") and fonts of the shown theme, for canvases and WebGL. */
export interface CanvasTheme {
  readonly pane: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly faintLine: string;
  readonly accent: string;
  readonly sans: string;
  readonly mono: string;
}

/** Reads layout: call it when the theme changes, not per frame. */
export function readCanvasTheme(): CanvasTheme {
  const styles = getComputedStyle(document.documentElement);
  return {
    pane: tokenColour('surface'),
    text: tokenColour('text'),
    muted: tokenColour('text-3'),
    line: tokenColour('line-control'),
    faintLine: tokenColour('line'),
    accent: tokenColour('accent'),
    sans: styles.getPropertyValue('--font').trim() || 'sans-serif',
    mono: styles.getPropertyValue('--mono').trim() || 'monospace',
  };
}

export const prefersReducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
