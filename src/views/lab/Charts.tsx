import { useEffect, useRef } from 'react';
import { useApp, useServices } from '../context.tsx';
import { ChartEngine } from './chartEngine.ts';
import { CHARTS, type ChartSpec } from './chartSpecs.ts';

/** All curves of the run. Canvases are drawn by engines outside React; the words under the titles are their mirror. */
export function Charts() {
  return (
    <section className="charts" aria-label="Charts">
      {CHARTS.map((spec) => (
        <Chart key={spec.title} spec={spec} />
      ))}
    </section>
  );
}

function Chart({ spec }: { readonly spec: ChartSpec }) {
  const { store } = useServices();
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return undefined;
    const engine = new ChartEngine(host.current, spec, store);
    return () => engine.dispose();
  }, [spec, store]);
  return (
    <figure className="chart">
      <figcaption>
        <b title={spec.note}>{spec.title}</b>
        <Latest spec={spec} />
      </figcaption>
      <div className="chart__plot" ref={host} />
      <p className="chart__note">{spec.note}</p>
    </figure>
  );
}

/** The newest value of each line, which names its colour as well. */
function Latest({ spec }: { readonly spec: ChartSpec }) {
  const lab = useApp((state) => state.lab);
  const { lines } = spec.data(lab);
  return (
    <span className="chart__lines">
      {lines.map(({ name, colour, values, low, high, dash }) => {
        const at = values.findLastIndex((value) => value !== null);
        const [from, to] = [low?.[at], high?.[at]];
        return (
          <span key={name} className="chart__line" data-dash={dash}>
            <i style={{ borderColor: `var(--${colour})` }} aria-hidden="true" />
            {name}{' '}
            <span className="mono">
              {format(values[at], spec.scale)}
              {typeof from === 'number' && typeof to === 'number' && ` (${from.toFixed(2)}–${to.toFixed(2)})`}
            </span>
          </span>
        );
      })}
    </span>
  );
}

function format(value: number | null | undefined, scale: ChartSpec['scale']): string {
  if (value === null || value === undefined) return '–';
  if (scale === 'ms') return `${value.toFixed(1)} s`;
  if (scale === 'share') return value.toFixed(2);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3);
}
