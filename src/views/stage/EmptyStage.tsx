import { FolderOpen, Link } from 'lucide-react';
import { SAMPLES } from '../../store/samples.ts';
import { useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { keyText } from '../ui/useKeyboard.ts';

/** The stage before anything is open: the drop zone, three recorded samples, and what will happen to the person's data. */
export function EmptyStage() {
  const { pickFiles, openDialog, openSample } = useCommands();
  return (
    <div className="empty">
      <div className="empty__zone">
        <h3>Drop a photo or a clip</h3>
        <p className="muted">or paste one, and ask what is in it, where, when and why.</p>
        <div className="empty__actions">
          <Button look="primary" onClick={pickFiles} aria-keyshortcuts={keyText('open')}>
            <FolderOpen size={14} aria-hidden /> Open a file
          </Button>
          <Button onClick={() => openDialog('url')}>
            <Link size={14} aria-hidden /> From an address
          </Button>
        </div>
      </div>
      <ul className="empty__samples" aria-label="Samples with a recorded twin">
        {SAMPLES.map((sample) => (
          <li key={sample.id}>
            <button type="button" className="sample" onClick={() => void openSample(sample.id)}>
              <img src={`${import.meta.env.BASE_URL}samples/${sample.id}.webp`} alt="" loading="eager" />
              <span>{sample.title}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="empty__small">
        What you open stays on this machine: it is read, measured and answered here, in this tab. Nothing is
        downloaded from elsewhere; the detector comes with this page, and samples show a recorded twin at
        once.
      </p>
    </div>
  );
}
