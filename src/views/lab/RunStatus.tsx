import { CircleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatDuration } from '../../core/units.ts';
import type { LabJob, LabState } from '../../store/slices/lab.ts';
import { useApp, useCommands } from '../context.tsx';
import { IconButton } from '../ui/Controls.tsx';
import { isSoftware } from './devices.ts';

/** What goes on, how far it is, on which device, and what went wrong. */
export function RunStatus() {
  const lab = useApp((state) => state.lab);
  return (
    <section className="runStatus" aria-label="Status">
      {lab.elsewhere && (
        <p className="notice" role="status">
          Training runs in another tab. This one follows as soon as that tab is closed; its kept runs can then
          be gone on with here.
        </p>
      )}
      <p className="runStatus__line">
        <span role="status">
          <b>{lab.job ? doing(lab.job) : lab.run ? resting(lab) : 'No run yet'}</b>
        </span>
        {lab.job && <Elapsed startedAt={lab.jobStartedAt} />}
        {lab.job?.kind === 'training' && <Left lab={lab} />}
      </p>
      <Progress lab={lab} />
      {lab.run && <Facts lab={lab} />}
      {lab.skipped !== undefined && (
        <p className="runStatus__warn">The latest step left the weights as they were: {lab.skipped}</p>
      )}
      <Failure />
    </section>
  );
}

function doing(job: LabJob): string {
  if (job.kind === 'training') return job.pausing ? 'Pausing after this step' : `Training to step ${job.to}`;
  if (job.kind === 'evaluating') return `Answering held-out questions, ${job.done} of ${job.all}`;
  if (job.kind === 'baseline') return 'Asking the grammar the held-out questions';
  if (job.kind === 'exporting') return 'Writing files';
  if (job.kind === 'verifying') return 'Comparing kernels on the GPU with their references';
  return { loading: 'Loading the start', questions: 'Drawing questions', compiling: 'Compiling' }[job.phase];
}

const resting = ({ run, setup }: LabState): string =>
  run && run.step >= setup.steps ? 'Done' : `Paused at step ${run?.step ?? 0}`;

function Elapsed(props: { readonly startedAt: number }) {
  const [now, setNow] = useState(props.startedAt);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return <span className="muted">{formatDuration(Math.max(0, now - props.startedAt))}</span>;
}

/** From the steps of this visit. */
function Left({ lab }: { readonly lab: LabState }) {
  const { timings, run, job } = lab;
  if (!run || job?.kind !== 'training' || timings.length === 0) return null;
  const total = timings
    .map(({ step: _, ...stages }) => Object.values(stages).reduce((sum, ms) => sum + ms, 0))
    .reduce((sum, ms) => sum + ms, 0);
  const mean = total / timings.length;
  return (
    <span className="muted">
      {formatDuration(mean)} a step · about {formatDuration(mean * Math.max(0, job.to - run.step))} left,
      judged by {timings.length} {timings.length === 1 ? 'step' : 'steps'}
    </span>
  );
}

function Progress({ lab }: { readonly lab: LabState }) {
  const { run, job } = lab;
  const share =
    job?.kind === 'evaluating' ? job.done / Math.max(1, job.all) : run ? run.step / Math.max(1, run.goal) : 0;
  return (
    <div
      className="runStatus__bar"
      role="progressbar"
      aria-label="Progress of the run"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(100 * Math.min(1, share))}
    >
      <div style={{ scale: `${Math.min(1, share)} 1` }} />
    </div>
  );
}

/** Which run this is, and on what each of its parts is computed. */
function Facts({ lab: { run } }: { readonly lab: LabState }) {
  if (!run) return null;
  const { manifest, parameters, trainableParameters, savedStep, keeping } = run;
  const millions = (count: number): string => `${(count / 1e6).toFixed(2)} M`;
  return (
    <>
      <p className="runStatus__facts">
        Step <span className="mono">{run.step}</span> of <span className="mono">{run.goal}</span> ·{' '}
        {manifest.start}, {millions(trainableParameters)} of {millions(parameters)} parameters trained · seed{' '}
        {manifest.options.seed} · kept{' '}
        {keeping === 'disk' ? `on disk at step ${savedStep ?? 0}` : 'in memory for this visit'}
      </p>
      <p className="runStatus__facts">
        Sampling and update: {manifest.device === 'webgpu' ? 'GPU (jax-js)' : 'processor (WebAssembly)'} ·
        rewards and advantages: {manifest.kernels === 'webgpu' ? 'GPU (WGSL)' : 'processor (TypeScript)'} ·
        programs: processor · {manifest.adapter}
        {isSoftware(manifest.adapter) && (
          <b> This GPU is simulated by the processor: right, but slower than the processor itself.</b>
        )}
      </p>
      {run.notices.map((notice) => (
        <p key={notice} className="runStatus__warn">
          {notice}
        </p>
      ))}
    </>
  );
}

function Failure() {
  const { lab } = useCommands();
  const failure = useApp((state) => state.lab.failure);
  if (!failure) return null;
  return (
    <div className="notice" role="alert" data-kind="error" data-code={failure.code}>
      <CircleAlert size={18} aria-hidden />
      <div className="notice__text">
        <p>{failure.message}</p>
        <p>{failure.remedy}</p>
      </div>
      <IconButton label="Dismiss" onClick={() => lab.dismissFailure()}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
