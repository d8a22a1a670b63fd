import { useEffect, useState } from 'react';
import type { PerceptionPhase } from '../../../workers/contracts/perception.ts';
import { formatDuration } from '../../core/units.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { keyText } from '../ui/useKeyboard.ts';

export const PHASES: Readonly<Record<PerceptionPhase, string>> = {
  reading: 'Reading the file',
  decoding: 'Decoding the image',
  'loading-runtime': 'Loading the runtime',
  'loading-model': 'Loading the detector',
  'checking-model': 'Checking the detector’s known answer',
  'measuring-devices': 'Measuring which device is faster',
  detecting: 'Detecting objects',
  segmenting: 'Outlining objects',
  'reading-text': 'Reading text',
  describing: 'Describing objects',
  tracking: 'Following objects',
};

/** Milliseconds since `startedAt`, a few times a second. */
export function useElapsed(startedAt: number): number {
  const [now, setNow] = useState(startedAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 200);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, now - startedAt);
}

/** The running job: phase, percent, elapsed, Cancel. Appears over the stage, so that nothing moves. */
export function JobCard() {
  const job = useApp((state) => state.perception.job);
  return job ? <RunningJobCard /> : null;
}

function RunningJobCard() {
  const { cancel } = useCommands();
  const job = useApp((state) => state.perception.job);
  const elapsed = useElapsed(job?.startedAt ?? 0);
  // Most jobs are over before a person could read the card.
  if (!job || elapsed < 250) return null;
  const percent = job.fraction === undefined ? undefined : Math.round(job.fraction * 100);
  const { frames, stopping } = job;
  const phase = PHASES[job.phase];
  return (
    <div className="job">
      <div className="job__phase">
        <span role="status">{stopping ? 'Finishing what was measured' : phase}</span>
        <span className="job__figures">
          {frames
            ? `frame ${frames.done} of ${frames.total} · `
            : percent === undefined
              ? ''
              : `${percent} % · `}
          {formatDuration(elapsed)}
          {frames?.leftMs === undefined ? '' : ` · about ${formatDuration(frames.leftMs)} left`}
          {job.detail ? ` · ${job.detail}` : ''}
        </span>
      </div>
      <Button
        look="quiet"
        onClick={cancel}
        aria-keyshortcuts="Escape"
        title={frames && !stopping ? 'The frames measured so far are kept' : keyText('escape')}
      >
        {stopping ? 'Drop it' : 'Cancel'}
      </Button>
      <div
        className="job__bar"
        role="progressbar"
        aria-label={job.title}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        data-unknown={percent === undefined}
      >
        <div style={job.fraction === undefined ? {} : { scale: `${job.fraction} 1` }} />
      </div>
    </div>
  );
}
