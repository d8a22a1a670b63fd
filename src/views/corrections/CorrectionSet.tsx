import { useEffect } from 'react';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { useCorrections } from './useCorrections.ts';
import './corrections.css';

/** The share that “Set up a run” begins with. */
const SHARE = 0.5;

/** All corrected answers of this browser: what a run can be trained on besides a world. */
export function CorrectionSet() {
  const { corrections } = useCommands();
  const { rows = [], call } = useCorrections();
  const { keeping, undo, told, failure } = useApp((state) => state.corrections);
  // Another tab may have corrected something since.
  useEffect(() => void corrections().then((commands) => commands.load()), [corrections]);
  return (
    <>
      {rows.length === 0 ? <HowTo /> : <Listed />}
      <div className="lab__buttons">
        {rows.length > 0 && (
          <Button onClick={() => call((commands) => void commands.exportSet())}>Export as JSON</Button>
        )}
        <Button onClick={() => call((commands) => commands.pickSet())}>Import…</Button>
        {undo && (
          <Button look="quiet" onClick={() => call((commands) => void commands.undo())}>
            {undo.what === 'removed' ? 'Bring the removed one back' : 'Undo the latest correction'}
          </Button>
        )}
      </div>
      {told !== undefined && (
        <p className="lab__hint" role="status">
          {told}
        </p>
      )}
      {keeping === 'memory' && (
        <p className="runStatus__warn">
          This browser keeps no files here: export the corrections before you close the page.
        </p>
      )}
      {failure && (
        <p className="answer__error" role="alert">
          {failure.message} {failure.remedy}
        </p>
      )}
    </>
  );
}

function HowTo() {
  const { setView } = useCommands();
  return (
    <div className="lab__empty">
      <p>
        Answers that you correct are collected here to train on. Open a photo or a clip in Look, ask, and
        choose “Correct this” under the answer: the right value, the right objects, or that nothing fits. Each
        is kept with the twin that was asked, in this browser only.
      </p>
      <p style={{ margin: '8px 0' }}>
        About one in four is held out, never trained on, and answered before and after a run.
      </p>
      <Button onClick={() => setView('look')}>Go to Look</Button>
    </div>
  );
}

function Listed() {
  const { lab } = useCommands();
  const { rows = [], call } = useCorrections();
  const setup = useApp((state) => state.lab.setup);
  const nano = useApp((state) => state.lab.starts.some(({ id }) => id === 'nano'));
  const open = useApp((state) => state.lab.run !== undefined);
  const heldOut = rows.filter((row) => row.heldOut).length;
  return (
    <>
      <p className="group__question">
        {rows.length} corrected {rows.length === 1 ? 'answer' : 'answers'}: {rows.length - heldOut} to train
        on, {heldOut} held out.
      </p>
      <p className="lab__hint">
        The split follows from question and source, about one in four; of two or more there is at least one of
        each. A question teaches only what its twin holds: where the twin lacks something, correct the twin
        first and ask again. The program that was meant is not known, so only answers are judged.
      </p>
      <div className="lab__buttons">
        <Button
          disabled={open}
          onClick={() =>
            lab.setSetup({
              ...setup,
              corrections: SHARE,
              world: 'photo',
              start: nano ? 'nano' : setup.start,
            })
          }
        >
          Set up a run with them
        </Button>
        <span className="lab__hint">
          {open
            ? 'Reset the run at hand to set up another.'
            : `Start nano, world photo, and ${100 * SHARE} % of each step’s questions from here.`}
        </span>
      </div>
      <div className="tableScroll">
        <table className="labTable" aria-label="Corrected answers">
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">Was</th>
              <th scope="col">Right</th>
              <th scope="col">Source</th>
              <th scope="col">Use</th>
              <th scope="col">
                <span className="visuallyHidden">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">{row.question}</th>
                <td>{row.was === '' ? '–' : row.was.slice(0, 120)}</td>
                <td>{row.right}</td>
                <td title={row.madeAt.slice(0, 16).replace('T', ' ')}>{row.source}</td>
                <td>{row.heldOut ? 'held out' : 'train'}</td>
                <td className="correctionSet__remove">
                  <Button
                    look="quiet"
                    aria-label={`Remove “${row.question}”`}
                    onClick={() => call((commands) => void commands.remove(row.id))}
                  >
                    Remove
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
