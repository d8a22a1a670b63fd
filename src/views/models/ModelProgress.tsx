import { useEffect, useState } from 'react';
import { formatBytes, formatDuration } from '../../core/units.ts';
import type { ModelJob } from '../../store/slices/models.ts';
import { useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { PHASES } from './wording.ts';

function useElapsed(startedAt: number): number {
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, now - startedAt);
}

/** "12.4 of 29.1 MB · 3.1 MB/s · 5.4 s left". */
function figures({ doneBytes, totalBytes, bytesPerSecond, phase }: ModelJob): string[] {
  if (doneBytes === undefined || totalBytes === undefined) return [];
  const parts = [`${formatBytes(doneBytes)} of ${formatBytes(totalBytes)}`];
  if (phase !== 'downloading' || !bytesPerSecond) return parts;
  const leftMs = ((totalBytes - doneBytes) / bytesPerSecond) * 1000;
  return [...parts, `${formatBytes(Math.round(bytesPerSecond))}/s`, `${formatDuration(leftMs)} left`];
}

/** The running job: one bar over all files. */
export function ModelProgress(props: { readonly job: ModelJob }) {
  const { job } = props;
  const { models } = useCommands();
  const elapsed = useElapsed(job.startedAt);
  const fraction =
    job.doneBytes === undefined || !job.totalBytes ? undefined : job.doneBytes / job.totalBytes;
  return (
    <div className="modelJob">
      <div className="modelJob__head">
        <span role="status">{PHASES[job.phase]}</span>
        <span className="modelJob__path">{job.path}</span>
        <Button onClick={() => models.cancel()}>Cancel</Button>
      </div>
      <div
        className="modelJob__bar"
        role="progressbar"
        aria-label="Progress of the model"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={fraction === undefined ? undefined : Math.round(fraction * 100)}
        data-unknown={fraction === undefined}
      >
        <div style={fraction === undefined ? {} : { scale: `${fraction} 1` }} />
      </div>
      <p className="modelJob__figures">
        {[...figures(job), `${formatDuration(elapsed)} so far`].join(' · ')}
      </p>
    </div>
  );
}
