import { formatHex } from './colour.ts';

export type ThemeToken =
  | 'surface'
  | 'surface-sunken'
  | 'stage'
  | 'line'
  | 'line-control'
  | 'text'
  | 'text-2'
  | 'text-3'
  | 'accent'
  | 'good'
  | 'warning'
  | 'focus';

/**
 * The current value of a colour token as "#rrggbb", for canvases and WebGL, which can read neither custom properties nor
 * (three.js) OKLCH. Reads layout: call it when the theme changes, not per frame.
 */
export function tokenColour(token: ThemeToken): string {
  const probe = document.createElement('span');
  probe.style.color = `var(--${token})`;
  document.documentElement.append(probe);
  const computed = getComputedStyle(probe).color;
  probe.remove();
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) return '#808080';
  context.fillStyle = computed;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return formatHex([r / 255, g / 255, b / 255]);
}

/** Calls back after the shown theme may have changed, by choice or by the system. Returns the way to stop. */
export function onThemeChange(listener: () => void): () => void {
  const media = matchMedia('(prefers-color-scheme: dark)');
  media.addEventListener('change', listener);
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', listener);
    observer.disconnect();
  };
}
