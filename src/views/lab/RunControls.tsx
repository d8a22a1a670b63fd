import { Pause, Play, RotateCcw, Square, StepForward } from 'lucide-react';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

/** Start, pause, one step, stop, reset. */
export function RunControls() {
  const { lab } = useCommands();
  const run = useApp((state) => state.lab.run);
  const job = useApp((state) => state.lab.job);
  const steps = useApp((state) => state.lab.setup.steps);
  const elsewhere = useApp((state) => state.lab.elsewhere);
  const keepAwake = useApp((state) => state.lab.keepAwake);
  const training = job?.kind === 'training';
  const idle = job === undefined && !elsewhere;
  const begin = run === undefined ? 'Start training' : run.step >= steps ? 'Train on' : 'Go on';
  return (
    <section className="lab__section" aria-label="Controls">
      <div className="lab__buttons">
        {training ? (
          <Button look="primary" disabled={job.pausing} onClick={() => lab.pause()}>
            <Pause size={14} aria-hidden /> {job.pausing ? 'Pausing…' : 'Pause'}
          </Button>
        ) : (
          <Button look="primary" disabled={!idle} onClick={() => void lab.train()}>
            <Play size={14} aria-hidden /> {begin}
          </Button>
        )}
        <Button disabled={!idle} onClick={() => void lab.trainStep()}>
          <StepForward size={14} aria-hidden /> One step
        </Button>
        <Button disabled={job === undefined} onClick={() => lab.stop()}>
          <Square size={12} aria-hidden /> Stop
        </Button>
        <Button disabled={!idle || run === undefined} onClick={() => void lab.reset()}>
          <RotateCcw size={14} aria-hidden /> Reset
        </Button>
      </div>
      <p className="lab__hint">
        Pause ends after the step at hand. Stop ends at once and goes back to what was kept. A reload goes on
        from there, too.
      </p>
      <label className="lab__check">
        <input
          type="checkbox"
          checked={keepAwake}
          onChange={(event) => lab.setKeepAwake(event.currentTarget.checked)}
        />
        Keep the screen on while training
      </label>
    </section>
  );
}
