import { formatBytes } from '../../core/units.ts';
import type { ExportName } from '../../store/labCommands.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';

const FILES: readonly { readonly name: ExportName; readonly text: string; readonly lora?: true }[] = [
  { name: 'model', text: 'Weights (safetensors)' },
  { name: 'adapter', text: 'Adapter (PEFT)', lora: true },
  { name: 'metrics.csv', text: 'Metrics (CSV)' },
  { name: 'metrics.jsonl', text: 'Metrics (JSONL)' },
  { name: 'run.json', text: 'Manifest' },
  { name: 'checkpoint', text: 'Checkpoint' },
];

/** What can be taken out of a run, what was kept of others, and the way in for a checkpoint. */
export function RunFiles() {
  const { lab, showPane } = useCommands();
  const run = useApp((state) => state.lab.run);
  const busy = useApp((state) => state.lab.job !== undefined || state.lab.elsewhere);
  const kept = useApp((state) => state.lab.savedRuns);
  const others = kept.filter(({ id }) => id !== run?.manifest.id);
  const lora = run?.manifest.options.trainable.kind === 'lora';
  const ask = async (): Promise<void> => {
    await lab.adoptPolicy();
    showPane('ask');
  };
  return (
    <section className="lab__section" aria-label="Policy and files">
      <h2>Policy and files</h2>
      <div className="lab__buttons">
        <Button disabled={busy || !run} onClick={() => void ask()}>
          Ask with it
        </Button>
        <Button disabled={busy || !run} onClick={() => void lab.evaluate()}>
          Measure now
        </Button>
        <Button disabled={busy} onClick={() => lab.pickCheckpoint()}>
          Import a checkpoint…
        </Button>
      </div>
      {run && (
        <fieldset className="lab__buttons" aria-label="Export">
          {FILES.filter((file) => !file.lora || lora).map(({ name, text }) => (
            <Button key={name} look="quiet" disabled={busy} onClick={() => void lab.save(name)}>
              {text}
            </Button>
          ))}
        </fieldset>
      )}
      {others.length > 0 && (
        <ul className="savedRuns" aria-label="Kept runs">
          {others.map(({ id, step, startedAt, start, bytes }) => (
            <li key={id}>
              <span>
                {start}, step {step}
                <span className="muted">
                  {' '}
                  · {startedAt.slice(0, 16).replace('T', ' ')} · {formatBytes(bytes)}
                </span>
              </span>
              <Button disabled={busy} onClick={() => void lab.resume(id)}>
                Resume
              </Button>
              <Button look="quiet" disabled={busy} onClick={() => void lab.removeRun(id)}>
                Delete
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
