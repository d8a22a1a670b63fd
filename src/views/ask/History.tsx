import { Download, FolderOpen } from 'lucide-react';
import { answerText } from '../../reasoning/explain/compare.ts';
import { shownAsk } from '../../store/selectors.ts';
import { useApp, useCommands } from '../context.tsx';
import { Button } from '../ui/Controls.tsx';
import { AskedBeforeMark } from './AskedBefore.tsx';

/** Earlier questions of this twin, newest first; a click shows one again. Their traces are saved and opened here, too. */
export function History() {
  const { showAsk } = useCommands();
  const asks = useApp((state) => state.conversation.asks);
  const shown = useApp(shownAsk);
  const others = asks.filter((ask) => ask.id !== shown?.id).reverse();
  return (
    <section className="asked">
      {others.length > 0 && (
        <>
          <h3 className="label">Asked before</h3>
          <div className="history">
            {others.map((ask) => (
              <button key={ask.id} type="button" onClick={() => showAsk(ask.id)}>
                <span className="history__question">{ask.question.slice(0, 300)}</span>
                <AskedBeforeMark id={ask.id} />
                <span className="history__answer">{answerText(ask.execution)}</span>
              </button>
            ))}
          </div>
        </>
      )}
      <Traces />
    </section>
  );
}

function Traces() {
  const { exportTraces, pickFiles } = useCommands();
  const traces = useApp((state) => state.conversation.asks.filter((ask) => ask.trace !== undefined).length);
  return (
    <div className="traces">
      <Button look="quiet" disabled={traces === 0} onClick={() => void exportTraces()}>
        <Download size={13} aria-hidden /> {traces > 1 ? `Save ${traces} traces` : 'Save the trace'}
      </Button>
      <Button look="quiet" onClick={pickFiles}>
        <FolderOpen size={13} aria-hidden /> Open traces…
      </Button>
      <span className="muted">JSON Lines, one rollout a line; drop a .jsonl to see it again.</span>
    </div>
  );
}
