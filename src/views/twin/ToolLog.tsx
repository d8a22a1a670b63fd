import { formatDuration } from '../../core/units.ts';
import { useApp } from '../context.tsx';
import { Placeholder } from '../ui/Pane.tsx';

/** A scrolled region without controls must take the focus, or the keyboard could not reach its end (WCAG 2.1.1). */
const SCROLLED_BY_KEYS = { tabIndex: 0 };

/** The tool runs that made the twin: its provenance. */
export function ToolLog() {
  const log = useApp((state) => state.scene.twin?.log);
  const timings = useApp((state) => state.scene.timings);
  if (!log || log.length === 0) return <Placeholder>No tool run is recorded in this twin.</Placeholder>;
  // A run's place in the log is its identity: provenance refers to it.
  const numbered = log.map((run, index) => ({ run, index }));
  const total = timings?.total;
  return (
    <section className="scroll" aria-label="Tool runs" {...SCROLLED_BY_KEYS}>
      <table className="table" aria-label="Log of tool runs">
        <thead>
          <tr>
            <th>Run</th>
            <th>Tool</th>
            <th>Model</th>
            <th>Device</th>
            <th>Type</th>
            <th className="right">Time</th>
            <th>Arguments</th>
          </tr>
        </thead>
        <tbody>
          {numbered.map(({ run, index }) => (
            <tr key={index}>
              <td className="mono muted">{index}</td>
              <td style={{ fontWeight: 500 }}>{run.tool}</td>
              <td>
                {run.model} <span className="mono muted">{run.revision.slice(0, 12)}</span>
              </td>
              <td>{run.device}</td>
              <td className="muted">{run.dtype}</td>
              <td className="right">{formatDuration(run.ms)}</td>
              <td className="mono muted">
                {Object.entries(run.args)
                  .map(
                    ([name, value]) =>
                      `${name}=${typeof value === 'number' ? Number(value.toPrecision(5)) : String(value)}`,
                  )
                  .join(' ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {total !== undefined && (
        <p className="muted" style={{ padding: '8px 12px' }}>
          Photo to twin: {formatDuration(total)}
        </p>
      )}
    </section>
  );
}
